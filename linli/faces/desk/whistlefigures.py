"""The departments' table: for each department in time, handled, assessed, with formula and the calls behind; and how often
whistles are blown at all. Departments in the order of the tree, never ranked; units, never persons."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import sheet_response
from linli.faces.desk.whistles import hearing
from linli.faces.parts.shapes import Rate
from linli.insight import whistles as insight
from linli.insight.indicators import percent
from linli.insight.whistles import INDICATORS, Fraction
from linli.pillars.governance.whistles.models import Call
from linli.pillars.governance.whistles.texts import CALL_STATES

PARTS = ("below", "above", "missed", "left_out")


@hearing
@require_GET
def departments(request: DeskRequest) -> HttpResponseBase:
    """Show the table of departments and how often whistles are blown."""
    whistled, reported = insight.whistle_rate(actor=request.actor, at=request.at)
    rows = insight.departments(actor=request.actor, at=request.at)
    context = {
        "rate": Rate(
            name=_("吹哨率"),
            numerator=whistled,
            denominator=reported,
            numerator_words=_("吹的哨"),
            denominator_words=_("收到的诉求"),
            window=_("近 30 天"),
        ),
        "indicators": list(INDICATORS.values()),
        "rows": [
            (
                row,
                [
                    (_cell(figure), reverse("desk:whistle-figure", args=[code, row.id]), one.name)
                    for (code, one), figure in zip(INDICATORS.items(), row.figures, strict=True)
                ],
            )
            for row in rows
        ],
    }
    return furniture.page(request, "desk/whistles/departments.html", context)


def _cell(figure: Fraction) -> str:
    rate = percent(figure.above, figure.below)
    return "—" if rate is None else f"{figure.above}／{figure.below}（{rate:g}%）"


@hearing
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the table as a sheet: both numbers of every figure in columns of their own."""
    columns = [
        (str(_("部门")), 22.0),
        (str(_("叫过几次")), 10.0),
        (str(_("退过几次")), 10.0),
        (str(_("认领几次")), 10.0),
    ]
    for one in INDICATORS.values():
        columns += [(f"{one.name}：{one.above}", 20.0), (f"{one.name}：{one.below}", 20.0)]
    rows = (
        (
            row.name,
            row.called,
            row.declined,
            row.claimed,
            *(n for f in row.figures for n in (f.above, f.below)),
        )
        for row in insight.departments(actor=request.actor, at=request.at)
    )
    return sheet_response(_("部门报到情况"), columns, rows, request.at)


@hearing
@require_GET
def figure(request: DeskRequest, code: str, unit_id: int) -> HttpResponseBase:
    """Show the formula of a figure and the calls of one of its parts."""
    part = request.GET.get("part", "below")
    rows = insight.departments(actor=request.actor, at=request.at)
    row = next((one for one in rows if one.id == unit_id), None)
    if code not in INDICATORS or part not in PARTS or row is None:
        raise Http404
    indicator = INDICATORS[code]
    found = row.figures[list(INDICATORS).index(code)]
    here = reverse("desk:whistle-figure", args=[code, unit_id])
    counts: dict[str, tuple[Any, int]] = {
        "below": (_("全部"), found.below),
        "above": (indicator.above, found.above),
        "missed": (_("没有达到"), found.below - found.above),
    }
    if indicator.left_out:
        counts["left_out"] = (indicator.left_out, found.left_out)
    calls = insight.calls_behind(
        indicator=indicator, part=part, unit=unit_id, actor=request.actor, at=request.at
    )
    context = {
        "unit": row.name,
        "indicator": indicator,
        "rate": Rate(
            name=indicator.name,
            numerator=found.above,
            denominator=found.below,
            numerator_words=indicator.above,
            denominator_words=indicator.below,
            window=_("近 30 天"),
        ),
        "tabs": [(word, n, f"{here}?part={p}", p == part) for p, (word, n) in counts.items()],
        "calls": [_line(call) for call in calls],
    }
    return furniture.page(request, "desk/whistles/figure.html", context)


def _line(call: Call) -> dict[str, Any]:
    case = call.whistle.case
    return {
        "url": reverse("desk:whistle", args=[case.number]),
        "number": case.number,
        "title": case.title,
        "state": CALL_STATES[call.state],
        "call": call,
    }
