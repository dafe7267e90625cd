"""How a compound is served and how its owners elect a committee. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.limits import Limit, calendar_days, work_days
from linli.kernel.refusals import Refusal
from linli.kernel.sources import LOCAL
from linli.kernel.standards import estates as law


class Managed(StrEnum):
    """By whom the common parts of a compound are looked after."""

    COMPANY = "company"
    OWNERS = "owners"
    UNIT = "unit"
    NONE = "none"


class Hired(StrEnum):
    """How a company came by its contract."""

    TENDER = "tender"
    AGREED = "agreed"
    BUILDER = "builder"


class Side(StrEnum):
    """The six who sit at the table, as the article names them."""

    COMMUNITY = "community"
    BRANCH = "branch"
    COMPANY = "company"
    OWNERS = "owners"
    PARTNER = "partner"
    RESIDENTS = "residents"


class Standing(StrEnum):
    """How a compound stands with its owners' committee."""

    NONE = "none"
    ELECTING = "electing"
    IN_OFFICE = "in_office"
    ENDING = "ending"
    EXPIRED = "expired"


ENDING_DAYS: Final = 90  # LOCAL: so long before a term ends the next election is due to begin


def standing(until: date | None, today: date, *, is_electing: bool) -> Standing:
    """Say how a compound stands with its committee on a day."""
    if is_electing:
        return Standing.ELECTING
    if until is None:
        return Standing.NONE
    if until < today:
        return Standing.EXPIRED
    return Standing.ENDING if (until - today).days <= ENDING_DAYS else Standing.IN_OFFICE


# --- the election -------------------------------------------------------------------------------------------


class GroupSide(StrEnum):
    """Whom a member of the preparatory group stands for."""

    OWNER = "owner"
    STREET = "street"
    COMMUNITY = "community"
    BUILDER = "builder"


class Meeting(StrEnum):
    """How the first meeting of owners is held."""

    TOGETHER = "together"
    WRITTEN = "written"
    ONLINE = "online"


class About(StrEnum):
    """What owners vote on: a question and a topic of its own each."""

    RULES = "rules"
    LIST = "list"


LIMITS: Final[Mapping[str, Limit]] = {
    "form": calendar_days(law.FORM_DAYS, law.GUIDELINES),
    "prepare": calendar_days(law.PREPARE_DAYS, law.GUIDELINES),
    "object": work_days(3, LOCAL),
    "vote": calendar_days(15, LOCAL),
    "count": work_days(3, LOCAL),
    "seat": calendar_days(law.FIRST_MEETING_DAYS, law.GUIDELINES),
    "file": calendar_days(law.FILING_DAYS - law.FIRST_MEETING_DAYS, law.REGULATION),
    "check": work_days(5, LOCAL),
    "wait": calendar_days(90, LOCAL),
    "resolve": calendar_days(365, LOCAL),
}
"""Seven days to the first sitting and the rest of thirty to the filing: both count from the election."""

MOST_OBJECTIONS: Final = 200
MOST_DOORS: Final = 20_000
PAPERS: Final = ("announcement", "roll", "rules", "candidates", "ballot", "result", "filing")
"""The papers of an election, each a .docx: what each step puts up or hands in."""

STEPS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("apply", frozenset({"proposed"})),
    ("group", frozenset({"preparing"})),
    ("notice", frozenset({"posted", "objected", "ready"})),
    ("vote", frozenset({"voting", "counting"})),
    ("seat", frozenset({"elected"})),
    ("file", frozenset({"seated", "filed", "closed"})),
)


def step_of(state: str) -> int:
    """Say in which of the six steps an election stands, from 0; -1 where it waits or was given up."""
    return next((i for i, (_name, states) in enumerate(STEPS) if state in states), -1)


class GroupUnfit(Refusal):
    """The group is not odd in number, has fewer than half owners, or nobody of the street leads it."""


class ListUnfit(Refusal):
    """The list has not an odd number of five to eleven candidates: `least`, `most`, `n`."""


class NoticeTooShort(Refusal):
    """Owners must have known for `days` days."""


def check_group(sides: Sequence[str], chair: str | None) -> None:
    """Let a lawful group pass.

    :raises GroupUnfit: even in number, fewer than half owners, or its chair is not of the street.
    """
    owners = sum(side == GroupSide.OWNER for side in sides)
    if len(sides) % 2 == 0 or owners * 2 < len(sides) or chair != GroupSide.STREET:
        raise GroupUnfit


def check_list(count: int) -> None:
    """Let a lawful list of candidates pass.

    :raises ListUnfit: not an odd number of five to eleven.
    """
    if count % 2 == 0 or not law.LEAST_SEATS <= count <= law.MOST_SEATS:
        raise ListUnfit(least=law.LEAST_SEATS, most=law.MOST_SEATS, n=count)
