"""How long each step of a secretary's project may take. Pure: no Django."""

from __future__ import annotations

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
