"""What a street tells of itself: every figure the articles cite, from records, with its formula and both numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.faces.boards import showing
from linli.faces.boards.guards import BoardRequest, board_around
from linli.faces.parts import words
from linli.faces.parts.export import sheet_response
from linli.insight import jobs
from linli.insight.cited import GROUPS, Reading, keeping


class Group(NamedTuple):
    """Figures under one heading."""

    title: str
    readings: list[Reading]


def ground_of(request: BoardRequest) -> Unit:
    """Give the street, district or city whose figures are shown: a community shows its street's. One query at most."""
    if request.unit.kind in (UnitKind.SUBDISTRICT, UnitKind.DISTRICT, UnitKind.CITY):
        return request.unit
    office = Unit.objects.filter(pk__in=request.unit.line, kind=UnitKind.SUBDISTRICT).first()
    if office is None:
        raise Http404
    return office


def _groups(readings: tuple[Reading, ...]) -> list[Group]:
    found = {one.figure.code: one for one in readings}
    return [
        Group(str(title), [found[one.code] for one in figures if one.code in found])
        for title, figures in GROUPS
    ]


@board_around
def all_figures(request: BoardRequest) -> HttpResponseBase:
    """Show the kept figures; have them counted when they are old. At most eight queries."""
    unit = ground_of(request)
    if keeping.ask(unit=unit, at=request.at):
        jobs.count_figures.defer(unit_id=unit.pk)
    told = keeping.told(unit=unit, at=request.at)
    context = {
        "unit": unit,
        "told": told,
        "groups": _groups(told.readings),
        "at": words.when(told.at, request.at) if told.at else "",
        "export_url": f"{reverse('boards:figures-export')}?{urlencode({'unit': unit.pk})}",
        "again_url": request.get_full_path(),
        "back": showing.board_url(request.unit.pk),
    }
    return render(request, "boards/figures.html", context)


@board_around
def export(request: BoardRequest) -> HttpResponseBase:
    """Hand over the figures as a sheet: what the page shows, in its order."""
    unit = ground_of(request)
    told = keeping.told(unit=unit, at=request.at)
    heads = (
        (_("分组"), 14.0), (_("数字"), 28.0), (_("是多少"), 10.0), (_("单位"), 8.0),
        (_("分子"), 10.0), (_("分母"), 10.0), (_("怎么数的"), 60.0),
    )  # fmt: skip
    return sheet_response(
        _("%(name)s数说街道") % {"name": unit}, heads, _lines(_groups(told.readings)), request.at
    )


def _lines(groups: list[Group]) -> Iterator[tuple[object, ...]]:
    for title, readings in groups:
        for one in readings:
            is_share = one.figure.unit == "percent"
            yield (
                title,
                str(one.figure.label),
                one.value,
                one.unit,
                one.above if is_share else None,
                one.below if is_share else None,
                str(one.figure.formula),
            )
