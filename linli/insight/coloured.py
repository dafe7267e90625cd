"""A map of a ground coloured by a figure: every area with both its numbers, in classes, and what lies in no area.

Counts are told per hundred households: what is large must not look busy. Map, list and sheet are these rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.insight import boards
from linli.insight.boards import Outline
from linli.insight.cited import CITED, GROUPS, Cited, Measure
from linli.insight.cited.figure import is_told_of
from linli.insight.indicators import percent
from linli.insight.small import LEAST, hidden
from linli.insight.spans import COUNTINGS, Parts, Span, by_unit, figure_of
from linli.kernel.breaks import Break, natural_breaks

NOBODY: Final = Parts(0, 0)
SHARES: Final = (Measure.SHARE, Measure.RATIO)


@dataclass(frozen=True, slots=True)
class Patch:
    """An area with both numbers of the figure. No value: nobody lives there or nothing is to divide by, or `is_few`."""

    unit_id: int
    name: str
    around: str
    shape: Mapping[str, Any]
    households: int
    above: int
    below: int
    value: float | None
    is_few: bool = False
    is_shut: bool = False
    """So few that its numbers are not told either."""


@dataclass(frozen=True, slots=True)
class Coloured:
    """A figure on a map. `rest` are the rows that lie in no area of it; a thing counted once may lie in several."""

    figure: Cited
    unit: Unit
    patches: tuple[Patch, ...]
    outlines: tuple[Outline, ...]
    whole: Parts
    rest: Parts
    classes: tuple[Break, ...]

    @property
    def is_share(self) -> bool:
        """Say whether it is a share; everything else is told per hundred households."""
        return self.figure.measure in SHARES

    @property
    def households(self) -> int:
        """Give the households of all areas."""
        return sum(one.households for one in self.patches)

    @property
    def value(self) -> float | None:
        """Give what the figure says of the whole ground, as an area says it."""
        return _value(self.figure, self.whole, self.households)


def figures_for(unit: Unit) -> list[Cited]:
    """List the figures without days that a map of a ground may show. No query."""
    return [one for _title, group in GROUPS for one in group if is_told_of(one.finest, unit.kind)]


def figure_for(code: str, span: Span) -> Cited | None:
    """Give the figure a map is asked for: one of some days, or one that says how things stand. No query."""
    return figure_of(code, span) or CITED.get(code)


def has_days(code: str) -> bool:
    """Say whether a figure is one of some days."""
    return code not in CITED or code in COUNTINGS


def _value(figure: Cited, parts: Parts, households: int) -> float | None:
    if figure.measure in SHARES:
        return percent(parts.above, parts.below)
    return round(100 * parts.above / households, 1) if households else None


def _size(figure: Cited, parts: Parts) -> int:
    """Give how many an area's figure is made of."""
    return parts.below if figure.measure in SHARES else parts.above


def coloured(*, figure: Cited, unit: Unit, at: datetime, is_public: bool = False) -> Coloured:
    """Colour a ground by a figure. Seven queries at most, whatever the ground and its history.

    A share of fewer than five is no share and has no colour. Who may not know the people is told no count of fewer than
    five either, nor one that could be reckoned from the others.
    """
    drawing = boards.drawing_of(unit, figure.finest)
    ids = {piece.unit_id for piece in drawing.areas} | {piece.around_id for piece in drawing.areas}
    named = {one.pk: one for one in Unit.objects.filter(pk__in=ids).order_by()}
    found = by_unit(figure, at, unit)
    told = {
        piece.unit_id: found.get(piece.unit_id, NOBODY)
        for piece in drawing.areas
        if is_told_of(figure.finest, named[piece.unit_id].kind)
    }
    shut = hidden({pk: _size(figure, parts) for pk, parts in told.items()}) if is_public else frozenset()
    patches = []
    for piece in drawing.areas:
        one, parts = named[piece.unit_id], told.get(piece.unit_id, NOBODY)
        households = drawing.households.get(piece.unit_id, 0)
        is_shut = piece.unit_id in shut
        is_few = is_shut or (figure.measure is Measure.SHARE and 0 < parts.below < LEAST)
        is_told = piece.unit_id in told and not is_few
        patches.append(
            Patch(
                one.pk,
                str(one),
                str(named[piece.around_id])
                if piece.around_id != piece.unit_id and len(drawing.outlines) > 1
                else "",
                piece.shape,
                households,
                0 if is_shut else parts.above,
                0 if is_shut else parts.below,
                _value(figure, parts, households) if is_told else None,
                is_few,
                is_shut,
            )
        )
    whole = found.get(unit.pk, NOBODY)
    return Coloured(
        figure,
        unit,
        tuple(patches),
        tuple(Outline(one.unit_id, str(named.get(one.unit_id, "")), one.shape) for one in drawing.outlines),
        whole,
        Parts(
            max(0, whole.above - sum(parts.above for parts in told.values())),
            max(0, whole.below - sum(parts.below for parts in told.values())),
        ),
        natural_breaks(one.value for one in patches if one.value is not None),
    )


def lies_in(figure: Cited, ground: Unit, area: Unit) -> bool:
    """Say whether an area is a part of a ground that the figure is told of."""
    return (
        area.path.startswith(ground.path) and area.kind in _GROUNDS and is_told_of(figure.finest, area.kind)
    )


_GROUNDS: Final = (UnitKind.GRID, UnitKind.COMMUNITY, UnitKind.SUBDISTRICT, UnitKind.DISTRICT)
