"""Canteens at the desk: menus, orders for who rings, who eats, the book, and the month that is closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.orgs.models import Unit
from linli.base.people.queries import resident_by_phone
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.canteenforms import (
    CanteenForm,
    CorrectForm,
    EaterForm,
    FamilyForm,
    MenuForm,
    OrderForm,
    RuleForm,
)
from linli.faces.desk.export import sheet_response
from linli.faces.desk.guards import desk_for, said
from linli.faces.desk.revealing import ask
from linli.faces.parts.inputs import month_said
from linli.faces.parts.refusals import status_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import operations, policies, queries, rules
from linli.pillars.service.canteens.models import Canteen

cooking = desk_for(
    policies.works_in_canteens, gettext_lazy("食堂归社区和街道的民政科室；别的岗位看不到谁来吃饭。")
)
REVEALED = {"name": gettext_lazy("姓名"), "phone": gettext_lazy("电话"), "born": gettext_lazy("出生日期")}


def _today(request: DeskRequest) -> date:
    return clock.local(request.at).date()


def _day(request: DeskRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", "")[:10])
    except ValueError:
        return _today(request)


def _communities(request: DeskRequest) -> list[Unit]:
    return queries.communities_of(actor=request.actor)


def _try(request: DeskRequest, form: forms.Form, do: Callable[[], object]) -> int:
    """Do what a form asks; what is refused stands in the form. 0 means done."""
    try:
        do()
    except Refusal as refusal:
        form.add_error(None, said(refusal, request.at))
        return status_of(refusal)
    return 0


@cooking
@require_http_methods(["GET", "POST"])
def canteens(request: DeskRequest) -> HttpResponseBase:
    """List the canteens one works for, and the elders who always come and did not; open a new canteen."""
    communities = _communities(request)
    form = CanteenForm(request.POST or None, communities=communities)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        unit = form.communities[form.cleaned_data["community"]]
        status = _try(
            request,
            form,
            lambda: operations.open_canteen(
                actor=request.actor, at=request.at, community=unit, about=form.about
            ),
        )
        if not status:
            messages.success(request, _("食堂开了，先写菜单。"))
            return redirect("desk:canteens")
    rows = queries.canteens_of(actor=request.actor)
    context = {
        "rows": rows,
        "missed": queries.missed(actor=request.actor, at=request.at),
        "form": form,
        "can_open": bool(communities),
        "has_centre": any(one.kind == Canteen.Kind.DAY_CARE for one in rows),
    }
    return furniture.page(request, "desk/canteens/list.html", context, status=status)


@cooking
@require_GET
def canteen(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show a day of a canteen: menus, orders, what was served."""
    return _show(request, queries.canteen_of(actor=request.actor, pk=pk))


