"""The public page that a shop's plate opens: its duties, its honours, and a word about it. Nothing of anybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of
from linli.kernel import clock
from linli.pillars.governance.inspections import queries
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.texts import DUTIES

FIELD = "shop"
"""How the form of a report names the shop it is about: its number and the secret of its plate."""


def named(shop: Shop) -> str:
    """Write a shop as the form of a report carries it."""
    return f"{shop.pk}.{queries.token_of(shop)}"


def shop_meant(value: str) -> Shop | None:
    """Give the shop that a form of a report is about; an odd value, or a plate that opens nothing, is none. One query."""
    pk, _dot, token = value[:100].partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19 and token):
        return None
    try:
        return queries.opened_by_plate(pk=int(pk), token=token)
    except NoSuchShop:
        return None


def place_words(shop: Shop) -> str:
    """Say where a shop is, as somebody reads it on a report."""
    return f"{shop.address} {shop.sign}".strip()


@require_safe
def shop(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """Show a shop to whoever scans its plate."""
    try:
        one = queries.opened_by_plate(pk=pk, token=token)
    except NoSuchShop:
        raise Http404(_("这块店牌扫不开了：店可能关了，或者换了新牌。")) from None
    context = {
        "one": one,
        "trade": one.get_trade_display(),
        "duties": list(DUTIES.values()),
        "report_value": named(one),
        "honours": queries.honours_shown(shop=one),
    }
    return page(request, "shop", reader_of(request, clock.now()), "", context, office=one.office)
