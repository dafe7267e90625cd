"""Periods of the calendar in which something is due once, and where each stands on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "How long before its period ends something is said to be due soon: a guess that people can live with."
)
SOON: Final = {"week": 2, "month": 7, "quarter": 14, "half": 30, "year": 30}
"""LOCAL: so many days before a period ends what is due in it is due soon."""


class Each(StrEnum):
    """In which period something is due once at least."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS: Final = {Each.MONTH: 1, Each.QUARTER: 3, Each.HALF: 6, Each.YEAR: 12}


class Standing(StrEnum):
    """Where a period stands."""

    HELD = "held"
    LATE = "late"
    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Period:
    """A period from its first day to the day after its last, when it was held, and where it stands."""

    start: date
    until: date
    held_on: date | None
    standing: Standing

    @property
    def last(self) -> date:
        """The last day on which it is in time."""
        return self.until - timedelta(days=1)


def period_of(day: date, each: Each) -> tuple[date, date]:
    """Give the period of the calendar in which a day lies: its first day and the day after its last."""
    if each is Each.WEEK:
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=7)
    months = _MONTHS[each]
    first = (day.month - 1) // months * months + 1
    until = first + months
    return date(day.year, first, 1), date(day.year + (until > 12), (until - 1) % 12 + 1, 1)


def periods(
    each: Each, begun: date, ended: date | None, today: date, held: Iterable[tuple[date, date]]
) -> list[Period]:
    """List the periods of a rule up to today, the newest first; `held` are (first day of its period, day of the meeting).

    The rule begins with the first whole period after `begun`, or with the one that begins that day; what ended it leaves no
    period behind that had not ended by then. A meeting held after its period counts as late, one never held stays overdue.
    """
    meetings: dict[date, date] = {}
    for start, day in held:
        meetings[start] = min(day, meetings.get(start, day))
    found: list[Period] = []
    start, until = period_of(begun, each)
    if start < begun:
        start, until = period_of(until, each)
    while start <= today and (ended is None or until <= ended):
        met = meetings.get(start)
        found.append(Period(start, until, met, _standing(met, until, today, each)))
        start, until = period_of(until, each)
    return found[::-1]


def _standing(day: date | None, until: date, today: date, each: Each) -> Standing:
    if day is not None:
        return Standing.HELD if day < until else Standing.LATE
    if until <= today:
        return Standing.OVERDUE
    return Standing.SOON if (until - today).days <= SOON[each.value] else Standing.OPEN


def in_time(found: Iterable[Period], today: date) -> tuple[int, int]:
    """Count what was held in time, of the periods that are over: both numbers of the figure."""
    over = [p for p in found if p.until <= today]
    return sum(p.standing is Standing.HELD for p in over), len(over)
