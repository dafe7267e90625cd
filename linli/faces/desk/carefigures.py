"""Figures of care and of canteens: formula, both numbers, each community's part, the people for who may know them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture, numbers
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.guards import desk_for
from linli.faces.desk.numbers import PARTS
from linli.faces.parts import words
from linli.faces.parts.inputs import month_said
from linli.faces.parts.rates import rate_of
from linli.faces.parts.shapes import Rate
from linli.insight import caring, meals
from linli.insight.caring import CARE_INDICATORS, CareFigure, CareIndicator, CareRow, CareScope, Part
from linli.insight.indicators import percent
from linli.insight.meals import CanteenLine, MealMonth
from linli.insight.small import LEAST
from linli.kernel import clock
from linli.pillars.service.canteens.rules import month_of, yuan
from linli.pillars.service.care.policies import works_in_care

MOST_DIGITS = 12
counting = desk_for(
    caring.sees_figures,
    gettext_lazy("关爱的数据归社区、街道的民政科室、派单员和领导看；按社区算，不算到人。"),
)
adding_up = desk_for(
    meals.sees_figures, gettext_lazy("食堂的数据归社区、街道的民政科室、派单员和领导看；按食堂算，不算到人。")
)


def _scope(request: DeskRequest) -> CareScope:
    scope = caring.scope_of(request.actor)
    if scope is None:
        raise Http404
    return scope


def _rate(figure: CareFigure) -> Rate:
    url = reverse("desk:care-figure", args=[figure.indicator.code])
    return rate_of(figure, url, window=str(figure.indicator.window))


def _part_url(code: str, community: int, part: str = "below") -> str:
    """Give the address of a community's people in a part of a figure."""
    return f"{reverse('desk:care-figure', args=[code])}?part={part}&community={community}"


def _cell(part: Part) -> str:
    if part.is_hidden:
        return _("不足 %(least)s") % {"least": LEAST}
    rate = percent(part.above, part.below)
    return "—" if rate is None else f"{part.above}／{part.below}（{rate:g}%）"


@counting
@require_GET
def figures(request: DeskRequest) -> HttpResponseBase:
    """Show the figures of care of one's ground, and each community's part of them."""
    scope = _scope(request)
    found = caring.board(scope=scope, at=request.at)
    context = {
        "rates": [_rate(figure) for figure in found.figures],
        "indicators": list(CARE_INDICATORS.values()),
        "lines": [
            (
                line.name,
                [
                    (_cell(part), _part_url(code, line.id) if part.below and scope.knows else "", one.name)
                    for (code, one), part in zip(CARE_INDICATORS.items(), line.parts, strict=True)
                ],
            )
            for line in found.lines
        ],
        "is_folded": found.is_folded,
        "least": LEAST,
        "cares": works_in_care(request.actor),
    }
    return furniture.page(request, "desk/care/figures.html", context)


@counting
@require_GET
def figures_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over the communities' parts as a sheet: both numbers of every figure in columns of their own."""
    found = caring.board(scope=_scope(request), at=request.at)
    columns = [(str(_("社区")), 20.0)]
    for one in CARE_INDICATORS.values():
        heading = f"{one.name}（{one.window}）"
        columns += [(f"{heading}：{one.above}", 22.0), (f"{heading}：{one.below}", 22.0)]
    small = _("不足 %(least)s") % {"least": LEAST}
    lines = (
        (
            line.name,
            *(n for p in line.parts for n in ((small, small) if p.is_hidden else (p.above, p.below))),
        )
        for line in found.lines
    )
    return sheet_response(_("关爱的数据"), columns, lines, request.at)


def _asked(request: DeskRequest, code: str) -> tuple[CareIndicator, str, int | None]:
    part, community = request.GET.get("part", "below"), request.GET.get("community", "")
    if code not in CARE_INDICATORS or part not in PARTS:
        raise Http404
    if community and not (community.isascii() and community.isdigit() and len(community) < MOST_DIGITS):
        raise Http404
    return CARE_INDICATORS[code], part, int(community) if community else None


