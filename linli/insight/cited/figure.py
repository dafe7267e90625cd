"""How a cited figure is declared and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.insight.indicators import percent

EVERYTHING: Final = Q()


class Measure(StrEnum):
    """What a figure is made of its rows."""

    COUNT = "count"
    SHARE = "share"
    SUM = "sum"
    DISTINCT = "distinct"
    RATIO = "ratio"


UNITS: Final[dict[str, str | Promise]] = {
    "percent": "%",
    "case": pgettext_lazy("figure", "件"),
    "place": pgettext_lazy("figure", "个"),
    "household": pgettext_lazy("figure", "户"),
    "visit": pgettext_lazy("figure", "次"),
    "person": pgettext_lazy("figure", "人"),
    "meal": pgettext_lazy("figure", "份"),
    "grid": pgettext_lazy("figure", "格"),
    "item": pgettext_lazy("figure", "项"),
    "shop": pgettext_lazy("figure", "家"),
    "team": pgettext_lazy("figure", "支"),
    "m2": pgettext_lazy("figure", "平方米"),
    "wan": pgettext_lazy("figure", "万元"),
}


LEVELS: Final = (UnitKind.GRID, UnitKind.COMMUNITY, UnitKind.SUBDISTRICT)
"""Kinds of ground a figure may be told of, the finest first; what is wider tells them all."""


def is_told_of(finest: UnitKind, kind: str) -> bool:
    """Say whether a figure that is told of such ground and wider is told of a unit of this kind."""
    if kind == UnitKind.WORKSTATION:
        kind = UnitKind.GRID
    return kind not in LEVELS or LEVELS.index(UnitKind(kind)) >= LEVELS.index(finest)


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure: `rows` of a moment, `valid` ones are meant, `hit` are counted above the line of a share.

    `practice` are the numbers of the practices in the articles that tell it; `within` leads from a row to the unit whose
    ground it lies on; `of` names the column that is summed or counted once, `per` the one whose sum a ratio divides by.
    `finest` is the smallest ground it is told of: a grid has the work of one person, who is not measured.
    """

    code: str
    practice: tuple[int, ...]
    label: str | Promise
    unit: str
    formula: str | Promise
    rows: Callable[[datetime], QuerySet[Any]]
    within: str
    valid: Q = EVERYTHING
    hit: Q = EVERYTHING
    measure: Measure = Measure.COUNT
    of: str = "pk"
    per: str = ""
    finest: UnitKind = UnitKind.COMMUNITY

    def meant(self, at: datetime, office: Unit | None = None) -> QuerySet[Any]:
        """Give the rows that are meant, of one office or of all."""
        found = self.rows(at).filter(self.valid)
        return found.filter(**{f"{self.within}__path__startswith": office.path}) if office else found

    def counted(self, at: datetime, office: Unit | None = None) -> QuerySet[Any]:
        """Give the rows that count: of a share those above the line, else all that are meant."""
        return self.meant(at, office).filter(self.hit)


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure and what it is now. `above` and `below` are the two numbers of a share; `value` is None without rows."""

    figure: Cited
    value: float | int | None
    above: int
    below: int

    @property
    def unit(self) -> str:
        """Give the word of the unit in the reader's language."""
        return str(UNITS[self.figure.unit])


def read_one(figure: Cited, at: datetime, office: Unit | None = None) -> Reading:
    """Count a figure. One query."""
    rows = figure.meant(at, office).order_by()
    match figure.measure:
        case Measure.SHARE:
            made = rows.aggregate(above=Count("pk", filter=figure.hit), below=Count("pk"))
            above, below = made["above"], made["below"]
            return Reading(figure, percent(above, below), above, below)
        case Measure.SUM:
            made = rows.filter(figure.hit).aggregate(total=Sum(figure.of), n=Count("pk"))
            return Reading(figure, made["total"] or 0, made["n"], made["n"])
        case Measure.RATIO:
            made = rows.filter(figure.hit).aggregate(above=Sum(figure.of), below=Sum(figure.per))
            above, below = made["above"] or 0, made["below"] or 0
            return Reading(figure, percent(above, below), above, below)
        case Measure.DISTINCT:
            many = rows.filter(figure.hit).aggregate(n=Count(figure.of, distinct=True))["n"]
            return Reading(figure, many, many, many)
        case _:
            many = rows.filter(figure.hit).count()
            return Reading(figure, many, many, many)


def read_all(figures: Iterable[Cited], at: datetime, office: Unit | None = None) -> list[Reading]:
    """Count figures, one query each, in their order."""
    return [read_one(figure, at, office) for figure in figures]
