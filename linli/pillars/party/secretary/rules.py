"""How long each step of a secretary's project may take; how an item of a yearly plan stands. Pure: no Django."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.base.flow.table import Facts
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Seed 002 names the five steps of a secretary's project of a year; no text says how many days one may take."
)
LIMITS: Final = {
    "approve": Limit(5, LimitUnit.WORK_DAY, SOURCE),
    "do": Limit(60, LimitUnit.CALENDAR_DAY, SOURCE),
    "accept": Limit(10, LimitUnit.WORK_DAY, SOURCE),
    "resolve": Limit(365, LimitUnit.CALENDAR_DAY, SOURCE),
}
STEPS: Final = ("core", "subject", "support", "assurance", "running")
"""The states of the five steps, in their order."""


class RedoneBefore(Refusal):
    """It was done again once; what is still open is a project of its own."""


def not_redone(facts: Facts) -> type[Refusal] | None:
    """Refuse to have it done a third time."""
    return RedoneBefore if facts.reopened_count else None


# --- the yearly plan ----------------------------------------------------------------------------------------

SUPERVISION: Final = "governance.supervision"
"""The kind of case by which a late item is supervised."""
SOON: Final = timedelta(days=14)  # LOCAL: what is due within two weeks is shown as near


class Standing(StrEnum):
    """How an item of a plan stands."""

    DONE = "done"
    DROPPED = "dropped"
    CARRIED = "carried"
    LATE = "late"
    SOON = "soon"
    AHEAD = "ahead"


def standing(
    due: date,
    today: date,
    *,
    done: date | None = None,
    dropped: date | None = None,
    carried: date | None = None,
) -> Standing:
    """Say how an item stands; what was done late is done."""
    if done is not None:
        return Standing.DONE
    if dropped is not None:
        return Standing.DROPPED
    if carried is not None:
        return Standing.CARRIED
    if due < today:
        return Standing.LATE
    return Standing.SOON if due <= today + SOON else Standing.AHEAD
