"""Points of a shop by the district's rule set: a base, and what each line that failed costs. Pure; never of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import BY_CODE, LINES, Line

BASE: Final = 100
DEFAULT: Final = {line.code: line.points for line in LINES}
MOST_POINTS: Final = 100


class PointsUnusable(Refusal):
    """A line costs between nothing and the base: `line`."""


class RulesTooEarly(Refusal):
    """A new version counts from today at the earliest: what was found is counted as it was when it was found."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of the district's rules, in force from a day."""

    version: int
    since: date
    base: int
    points: Mapping[str, int]
    basis: str


FIRST: Final = RuleSet(0, date.min, BASE, DEFAULT, "")
"""What counts where the office keeps no rules of its own: the list's own costs. LOCAL."""


@dataclass(frozen=True, slots=True)
class Found:
    """A check of staff: when, what failed, and whether it was taken back."""

    on: date
    number: str
    codes: tuple[str, ...]
    is_quashed: bool


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of a score: when, by which order, what, what it cost; nothing where it was taken back."""

    on: date
    number: str
    line: Line
    points: int
    is_quashed: bool
    version: int


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a shop in a year, with every line that made them."""

    base: int
    total: int
    lines: tuple[ScoreLine, ...]


def checked(points: Mapping[str, int], base: int) -> dict[str, int]:
    """Give the points of every line.

    :raises PointsUnusable: below nothing, or more than the base.
    """
    for code, value in points.items():
        if code not in BY_CODE or not 0 <= value <= base:
            raise PointsUnusable(line=code)
    return {line.code: points.get(line.code, line.points) for line in LINES}


def in_force(sets: Iterable[RuleSet], on: date) -> RuleSet:
    """Give the version that counted on a day: the newest that had begun."""
    return max((one for one in (FIRST, *sets) if one.since <= on), key=lambda one: one.version)


def score_of(found: Iterable[Found], sets: Iterable[RuleSet], today: date) -> Score:
    """Add up a year: the base of today's rules, less what each line cost by those of its own day."""
    held = tuple(sets)
    lines = tuple(
        ScoreLine(
            on=one.on,
            number=one.number,
            line=BY_CODE[code],
            points=0 if one.is_quashed else rules.points.get(code, 0),
            is_quashed=one.is_quashed,
            version=rules.version,
        )
        for one in found
        for rules in (in_force(held, one.on),)
        for code in one.codes
        if code in BY_CODE
    )
    base = in_force(held, today).base
    return Score(base, max(0, base - sum(line.points for line in lines)), lines)
