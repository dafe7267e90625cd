"""A ground coloured by a figure that is chosen: a map, the same as a list and a sheet, and behind each number its rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.boards import compare, showing
from linli.faces.boards.guards import BoardRequest, board_around
from linli.faces.parts.export import sheet_response
from linli.faces.parts.shapes import Area, Shade
from linli.faces.parts.svg import class_of
from linli.insight import coloured, comparison
from linli.insight.cited import GROUPS, Cited
from linli.insight.cited.figure import UNITS
from linli.insight.coloured import Coloured, Patch
from linli.insight.comparison import Choice
from linli.insight.small import LEAST
from linli.insight.spans import COUNTINGS, Span
from linli.kernel import clock

USUAL = "filed"
HOW = gettext_lazy("分级：自然间断（Fisher–Jenks），相近的数在一级")


class Asked(NamedTuple):
    """Which figure of which days a map is asked for; no days, how things stand."""

    code: str
    choice: Choice
    span: Span | None


class Line(NamedTuple):
    """An area as a line of the list: its board, what the figure says of it, both numbers, its rows, and its class."""

    name: str
    board: str
    words: str
    parts: str
    url: str
    shade: int


def asked_of(request: BoardRequest) -> tuple[Asked, Cited]:
    """Give what the map is to show. :raises Http404: there is no such figure."""
    code = request.GET.get("code", USUAL)
    choice = compare.choice_of(request, Choice.MONTH)
    span = comparison.spans_of(choice, clock.local(request.at).date()).now
    figure = coloured.figure_for(code, span)
    if figure is None:
        raise Http404
    return Asked(code, choice, span if coloured.has_days(code) else None), figure


def _number(value: float) -> str:
    return f"{value:,g}"


def formula_of(found: Coloured) -> str:
    """Say how an area's number is made."""
    if found.is_share:
        return str(found.figure.formula)
    return _("%(what)s ÷ 户数 × 100") % {"what": found.figure.formula}


def title_of(found: Coloured) -> str:
    """Name the map."""
    if found.is_share:
        return str(found.figure.label)
    return _("每百户%(name)s") % {"name": found.figure.label}


def is_fine(found: Coloured) -> bool:
    """Say whether it is told of grids."""
    return found.figure.finest == UnitKind.GRID


def unit_of(found: Coloured) -> str:
    """Give the word of the unit of a number."""
    return str(UNITS[found.figure.unit])


def said(found: Coloured, value: float | None) -> str:
    """Say the number of an area."""
    if value is None:
        return "—"
    return f"{_number(value)}{'' if found.is_share else ' '}{unit_of(found)}"


def parts_of(found: Coloured, above: int, below: int, households: int) -> str:
    """Give the two numbers of which a number is made."""
    if found.is_share:
        return f"{above:,} ÷ {below:,}"
    return _("%(n)s ÷ %(households)s 户") % {"n": f"{above:,}", "households": f"{households:,}"}


def words_of(found: Coloured, one: Patch) -> str:
    """Say what the figure says of an area, or why it says nothing."""
    if one.is_shut:
        return _("少于 %(n)s") % {"n": LEAST}
    if one.is_few:
        return _("太少，不出率")
    return said(found, one.value)


def shades_of(found: Coloured) -> list[Shade]:
    """Name the classes by their least and greatest value, and say how many areas have one of it."""
    return [
        Shade(
            one.least,
            _("%(nth)s 级 %(span)s，%(n)s 处")
            % {
                "nth": nth,
                "span": _number(one.least)
                if one.least == one.greatest
                else f"{_number(one.least)}–{_number(one.greatest)}",
                "n": one.count,
            },
        )
        for nth, one in enumerate(found.classes, start=1)
    ]


def blank_of(found: Coloured) -> str:
    """Say what an area without a colour means."""
    if any(one.is_few for one in found.patches):
        return _("没有数，或少于 %(n)s") % {"n": LEAST}
    return _("没有数")


def areas_of(found: Coloured, urls: dict[int, str] | None = None) -> list[Area]:
    """Give the areas as a map draws them; each leads to its rows where these may be opened."""
    return [
        Area(
            rings=showing.rings(one.shape),
            name=f"{one.around} {one.name}".strip(),
            value=one.value,
            words=words_of(found, one)
            if one.is_few
            else f"{words_of(found, one)}（{parts_of(found, one.above, one.below, one.households)}）",
            url=(urls or {}).get(one.unit_id, ""),
        )
        for one in found.patches
    ]


def outlines_of(found: Coloured) -> list[Area]:
    """Outline what the map is of, with names that fit."""
    return showing.outlines_of(found.outlines, found.patches, is_fine=is_fine(found))