@counting
@require_GET
def figure(request: DeskRequest, code: str) -> HttpResponseBase:
    """Show a figure's formula, each community's part, and the people of one of its parts to who may know them."""
    indicator, part, community = _asked(request, code)
    scope = _scope(request)
    found = caring.board(scope=scope, at=request.at, only=code)
    counted = found.figures[0]
    line = next((one for one in found.lines if one.id == community), None)
    if community is not None and (line is None or not scope.knows):
        raise Http404
    one: CareFigure | Part = counted if line is None else line.parts[0]
    here = f"{reverse('desk:care-figure', args=[code])}?{f'community={community}&' if community else ''}part="
    parts = numbers.counts(one, indicator, counted.left_out if line is None else None)
    rows: list[CareRow] = []
    count = 0
    if scope.knows:
        rows, count = caring.behind(
            indicator=indicator,
            part=part,
            actor=request.actor,
            scope=scope,
            at=request.at,
            community=community,
        )
    heads = [
        (_("姓名"), False), (_("社区"), False), (_("网格"), False), (_("什么时候的事"), True), (_("哪天做到的"), True),
    ]  # fmt: skip
    listed = [
        (
            reverse("desk:care-person", args=[row.person_id]), row.name, row.community, row.grid,
            words.when(row.moment, request.at), words.when(row.done_at, request.at) if row.done_at else "—",
        )
        for row in rows
    ]  # fmt: skip
    asked = f"?part={part}{f'&community={community}' if community else ''}"
    return numbers.page(
        request, "desk/care/figure.html", name=indicator.name, heads=heads, rows=listed, count=count,
        export_url=f"{reverse('desk:care-figure-sheet', args=[code])}{asked}" if scope.knows else "",
        indicator=indicator, rate=rate_of(counted, "", window=str(indicator.window)),
        tabs=numbers.tabs(parts, here, part), are_masked=True, is_closed=not scope.knows,
        lines=[(line.name, _cell(line.parts[0])) for line in found.lines], is_folded=found.is_folded, least=LEAST,
        community=line.name if line else "",
    )  # fmt: skip


@counting
@require_GET
def figure_sheet(request: DeskRequest, code: str) -> HttpResponseBase:
    """Hand over the people of a part as a sheet, masked: the same rows in the same order, to who may know them."""
    indicator, part, community = _asked(request, code)
    scope = _scope(request)
    if not scope.knows:
        raise Http404
    rows, _count = caring.behind(
        indicator=indicator,
        part=part,
        actor=request.actor,
        scope=scope,
        at=request.at,
        community=community,
        most=MOST_ROWS,
    )
    columns = [
        (str(_("姓名")), 10.0),
        (str(_("社区")), 14.0),
        (str(_("网格")), 14.0),
        (str(_("什么时候的事")), 17.0),
        (str(_("哪天做到的")), 17.0),
    ]
    lines = ((row.name, row.community, row.grid, row.moment, row.done_at) for row in rows)
    return sheet_response(str(indicator.name), columns, lines, request.at)


# --- canteens -----------------------------------------------------------------------------------------------


def _month(request: DeskRequest) -> date:
    return month_said(request.GET.get("month", "")[:7]) or month_of(clock.local(request.at).date())


def _meals(request: DeskRequest) -> MealMonth:
    found = meals.month(actor=request.actor, month=_month(request), today=clock.local(request.at).date())
    if found is None:
        raise Http404
    return found


def _elders(line: CanteenLine) -> Any:
    return _("不足 %(least)s") % {"least": LEAST} if line.is_hidden else line.elders


@adding_up
@require_GET
def meal_figures(request: DeskRequest) -> HttpResponseBase:
    """Show a month of the canteens of one's ground: meals, fen, elders, orders that were eaten."""
    found = _meals(request)
    before = month_of(date.fromordinal(found.month.toordinal() - 1))
    context = {
        "month": found.month,
        "before": f"{before:%Y-%m}",
        "rate": Rate(
            name=_("订了来吃的"),
            numerator=found.kept,
            denominator=found.ordered,
            numerator_words=_("来吃了的"),
            denominator_words=_("订了没退、日子过了的"),
            window=f"{found.month:%Y-%m}",
        ),
        "sums": (
            (_("打了几份饭"), found.meals),
            (_("来吃饭的老人"), found.elders if found.elders >= LEAST or not found.is_folded else ""),
            (_("补贴（元）"), yuan(found.subsidy)),
            (_("老人自付（元）"), yuan(found.own)),
        ),
        "rows": [
            (
                line,
                _elders(line),
                yuan(line.price),
                yuan(line.subsidy),
                yuan(line.own),
                f"{line.kept}／{line.ordered}" if line.ordered else "—",
            )
            for line in found.lines
        ],
        "is_folded": found.is_folded,
        "are_sums": not all(line.is_theirs for line in found.lines),
        "least": LEAST,
    }
    return furniture.page(request, "desk/canteens/figures.html", context)


@adding_up
@require_GET
def meal_figures_sheet(request: DeskRequest) -> HttpResponseBase:
    """Hand over a month of the canteens as a sheet."""
    found = _meals(request)
    heads = (
        _("社区"), _("食堂"), _("份数"), _("来吃饭的老人"), _("合计（元）"), _("补贴（元）"), _("自付（元）"),
        _("订了没退的"), _("其中来吃了的"),
    )  # fmt: skip
    lines = (
        (
            line.community, line.name, line.meals, _elders(line), yuan(line.price), yuan(line.subsidy),
            yuan(line.own), line.ordered, line.kept,
        )
        for line in found.lines
    )  # fmt: skip
    title = _("食堂的数据 %(month)s") % {"month": f"{found.month:%Y-%m}"}
    return sheet_response(title, [(str(head), 14.0) for head in heads], lines, request.at)