def _show(
    request: DeskRequest, one: Canteen, bound: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponseBase:
    day = _day(request)
    menus = queries.menus(canteen=one, first=day, days=1)
    context = {
        "one": one,
        "day": day,
        "is_today": day == _today(request),
        "week": queries.menus(canteen=one, first=_today(request)),
        "menus": [
            (
                menu,
                queries.orders_of(canteen=one, day=day, meal=menu.meal),
                bound[1]
                if bound and bound[0] == "order" and str(bound[1].data.get("menu")) == str(menu.pk)
                else OrderForm(initial={"menu": menu.pk}, prefix=None),
            )
            for menu in menus
        ],
        "served": [
            (m, rules.yuan(m.price_fen), rules.yuan(m.own_fen))
            for m in queries.served_on(canteen=one, day=day)
        ],
        "menu_form": bound[1]
        if bound and bound[0] == "menu"
        else MenuForm(initial={"day": day, "meal": "lunch"}),
        "correct_error": bound[1] if bound and bound[0] == "correct" else None,
        "correct_key": uuid.uuid4(),
        "settles": policies.settles(request.actor, one),
        "price": rules.yuan(one.price_fen),
    }
    return furniture.page(request, "desk/canteens/canteen.html", context, status=status)


@cooking
@require_POST
def act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Write a menu, order for somebody, take an order back, or write a counter-entry."""
    one = queries.canteen_of(actor=request.actor, pk=pk)
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    known: dict[str, type[forms.Form]] = {"menu": MenuForm, "order": OrderForm, "correct": CorrectForm}
    if verb == "cancel":
        order = request.POST.get("order", "")
        mine = {str(o.pk): o.pk for o in queries.live_orders(canteen=one)}
        if order not in mine:
            raise Http404
        try:
            operations.cancel_order(**who, order_id=mine[order])
            messages.success(request, _("退了。"))
        except Refusal as refusal:
            messages.warning(request, said(refusal, request.at))
        return redirect(f"{reverse('desk:canteen', args=[pk])}?day={_day(request)}")
    if verb not in known:
        raise Http404
    form = known[verb](request.POST)
    if not form.is_valid():
        return _show(request, one, (verb, form), 422)
    given = form.cleaned_data

    def do() -> object:
        if verb == "menu":
            return operations.set_menu(**who, canteen=one, **given)
        if verb == "order":
            eater_id = queries.eater_called(actor=request.actor, words=given["number"])
            if eater_id is None:
                raise operations.NoSuchEater
            return operations.order_meal(
                **who, menu_id=given["menu"], eater_id=eater_id, channel=given["channel"]
            )
        return operations.correct_meal(
            **who, meal_id=given["meal"], reason=given["reason"], key=given["idempotency_key"] or uuid.uuid4()
        )

    if status := _try(request, form, do):
        return _show(request, one, (verb, form), status)
    messages.success(request, _("记下了。"))
    day = given["day"] if verb == "menu" else _day(request)
    return redirect(f"{reverse('desk:canteen', args=[pk])}?day={day}")


# --- the month ----------------------------------------------------------------------------------------------


def _month(request: DeskRequest) -> date:
    asked = (request.POST.get("month") or request.GET.get("month", ""))[:7]
    return month_said(asked) or rules.month_of(_today(request))


@cooking
@require_http_methods(["GET", "POST"])
def month(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Show the sums of a month by class and payer; close it once it is over."""
    one = queries.canteen_of(actor=request.actor, pk=pk)
    asked = _month(request)
    status, refused = 200, ""
    if request.method == "POST":
        try:
            operations.close_month(actor=request.actor, at=request.at, canteen_id=pk, month=asked)
        except Refusal as refusal:
            status, refused = status_of(refusal), said(refusal, request.at)
        else:
            messages.success(request, _("结账了。这个月的账不能再改，错的在下个月冲。"))
            return redirect(f"{reverse('desk:canteen-month', args=[pk])}?month={asked:%Y-%m}")
    found = queries.month_of(canteen=one, month=asked)
    before = rules.month_of(date.fromordinal(asked.toordinal() - 1))
    context = {
        "one": one,
        "month": asked,
        "before": f"{before:%Y-%m}",
        "rows": [_sum_cells(line) for line in found.sums],
        "total": _sum_cells(found.total),
        "settlement": found.settlement,
        "may_close": found.settlement is None
        and asked < rules.month_of(_today(request))
        and policies.settles(request.actor, one),
        "refused": refused,
    }
    return furniture.page(request, "desk/canteens/month.html", context, status=status)


def _sum_cells(line: rules.Sum) -> tuple[object, ...]:
    return (
        line.code or _("没有补贴"), line.payer, line.meals, rules.yuan(line.price), rules.yuan(line.subsidy),
        rules.yuan(line.own),
    )  # fmt: skip


@cooking
@require_GET
def month_sheet(request: DeskRequest, pk: int, what: str) -> HttpResponseBase:
    """Hand over a month: its sums by class and payer, or every entry; the same records give the same sheet."""
    one = queries.canteen_of(actor=request.actor, pk=pk)
    asked = _month(request)
    rows: Iterable[tuple[object, ...]]
    heads: tuple[str, ...]
    if what == "sums":
        found = queries.month_of(canteen=one, month=asked)
        heads = (_("补贴类别"), _("谁出钱"), _("份数"), _("合计（元）"), _("补贴（元）"), _("自付（元）"))
        total = (_("合计"), *_sum_cells(found.total)[1:])
        rows = [*(_sum_cells(line) for line in found.sums), total]
    elif what == "book":
        heads = (
            _("哪天"), _("哪顿"), _("饭卡号"), _("补贴类别"), _("谁出钱"), _("合计（元）"), _("补贴（元）"), _("自付（元）"),
            _("打饭时间"), _("冲账理由"),
        )  # fmt: skip
        rows = queries.book_rows(canteen=one, month=asked)
    else:
        raise Http404
    return sheet_response(f"{one} {asked:%Y-%m}", [(head, 14.0) for head in heads], rows, request.at)


# --- who eats, and by which rule ----------------------------------------------------------------------------


@cooking
@require_http_methods(["GET", "POST"])
def eaters(request: DeskRequest) -> HttpResponseBase:
    """List who eats on one's ground, and write somebody down."""
    communities = _communities(request)
    offices = queries.offices_of(communities)
    known = queries.rules_of(office=offices[0]) if offices else []
    form = EaterForm(request.POST or None, communities=communities, rules=known)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        unit = form.communities[given.pop("community")]
        made: list[Any] = []
        status = _try(
            request,
            form,
            lambda: made.append(
                operations.enrol_eater(actor=request.actor, at=request.at, community=unit, **given)
            ),
        )
        if not status:
            messages.success(request, _("登记好了，饭卡号 %(number)s。") % {"number": made[0].number})
            return redirect("desk:canteen-eaters")
    names = {row.code: row.name for row in reversed(known)}
    context = {
        "rows": [(row, names.get(row.subsidy, "")) for row in queries.eaters(actor=request.actor)],
        "form": form,
        "family_form": FamilyForm(),
        "can_enrol": bool(communities),
    }
    return furniture.page(request, "desk/canteens/eaters.html", context, status=status)


@cooking
@require_POST
def eater_act(request: DeskRequest, pk: int, verb: str) -> HttpResponseBase:
    """Let family order, end, or write down what came of asking after somebody."""
    who: dict[str, Any] = {"actor": request.actor, "at": request.at, "eater_id": pk}
    operations.eater_of(request.actor, pk)
    back = "desk:canteens" if verb == "answer" else "desk:canteen-eaters"
    try:
        if verb == "answer":
            operations.answer_absence(**who, words=request.POST.get("words", "")[:200])
        elif verb == "end":
            operations.end_eater(**who)
        elif verb == "family":
            form = FamilyForm(request.POST)
            account = resident_by_phone(phone=form.cleaned_data["phone"]) if form.is_valid() else None
            if account is None:
                messages.warning(request, _("没有用这个号登录过的人，请家里人先登录一次。"))
                return redirect(back)
            operations.let_family_order(**who, account=account)
        elif verb == "no-family":
            operations.let_family_order(**who, account=None)
        elif verb in ("tell", "no-tell"):
            operations.let_family_hear(**who, wanted=verb == "tell")
        else:
            raise Http404
    except Refusal as refusal:
        messages.warning(request, said(refusal, request.at))
    else:
        messages.success(request, _("记下了。"))
    return redirect(back)


@cooking
@require_http_methods(["GET", "POST"])
def reveal(request: DeskRequest, pk: int, field: str) -> HttpResponseBase:
    """Show one hidden value of somebody who eats there, for a reason."""
    operations.eater_of(request.actor, pk)
    if field not in REVEALED:
        raise Http404
    return ask(
        request,
        subject=queries.REVEALED,
        id=pk,
        field=field,
        context={
            "title": _("谁来吃饭"),
            "field_words": REVEALED[field],
            "masked": "•••",
            "case_url": reverse("desk:canteen-eaters"),
            "is_phone": field == "phone",
        },
    )


@cooking
@require_http_methods(["GET", "POST"])
def subsidies(request: DeskRequest) -> HttpResponseBase:
    """Show the subsidies of the office; the civil-affairs section writes them."""
    offices = queries.offices_of(_communities(request))
    if not offices:
        raise Http404
    office = offices[0]
    form = RuleForm(request.POST or None, initial={"valid_from": _today(request)})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        status = _try(
            request,
            form,
            lambda: operations.set_rule(
                actor=request.actor,
                at=request.at,
                office=office,
                rule=form.rule,
                name=form.cleaned_data["name"],
                basis=form.cleaned_data["basis"],
            ),
        )
        if not status:
            messages.success(request, _("从那天起按新的算。"))
            return redirect("desk:canteen-subsidies")
    context = {
        "rows": [(row, rules.yuan(row.fen)) for row in queries.rules_of(office=office)],
        "form": form,
        "may_write": office.pk in policies.ground_of(request.actor),
        "office": office,
        "least": rules.LEAST_AGE,
    }
    return furniture.page(request, "desk/canteens/subsidies.html", context, status=status)