def rows_url(asked: Asked, ground: Unit, area: int | None = None) -> str:
    """Give the address of the rows of a ground, or of an area of it."""
    where = {"unit": ground.pk, **({"area": area} if area and area != ground.pk else {})}
    if asked.span is None:
        return f"{reverse('boards:figure', args=[asked.code])}?{urlencode(where)}"
    days = {"from": asked.span.start.isoformat(), "until": asked.span.until.isoformat()}
    return f"{reverse('boards:span-figure', args=[asked.code])}?{urlencode({**where, **days})}"


def _lines(found: Coloured, asked: Asked) -> list[Line]:
    limits = [one.least for one in found.classes[1:]]
    return [
        Line(
            f"{one.around} {one.name}".strip(),
            showing.board_url(one.unit_id),
            words_of(found, one),
            "" if one.is_shut else parts_of(found, one.above, one.below, one.households),
            rows_url(asked, found.unit, one.unit_id) if one.below else "",
            class_of(one.value, limits),
        )
        for one in found.patches
    ]


def _choices(unit: Unit) -> list[tuple[str, list[tuple[str, str]]]]:
    """List what a map may be coloured by, in groups."""
    codes = set(comparison.codes_for(unit))
    told = {one.code for one in coloured.figures_for(unit)}
    groups = [(_("这些天"), [(code, str(one.label)) for code, one in COUNTINGS.items() if code in codes])]
    groups += [
        (
            _("到现在：%(name)s") % {"name": title},
            [(one.code, str(one.label)) for one in group if one.code in told and one.code not in COUNTINGS],
        )
        for title, group in GROUPS
    ]
    return [group for group in groups if group[1]]


@board_around
def coloured_map(request: BoardRequest) -> HttpResponse:
    """Show a ground coloured by a figure, its classes, and every area as a line. At most twelve queries."""
    unit = compare.ground_of(request)
    asked, figure = asked_of(request)
    found = coloured.coloured(figure=figure, unit=unit, at=request.at)
    lines = _lines(found, asked)
    urls = {one.unit_id: line.url for one, line in zip(found.patches, lines, strict=True)}
    here = {"unit": unit.pk, "code": asked.code, "days": asked.choice.value}
    choices = _choices(unit)
    context = {
        "unit": unit,
        "found": found,
        "title": title_of(found),
        "formula": formula_of(found),
        "days": compare.days_of(asked.span) if asked.span else "",
        "areas": areas_of(found, urls),
        "outlines": outlines_of(found),
        "shades": shades_of(found),
        "blank": blank_of(found),
        "how": HOW,
        "lines": lines,
        "whole": (
            said(found, found.value),
            parts_of(found, found.whole.above, found.whole.below, found.households),
            rows_url(asked, unit) if found.whole.below else "",
        ),
        "rest": parts_of(found, found.rest.above, found.rest.below, 0)
        if found.is_share
        else f"{found.rest.above:,}",
        "has_rest": bool(found.rest.below),
        "is_by_community": not is_fine(found),
        "asked": asked,
        "codes": choices,
        "is_listed": any(code == asked.code for _title, group in choices for code, _name in group),
        "spans": list(compare.CHOICES.items()),
        "least": LEAST,
        "export_url": f"{reverse('boards:map-export')}?{urlencode(here)}",
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/coloured.html", context)


@board_around
def export(request: BoardRequest) -> HttpResponseBase:
    """Hand over the map as a sheet: its areas in their order, what lies in none, and the whole."""
    unit = compare.ground_of(request)
    asked, figure = asked_of(request)
    found = coloured.coloured(figure=figure, unit=unit, at=request.at)
    when = compare.days_of(asked.span) if asked.span else _("到现在")
    heads = [
        (_("地方"), 26.0), (f"{title_of(found)} {when}", 26.0), (_("单位"), 8.0), (_("分子"), 12.0),
        (_("分母"), 12.0), (_("第几级"), 8.0), (_("怎么数的"), 60.0),
    ]  # fmt: skip
    title = _("%(name)s着色图") % {"name": unit}
    return sheet_response(title, heads, _sheet(found), request.at)


def _sheet(found: Coloured) -> Iterator[tuple[object, ...]]:
    limits = [one.least for one in found.classes[1:]]
    formula, unit = formula_of(found), unit_of(found)
    for one in found.patches:
        name = f"{one.around} {one.name}".strip()
        if one.is_shut:
            yield (name, words_of(found, one), unit, None, None, None, formula)
            continue
        value = words_of(found, one) if one.is_few else one.value
        under = one.below if found.is_share else one.households
        yield (name, value, unit, one.above, under, class_of(one.value, limits) or None, formula)
    if found.rest.below:
        left = found.rest.below if found.is_share else None
        yield (_("不在这些地方的"), None, unit, found.rest.above, left, None, formula)
    under = found.whole.below if found.is_share else found.households
    yield (_("合计"), found.value, unit, found.whole.above, under, None, formula)
