"""How a topic goes, who speaks and who votes, and what the count of a vote says. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from linli.kernel import clock
from linli.kernel.limits import Limit, LimitUnit, calendar_days, urgent_hours, work_days
from linli.kernel.sources import Source, local_choice
from linli.kernel.standards.voting_rules import RULES as RULES
from linli.kernel.standards.voting_rules import VotingRule

ARTICLE: Final = local_choice(
    "The seed article names the committees, their seven kinds of members and the five steps."
)
TRACKS_SOURCE: Final = Source(
    "绍兴 DB3306/T 075-2025 《城市社区议事运行规范》",
    "",
    "http://360book.cn/books/179/1363556.html",
    date(2026, 11, 21),
    "Read in an abstract, not in the standard.",
)
LIMITS_SOURCE: Final = local_choice(
    "Nothing national names these limits; every office changes them (DOMAIN 5)."
)

LIMITS: Final[Mapping[str, Limit]] = {
    "screen": work_days(5, LIMITS_SOURCE),
    "start": work_days(5, TRACKS_SOURCE),
    "quick": calendar_days(2, TRACKS_SOURCE),
    "discuss": work_days(15, LIMITS_SOURCE),
    "decide": work_days(10, LIMITS_SOURCE),
    "count": work_days(2, LIMITS_SOURCE),
    "publish": work_days(3, LIMITS_SOURCE),
    "object": work_days(3, LIMITS_SOURCE),
    "carry": calendar_days(60, LIMITS_SOURCE),
    "review": calendar_days(15, LIMITS_SOURCE),
    "remind": urgent_hours(24, LIMITS_SOURCE),
    "wait": calendar_days(90, LIMITS_SOURCE),
    "resolve": calendar_days(180, LIMITS_SOURCE),
}

SUPPORTERS_NEEDED: Final = 10  # LOCAL: below it a topic is taken up only with a reason
SAME_CASES_NEEDED: Final = 5  # LOCAL: the same thing five times is offered as a topic
PUBLICITY_DAYS: Final = 7  # LOCAL (DOMAIN 5.2)
PUBLICITY_MOST: Final = 30
VOTE_MOST_DAYS: Final = 60
TERM_YEARS: Final = 5
MOST_OPTIONS: Final = 6
MOST_REOPENED: Final = 1


class CommitteeKind(StrEnum):
    """The two committees of the article, and the hall in which neighbours meet."""

    COUNCIL = "council"
    OVERSIGHT = "oversight"
    HALL = "hall"


class MemberSource(StrEnum):
    """The seven kinds of members that the article names."""

    COMMITTEE = "committee"
    DEPUTY = "deputy"
    FLOATING = "floating"
    RESIDENT_UNIT = "resident_unit"
    SOCIETY = "society"
    PROPERTY = "property"
    POLICE = "police"


ENDING_DAYS: Final = 90  # LOCAL: so long before a term ends somebody looks for who comes next


def missing_sources(kind: str, there: Collection[str]) -> tuple[MemberSource, ...]:
    """Give which of the article's seven kinds of members a committee does not have; a hall is anybody's."""
    return () if kind == CommitteeKind.HALL else tuple(one for one in MemberSource if one not in there)


class Origin(StrEnum):
    """Where a topic comes from."""

    RESIDENT = "resident"
    CASES = "cases"
    PARTY = "party"


class Track(StrEnum):
    """Talked through at once, or in depth."""

    QUICK = "quick"
    DEEP = "deep"


class PartyKind(StrEnum):
    """In which part somebody takes part: only who has a stake votes, experts speak."""

    WORKING = "working"
    STAKEHOLDER = "stakeholder"
    EXPERT = "expert"
    RECUSED = "recused"


class Side(StrEnum):
    """The sides of 一核五元 that a page may show. Representatives of members are asked by the organisation itself: who is
    a member of the Party is written on nobody's line here.
    """

    ORGANISATION = "organisation"
    EXPERTS = "experts"
    UNITS = "units"
    RESIDENTS = "residents"


def sides_there(parties: Iterable[tuple[str, str]]) -> frozenset[Side]:
    """Say which sides sit at a table, from the part and the kind of member (or nothing) of whoever takes part."""
    found: set[Side] = set()
    for kind, source in parties:
        if kind == PartyKind.EXPERT:
            found.add(Side.EXPERTS)
        if kind == PartyKind.STAKEHOLDER:
            found.add(Side.RESIDENTS)
        if kind == PartyKind.WORKING and source == MemberSource.COMMITTEE:
            found.add(Side.ORGANISATION)
        if kind == PartyKind.WORKING and source == MemberSource.RESIDENT_UNIT:
            found.add(Side.UNITS)
    return frozenset(found)


VOTING_KINDS: Final[Mapping[str, frozenset[PartyKind]]] = {
    "committee": frozenset({PartyKind.WORKING}),
    "parties": frozenset({PartyKind.WORKING, PartyKind.STAKEHOLDER}),
    "representatives": frozenset({PartyKind.STAKEHOLDER}),
}
"""Who of the parties is on the roll, by rule; the other rules take households."""


class Via(StrEnum):
    """The way somebody said something."""

    PHONE = "phone"
    PAPER = "paper"
    SPOT = "spot"


class Outcome(StrEnum):
    """What was decided."""

    AGREED = "agreed"
    PASSED = "passed"
    FAILED = "failed"


STEPS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("propose", frozenset({"proposed"})),
    ("screen", frozenset({"accepted"})),
    ("discuss", frozenset({"called", "discussed"})),
    ("decide", frozenset({"voting", "counting", "decided", "published", "objected"})),
    ("review", frozenset({"carrying", "ledgered", "carried", "closed"})),
)
"""The five steps of the article, and the states in which a topic stands in each."""


def step_of(state: str) -> int:
    """Say in which of the five steps a topic stands, from 0; -1 for one that ended before it was taken up."""
    return next((i for i, (_name, states) in enumerate(STEPS) if state in states), -1)


# --- reminding ---------------------------------------------------------------------------------------------

MORNING: Final = time(8)  # LOCAL: nobody is reminded at night
LATEST: Final = time(19)  # LOCAL
NIGHT: Final = time(20)  # LOCAL
_SPANS: Final[Mapping[LimitUnit, timedelta]] = {
    LimitUnit.MINUTE: timedelta(minutes=1),
    LimitUnit.URGENT_HOUR: timedelta(hours=1),
    LimitUnit.WORK_HOUR: timedelta(hours=1),
    LimitUnit.WORK_DAY: timedelta(days=1),
    LimitUnit.CALENDAR_DAY: timedelta(days=1),
}


def remind_at(opened_at: datetime, closes_at: datetime, before: Limit) -> datetime | None:
    """Say when whoever has not voted is reminded: so long before the close, by day. A vote too short for it has no moment.

    What would fall into the night waits for the morning, or, where the vote is over by then, is said the evening before.
    """
    wanted = clock.local(closes_at - before.amount * _SPANS[before.unit])
    if not is_day(wanted):
        next_day = wanted.date() + timedelta(days=wanted.time() >= NIGHT)
        wanted = datetime.combine(next_day, MORNING, wanted.tzinfo)
    if wanted >= closes_at:
        wanted = datetime.combine(wanted.date() - timedelta(days=1), LATEST, wanted.tzinfo)
    return wanted if opened_at < wanted else None


def is_day(at: datetime) -> bool:
    """Say whether people are awake."""
    return MORNING <= clock.local(at).time() < NIGHT


# --- counting -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weight:
    """Votes by heads and by area, in hundredths of a square metre, so that sums are exact."""

    heads: int = 0
    area: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.heads + other.heads, self.area + other.area)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of the roll took part, how many it takes, and whether that is reached."""

    roll: Weight
    cast: Weight
    needs: Weight
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What a count says: whether enough took part, and which option has its majority (None: none)."""

    turnout: Turnout
    winner: int | None
    is_passed: bool


def turnout(rule: VotingRule, roll: Weight, cast: Weight) -> Turnout:
    """Say how participation stands."""
    reached = rule.quorum.is_passed(cast.heads, roll.heads)
    if rule.counts_area:
        reached = reached and rule.quorum.is_passed(cast.area, roll.area)
    needs = Weight(_least(rule, roll.heads), _least(rule, roll.area) if rule.counts_area else 0)
    return Turnout(roll, cast, needs, reached)


def _least(rule: VotingRule, whole: int) -> int:
    share = rule.quorum.share * whole
    least = -(-share.numerator // share.denominator)
    return least if rule.quorum.is_at_least or Fraction(least) > share else least + 1


def decide(rule: VotingRule, roll: Weight, counts: Sequence[Weight], *, deciding: int) -> Decision:
    """Say what the counts of the options decide. The first `deciding` can win; the rest took part and agreed to nothing.

    With two options to win, the first is the proposal and the second is against it.
    """
    cast = sum(counts, Weight())
    stands = turnout(rule, roll, cast)
    whole = roll if rule.of_all else cast
    winners = [
        i
        for i, one in enumerate(counts[:deciding])
        if rule.majority.is_passed(one.heads, whole.heads)
        and (not rule.counts_area or rule.majority.is_passed(one.area, whole.area))
    ]
    winner = winners[0] if stands.is_reached and winners else None
    return Decision(stands, winner, winner is not None)


def passes(decision: Decision, *, is_yes_no: bool) -> bool:
    """Say whether something was decided that is to be carried out: the proposal, or one of several options."""
    return decision.is_passed and (not is_yes_no or decision.winner == 0)


def rule_of(code: str) -> VotingRule:
    """Give a rule by its code."""
    return RULES[code]


def is_unhappy(levels: Sequence[int]) -> bool:
    """Say whether more of those asked were dissatisfied (levels 1 and 2 of five) than content."""
    bad = sum(level < 3 for level in levels)
    return bad * 2 > len(levels)
