"""What an organisation is, what it must have, and what a sheet of members says. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.numbers import normalise_phone
from linli.kernel.refusals import Refusal
from linli.kernel.sources import LOCAL, Source
from linli.kernel.standards import party as law


class OrgKind(StrEnum):
    """Every kind of organisation that the articles tell of."""

    WORKING_COMMITTEE = "working_committee"
    GREATER_WORKING = "greater_working"
    COMMITTEE = "committee"
    GREATER_COMMITTEE = "greater_committee"
    JOINT_COMMITTEE = "joint_committee"
    GENERAL_BRANCH = "general_branch"
    BRANCH = "branch"
    GRID_BRANCH = "grid_branch"
    INTEREST_BRANCH = "interest_branch"
    TRADE_BRANCH = "trade_branch"
    FLOATING_BRANCH = "floating_branch"
    PROJECT_BRANCH = "project_branch"
    FIRM_BRANCH = "firm_branch"
    JOINT_BRANCH = "joint_branch"
    GROUP = "group"
    TASK_FORCE = "task_force"


K = OrgKind
COMMITTEES: Final = frozenset({K.COMMITTEE, K.GREATER_COMMITTEE, K.JOINT_COMMITTEE})
BRANCHES: Final = frozenset(
    {
        K.BRANCH,
        K.GRID_BRANCH,
        K.INTEREST_BRANCH,
        K.TRADE_BRANCH,
        K.FLOATING_BRANCH,
        K.PROJECT_BRANCH,
        K.FIRM_BRANCH,
        K.JOINT_BRANCH,
    }
)
"""A branch of its own right: its members have their formal relation here."""
FUNCTIONAL: Final = frozenset({K.INTEREST_BRANCH, K.TRADE_BRANCH, K.PROJECT_BRANCH, K.TASK_FORCE})
"""Joined beside one's own branch: somebody belongs to one and takes part in others (一方隶属、参加多重组织生活)."""
WITH_UNITS: Final = frozenset({K.GREATER_WORKING, K.GREATER_COMMITTEE, K.JOINT_COMMITTEE})
"""Those that units of the area send part-time members to."""
ELECTED: Final = COMMITTEES | BRANCHES | {K.GENERAL_BRANCH}
PASSING: Final = frozenset({K.PROJECT_BRANCH, K.TASK_FORCE})
"""Those that end with their work."""

_TOP: Final = frozenset({K.WORKING_COMMITTEE})
UNDER: Final[Mapping[OrgKind, frozenset[OrgKind]]] = {
    K.WORKING_COMMITTEE: frozenset(),
    K.GREATER_WORKING: _TOP,
    **dict.fromkeys(COMMITTEES, _TOP),
    K.GENERAL_BRANCH: _TOP | COMMITTEES,
    **dict.fromkeys(BRANCHES, _TOP | COMMITTEES | {K.GENERAL_BRANCH}),
    K.GROUP: BRANCHES,
    K.TASK_FORCE: _TOP | COMMITTEES | BRANCHES | {K.GENERAL_BRANCH},
}


class Standing(StrEnum):
    """How far somebody has come."""

    APPLICANT = "applicant"
    ACTIVIST = "activist"
    CANDIDATE = "candidate"
    PROBATIONARY = "probationary"
    FULL = "full"


class Relation(StrEnum):
    """Where the organisational relation of a member stands."""

    HERE = "here"
    MOVING_IN = "moving_in"
    MOVING_OUT = "moving_out"
    FLOWN_OUT = "flown_out"
    FLOWN_IN = "flown_in"
    LOST = "lost"
    SUSPENDED = "suspended"
    ABROAD = "abroad"


FLOATING: Final = frozenset({Relation.FLOWN_OUT, Relation.FLOWN_IN})
"""Set and ended by an entry of floating members alone: since when, where, what came of it."""


class Position(StrEnum):
    """What a member does in the organisation."""

    NONE = ""
    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE = "committee"
    LEADER = "leader"


class Door(StrEnum):
    """What the household of a member is to its neighbours."""

    NONE = ""
    CENTRE = "centre"
    VANGUARD = "vanguard"


class Left(StrEnum):
    """Why somebody is in an organisation no more."""

    MOVED = "moved"
    ENDED = "ended"
    DIED = "died"
    MISTAKE = "mistake"


MEMBERS: Final = (Standing.FULL, Standing.PROBATIONARY)
"""Who counts as a member; the others are on their way."""


