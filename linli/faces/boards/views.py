"""What leaders look at first: one live board whose every number leads to its cases (`lists`)."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from linli.faces.boards import lists, showing, wall
from linli.faces.boards.guards import BoardRequest, board
from linli.insight import boards, hallboard, queries
from linli.insight.appraisals import policies as appraisals
from linli.insight.briefs import policies as briefs
from linli.pillars.governance.economy import policies as economy
from linli.pillars.governance.whistles import policies as whistles


@board
def today(request: BoardRequest) -> HttpResponse:
    """Show the first board: rates, map, today, the overdue ladder, what is boiling. At most 20 queries."""
    shown = boards.board(scope=request.scope, unit=request.unit, at=request.at)
    found = shown.told.streams
    context = {
        "board": shown,
        "rates": [showing.rate(f, lists.rate_url(request, f.indicator.code)) for f in shown.figures],
        "areas": showing.areas(shown),
        "outlines": showing.outlines(shown),
        "columns": showing.flow_columns(found, partial(lists.stream_url, request)),
        "streams": showing.flow_streams(found, partial(lists.stream_url, request)),
        "week_url": lists.stream_url(request),
        "filed_today_url": showing.list_url(request.unit.pk, "filed_today"),
        "closed_today_url": showing.list_url(request.unit.pk, "closed_today"),
        "filed_this_week": sum(stream.count for stream in found),
        "ladder": showing.ladder(shown),
        "hot": showing.hot(shown, partial(lists.stream_url, request)),
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
