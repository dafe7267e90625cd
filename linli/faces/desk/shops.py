"""Shops along the street, at the desk: the register, one of them, its plate."""

from __future__ import annotations

import uuid
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.places import queries as places
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import said
from linli.faces.desk.shopforms import (
    HonourForm,
    NewShopForm,
    RulesForm,
    ShopEndForm,
    ShopForm,
    WithdrawForm,
)
from linli.faces.desk.shopkeeping import keep_both
from linli.faces.desk.shopsheets import keeping, narrowed
from linli.faces.parts.refusals import status_of
from linli.faces.parts.shapes import Area, Pages, Place
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import LINES
from linli.pillars.governance.inspections import operations, policies, queries
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules.points import in_force
from linli.pillars.governance.inspections.texts import STATES as ORDER_STATES
from linli.pillars.governance.reports.texts import STATES as REPORT_STATES
from linli.pillars.service.enterprises import operations as firm_operations
from linli.pillars.service.enterprises import queries as firms
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.policies import NoSuchEnterprise

VIEWS: Final = (("here", gettext_lazy("在的")), ("ended", gettext_lazy("不在了的")))


@keeping
@require_GET
def shops(request: DeskRequest) -> HttpResponseBase:
    """List the shops one keeps, or those that have gone."""
    view = "ended" if request.GET.get("view") == "ended" else "here"
    by, form = narrowed(request)
    before = request.GET.get("before", "")
    at = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows, after = queries.shops_of(actor=request.actor, by=by, before=at)
    kept = {name: value for name, value in request.GET.items() if name != "before" and value}
    here = reverse("desk:shops")
    trades = dict(Shop.Trade.choices)
    context = {
        "views": [(code, word, code == view) for code, word in VIEWS],
        "view": view,
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in ("q", "unit", "trade")),
        "rows": [(row, trades[row.trade]) for row in rows],
        "pages": Pages(after_url=f"{here}?{urlencode({**kept, 'before': str(after)})}" if after else ""),
        "sheet_query": urlencode(kept),
    }
    return furniture.page(request, "desk/shops/list.html", context)


