"""Canteens on the phone: near me, today and the week, one press to order, for oneself or a parent who agreed."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.faces.resident.account import residents_only
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.faces.resident.texts import words_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import operations, queries, rules
from linli.pillars.service.canteens.models import Order
from linli.pillars.service.canteens.policies import NoSuchCanteen

VERBS = ("order", "cancel")


@require_safe
def canteens(request: HttpRequest) -> HttpResponse:
    """List the canteens, one's own community's first."""
    reader = reader_of(request, clock.now())
    context = {"rows": queries.open_canteens(near=home_of(reader)), "least": rules.LEAST_AGE}
    return page(request, "canteens", reader, "home", context)


@require_safe
def canteen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what there is today and this week, and order."""
    at = clock.now()
    reader, today = reader_of(request, at), clock.local(at).date()
    try:
        one = queries.get_canteen(pk=pk)
    except NoSuchCanteen:
        raise Http404(_("没有这个食堂。")) from None
    menus = queries.menus(canteen=one, first=today)
    people = queries.eaters_for(account=reader.account) if reader.account is not None else []
    people = [eater for eater in people if eater.office_id == one.office_id]
    orders = (
        {(o.menu_id, o.eater_id): o.pk for o in queries.orders_for(eaters=people, menus=menus)}
        if people
        else {}
    )
    context = {
        "one": one,
        "days": [
            (
                menu,
                rules.yuan(menu.price_fen),
                menu.day == today,
                menu.day == today + timedelta(days=1),
                rules.may_change_order(menu.day, one.order_until, at),
                menu.ordered < menu.capacity,
                [(eater, orders.get((menu.pk, eater.pk))) for eater in people],
            )
            for menu in menus
        ],
        "people": people,
        "has_many": len(people) > 1,
        "least": rules.LEAST_AGE,
        "subsidies": [
            (row, rules.yuan(row.fen)) for row in queries.rules_in_force(office=one.office, day=today)
        ],
        "mine": {eater.subsidy for eater in people if eater.subsidy},
    }
    return page(request, "canteen", reader, "home", context)


@require_POST
@kindly
@residents_only
def act(request: HttpRequest, pk: int, verb: str, *, reader: Reader, is_stale: bool) -> HttpResponse:
    """Order a meal or take an order back."""
    if verb not in VERBS:
        raise Http404
    asked = {name: request.POST.get(name, "") for name in ("menu", "eater", "order")}
    number = {
        name: int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        for name, text in asked.items()
    }
    if not is_stale:
        at = clock.now()
        try:
            if verb == "order":
                operations.order_meal(
                    actor=reader.actor,
                    at=at,
                    menu_id=number["menu"],
                    eater_id=number["eater"],
                    channel=Order.Channel.PHONE_PAGE,
                )
                messages.success(request, _("订好了。"))
            else:
                operations.cancel_order(actor=reader.actor, at=at, order_id=number["order"])
                messages.success(request, _("退了。"))
        except Refusal as refusal:
            messages.warning(request, words_of(refusal))
    return redirect("resident:canteen", pk=pk)
