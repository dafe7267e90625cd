"""Behind a cited figure: how it is counted, both its numbers, and the rows of each part that the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.orgs.models import Unit
from linli.faces.boards import figures
from linli.faces.boards.guards import BoardRequest, area_in, board_around
from linli.faces.parts import words
from linli.faces.parts.export import MOST_ROWS, sheet_response
from linli.insight.cited import CITED, Cited, Measure
from linli.insight.cited.behind import Line, Shape, Words, behind, lines, parts_of, seen_rows
from linli.insight.cited.figure import read_one
from linli.insight.cited.shapes import shape_of


def _known(code: str) -> Cited:
    """Give the cited figure that is asked for. :raises Http404: there is none."""
    figure = CITED.get(code)
    if figure is None:
        raise Http404
    return figure


def _part_of(request: BoardRequest, figure: Cited) -> str:
    """Give the part that is asked for. :raises Http404: the figure has no such part."""
    part = request.GET.get("part", "above")
    if part not in parts_of(figure):
        raise Http404
    return part


def _url(name: str, unit: Unit, area: Unit, code: str, part: str) -> str:
    asked = {"unit": unit.pk, **({"area": area.pk} if area.pk != unit.pk else {}), "part": part}
    return f"{reverse(f'boards:{name}', args=[code])}?{urlencode(asked)}"


def _part_words(figure: Cited) -> dict[str, str]:
    if figure.measure is Measure.SHARE:
        return {
            "above": _("分子：算上的"),
            "below": _("分母：全部"),
            "missed": _("没有算上的"),
            "left_out": _("不在里面的"),
        }
    return {"above": _("算上的"), "left_out": _("不在里面的")}


@board_around
def figure(request: BoardRequest, code: str) -> HttpResponse:
    """Show how a figure is counted and the rows of one part. At most ten queries."""
    one = _known(code)
    unit = figures.ground_of(request)
    area = area_in(request, unit, one)
    return page(
        request,
        one,
        area,
        url=lambda part: _url("figure", unit, area, code, part),
        export=lambda part: _url("figure-export", unit, area, code, part),
        back=(f"{reverse('boards:figures')}?{urlencode({'unit': unit.pk})}", _("数说街道")),
    )


def page(
    request: BoardRequest,
    one: Cited,
    unit: Unit,
    *,
    url: Callable[[str], str],
    export: Callable[[str], str],
    back: tuple[str, str],
    was: str = "",
) -> HttpResponse:
    """Show a figure of a ground, its formula and the rows of the part that is asked for."""
    part = _part_of(request, one)
    shape = shape_of(one, request.at)
    found = behind(figure=one, part=part, shape=shape, actor=request.actor, at=request.at, office=unit)
    named = _part_words(one)
    context = {
        "unit": unit,
        "figure": one,
        "reading": read_one(one, request.at, unit),
        "was": was,
        "sum_words": _sum_words(one),
        "columns": [column.label for column in shape.columns],
        "rows": [_row(request, shape, line) for line in found.lines],
        "shown": len(found.lines),
        "count": found.seen[part],
        "hidden": found.hidden(part),
        "why": shape.why,
        "tabs": [(named[p], n, url(p), p == part) for p, n in found.counts.items()],
        "export_url": export(part),
        "back": back[0],
        "back_words": back[1],
    }
    return render(request, "boards/figure.html", context)


def _sum_words(figure: Cited) -> str:
    """Say what makes the number of rows differ from the figure."""
    if figure.measure is Measure.SUM:
        return _("是多少 = 每一行里的数加起来。")
    if figure.measure is Measure.RATIO:
        return _("分子、分母各是每一行里的数加起来。")
    return _("同一个只算一次，列的是最近的一条。") if figure.measure is Measure.DISTINCT else ""


def _row(request: BoardRequest, shape: Shape, line: Line) -> tuple[str, str, list[tuple[Words, str]]]:
    """Give a row's page, its first cell and the others under their headings."""
    url = reverse(f"desk:{shape.page}", args=[line.key]) if shape.page and line.key is not None else ""
    first, *rest = (_said(value, request.at) for value in line.values)
    return (
        url,
        first or "—",
        [(column.label, cell) for column, cell in zip(shape.columns[1:], rest, strict=True)],
    )


def _said(value: Any, at: datetime) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return words.when(value, at)
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


@board_around
def export(request: BoardRequest, code: str) -> HttpResponseBase:
    """Hand over the rows of a part as a sheet."""
    one = _known(code)
    return sheet(request, one, area_in(request, figures.ground_of(request), one))


def sheet(request: BoardRequest, one: Cited, unit: Unit) -> HttpResponseBase:
    """Hand over the rows of the part that is asked for: the same selection in the same order, all of them."""
    part = _part_of(request, one)
    shape = shape_of(one, request.at)
    rows = seen_rows(figure=one, shape=shape, actor=request.actor, at=request.at, office=unit)
    heads = [(str(column.label), 20.0) for column in shape.columns]
    listed = lines(figure=one, part=part, shape=shape, rows=rows, most=MOST_ROWS)
    title = f"{one.label}·{_part_words(one)[part]}".replace("：", " ")
    return sheet_response(title, heads, _cells(listed), request.at)


def _cells(listed: list[Line]) -> Iterator[tuple[object, ...]]:
    for line in listed:
        yield tuple(_cell(value) for value in line.values)


def _cell(value: Any) -> object:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value if value is None or isinstance(value, int | float | date) else str(value)
