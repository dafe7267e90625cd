"""What leaders look at: one live board, and behind each figure its formula and its cases."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.boards import showing, wall
from linli.faces.boards.guards import BoardRequest, board
from linli.insight import boards, hallboard, queries, streams
from linli.insight.appraisals import policies as appraisals
from linli.insight.briefs import policies as briefs
from linli.insight.indicators import INDICATORS
from linli.pillars.governance.economy import policies as economy
from linli.pillars.governance.whistles import policies as whistles


@board
def today(request: BoardRequest) -> HttpResponse:
    """Show the first board: rates, map, today, the overdue ladder, what is boiling. At most 20 queries."""
    shown = boards.board(scope=request.scope, unit=request.unit, at=request.at)
    found = shown.told.streams
    context = {
        "board": shown,
        "rates": [showing.rate(f, _behind_url(request, f.indicator.code)) for f in shown.figures],
        "areas": showing.areas(shown),
        "outlines": showing.outlines(shown),
        "columns": showing.flow_columns(found, partial(_stream_url, request)),
        "streams": showing.flow_streams(found, partial(_stream_url, request)),
        "filed_this_week": sum(stream.count for stream in found),
        "ladder": showing.ladder(shown),
        "hot": showing.hot(shown),
        "states": showing.states(shown),
        "above": _above(request),
        "has_halls": hallboard.has_halls(request.unit),
        "reads_appraisals": appraisals.reads_some(request.actor),
        "reads_briefs": briefs.reads_some(request.actor),
        "reads_economy": economy.sees_any(request.actor),
        "hears_whistles": whistles.sees_any(request.actor),
        "can_hang": wall.can_hang(request.unit.kind),
        "is_partial": not request.scope.is_whole,
        "is_wide": request.GET.get("full") == "1",
    }
    return render(request, "boards/today.html", context)


def _above(request: BoardRequest) -> tuple[str, str] | None:
    """Give the name and the board of the unit above, to somebody who came down from it. Two queries."""
    if "unit" not in request.GET or request.unit.parent_id is None:
        return None
    unit = queries.ground_for(request.actor.sight_ids, request.unit.parent_id)
    return (str(unit), showing.board_url(unit.pk)) if unit is not None else None


PARTS = ("below", "above", "missed", "left_out")


@board
def behind(request: BoardRequest, code: str) -> HttpResponse:
    """Show a figure's definition, both its numbers, and the cases of one part. At most seven queries."""
    indicator = INDICATORS.get(code)
    if indicator is None:
        raise Http404
    part = request.GET.get("part", "below")
    if part not in PARTS:
        raise Http404
    figure = queries.figure(indicator, request.scope, request.at)
    rows, count = queries.behind(code, part, request.scope, request.at)
    names = {
        "below": _("全部"),
        "above": indicator.above,
        "missed": _("没有达到"),
        "left_out": indicator.left_out,
    }
    counts = {
        "below": figure.below,
        "above": figure.above,
        "missed": figure.below - figure.above,
        "left_out": figure.left_out,
    }
    context = {
        "indicator": indicator,
        "figure": figure,
        "rate": showing.rate(figure, ""),
        "rows": [showing.behind_row(r, request.at) for r in rows],
        "count": count,
        "shown": len(rows),
        "unit": request.unit,
        "tabs": [
            (names[p], counts[p], _behind_url(request, code, p), p == part)
            for p in PARTS
            if counts[p] or p == part
        ],
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/rate.html", context)


def _behind_url(request: BoardRequest, code: str, part: str = "below") -> str:
    return f"{reverse('boards:rate', args=[code])}?{urlencode({'unit': request.unit.pk, 'part': part})}"


@board
def behind_stream(request: BoardRequest) -> HttpResponse:
    """Show the cases behind a share or a band of the flow. At most six queries."""
    asked = {name: request.GET.get(name, "") for name in streams.PARTS}
    known = (streams.CHANNELS, streams.HANDLERS, streams.STANDINGS)
    if any(code and code not in table for code, table in zip(asked.values(), known, strict=True)):
        raise Http404
    rows, count = streams.behind_stream(request.scope, request.at, asked)
    words = (
        showing.channel_words(asked["channel"]) if asked["channel"] else "",
        streams.HANDLERS[asked["handler"]][0] if asked["handler"] else "",
        streams.STANDINGS[asked["standing"]][0] if asked["standing"] else "",
    )
    context = {
        "words": [word for word in words if word],
        "rows": [showing.behind_row(r, request.at) for r in rows],
        "count": count,
        "shown": len(rows),
        "unit": request.unit,
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/flow.html", context)


def _stream_url(request: BoardRequest, **part: str) -> str:
    return f"{reverse('boards:flow')}?{urlencode({'unit': request.unit.pk, **part})}"