# --- what an organisation must have ---------------------------------------------------------------------------


class Finding(StrEnum):
    """Something about an organisation that a rule speaks to."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NO_COMMITTEE = "no_committee"
    COMMITTEE_LARGE = "committee_large"
    JOINT_WIDE = "joint_wide"
    NO_TERM = "no_term"
    TERM_OVER = "term_over"
    ELECTION_DUE = "election_due"
    WORK_OVER = "work_over"
    SHOULD_BE_BRANCH = "should_be_branch"


BY_COUNT: Final = frozenset(
    {
        Finding.TOO_FEW,
        Finding.TOO_MANY,
        Finding.NO_COMMITTEE,
        Finding.SHOULD_BE_BRANCH,
    }
)
"""What tells how many members there are: only for who may know whom an organisation has."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its number and its rule."""

    what: Finding
    source: Source
    n: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    kind: OrgKind
    founded_on: date | None
    term_until: date | None = None
    ends_on: date | None = None
    committee_size: int = 0
    units: int = 0
    members: int = 0
    full: int = 0


def _by_count(facts: Facts, today: date) -> Iterable[Told]:
    kind, full, members = facts.kind, facts.full, facts.members
    if kind in BRANCHES and kind not in FUNCTIONAL:
        if full < law.FULL_MEMBERS_FOR_BRANCH:
            yield Told(Finding.TOO_FEW, law.SETTING_UP, full, law.FULL_MEMBERS_FOR_BRANCH)
        if members > law.MEMBERS_OF_BRANCH:
            yield Told(Finding.TOO_MANY, law.SETTING_UP, members, law.MEMBERS_OF_BRANCH)
        if full >= law.FULL_MEMBERS_FOR_COMMITTEE and facts.committee_size < law.COMMITTEE_LEAST:
            yield Told(Finding.NO_COMMITTEE, law.COMMITTEES, full, law.FULL_MEMBERS_FOR_COMMITTEE)
    if kind is OrgKind.GENERAL_BRANCH and members >= law.MEMBERS_OF_GENERAL:
        yield Told(Finding.TOO_MANY, law.TERMS, members, law.MEMBERS_OF_GENERAL)
    if kind is OrgKind.TASK_FORCE and facts.founded_on is not None and full >= law.FULL_MEMBERS_FOR_BRANCH:
        end = facts.ends_on or today
        if (end - facts.founded_on).days > law.PROJECT_MONTHS * 31:
            yield Told(Finding.SHOULD_BE_BRANCH, law.SETTING_UP, full, law.PROJECT_MONTHS)


def _by_term(facts: Facts, today: date) -> Iterable[Told]:
    if facts.kind in ELECTED - PASSING:
        if facts.term_until is None:
            yield Told(Finding.NO_TERM, law.COMMITTEES)
        elif facts.term_until < today:
            yield Told(Finding.TERM_OVER, law.TERMS, (today - facts.term_until).days)
        elif (facts.term_until - today).days <= law.ELECTION_AHEAD_DAYS:
            yield Told(Finding.ELECTION_DUE, LOCAL, (facts.term_until - today).days)
    if facts.kind in BRANCHES and facts.committee_size > law.COMMITTEE_MOST:
        yield Told(Finding.COMMITTEE_LARGE, law.COMMITTEES, facts.committee_size, law.COMMITTEE_MOST)
    if facts.kind is OrgKind.JOINT_BRANCH and facts.units > law.UNITS_OF_JOINT:
        yield Told(Finding.JOINT_WIDE, law.SETTING_UP, facts.units, law.UNITS_OF_JOINT)
    if facts.kind in PASSING and facts.ends_on is not None and facts.ends_on < today:
        yield Told(Finding.WORK_OVER, LOCAL, (today - facts.ends_on).days)


def findings(facts: Facts, today: date, *, counts: bool) -> tuple[Told, ...]:
    """Say what the rules find in an organisation; what tells how many there are only where `counts` is known."""
    found = list(_by_term(facts, today))
    return tuple([*_by_count(facts, today), *found] if counts else found)


def term_end(kind: OrgKind, elected_on: date) -> date:
    """Return the day until which what was elected sits: five years in a community, three elsewhere."""
    elsewhere = kind in {OrgKind.FIRM_BRANCH, OrgKind.JOINT_BRANCH, OrgKind.TRADE_BRANCH}
    years = law.TERM_YEARS_ELSEWHERE if elsewhere else law.TERM_YEARS_COMMUNITY
    return date(elected_on.year + years, elected_on.month, min(elected_on.day, 28))