@keeping
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, pk: int = 0, enterprise_id: int = 0) -> HttpResponseBase:
    """Write a shop down, with whoever runs it or for an enterprise that is known, or what is known about it now."""
    one = _one(request, pk) if pk else None
    firm = _firm(request, enterprise_id) if enterprise_id else None
    initial: dict[str, Any] = {"key": uuid.uuid4()}
    source = one or firm
    if one is not None:
        initial |= {"sign": one.sign, "trade": one.trade, "front_m": one.front_m}
    elif firm is not None:
        initial |= {"sign": firm.name[:60]}
    if source is not None:
        initial |= {"address": source.address, "lon": source.lon, "lat": source.lat}
    kind = ShopForm if one is not None or firm is not None else NewShopForm
    form = kind(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = keep_both(
                    actor=request.actor,
                    at=request.at,
                    record=form.record,
                    firm=form.firm if isinstance(form, NewShopForm) else None,
                    enterprise=firm,
                    shop=one,
                    key=form.cleaned_data["key"] if one is None else None,
                )
            except Refusal as refusal:
                form.refuse(refusal, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("记下了。"))
                return redirect("desk:shop", pk=kept.pk)
    urls = {"shapes_url": reverse("desk:map-shapes"), "place_url": reverse("desk:map-place")}
    context = {"form": form, "one": one, "firm": firm, "is_whole": kind is NewShopForm, **urls}
    return furniture.page(request, "desk/shops/edit.html", context, status=status)


def _one(request: DeskRequest, pk: int) -> Shop:
    try:
        return queries.get_shop(actor=request.actor, pk=pk)
    except NoSuchShop:
        raise Http404 from None


def _firm(request: DeskRequest, pk: int) -> Enterprise:
    try:
        return firms.get_enterprise(actor=request.actor, pk=pk)
    except NoSuchEnterprise:
        raise Http404 from None


@keeping
@require_GET
def shop(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a shop: who runs it, its plate, what was reported about it, and what can be done."""
    return _page(request, _one(request, pk))


def _page(
    request: DeskRequest, one: Shop, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponseBase:
    held = given or {}
    is_here = one.ended_at is None
    firm = firms.enterprises_by_id(ids=[one.enterprise_id])[one.enterprise_id]
    about = queries.reports_about(shop=one)
    context = {
        "one": one,
        "trade": one.get_trade_display(),
        "firm": firm,
        "is_here": is_here,
        "is_gone": is_here and one.enterprise.ended_at is not None,
        "place": _place(one),
        "score": queries.score(shop=one, at=request.at),
        "honours": queries.honours_of(shop=one),
        "runs_office": is_here and policies.runs_office(request.actor, one.office),
        "honour": held.get("honour") or HonourForm(prefix="honour"),
        "withdraw": held.get("withdraw") or WithdrawForm(prefix="withdraw"),
        "checks": [
            (c, c.get_kind_display(), getattr(c, "rectification", None)) for c in queries.checks_of(shop=one)
        ],
        "orders": [
            (r, ORDER_STATES[r.case.state], queries.lines_of(r)) for r in queries.orders_of_shop(shop=one)
        ],
        "about": [(row, REPORT_STATES[row.state].word) for row in about],
        "plate": request.build_absolute_uri(queries.plate_of(one)) if is_here else "",
        "end": held.get("end") or ShopEndForm(prefix="end"),
    }
    return furniture.page(request, "desk/shops/shop.html", context, status=status)


def _place(one: Shop) -> Place | None:
    here, others = places.grid_among_others(one.area_id)
    if one.lon is None and not here:
        return None
    areas = [Area(rings) for rings in others]
    if here:
        areas.append(Area(here, str(one.area), is_here=True))
    url = reverse("desk:map")
    if one.lon is not None and one.lat is not None:
        url += f"?at={one.lon:.6f},{one.lat:.6f}"
    return Place(one.lon, one.lat, one.address or str(one.area), tuple(areas), url=url)


ACTS: Final = ("end", "plate", "honour", "withdraw")


@keeping
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Make the plate's code anew, give or withdraw an honour, note that the shop has gone."""
    one = _one(request, pk)
    if verb == "plate":
        operations.renew_plate(actor=request.actor, shop=one)
        messages.success(request, _("换了新码，原来的牌子扫不开了，请重新打印。"))
        return redirect("desk:shop", pk=pk)
    form = FORMS[verb](request.POST, prefix=verb)
    if not form.is_valid():
        return _page(request, one, {verb: form}, status=422)
    try:
        done = _do(request, one, verb, form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return _page(request, one, {verb: form}, status=status_of(refusal))
    messages.success(request, done)
    return redirect("desk:shop", pk=pk)


FORMS: Final[dict[str, type[forms.Form]]] = {
    "end": ShopEndForm,
    "honour": HonourForm,
    "withdraw": WithdrawForm,
}


def _do(request: DeskRequest, one: Shop, verb: str, data: dict[str, Any]) -> str:
    who: dict[str, Any] = {"actor": request.actor, "at": request.at, "shop": one}
    if verb == "honour":
        operations.give_honour(kind=data["kind"], ground=data["ground"], is_agreed=data["is_agreed"], **who)
        return _("荣誉记下了。")
    if verb == "withdraw":
        asked = request.POST.get("honour", "")
        pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        operations.withdraw_honour(honour_id=pk, reason=data["reason"], **who)
        return _("荣誉撤了，记录留着。")
    operations.end_shop(reason=data["reason"], **who)
    return _("记下了，牌子扫不开了，请摘下来。")


@keeping
@require_http_methods(["GET", "POST"])
def rules(request: DeskRequest) -> HttpResponseBase:
    """Show the district's rules of points, version by version, and keep a new one."""
    office = firm_operations.office_of(request.actor)
    form = RulesForm(request.POST or None, initial={"since": request.at.date()})
    runs, status = policies.runs_office(request.actor, office), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                operations.keep_rules(
                    actor=request.actor,
                    at=request.at,
                    office=office,
                    points=form.points,
                    basis=data["basis"],
                    base=data["base"],
                    since=data["since"],
                )
            except Refusal as refusal:
                form.add_error(None, said(refusal, request.at))
                status = status_of(refusal)
            else:
                messages.success(request, _("新的记分办法记下了。"))
                return redirect("desk:shop-rules")
    sets = queries.rule_sets(office=office)
    now = in_force(sets, clock.local(request.at).date())
    context = {
        "form": form,
        "runs": runs,
        "now": now,
        "costs": [(line, now.points.get(line.code, 0)) for line in LINES],
        "sets": sets,
    }
    return furniture.page(request, "desk/shops/rules.html", context, status=status)
