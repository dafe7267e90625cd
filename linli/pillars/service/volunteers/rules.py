"""Places, hours and who might fit: pure decisions, no Django. Proposals only: a person asks, a person says yes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.clock import local


class Skill(StrEnum):
    """What somebody can do for others."""

    TALK = "talk"
    CARE = "care"
    TEACH = "teach"
    REPAIR = "repair"
    LAW = "law"
    HEALTH = "health"
    ART = "art"
    PATROL = "patrol"
    CLEAN = "clean"
    COOK = "cook"


class When(StrEnum):
    """When somebody has time."""

    DAYTIME = "daytime"
    EVENING = "evening"
    WEEKEND = "weekend"


class What(StrEnum):
    """What happened, so that people are needed at posts."""

    FLOOD = "flood"
    COLD = "cold"
    POWER = "power"
    WATER = "water"
    HEAT = "heat"
    HEALTH = "health"
    OTHER = "other"


CATEGORY_SKILLS: Final[dict[str, tuple[Skill, ...]]] = {
    "property.cleaning": (Skill.CLEAN,),
    "property.greenery": (Skill.CLEAN,),
    "property.repair": (Skill.REPAIR,),
    "property.no-company": (Skill.CLEAN, Skill.REPAIR),
    "property.security": (Skill.PATROL,),
    "streetscape.rubbish": (Skill.CLEAN,),
    "streetscape.dirty-road": (Skill.CLEAN,),
    "streetscape.stacking": (Skill.CLEAN,),
    "streetscape.stickers": (Skill.CLEAN,),
    "traffic.bikes": (Skill.PATROL, Skill.CLEAN),
    "traffic.shared-bikes": (Skill.PATROL, Skill.CLEAN),
    "facilities.green-litter": (Skill.CLEAN,),
    "facilities.fitness": (Skill.REPAIR,),
    "neighbours.dogs": (Skill.PATROL,),
    "neighbours.stairwell-planting": (Skill.CLEAN,),
    "safety.stairwell": (Skill.CLEAN,),
    "safety.indoor-charging": (Skill.PATROL,),
    "safety.ice": (Skill.CLEAN,),
    "safety.order": (Skill.PATROL,),
    "care.hardship": (Skill.CARE,),
    "care.elders": (Skill.TALK, Skill.CARE, Skill.COOK),
    "care.disabled": (Skill.CARE, Skill.TALK),
    "care.children": (Skill.TEACH, Skill.TALK),
    "insurance.clinic": (Skill.HEALTH,),
    "education.gate": (Skill.PATROL,),
    "disputes.neighbours": (Skill.LAW, Skill.TALK),
    "disputes.family": (Skill.LAW, Skill.TALK),
    "disputes.labour": (Skill.LAW,),
    "disputes.legal": (Skill.LAW,),
    "other.culture": (Skill.ART,),
}
"""LOCAL: what neighbours can lend a hand with, by what a case is about. Nothing that is dangerous or needs a licence."""
SKILLS: Final = frozenset(one.value for one in Skill)
WHENS: Final = frozenset(one.value for one in When)

ROUNDED_TO: Final = 30
LONGER_BY: Final = timedelta(hours=1)  # LOCAL: putting up and taking down
LONGEST: Final = timedelta(hours=12)  # LOCAL: nobody helps longer in one go
CLAIM_WITHIN: Final = timedelta(days=30)  # LOCAL: while those who were there still remember


def is_room(going: int, capacity: int) -> bool:
    """Say whether one more can come."""
    return going < capacity


def fits_claim(minutes: int, starts: datetime, ends: datetime) -> bool:
    """Say whether hours somebody tells can be of this activity: half hours, and hardly longer than it was."""
    most = min(ends - starts + LONGER_BY, LONGEST)
    return 0 < minutes <= most.total_seconds() / 60 and minutes % ROUNDED_TO == 0


def is_closed(starts: datetime, ends: datetime, *, is_post: bool, at: datetime) -> bool:
    """Say whether it is too late to come or to say no: an activity is closed once it began, a post when it is released."""
    return at >= (ends if is_post else starts)


def skills_for(category: str) -> tuple[str, ...]:
    """Give what helps with a case of a category of the catalogue; nothing where neighbours had better not."""
    return tuple(one.value for one in CATEGORY_SKILLS.get(category, ()))


def when_of(starts: datetime) -> When:
    """Say which free time an activity needs."""
    there = local(starts)
    if there.weekday() >= 5:
        return When.WEEKEND
    return When.EVENING if there.hour >= 17 else When.DAYTIME


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed: which skills, when, and where (ids of the units above the place)."""

    key: str
    skills: frozenset[str]
    when: str
    line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who said what they can do, when, and in which grid they live (`line`), as far as they said."""

    id: int
    skills: frozenset[str]
    times: frozenset[str]
    line: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who might fit, and why: `skills` they have, `is_free` then, `is_near`."""

    id: int
    skills: tuple[str, ...]
    is_free: bool
    is_near: bool


def match(need: Need, candidates: Iterable[Candidate], most: int = 8) -> tuple[Proposal, ...]:
    """Propose who might fit, with reasons. Without a reason in skill or time nobody is proposed.

    Among those with as many reasons the order is a lot, drawn anew for each need: nobody is always first, and no hours
    of the past are looked at.
    """
    found = []
    for one in candidates:
        skills = tuple(sorted(need.skills & one.skills))
        is_free, is_near = (
            need.when in one.times,
            bool(one.line) and one.line[:-1] == need.line[: len(one.line) - 1],
        )
        if need.skills and not skills:
            continue
        if not skills and not is_free:
            continue
        found.append(Proposal(one.id, skills, is_free, is_near))
    found.sort(key=lambda p: (-(len(p.skills) + p.is_free + p.is_near), _lot(need.key, p.id)))
    return tuple(found[:most])


def _lot(key: str, id: int) -> bytes:
    return hashlib.sha256(f"{key}:{id}".encode()).digest()
