"""When a door is owed a visit, and which doors a day holds. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.standards.visit_plans import INTERVAL_DAYS, Use

_STRIDE: Final = 7919  # a prime far larger than any interval: neighbours by number fall on days far apart


class Outcome(StrEnum):
    """How it was at the door."""

    WELL = "well"
    WATCH = "watch"
    HELP = "help"
    AWAY = "away"


class Purpose(StrEnum):
    """What a visit is for (三访三问三服务, 一走五访): a list to choose from, no programme to be ticked off."""

    LISTEN = "listen"
    POLICY = "policy"
    JOB = "job"
    STARTUP = "startup"
    TRAINING = "training"
    SUBSIDY = "subsidy"
    SAFETY = "safety"
    REGISTER = "register"


def interval_of(use: str, own_days: int | None = None) -> int:
    """Return after how many days a home is visited again: the office's own days where those are fewer."""
    days = INTERVAL_DAYS[Use(use)]
    return days if own_days is None else min(days, own_days)


def first_due(since: date, door: int, days: int) -> date:
    """Spread the first visits over one interval from the day the plan began, so that no day owes all doors at once."""
    return since + timedelta(days=1 + door * _STRIDE % days)


def due_on(*, since: date, door: int, days: int, seen_on: date | None) -> date:
    """Return until when a door is owed its next visit."""
    return first_due(since, door, days) if seen_on is None else seen_on + timedelta(days=days)
