"""The boards that hang on a wall: who may see each, and what of it can be read from five metres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.orgs.roles import UnitKind
from linli.faces.boards import coloured, compare, figures, showing
from linli.faces.boards.guards import BoardRequest
from linli.faces.parts import hallvisits, lights
from linli.insight import boards, comparison, hallboard, jobs
from linli.insight.cited import GROUPS, keeping
from linli.insight.coloured import coloured as coloured_by
from linli.insight.comparison import Choice, Compared, Number
from linli.insight.queries import WINDOW
from linli.insight.small import LEAST
from linli.insight.spans import Span, figure_of
from linli.kernel import clock
from linli.pillars.governance.economy import policies as economy
from linli.pillars.governance.economy import queries as projects
from linli.pillars.governance.economy.models import KeyProject
from linli.pillars.governance.economy.rules import Light

ROWS: Final = 6
TILES: Final = 8
"""So many lines or figures fit a wall at a size that is read from five metres; what is more has a page after it."""


FLOW_BOX: Final = (960, 400)


class Told(NamedTuple):
    """What a board says: its words, since when its numbers are (nothing: now), and which of how many pages."""

    context: dict[str, Any]
    at: datetime | None = None
    page: int = 1
    pages: int = 1


class Slide(NamedTuple):
    """A board of the wall."""

    code: str
    name: str | Promise
    is_open: Callable[[BoardRequest], bool]
    tell: Callable[[BoardRequest, int], Told]

    @property
    def template(self) -> str:
        """Give the template of what stands under the head."""
        return f"boards/wall/{self.code}.html"


def _leaf(rows: Sequence[Any], page: int, most: int) -> tuple[Sequence[Any], int, int]:
    """Give the rows of a page, its number and how many there are; a page that is gone since is the last."""
    pages = max(1, -(-len(rows) // most))
    page = min(page, pages)
    return rows[(page - 1) * most : page * most], page, pages


def _always(_request: BoardRequest) -> bool:
    return True


# --------------------------------------------------------------- the first board, in three


def _board(request: BoardRequest) -> boards.Board:
    return boards.board(scope=request.scope, unit=request.unit, at=request.at)


def _today(request: BoardRequest, _page: int) -> Told:
    found = _board(request)
    yellow, *red = found.told.ladder
    context = {
        "board": found,
        "rates": [replace(showing.rate(one, ""), left_out="", trend=()) for one in found.figures],
        "told": found.told,
        "yellow": yellow,
        "red": sum(red),
    }
    return Told(context, found.at)


def _no_rows(**_part: str) -> str:
    return ""


def _flow(request: BoardRequest, _page: int) -> Told:
    found = _board(request)
    streams = found.told.streams
    context = {
        "streams": showing.flow_streams(streams, _no_rows),
        "columns": showing.flow_columns(streams, _no_rows),
        "filed_this_week": sum(stream.count for stream in streams),
        "wall_box": FLOW_BOX,
    }
    return Told(context, found.at)


def _hot(request: BoardRequest, _page: int) -> Told:
    found = _board(request)
    return Told({"hot": showing.hot(found, _no_rows)}, found.at)


ON_MAPS: Final = ("filed", "solved", "satisfied", "in_time")
"""What the ground of a wall is coloured by, one page each."""


def _map(request: BoardRequest, page: int) -> Told:
    """Colour the ground by a figure of thirty days; what counts fewer than five has no colour and no number."""
    unit = compare.ground_of(request)
    tomorrow = clock.local(request.at).date() + timedelta(days=1)
    span = Span(tomorrow - WINDOW, tomorrow)
    (code,), page, pages = _leaf(ON_MAPS, page, 1)
    figure = figure_of(code, span)
    assert figure is not None  # every code of the table is one
    found = coloured_by(figure=figure, unit=unit, at=request.at, is_public=True)
    context = {
        "areas": coloured.areas_of(found),
        "outlines": [replace(one, url="") for one in coloured.outlines_of(found)],
        "title": _("%(name)s，近 30 天") % {"name": coloured.title_of(found)},
        "formula": f"= {coloured.formula_of(found)}",
        "shades": coloured.shades_of(found),
        "blank": coloured.blank_of(found),
    }
    return Told(context, None, page, pages)


# --------------------------------------------------------------- halls, projects


def _has_halls(request: BoardRequest) -> bool:
    return hallboard.has_halls(request.unit)


def _halls(request: BoardRequest, page: int) -> Told:
    rows = hallboard.halls_now(halls=hallboard.halls_in(request.unit), at=request.at)
    leaf, page, pages = _leaf(rows, page, ROWS)
    context = {
        "rows": [(one, hallvisits.span(one.longest) if one.waiting else "—") for one in leaf],
        "is_only": len(rows) == 1,
        "waiting": sum(one.waiting for one in rows),
        "came": sum(one.came for one in rows),
    }
    return Told(context, None, page, pages)


def _has_street(request: BoardRequest) -> bool:
    try:
        figures.ground_of(request)
    except Http404:
        return False
    return True


def _has_projects(request: BoardRequest) -> bool:
    return (
        economy.sees_any(request.actor)
        and _has_street(request)
        and KeyProject.objects.filter(economy.reachable(request.actor)).exists()
    )


WORST_FIRST: Final = (Light.RED, Light.YELLOW, Light.GREEN, Light.ENDED)


def _projects(request: BoardRequest, page: int) -> Told:
    unit, today = figures.ground_of(request), clock.local(request.at).date()
    rows = projects.projects_of(actor=request.actor, today=today, ground=unit.path)
    rows = sorted(rows, key=lambda row: (WORST_FIRST.index(row.light), row.project.pk))
    leaf, page, pages = _leaf(rows, page, ROWS - 1)
    context = {
        "rows": [
            (row, lights.light_of(row), lights.percent(row.completion), lights.percent(row.time_passed))
            for row in leaf
        ],
        "red": sum(row.light is Light.RED for row in rows),
        "yellow": sum(row.light is Light.YELLOW for row in rows),
        "green": sum(row.light is Light.GREEN for row in rows),
    }
    return Told(context, None, page, pages)


# --------------------------------------------------------------- figures, that may count people


def _few(value: float | None, below: int, *, is_share: bool) -> bool:
    """Say whether so few are counted that a neighbour who walks past might know whom: such a number stays at the desk."""
    return 0 < below < LEAST if is_share else value is not None and 0 < value < LEAST


def _said(one: Compared, number: Number) -> tuple[str, str]:
    if _few(number.value, number.below, is_share=one.counting.is_share):
        return _("太少，不出率") if one.counting.is_share else _("少于 %(n)s") % {"n": LEAST}, ""
    return compare.said(one.counting, number)


def _has_compare(request: BoardRequest) -> bool:
    return request.unit.kind == UnitKind.COMMUNITY or (
        request.unit.kind not in (UnitKind.CITY, UnitKind.DISTRICT) and _has_street(request)
    )


def _compare(request: BoardRequest, page: int) -> Told:
    """Set last week beside the week before and the same a year ago."""
    unit = compare.ground_of(request)
    spans = comparison.spans_of(Choice.WEEK, clock.local(request.at).date())
    found = comparison.compare_all(unit=unit, spans=spans, at=request.at)
    leaf, page, pages = _leaf(found, page, ROWS)
    quiet = (False, *compare.silent(found))
    rows = []
    for one in leaf:
        numbers = [one.now, one.before, *([one.year_ago] if one.year_ago else [])]
        cells = [
            ("—", "") if is_quiet and not number.below else _said(one, number)
            for number, is_quiet in zip(numbers, quiet, strict=False)
        ]
        rows.append((one.counting.label, cells))
    context = {"rows": rows, "days": compare.days_of(spans.now), "least": LEAST}
    return Told(context, None, page, pages)


def _figures(request: BoardRequest, page: int) -> Told:
    """Show what the street tells of itself, as it was counted last; have it counted when that is old."""
    unit = figures.ground_of(request)
    if keeping.ask(unit=unit, at=request.at):
        jobs.count_figures.defer(unit_id=unit.pk)
    told = keeping.told(unit=unit, at=request.at)
    held = {one.figure.code: one for one in told.readings if one.value}
    tiles = [
        (title, one)
        for title, group in GROUPS
        for figure in group
        if (one := held.get(figure.code))
        and not _few(one.value, one.below, is_share=figure.unit == "percent")
    ]
    leaf, page, pages = _leaf(tiles, page, TILES)
    return Told({"tiles": leaf, "least": LEAST}, told.at, page, pages)


SLIDES: Final[dict[str, Slide]] = {
    one.code: one
    for one in (
        Slide("today", gettext_lazy("今日"), _always, _today),
        Slide("flow", gettext_lazy("来处和结果"), _always, _flow),
        Slide("hot", gettext_lazy("热点"), _always, _hot),
        Slide("map", gettext_lazy("着色图"), _always, _map),
        Slide("halls", gettext_lazy("大厅今日"), _has_halls, _halls),
        Slide("projects", gettext_lazy("重点项目"), _has_projects, _projects),
        Slide("compare", gettext_lazy("今昔对比"), _has_compare, _compare),
        Slide("figures", gettext_lazy("数说街道"), _has_street, _figures),
    )
}
"""Every board of the wall, in the order in which they take turns."""
