"""How a unit's shares become a result: points between a base and a target, weighed. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.refusals import Refusal
from linli.kernel.workdays import WorkCalendar

LEAST: Final = 5
"""A share of fewer rows says nothing about a unit (LOCAL); a scheme may ask for more."""
PUBLICITY_DAYS: Final = 5
"""Working days on which everybody assessed may appeal (LOCAL)."""
MOST_WEIGHT: Final = 100


class Whom(StrEnum):
    """Which units a scheme is for. There is no row for a grid or a person, on purpose."""

    COMMUNITY = "community"
    DEPARTMENT = "department"


class Why(StrEnum):
    """Why a line of a unit counts or not."""

    COUNTED = "counted"
    TOO_FEW = "too_few"
    EXCLUDED = "excluded"


class SchemeEmpty(Refusal):
    """A scheme weighs nothing."""


class LineWrong(Refusal):
    """A base and a target are the same, or out of 0 to 100, or the weight is: `code`."""


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of a scheme: at `base` it gives nothing, at `target` everything; below the base more is less."""

    code: str
    weight: int
    base: float
    target: float


@dataclass(frozen=True, slots=True)
class Parts:
    """Both numbers of a unit's share."""

    above: int
    below: int

    @property
    def percent(self) -> float | None:
        """Give the share in percent, to one place; None without rows."""
        return round(100 * self.above / self.below, 1) if self.below else None


@dataclass(frozen=True, slots=True)
class Scored:
    """What a line gave a unit: its share, the points of a hundred it makes, and whether it counts."""

    line: Line
    parts: Parts
    points: float
    why: Why


@dataclass(frozen=True, slots=True)
class Result:
    """A unit's result: its lines and the weighed mean of those that count; None where none does."""

    unit: int
    lines: tuple[Scored, ...]
    total: float | None


def check(lines: Sequence[Line]) -> None:
    """Hold that a scheme can be computed. :raises SchemeEmpty, LineWrong: as named."""
    if not any(line.weight for line in lines):
        raise SchemeEmpty
    for line in lines:
        is_percent = 0 <= line.base <= 100 and 0 <= line.target <= 100
        if not (0 < line.weight <= MOST_WEIGHT and is_percent and line.base != line.target):
            raise LineWrong(code=line.code)


def points_of(line: Line, percent: float) -> float:
    """Give the points a share makes: nothing at the base or worse, a hundred at the target or better."""
    share = (percent - line.base) / (line.target - line.base)
    return round(100 * min(1.0, max(0.0, share)), 1)


def result_of(
    *,
    unit: int,
    lines: Iterable[Line],
    told: Mapping[str, Parts],
    least: int,
    excluded: Iterable[str],
    weights: Mapping[str, int] | None = None,
) -> Result:
    """Compute a unit's result. What has too few rows or is excluded takes no part, and its weight goes to the others.

    `excluded` are codes; an empty one excludes the unit as a whole. `weights` are tried instead of the scheme's.
    """
    shut, scored = set(excluded), []
    for line in lines:
        parts = told.get(line.code, Parts(0, 0))
        percent = parts.percent
        why = (
            Why.EXCLUDED
            if line.code in shut or "" in shut
            else Why.TOO_FEW
            if percent is None or parts.below < least
            else Why.COUNTED
        )
        scored.append(Scored(line, parts, points_of(line, percent) if percent is not None else 0.0, why))
    weighed = [
        ((weights or {}).get(one.line.code, one.line.weight), one.points)
        for one in scored
        if one.why is Why.COUNTED
    ]
    whole = sum(weight for weight, _points in weighed)
    total = round(sum(weight * points for weight, points in weighed) / whole, 1) if whole else None
    return Result(unit, tuple(scored), total)


def public_until(shown: date, calendar: WorkCalendar) -> date:
    """Give the last day of publicity: five working days after the day it is shown."""
    day, left = shown, PUBLICITY_DAYS
    while left:
        day += timedelta(days=1)
        left -= calendar.is_workday(day)
    return day
