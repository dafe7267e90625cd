"""When a need goes through the green channel: by a rule that everybody can read, never by who asks. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.base.flow.table import Facts
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice


class Kind(StrEnum):
    """What a need is about."""

    SUPPLY = "supply"
    SAFETY = "safety"
    WAGES = "wages"
    PERMIT = "permit"
    POLICY = "policy"
    STAFF = "staff"
    FINANCE = "finance"
    SPACE = "space"
    AROUND = "around"
    OTHER = "other"


class Green(StrEnum):
    """Why a need goes first."""

    STOPPED = "stopped"
    SAFETY = "safety"
    WAGES = "wages"
    DEADLINE = "deadline"


SOURCE: Final = local_choice(
    "Seed 002 promises a green channel and names no rule: work stands still, danger, wages, or a day not to be missed."
)
BY_KIND: Final = {Kind.SUPPLY: Green.STOPPED, Kind.SAFETY: Green.SAFETY, Kind.WAGES: Green.WAGES}
SOON: Final = timedelta(days=7)


def green_of(kind: str, wanted: date | None, today: date) -> str:
    """Say why a need goes through the green channel, or nothing. The kind first, then a day that is near."""
    if kind in BY_KIND:
        return BY_KIND[Kind(kind)].value
    return Green.DEADLINE.value if wanted is not None and wanted - today <= SOON else ""


LIMITS: Final = {
    "accept": Limit(1, LimitUnit.WORK_DAY, SOURCE),
    "settle": Limit(10, LimitUnit.WORK_DAY, SOURCE),
    "confirm": Limit(5, LimitUnit.WORK_DAY, SOURCE),
    "resolve": Limit(15, LimitUnit.WORK_DAY, SOURCE),
}
GREEN_LIMITS: Final = {
    "accept": Limit(4, LimitUnit.WORK_HOUR, SOURCE),
    "settle": Limit(3, LimitUnit.WORK_DAY, SOURCE),
    "resolve": Limit(5, LimitUnit.WORK_DAY, SOURCE),
}
MOST_RETURNS: Final = 1


class SentBackAlready(Refusal):
    """It was sent back once; a leader of the office decides who does it."""


class ReopenedAlready(Refusal):
    """It was done again once; what is still open is a new need, or a word with the leaders."""


def not_bounced(facts: Facts) -> type[Refusal] | None:
    """Refuse a second return."""
    return SentBackAlready if facts.returned_count >= MOST_RETURNS else None


def not_reopened(facts: Facts) -> type[Refusal] | None:
    """Refuse to do a need a third time."""
    return ReopenedAlready if facts.reopened_count else None
