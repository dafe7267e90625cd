"""The halls of a unit: who waits and how long, four rates with their formula, and the visits behind each; as sheets too."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.boards import showing
from linli.faces.boards.guards import BoardRequest, board
from linli.faces.parts import hallvisits, words
from linli.faces.parts.export import MOST_ROWS, sheet_response
from linli.faces.parts.rates import rate_of
from linli.faces.parts.shapes import Rate
from linli.insight import hallboard, halls
from linli.insight.hallboard import HallNow
from linli.insight.halls import HallFigure, VisitRow
from linli.pillars.service.counters.models import Hall

LONG = timedelta(minutes=30)
"""Whoever waits longer is marked (LOCAL)."""


def _found(request: BoardRequest) -> list[Hall]:
    """Give the halls on the ground that is shown. :raises Http404: there is none."""
    found = hallboard.halls_in(request.unit)
    if not found:
        raise Http404
    return found


def _url(request: BoardRequest, name: str, *args: str, **query: str) -> str:
    return f"{reverse(f'boards:{name}', args=args)}?{urlencode({'unit': request.unit.pk, **query})}"


def _rate(request: BoardRequest, figure: HallFigure) -> Rate:
    return rate_of(figure, _url(request, "hall-rate", figure.indicator.code))


@board
def now(request: BoardRequest) -> HttpResponseBase:
    """Show the halls as they are and what their last thirty days say. At most 20 queries."""
    found = _found(request)
    rows = hallboard.halls_now(halls=found, at=request.at)
    waiting = hallboard.waiting_in(halls=found, at=request.at)
    context = {
        "unit": request.unit,
        "at": request.at,
        "aim": halls.AIM,
        "rates": [_rate(request, one) for one in halls.hall_figures(halls=found, at=request.at)],
        "rows": [(one, *_cells(one)) for one in rows],
        "count": sum(one.waiting for one in rows),
        "line": [
            (one, words.in_language(one.kind, one.kind_en), hallvisits.span(one.waited), one.waited > LONG)
            for one in waiting
        ],
        "export_url": _url(request, "halls-export"),
        "line_url": _url(request, "halls-export", part="line"),
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/halls.html", context)


def _share(part: tuple[int, int], percent: float | None) -> str:
    return f"{percent:g} %（{part[0]} ÷ {part[1]}）" if percent is not None else "—"


def _cells(one: HallNow) -> tuple[str, str, str]:
    return (
        hallvisits.span(one.longest) if one.waiting else "—",
        _share(one.hour, one.hour_percent),
        _share(one.same_day, one.same_day_percent),
    )


@board
def export(request: BoardRequest) -> HttpResponseBase:
    """Hand over what the page shows as a sheet: the halls, or those who wait."""
    found = _found(request)
    if request.GET.get("part") == "line":
        waiting = hallboard.waiting_in(halls=found, at=request.at, most=MOST_ROWS)
        columns = [
            (_("号"), 8.0),
            (_("大厅"), 26.0),
            (_("办什么"), 20.0),
            (_("优先"), 8.0),
            (_("等了"), 12.0),
        ]
        lines: list[tuple[object, ...]] = [
            (
                one.code,
                one.hall,
                words.in_language(one.kind, one.kind_en),
                _("是") if one.has_priority else "",
                hallvisits.span(one.waited),
            )
            for one in waiting
        ]
        return sheet_response(_("在等的人"), columns, lines, request.at)
    heads = (
        (_("大厅"), 26.0), (_("在等"), 8.0), (_("等得最久的"), 14.0), (_("开着的窗口"), 12.0), (_("今天来了"), 10.0),
        (_("今天办完"), 10.0), (_("一小时办结率"), 22.0), (_("当天有回音率"), 22.0),
    )  # fmt: skip
    rows = hallboard.halls_now(halls=found, at=request.at)
    lines = [
        (one.hall.name, one.waiting, longest, one.staffed, one.came, one.ended, hour, day)
        for one in rows
        for longest, hour, day in [_cells(one)]
    ]
    return sheet_response(_("大厅今日"), heads, lines, request.at)


@board
def rate(request: BoardRequest, code: str) -> HttpResponse:
    """Show a rate's formula and the visits of one of its parts, of all halls on this ground."""
    indicator, part = hallvisits.asked(request, code)
    found = _found(request)
    figure = halls.hall_figures(halls=found, at=request.at, indicators=[indicator])[0]
    rows, count = halls.behind(indicator=indicator, part=part, halls=found, at=request.at)
    counts = {
        "below": (_("全部"), figure.below),
        "above": (indicator.above, figure.above),
        "missed": (_("没有达到"), figure.below - figure.above),
        "left_out": (indicator.left_out, figure.left_out),
    }
    context = {
        "unit": request.unit,
        "indicator": indicator,
        "rate": _rate(request, figure),
        "tabs": [
            (word, n, _url(request, "hall-rate", code, part=p), p == part) for p, (word, n) in counts.items()
        ],
        "rows": [_visit(row, request.at) for row in rows],
        "has_halls": len(found) > 1,
        "count": count,
        "shown": len(rows),
        "export_url": _url(request, "hall-rate-export", code, part=part),
        "back": _url(request, "halls"),
    }
    return render(request, "boards/hall_rate.html", context)


def _visit(row: VisitRow, at: datetime) -> tuple[str, ...]:
    return (
        row.code,
        words.when(row.taken_at, at),
        row.hall,
        words.in_language(row.kind, row.kind_en),
        hallvisits.span(row.first_called_at - row.taken_at if row.first_called_at else None),
        hallvisits.span(row.ended_at - row.taken_at if row.ended_at else None),
        hallvisits.ended(row),
    )


@board
def rate_export(request: BoardRequest, code: str) -> HttpResponseBase:
    """Hand over the visits of a part as a sheet: the same rows in the same order."""
    indicator, part = hallvisits.asked(request, code)
    rows, _count = halls.behind(
        indicator=indicator, part=part, halls=_found(request), at=request.at, most=MOST_ROWS
    )
    heads = (
        (_("号"), 8.0), (_("大厅"), 26.0), (_("取号"), 17.0), (_("办什么"), 20.0), (_("第一次叫到"), 17.0),
        (_("结束"), 17.0), (_("结果"), 24.0),
    )  # fmt: skip
    lines = (
        (
            row.code,
            row.hall,
            row.taken_at,
            words.in_language(row.kind, row.kind_en),
            row.first_called_at,
            row.ended_at,
            hallvisits.ended(row),
        )
        for row in rows
    )
    return sheet_response(str(indicator.name), heads, lines, request.at)
