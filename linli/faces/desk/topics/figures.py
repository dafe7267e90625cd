"""What came of a year's topics: each figure with both numbers, by community, and the topics behind each number."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.faces.desk import furniture, numbers
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.export import MOST_ROWS, sheet_response
from linli.faces.desk.topics.page import concerned
from linli.faces.parts import words
from linli.insight import deliberation
from linli.insight.deliberation import TopicBehind, UnitRow
from linli.pillars.governance.deliberation.texts import STATES

WINDOW: Final = timedelta(days=365)
OF_TOTALS = {
    "accepted": ("accepted", "proposed"),
    "carried": ("carried", "due"),
    "content": ("content", "asked"),
}
"""Which two numbers a figure of the article is made of."""


def _rows(request: DeskRequest) -> tuple[UnitRow, ...]:
    return deliberation.by_unit(actor=request.actor, since=request.at - WINDOW, until=request.at)


def _url(code: str, n: int, unit: int | None = None, name: str = "topic-figure") -> str:
    """Give the address of what a number counts; nothing behind nothing."""
    asked = f"?{urlencode({'unit': unit})}" if unit is not None else ""
    return f"{reverse(f'desk:{name}', args=[code])}{asked}" if n else ""


@concerned
@require_GET
def figures(request: DeskRequest) -> HttpResponseBase:
    """Show what came of a year's topics, with the formula and both numbers of each figure, and by community."""
    rows = _rows(request)
    known = deliberation.counts(request.at)
    context = {
        "figures": [
            (
                one,
                *(_url(code, n) for code, n in zip(OF_TOTALS[one.code], (one.above, one.below), strict=True)),
            )
            for one in deliberation.totals(rows)
        ],
        "heads": [one.name for one in known.values()],
        "rows": [
            (
                row.name,
                [(n := getattr(row, code), _url(code, n, row.id), one.name) for code, one in known.items()],
            )
            for row in rows
        ],
    }
    return furniture.page(request, "desk/topics/figures.html", context)


@concerned
@require_GET
def export(request: DeskRequest) -> HttpResponseBase:
    """Hand the figures over as a sheet."""
    known = deliberation.counts(request.at)
    columns = [(str(_("社区")), 20.0), *((str(one.name), 12.0) for one in known.values())]
    cells = ((row.name, *(getattr(row, code) for code in known)) for row in _rows(request))
    return sheet_response(_("协商数据"), columns, cells, request.at)


def _behind(request: DeskRequest, code: str, most: int) -> tuple[UnitRow | None, int, list[TopicBehind]]:
    """Give the community that is asked for, how many, and the topics. :raises Http404: there is no such number."""
    if code not in deliberation.counts(request.at):
        raise Http404
    rows, asked = _rows(request), request.GET.get("unit", "")
    unit = next((row for row in rows if str(row.id) == asked), None)
    if asked and unit is None:
        raise Http404
    count = sum(getattr(row, code) for row in rows) if unit is None else getattr(unit, code)
    found = deliberation.behind(
        code=code, actor=request.actor, since=request.at - WINDOW, until=request.at,
        unit=unit.id if unit else None, most=most,
    )  # fmt: skip
    return unit, count, found


def _line(one: TopicBehind, request: DeskRequest) -> tuple[str, str, str, str, str]:
    case = one.topic.case
    filed = words.when(case.filed_at, request.at)
    return case.number, case.title, str(case.area or ""), str(STATES[case.state]), filed


@concerned
@require_GET
def figure(request: DeskRequest, code: str) -> HttpResponseBase:
    """Show the topics behind a number. Of a number of people stand the topics, each with how many."""
    unit, count, found = _behind(request, code, most=200)
    known = deliberation.counts(request.at)[code]
    people = [(known.name, True)] if known.of_people else []
    heads = [(_("议题"), False), (_("社区"), False), (_("走到哪"), False), (_("提出时间"), True), *people]
    rows = []
    for one in found:
        number, title, *rest = _line(one, request)
        url = reverse("desk:topic", args=[number])
        rows.append((url, f"{number} {title}", *rest, *([one.people] if known.of_people else [])))
    return numbers.page(
        request, "desk/topics/figure.html", name=known.name, heads=heads, rows=rows, count=count,
        shown=sum(one.people for one in found) if known.of_people else None,
        export_url=_url(code, count, unit.id if unit else None, "topic-figure-export") if rows else "",
        unit=unit.name if unit else "", of_people=known.of_people,
    )  # fmt: skip


@concerned
@require_GET
def figure_export(request: DeskRequest, code: str) -> HttpResponseBase:
    """Hand over the topics behind a number as a sheet: those of its list, in its order."""
    unit, _count, found = _behind(request, code, most=MOST_ROWS)
    known = deliberation.counts(request.at)[code]
    heads = [
        (_("编号"), 18.0),
        (_("议题"), 40.0),
        (_("社区"), 18.0),
        (_("走到哪"), 14.0),
        (_("提出时间"), 17.0),
    ]
    if known.of_people:
        heads.append((str(known.name), 12.0))
    cells = ((*_line(one, request), *([one.people] if known.of_people else [])) for one in found)
    return sheet_response(f"{unit.name if unit else ''}{known.name}", heads, cells, request.at)
