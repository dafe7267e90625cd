"""What is needed and offered, how long each may take, and which offer fits which need. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.base.flow.table import Facts
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice


class What(StrEnum):
    """What a need asks for and an offer gives: the same words on both sides, so that they can meet."""

    HANDS = "hands"
    SKILL = "skill"
    SPACE = "space"
    GOODS = "goods"
    TALK = "talk"
    CARE = "care"
    REPAIR = "repair"
    JOBS = "jobs"
    OTHER = "other"


class Duty(StrEnum):
    """The kinds of help that somebody in service offers where they live."""

    POLICY = "policy"
    LAW = "law"
    HEALTH = "health"
    TEACH = "teach"
    PEACE = "peace"
    GREEN = "green"
    CULTURE = "culture"
    AID = "aid"


DUTIES: Final = local_choice(
    "Practice names eight kinds of posts for members who report in where they live (DOMAIN 7.3) and lists none."
)
SOURCE: Final = local_choice(
    "Seeds 001 and 002 tell of claiming both ways and of projects; no text says within how many days."
)
LIMITS: Final = {
    "claim": Limit(30, LimitUnit.CALENDAR_DAY, SOURCE),
    "do": Limit(60, LimitUnit.CALENDAR_DAY, SOURCE),
    "confirm": Limit(5, LimitUnit.WORK_DAY, SOURCE),
    "resolve": Limit(120, LimitUnit.CALENDAR_DAY, SOURCE),
}
LONGEST: Final = timedelta(days=366)
"""LOCAL: an offer stands for a year at most, then the unit says it anew."""
MOST_STEPS: Final = 8
MOST_RETURNS: Final = 1


class GivenBackAlready(Refusal):
    """It was given back once; a leader of the office decides who does it."""


class RedoneAlready(Refusal):
    """It was done again once; what is still open is a new need."""


def not_bounced(facts: Facts) -> type[Refusal] | None:
    """Refuse a second return."""
    return GivenBackAlready if facts.returned_count >= MOST_RETURNS else None


def not_redone(facts: Facts) -> type[Refusal] | None:
    """Refuse to have it done a third time."""
    return RedoneAlready if facts.reopened_count else None


def limits_until(wanted: date | None, today: date) -> dict[str, str]:
    """Give the limits of a need that is wanted by a day: claimed by half of the time, done by that day."""
    if wanted is None:
        return {}
    days = max((wanted - today).days, 1)
    return {
        "claim": f"{max(days // 2, 1)} calendar_day",
        "do": f"{days} calendar_day",
        "resolve": f"{days + 30} calendar_day",
    }


@dataclass(frozen=True, slots=True)
class Offered:
    """What a rule looks at in an offer; `load` is how many projects its unit has in hand."""

    id: int
    what: What
    unit: int
    communities: frozenset[int]
    left: int
    until: date
    load: int = 0


class Why(StrEnum):
    """Why an offer fits a need."""

    KIND = "kind"
    IDLE = "idle"
    SOON = "soon"


@dataclass(frozen=True, slots=True)
class Match:
    """An offer that fits, with why."""

    offer: int
    why: tuple[Why, ...]


def matches(
    what: What, community: int, wanted: date | None, today: date, offers: Iterable[Offered]
) -> list[Match]:
    """Propose offers for a need: of its kind, of units that reported in there, with something left; who has least in hand
    first, then what ends first. It proposes, people decide.
    """
    fitting = [
        one
        for one in offers
        if one.what is what
        and community in one.communities
        and one.left > 0
        and one.until >= max(wanted or today, today)
    ]
    fitting.sort(key=lambda one: (one.load, one.until, one.id))
    return [
        Match(
            one.id,
            tuple(
                why
                for why, holds in (
                    (Why.KIND, True),
                    (Why.IDLE, one.load == 0),
                    (Why.SOON, (one.until - today).days <= 30),
                )
                if holds
            ),
        )
        for one in fitting
    ]


def stands_until(until: date, today: date) -> bool:
    """Say whether an offer may stand until a day."""
    return today <= until <= today + LONGEST


MOST_ITEMS: Final = 20
MOST_LINES: Final = 30


class LineStanding(StrEnum):
    """Where something that a joint meeting agreed stands."""

    WAITS = "waits"
    LATE = "late"
    DOING = "doing"
    DONE = "done"
    UNDONE = "undone"


def line_standing(*, is_done: bool | None, due: date, today: date, project: str = "") -> LineStanding:
    """Say where a line stands: by what its unit said, or by the state of the project it became."""
    if is_done is True or project == "closed":
        return LineStanding.DONE
    if is_done is False or project == "ended":
        return LineStanding.UNDONE
    if due < today:
        return LineStanding.LATE
    return LineStanding.DOING if project in ("claimed", "done") else LineStanding.WAITS
