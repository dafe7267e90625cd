"""Behind each number of the first board: the cases it counts as a list, and the same as a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.faces.boards import showing
from linli.faces.boards.guards import BoardRequest, board
from linli.faces.parts import words
from linli.faces.parts.export import MOST_ROWS, sheet_response
from linli.insight import queries, standing, streams
from linli.insight.indicators import INDICATORS, Indicator
from linli.insight.queries import BehindRow
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.texts import STATES

PARTS = ("below", "above", "missed", "left_out")


def case_sheet(request: BoardRequest, title: str, rows: Iterable[BehindRow]) -> HttpResponseBase:
    """Hand the rows of a list over as a sheet, in the order of the list."""
    heads = (
        (_("编号"), 18.0), (_("说了什么"), 40.0), (_("到哪一步"), 12.0), (_("哪里"), 24.0), (_("在谁手上"), 24.0),
        (_("时间"), 17.0),
    )  # fmt: skip
    cells = ((r.number, r.title, str(STATES[r.state].word), r.area, r.holder, r.at) for r in rows)
    return sheet_response(title, heads, cells, request.at)


def _url(request: BoardRequest, name: str, *args: str, **asked: object) -> str:
    return (
        f"{reverse(f'boards:{name}', args=args)}?{urlencode({'unit': request.unit.pk, **asked}, doseq=True)}"
    )


# --- rates -----------------------------------------------------------------------------------------------------


def _asked(request: BoardRequest, code: str) -> tuple[Indicator, str]:
    indicator, part = INDICATORS.get(code), request.GET.get("part", "below")
    if indicator is None or part not in PARTS:
        raise Http404
    return indicator, part


def rate_url(request: BoardRequest, code: str, part: str = "below") -> str:
    """Give the list behind a part of a rate."""
    return _url(request, "rate", code, part=part)


@board
def rate(request: BoardRequest, code: str) -> HttpResponse:
    """Show a figure's definition, both its numbers, and the cases of one part. At most seven queries."""
    indicator, part = _asked(request, code)
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
            (names[p], counts[p], rate_url(request, code, p), p == part)
            for p in PARTS
            if counts[p] or p == part
        ],
        "export_url": _url(request, "rate-export", code, part=part),
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/rate.html", context)


@board
def rate_export(request: BoardRequest, code: str) -> HttpResponseBase:
    """Hand over the cases of a part of a rate as a sheet."""
    indicator, part = _asked(request, code)
    rows, _count = queries.behind(code, part, request.scope, request.at, most=MOST_ROWS)
    return case_sheet(request, str(indicator.name), rows)


# --- the week --------------------------------------------------------------------------------------------------


def _narrowed(request: BoardRequest) -> tuple[dict[str, str], list[str]]:
    """Give what narrows the week's cases, and its words. :raises Http404: there is no such share."""
    asked = {name: request.GET.get(name, "") for name in streams.ASKED}
    known = (streams.CHANNELS, streams.HANDLERS, streams.STANDINGS)
    if any(
        asked[name] and asked[name] not in table for name, table in zip(streams.PARTS, known, strict=True)
    ):
        raise Http404
    topic = Category.objects.filter(pk__iexact=asked["topic"]).first() if asked["topic"] else None
    if asked["topic"] and topic is None:
        raise Http404
    said = (
        showing.channel_words(asked["channel"]) if asked["channel"] else "",
        streams.HANDLERS[asked["handler"]][0] if asked["handler"] else "",
        streams.STANDINGS[asked["standing"]][0] if asked["standing"] else "",
        words.in_language(topic.name, topic.name_en) if topic else "",
    )
    return asked, [str(word) for word in said if word]


def stream_url(request: BoardRequest, **part: str) -> str:
    """Give the list of the week's cases, or of a share of them."""
    return _url(request, "flow", **part)


@board
def week(request: BoardRequest) -> HttpResponse:
    """Show the cases behind a share or a band of the flow, or of a kind. At most seven queries."""
    asked, said = _narrowed(request)
    rows, count = streams.behind_stream(request.scope, request.at, asked)
    return _page(request, _("近 7 天的件"), said, rows, count, _url(request, "flow-export", **_given(asked)))


def _given(asked: dict[str, str]) -> dict[str, str]:
    return {name: code for name, code in asked.items() if code}


@board
def week_export(request: BoardRequest) -> HttpResponseBase:
    """Hand over the cases behind a share of the flow as a sheet."""
    asked, _said = _narrowed(request)
    rows, _count = streams.behind_stream(request.scope, request.at, asked, most=MOST_ROWS)
    return case_sheet(request, _("近 7 天的件"), rows)


# --- today, and what stands open -------------------------------------------------------------------------------


def _named(request: BoardRequest, code: str) -> tuple[standing.Listed, list[str]]:
    states = request.GET.getlist("state")
    if code not in standing.LISTS or any(one not in STATES for one in states):
        raise Http404
    return standing.LISTS[code], states


@board
def cases(request: BoardRequest, code: str) -> HttpResponse:
    """Show the cases of today, or those that stand open, of some states or as late as a rung says. At most six queries."""
    one, states = _named(request, code)
    rows, count = standing.behind_list(request.scope, request.at, code, states=states)
    said = list(dict.fromkeys(str(STATES[state].word) for state in states))
    export = _url(request, "cases-export", code, **({"state": states} if states else {}))
    return _page(request, str(one.words), said, rows, count, export)


@board
def cases_export(request: BoardRequest, code: str) -> HttpResponseBase:
    """Hand over the same cases as a sheet."""
    one, states = _named(request, code)
    rows, _count = standing.behind_list(request.scope, request.at, code, states=states, most=MOST_ROWS)
    return case_sheet(request, str(one.words), rows)


def _page(
    request: BoardRequest, title: str, said: list[str], rows: list[BehindRow], count: int, export_url: str
) -> HttpResponse:
    context = {
        "title": title,
        "words": said,
        "rows": [showing.behind_row(r, request.at) for r in rows],
        "count": count,
        "shown": len(rows),
        "unit": request.unit,
        "export_url": export_url,
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/cases.html", context)
