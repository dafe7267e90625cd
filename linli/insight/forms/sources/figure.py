"""How a figure that a form may ask for is declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from linli.insight.cited import Measure

EVERYTHING: Final = Q()


class Whose(StrEnum):
    """Which permission opens a figure or a register."""

    GROUND = "ground"
    """Whoever works for that ground and sees what lies on it."""
    CARE = "care"
    """Whoever may know every care group of that ground."""
    PARTY = "party"
    """A post at the Party organisation that keeps every organisation of that ground; nothing else."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that is counted: `rows` as they stood at a moment; `area` leads from a row to the unit it lies on.

    With `when` only rows of a time are counted; without, those that stand. `level` is the smallest ground that rows name.
    `has_past` says whether `rows` knows how things stood earlier.
    """

    code: str
    label: str | Promise
    unit: str
    terms: str
    formula: str | Promise
    rows: Callable[[datetime], QuerySet[Any]]
    area: str
    when: str = ""
    valid: Q = EVERYTHING
    hit: Q = EVERYTHING
    measure: Measure = Measure.COUNT
    of: str = "pk"
    level: str = "grid"
    whose: Whose = Whose.GROUND
    has_past: bool = False
    doubt: str = ""
    """Why its value is always looked at by somebody: a formula that differs from place to place, numbers not all there."""
    divide: int = 1
    of_days: bool = False
    """Whether `when` is a day rather than a moment."""
    source: str | Promise = ""

    @property
    def is_flow(self) -> bool:
        return bool(self.when)

    @property
    def meanings(self) -> frozenset[str]:
        return frozenset(self.terms.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure was: its value, and of a share the two numbers."""

    value: float | int | None
    above: int
    below: int