def forgotten_on(until: date) -> date:
    """Return the day on which what is kept of somebody who left is erased."""
    return until + timedelta(days=law.KEPT_DAYS)


# --- a sheet of members ---------------------------------------------------------------------------------------


class MemberRowUnclear(Refusal):
    """A row of a sheet does not say who, or in which organisation: `row`, `column`."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody to be written into an organisation; `home` is a household's id, where it is known."""

    name: str
    organisation: str = ""
    phone: str = ""
    grid: str = ""
    door: str = ""
    home: int | None = None
    standing: Standing = Standing.FULL
    since: date | None = None
    position: Position = Position.NONE
    role_of_door: Door = Door.NONE
    is_in_service: bool = False


HEADS: Final = {
    "姓名": "name",
    "所在党组织": "organisation",
    "党组织": "organisation",
    "党支部": "organisation",
    "联系电话": "phone",
    "手机号": "phone",
    "网格": "grid",
    "所属网格": "grid",
    "住址": "door",
    "人员类别": "standing",
    "类别": "standing",
    "党内职务": "position",
    "户类型": "role_of_door",
    "在职": "in_service",
}
STANDING_NAMES: Final = {
    "入党申请人": Standing.APPLICANT,
    "积极分子": Standing.ACTIVIST,
    "入党积极分子": Standing.ACTIVIST,
    "发展对象": Standing.CANDIDATE,
    "预备党员": Standing.PROBATIONARY,
    "正式党员": Standing.FULL,
    "": Standing.FULL,
}
POSITION_NAMES: Final = {
    "": Position.NONE,
    "无": Position.NONE,
    "书记": Position.SECRETARY,
    "副书记": Position.DEPUTY,
    "委员": Position.COMMITTEE,
    "组织委员": Position.COMMITTEE,
    "宣传委员": Position.COMMITTEE,
    "纪检委员": Position.COMMITTEE,
    "组长": Position.LEADER,
}
DOOR_NAMES: Final = {
    "": Door.NONE,
    "无": Door.NONE,
    "党员中心户": Door.CENTRE,
    "中心户": Door.CENTRE,
    "先锋户": Door.VANGUARD,
    "党员先锋户": Door.VANGUARD,
}
LONGEST_NAME: Final = 40
LONGEST_DOOR: Final = 80


def fields_of(heads: Iterable[str]) -> list[str]:
    """Return which field each heading names; "" for those nobody asked for."""
    return [HEADS.get(head.strip().rstrip("：:"), "") for head in heads]


def is_head(heads: Iterable[str]) -> bool:
    """Say whether a row is the one with the headings."""
    return {"name", "organisation"} <= set(fields_of(heads))


def enrolled(row: int, cells: Mapping[str, str]) -> Enrolled:
    """Read a row.

    :raises MemberRowUnclear: naming the column that is missing or not understood.
    """
    said = {name: " ".join(text.split()) for name, text in cells.items()}
    for field in ("name", "organisation"):
        if not said.get(field):
            raise MemberRowUnclear(row=row, column=field)
    phone = said.get("phone", "")
    if phone:
        try:
            phone = normalise_phone(phone[:40])
        except ValueError:
            raise MemberRowUnclear(row=row, column="phone") from None
    named = {
        "standing": set(STANDING_NAMES),
        "position": set(POSITION_NAMES),
        "role_of_door": set(DOOR_NAMES),
    }
    for field, names in named.items():
        if said.get(field, "") not in names:
            raise MemberRowUnclear(row=row, column=field)
    if len(said["name"]) > LONGEST_NAME:
        raise MemberRowUnclear(row=row, column="name")
    if len(said.get("door", "")) > LONGEST_DOOR:
        raise MemberRowUnclear(row=row, column="door")
    return Enrolled(
        name=said["name"],
        organisation=said["organisation"],
        phone=phone,
        grid=said.get("grid", ""),
        door=said.get("door", ""),
        standing=STANDING_NAMES[said.get("standing", "")],
        position=POSITION_NAMES[said.get("position", "")],
        role_of_door=DOOR_NAMES[said.get("role_of_door", "")],
        is_in_service=said.get("in_service", "") in {"是", "在职"},
    )
