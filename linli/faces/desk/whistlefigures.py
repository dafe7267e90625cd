"""The departments' table: for each department in time, handled, assessed, with formula and the calls behind; and how often
whistles are blown at all. Departments in the order of the tree, never ranked; units, never persons."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture, numbers
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.numbers import PARTS
from linli.faces.desk.whistles import hearing
from linli.faces.parts import words
from linli.faces.parts.shapes import Rate
from linli.insight import whistles as insight
from linli.insight.indicators import percent
from linli.insight.whistles import COUNTS, INDICATORS, RATE_KINDS, CallRow, DepartmentRow, Fraction
from linli.kernel.masking import mask_text
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.governance.whistles.texts import CALL_STATES

ALL = 0
"""Stands in an address for every department: the two numbers of the whistle rate are of all."""


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
        "whistled": whistled,
        "reported": reported,
        "numbers": list(COUNTS.values()),
        "indicators": list(INDICATORS.values()),
        "rows": [(row.name, _counts(row), _shares(row)) for row in rows],
    }
    return furniture.page(request, "desk/whistles/departments.html", context)


def _counts(row: DepartmentRow) -> list[tuple[int, str, Any]]:
    counted = zip(COUNTS.items(), (row.called, row.declined, row.claimed), strict=True)
    return [(n, _url(code, row.id) if n else "", one.name) for (code, one), n in counted]


def _shares(row: DepartmentRow) -> list[tuple[str, str, Any]]:
    return [
        (_cell(figure), _url(code, row.id) if figure.below else "", one.name)
        for (code, one), figure in zip(INDICATORS.items(), row.figures, strict=True)
    ]


def _url(code: str, unit: int) -> str:
    return reverse("desk:whistle-figure", args=[code, unit])


def _cell(figure: Fraction) -> str:
    rate = percent(figure.above, figure.below)
    return "—" if rate is None else f"{figure.above}／{figure.below}（{rate:g}%）"


@hearing
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand over the table as a sheet: both numbers of every figure in columns of their own."""
    columns = [(str(_("部门")), 22.0), *((str(one.name), 10.0) for one in COUNTS.values())]
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


class Behind(NamedTuple):
    """What stands behind a number of the table: its name, heads and rows of words, how many, and the shares of a rate."""

    name: str
    heads: list[str]
    rows: list[tuple[str, ...]]
    number: int
    figure: Fraction | None = None
    unit: str = ""


def _behind(request: DeskRequest, code: str, unit_id: int, part: str, most: int) -> Behind:
    """Give what a number counts. :raises Http404: there is no such number."""
    if part not in PARTS:
        raise Http404
    if code in RATE_KINDS and unit_id == ALL:
        cases, count = insight.cases_behind(code=code, actor=request.actor, at=request.at, most=most)
        name = _("近 30 天吹的哨") if code == "whistles" else _("近 30 天收到的诉求")
        heads = [_("哪一件"), _("地方"), _("时间")]
        return Behind(name, heads, [_case(one, request) for one in cases], count)
    row = next(
        (one for one in insight.departments(actor=request.actor, at=request.at) if one.id == unit_id), None
    )
    if row is None or code not in COUNTS | INDICATORS:
        raise Http404
    found = insight.calls_behind(
        code=code, part=part, unit=unit_id, actor=request.actor, at=request.at, most=most
    )
    heads = [_("哪个哨"), _("走到哪"), _("签收"), _("报到"), _("反馈"), _("评价")]
    rows = [_call(one, request) for one in found]
    if code in COUNTS:
        count = getattr(row, code)
        return Behind(str(COUNTS[code].name), heads, rows, count, unit=row.name)
    figure = row.figures[list(INDICATORS).index(code)]
    in_part = {**numbers.counts(figure, INDICATORS[code]), "left_out": ("", figure.left_out)}[part][1]
    return Behind(str(INDICATORS[code].name), heads, rows, in_part, figure, row.name)


def _case(case: Any, request: DeskRequest) -> tuple[str, ...]:
    url = reverse("desk:whistle" if case.kind == WHISTLE else "desk:report", args=[case.number])
    return (
        url,
        f"{case.number} {mask_text(case.title)}",
        str(case.area or ""),
        words.when(case.filed_at, request.at),
    )


def _call(one: CallRow, request: DeskRequest) -> tuple[str, ...]:
    def when(moment: Any) -> str:
        return words.when(moment, request.at) if moment else "—"

    call, case = one.call, one.call.whistle.case
    said = "" if one.is_low is None else _("有“差”") if one.is_low else _("没有“差”")
    return (
        reverse("desk:whistle", args=[case.number]), f"{case.number} {case.title}", str(CALL_STATES[call.state]),
        when(call.signed_at), when(call.reported_at), when(call.answered_at),
        f"{said} {when(one.assessed_at)}" if said else "—",
    )  # fmt: skip


@hearing
@require_GET
def figure(request: DeskRequest, code: str, unit_id: int) -> HttpResponseBase:
    """Show the formula of a figure and the calls of one of its parts, or the rows of a plain count."""
    part = request.GET.get("part", "below")
    found = _behind(request, code, unit_id, part, most=200)
    more: dict[str, Any] = {"unit": found.unit}
    if found.figure is not None:
        indicator, shares = INDICATORS[code], found.figure
        more["indicator"] = indicator
        more["rate"] = Rate(
            name=indicator.name,
            numerator=shares.above,
            denominator=shares.below,
            numerator_words=indicator.above,
            denominator_words=indicator.below,
            window=_("近 30 天"),
        )
        parts = numbers.counts(shares, indicator, shares.left_out)
        more["tabs"] = numbers.tabs(parts, f"{_url(code, unit_id)}?part=", part)
    export_url = f"{reverse('desk:whistle-figure-export', args=[code, unit_id])}?part={part}"
    return numbers.page(
        request, "desk/whistles/figure.html", name=found.name, heads=[(head, True) for head in found.heads],
        rows=found.rows, count=found.number, export_url=export_url if found.rows else "", **more,
    )  # fmt: skip


@hearing
@require_GET
def figure_export(request: DeskRequest, code: str, unit_id: int) -> HttpResponseBase:
    """Hand over the rows behind a number of the table as a sheet: those of its list, in its order."""
    found = _behind(request, code, unit_id, request.GET.get("part", "below"), most=MOST_ROWS)
    columns = [(head, 40.0 if not nth else 18.0) for nth, head in enumerate(found.heads)]
    title = f"{found.unit}{found.name}"
    return sheet_response(title, columns, (row[1:] for row in found.rows), request.at)
