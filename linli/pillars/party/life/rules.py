"""What is due for which organisation, on which day it is proposed, and whether enough came. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.periods import Each, Period, Standing, period_of, periods
from linli.kernel.standards import party_life as law
from linli.pillars.party.branches.rules import BRANCHES, OrgKind, Position, Relation
from linli.pillars.party.branches.rules import Standing as Member


class LifeKind(StrEnum):
    """The meetings of an organisation's life."""

    GENERAL = "general"
    COMMITTEE = "committee"
    GROUP = "group"
    LECTURE = "lecture"
    DAY = "day"
    LIFE = "life"
    REVIEW = "review"
    STUDY = "study"


class Audience(StrEnum):
    """Who is expected: everybody of the organisation, its committee, who takes part in it; nobody by name."""

    MEMBERS = "members"
    COMMITTEE = "committee"
    JOINED = "joined"
    UNLISTED = "unlisted"


L = LifeKind
OF_A_BRANCH: Final = (L.GENERAL, L.COMMITTEE, L.DAY, L.LECTURE, L.LIFE, L.REVIEW)
AUDIENCES: Final = {
    L.COMMITTEE: Audience.COMMITTEE,
    L.GROUP: Audience.JOINED,
    L.STUDY: Audience.UNLISTED,
}
"""Every other meeting is everybody's; what is on one day for the same people is one meeting."""
YEARLY: Final = frozenset({L.LIFE, L.REVIEW})
COMING: Final = (Relation.HERE, Relation.MOVING_IN, Relation.MOVING_OUT, Relation.FLOWN_IN)
"""Who is expected; who is away for long or out of touch is not, and does not count against the others."""
VOTING: Final = (Relation.HERE, Relation.MOVING_OUT)
"""Of full members, whose formal relation is here and who is not away."""
SEATS: Final = (Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE)


def kinds_of(kind: OrgKind, committee_size: int) -> tuple[LifeKind, ...]:
    """Say which meetings are due in an organisation; a committee's only where there is one."""
    if kind is OrgKind.WORKING_COMMITTEE:
        return (L.STUDY,)
    if kind is OrgKind.GROUP:
        return (L.GROUP,)
    if kind not in BRANCHES or kind is OrgKind.INTEREST_BRANCH:
        return ()  # a committee's meetings are in the calendar of its community; those of one interest meet as they like
    return tuple(one for one in OF_A_BRANCH if one is not L.COMMITTEE or committee_size)


LED: Final = BRANCHES - {OrgKind.INTEREST_BRANCH} | {OrgKind.GROUP, OrgKind.WORKING_COMMITTEE}
"""Organisations with a life of their own."""


def audience_of(kind: LifeKind) -> Audience:
    """Say who is expected at a meeting."""
    return AUDIENCES.get(kind, Audience.MEMBERS)


def may_vote(standing: Member, relation: Relation) -> bool:
    """Say whether somebody counts for the quorum."""
    return standing is Member.FULL and relation in VOTING


def is_valid(kind: LifeKind, due: int, came: int, *, is_election: bool = False) -> bool:
    """Say whether enough of those with a vote came; where no rule says how many, a meeting that somebody came to is one."""
    rule = law.DUE[kind.value]
    if is_election and kind is L.GENERAL:
        return came > 0 and came >= law.ELECTION_QUORUM * due
    if rule.quorum is None:
        return came > 0
    return came > rule.quorum * due if rule.more else came > 0 and came >= rule.quorum * due


def least(kind: LifeKind, due: int, *, is_election: bool = False) -> int:
    """Return how many of those with a vote must come at least."""
    return next(
        (n for n in range(1, due + 1) if is_valid(kind, due, n, is_election=is_election)), max(due, 1)
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """A meeting that is due: in which period, and where that stands."""

    kind: LifeKind
    period: Period

    @property
    def is_pressing(self) -> bool:
        """Whether it wants to be planned now."""
        return self.period.standing in (Standing.OVERDUE, Standing.SOON, Standing.OPEN)


def course_of(
    kind: LifeKind, since: date, ended: date | None, today: date, held: Iterable[tuple[date, date]]
) -> list[Period]:
    """List the periods of a meeting from the day its life is kept here, the newest first.

    The period in which it begins counts whole: what is due this month is due though the book was opened on the tenth.
    """
    each = law.DUE[kind.value].each
    return periods(each, period_of(since, each)[0], ended, today, held)


def proposed_on(kind: LifeKind, period: Period, day: int, today: date) -> date | None:
    """Propose a day: the organisation's own day of this month, or the next that comes; None where it is not time yet.

    What is due by the quarter or half year is proposed in its last month, or at once when that has begun; the yearly ones
    from the fourth quarter on; what was missed, at the next of those days.
    """
    each = law.DUE[kind.value].each
    if each is Each.WEEK:
        return max(today, period.start) if period.until > today else today
    own = today.replace(day=min(day, 28))
    if own < today:
        own = today
    if period.until <= today:
        return own
    if kind in YEARLY and today.month < law.LAST_QUARTER_FROM:
        return None
    last_month = (period.until - timedelta(days=1)).replace(day=1)
    if today < last_month and each is not Each.YEAR:
        return None
    return min(own, period.last)
