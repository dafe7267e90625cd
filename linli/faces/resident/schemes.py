"""Schemes for whoever runs a shop: what there is, in plain words; and on an enterprise's own page, what fits and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.people.knocks import knock
from linli.faces.parts import schemes as shapes
from linli.faces.parts.inputs import plain
from linli.faces.resident import doors
from linli.faces.resident.enterprises import STALE, Opened, open_link
from linli.faces.resident.guide import office_for
from linli.faces.resident.pages import page
from linli.faces.resident.readers import reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import status_of, words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.schemes import operations, queries
from linli.pillars.service.schemes.models import EnterpriseTrait
from linli.pillars.service.schemes.policies import NoSuchScheme

MOST_WORDS = 60
ANSWERS = {"yes": True, "no": False, "unknown": None}


@require_safe
def schemes(request: HttpRequest) -> HttpResponseBase:
    """List what one can apply for, what closes soonest first, or find it by words."""
    at = clock.now()
    reader = reader_of(request, at)
    office, choices = office_for(request, reader)
    words = plain(request.GET.get("q", "")).strip()[:MOST_WORDS]
    rows = queries.open_schemes(at=at, office=office, words=words)
    context = {"rows": rows[:50], "q": words, "offices": choices}
    return page(request, "schemes/list", reader, "home", context)


@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one scheme: what it gives, to whom, until when, and where the document stands."""
    at = clock.now()
    try:
        one = queries.get_open(pk=pk, at=at)
    except NoSuchScheme:
        raise Http404(_("没有这条政策，或者过期了。")) from None
    context = {"one": one, "conditions": shapes.sentences(one, shapes.places_of([one]))}
    return page(request, "schemes/scheme", reader_of(request, at), "home", context, office=one.office)


@require_safe
def of_enterprise(request: HttpRequest, pk: int, token: str) -> HttpResponseBase:
    """Show an enterprise which schemes fit it, why, and what it can say about itself."""
    return _page(open_link(request, pk, token))


def _page(opened: Opened, note: str = "", status: int = 200) -> HttpResponse:
    one = opened.one
    context = {
        "one": one,
        "token": opened.token,
        "fits": shapes.fits(queries.fits_of(enterprise=one, at=opened.at)),
        "traits": shapes.traits(queries.traits_of(one)),
        "note": note,
    }
    return page(
        opened.request, "enterprise/schemes", opened.reader, "", context, status=status, office=one.office
    )


@require_POST
@kindly
def know(request: HttpRequest, pk: int, token: str, code: str, *, is_stale: bool) -> HttpResponse:
    """Keep what an enterprise says about itself."""
    opened = open_link(request, pk, token)
    said = request.POST.get("holds", "")
    if code not in EnterpriseTrait.Code.values:
        raise Http404
    if is_stale or said not in ANSWERS:
        return _page(opened, str(STALE), 422)
    try:
        knock(doors.SAY, opened.reader.address, opened.at)
        operations.know_trait(
            actor=opened.reader.actor,
            at=opened.at,
            enterprise=opened.one,
            code=code,
            holds=ANSWERS[said],
            by_link=True,
        )
    except Refusal as refusal:
        return _page(opened, words_of(refusal), status_of(refusal))
    messages.success(request, _("记下了。"))
    return redirect("resident:enterprise-schemes", pk=pk, token=token)
