"""Which times a hall offers, and how many may book one. Pure: values in, decisions out.

A slot is a stretch of the hall's hours. Of every window's time in it a share is kept for those who simply come; a booking
takes the usual minutes of its kind out of what is left. No set of kinds may be given more than the windows that can serve
any of them have, so that ten people for one window are not booked because five other windows are free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Final

from linli.kernel.sources import local_choice

LOCAL = local_choice("How halls usually do it; no standard was read that gives numbers. A hall sets its own.")
LEAD: Final = timedelta(minutes=30)
"""A time can be booked until so shortly before it begins (LOCAL)."""
MOST_OPEN: Final = 3
"""So many appointments may one telephone number hold at an office, so that nobody takes all the times (LOCAL)."""
REMIND_FROM: Final = time(15)
"""On the working day before, from this hour (LOCAL)."""
KEEP_FOR: Final = timedelta(days=30)
"""Name, number and papers are forgotten so long after the day (LOCAL)."""


class State(StrEnum):
    """Where an appointment stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Hours:
    """When a hall is open on a working day, and how its time is cut."""

    opens: time
    closes: time
    noon_from: time | None
    noon_until: time | None
    minutes: int


def starts_of(hours: Hours) -> Iterator[time]:
    """Yield when slots begin: from opening, none over noon, none that ends after closing."""
    at, last = _minutes(hours.opens), _minutes(hours.closes)
    noon = (_minutes(hours.noon_from), _minutes(hours.noon_until)) if hours.noon_from else None
    while at + hours.minutes <= last:
        if noon and at < noon[1] and at + hours.minutes > noon[0]:
            at = noon[1]
            continue
        yield time(at // 60, at % 60)
        at += hours.minutes


def _minutes(moment: time | None) -> int:
    return moment.hour * 60 + moment.minute if moment else 0


@dataclass(frozen=True, slots=True)
class Windows:
    """What each window can do, and how many minutes of a slot each gives to bookings."""

    skills: Sequence[frozenset[int]]
    minutes: float

    def of(self, kinds: frozenset[int]) -> float:
        """Give the minutes that windows have for any of some kinds."""
        return self.minutes * sum(not kinds.isdisjoint(one) for one in self.skills)


def bookable_minutes(slot_minutes: int, walk_in_percent: int) -> float:
    """Return how many minutes of a slot one window gives to bookings."""
    return slot_minutes * (100 - min(walk_in_percent, 100)) / 100


def has_place(kind: int, given: Mapping[int, int], windows: Windows) -> bool:
    """Say whether one more of a kind may be booked, where `given` are the minutes booked by kind.

    A place is free while less than the windows' bookable minutes are given: the last may run over, by one visit at most.
    Asked of every set of kinds with it in it, as Hall's condition asks.
    """
    others = sorted(one for one, minutes in given.items() if minutes and one != kind)
    for count in range(len(others) + 1):
        for chosen in combinations(others, count):
            kinds = frozenset((kind, *chosen))
            if sum(given.get(one, 0) for one in kinds) >= windows.of(kinds):
                return False
    return True


def may_book(starts_at: datetime, at: datetime, *, days_ahead: int, today: date, day: date) -> bool:
    """Say whether a time can still, and already, be booked."""
    return starts_at >= at + LEAD and day <= today + timedelta(days=days_ahead)
