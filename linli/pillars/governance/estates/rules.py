"""How a compound is served, how its owners elect a committee, and what a company's points are. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.limits import Limit, calendar_days, work_days
from linli.kernel.refusals import Refusal
from linli.kernel.sources import LOCAL
from linli.kernel.standards import estates as law
from linli.kernel.standards.estates import BY_CODE, COMPANY_DUTIES, CompanyDuty


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
    ("vote", frozenset({"voting"})),
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


# --- points of a company ------------------------------------------------------------------------------------

BASE: Final = 100
APPEAL_DAYS: Final = 15
LATE: Final = "late"
UNHAPPY: Final = "unhappy"
CASE_LINES: Final = (CompanyDuty(LATE, "交给公司的诉求超期办结或者超期没办", 2),
                     CompanyDuty(UNHAPPY, "交给公司的诉求，居民回访不满意", 3))  # fmt: skip
LINES: Final = (*COMPANY_DUTIES, *CASE_LINES)
KNOWN: Final = {**BY_CODE, **{line.code: line for line in CASE_LINES}}
DEFAULT: Final = {line.code: line.points for line in LINES}


class FormulaUnusable(Refusal):
    """A line costs between nothing and the base: `line`."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of the formula, in force from a day."""

    version: int
    since: date
    points: Mapping[str, int]
    basis: str


FIRST: Final = RuleSet(0, date.min, DEFAULT, "")
"""What counts where an office keeps no formula of its own. LOCAL."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a company on a day: by which check or case, in which compound, which lines, taken back or not."""

    on: date
    number: str
    estate: str
    codes: tuple[str, ...]
    is_quashed: bool = False


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of a score: when, by what, where, what it cost; nothing where an appeal was upheld."""

    on: date
    number: str
    estate: str
    line: CompanyDuty
    points: int
    is_quashed: bool
    version: int


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a company in a period: the base less the cost for each compound it serves, with every line."""

    estates: int
    base: int
    cost: int
    total: float
    lines: tuple[ScoreLine, ...]


def checked(points: Mapping[str, int]) -> dict[str, int]:
    """Give the points of every line.

    :raises FormulaUnusable: no line of ours, below nothing, or more than the base.
    """
    for code, value in points.items():
        if code not in KNOWN or not 0 <= value <= BASE:
            raise FormulaUnusable(line=code)
    return {**DEFAULT, **points}


def in_force(sets: Iterable[RuleSet], on: date) -> RuleSet:
    """Give the version that counted on a day: the newest that had begun."""
    return max((one for one in (FIRST, *sets) if one.since <= on), key=lambda one: one.version)


def score_of(found: Iterable[Found], sets: Iterable[RuleSet], estates: int) -> Score:
    """Add up: the base less what was found, divided by the compounds served, each line by the version of its own day.

    Divided, because a company of twenty compounds is looked at twenty times as often as one of one.
    """
    held = tuple(sets)
    lines = tuple(
        ScoreLine(
            one.on,
            one.number,
            one.estate,
            KNOWN[code],
            0 if one.is_quashed else rules.points.get(code, 0),
            one.is_quashed,
            rules.version,
        )
        for one in found
        for rules in (in_force(held, one.on),)
        for code in one.codes
        if code in KNOWN
    )
    cost = sum(line.points for line in lines)
    return Score(estates, BASE, cost, max(0.0, round(BASE - cost / max(1, estates), 1)), lines)
