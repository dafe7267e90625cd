"""Which way somebody went, and what is due for them on a day. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.sources import LOCAL, Source
from linli.kernel.standards import floating as law


class Way(StrEnum):
    """Away from here, or here from elsewhere."""

    OUT = "out"
    IN = "in"


class Why(StrEnum):
    """Why somebody is away."""

    WORK = "work"
    FAMILY = "family"
    GRADUATE = "graduate"
    ABROAD = "abroad"


class Outcome(StrEnum):
    """How it ended."""

    BACK = "back"
    TRANSFERRED = "transferred"
    LOST = "lost"


class Due(StrEnum):
    """What is to be done for somebody."""

    REGISTER = "register"
    SOON = "soon"
    CONTACT = "contact"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Told:
    """What is due, since when or from when on, by which rule."""

    what: Due
    on: date
    source: Source


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    way: Way
    why: Why
    since: date
    registered_on: date | None = None
    contacted_on: date | None = None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the last of a shorter month where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def full_on(facts: Facts) -> date:
    """Return the day on which six months in a row are full."""
    return months_after(facts.since, law.AWAY_MONTHS)


def is_floating(facts: Facts, today: date) -> bool:
    """Say whether somebody counts as floating: six months are full, or they were registered before."""
    return facts.registered_on is not None or full_on(facts) <= today


def due(facts: Facts, today: date) -> tuple[Told, ...]:
    """Say what is due for somebody, the most pressing first."""
    found = []
    full = full_on(facts)
    if facts.registered_on is None:
        if full <= today:
            found.append(Told(Due.REGISTER, full, law.AWAY))
        elif full - today <= timedelta(days=law.AHEAD_DAYS):
            found.append(Told(Due.SOON, full, LOCAL))
    if facts.why is Why.GRADUATE and facts.way is Way.OUT:
        kept = months_after(facts.since, law.GRADUATE_MONTHS)
        if kept <= today:
            found.append(Told(Due.TRANSFER, kept, law.ABROAD))
    again = months_after(facts.contacted_on or facts.since, law.CONTACT_MONTHS)
    if facts.way is Way.OUT and again <= today:
        found.append(Told(Due.CONTACT, again, law.ABROAD if facts.why is Why.ABROAD else law.ASKED_AFTER))
    return tuple(found)


PRESSING: Final = (Due.REGISTER, Due.TRANSFER, Due.CONTACT)
"""What is due now; the other is about to be."""
