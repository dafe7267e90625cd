"""Who might fit a posting and why, and postings found by plain words. Pure; nobody is scored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.kernel.chinese import search_tokens


class Skill(StrEnum):
    """What work asks for and what people can do, in a dozen words that everybody uses."""

    COOK = "cook"
    SERVE = "serve"
    SELL = "sell"
    CLEAN = "clean"
    CARE = "care"
    DRIVE = "drive"
    REPAIR = "repair"
    SEW = "sew"
    GUARD = "guard"
    OFFICE = "office"
    COMPUTER = "computer"
    CARRY = "carry"


class Hours(StrEnum):
    """When the work is."""

    FULL = "full"
    PART = "part"
    NIGHT = "night"
    FREE = "free"


SAID: Final[dict[str, tuple[str, ...]]] = {
    Skill.COOK: ("做饭", "厨师", "后厨", "帮厨", "面点", "炒菜", "面案", "切菜"),
    Skill.SERVE: ("服务员", "端菜", "前台", "接待", "传菜"),
    Skill.SELL: ("收银", "导购", "卖货", "营业员", "理货", "销售", "超市"),
    Skill.CLEAN: ("保洁", "打扫", "洗碗", "清洁", "保姆", "家政"),
    Skill.CARE: ("照顾", "护工", "陪护", "月嫂", "带孩子", "护理", "托管"),
    Skill.DRIVE: ("司机", "开车", "送货", "快递", "骑手", "配送", "外卖"),
    Skill.REPAIR: ("修理", "维修", "电工", "水暖", "修车", "焊工", "木工"),
    Skill.SEW: ("缝纫", "裁缝", "改衣", "熨烫", "洗衣"),
    Skill.GUARD: ("保安", "门卫", "看门", "值班", "巡逻"),
    Skill.OFFICE: ("文员", "会计", "出纳", "行政", "记账"),
    Skill.COMPUTER: ("电脑", "电商", "客服", "打字", "设计", "程序"),
    Skill.CARRY: ("搬运", "装卸", "分拣", "打包", "仓库"),
}
"""How people say it: by these words a posting is found, and what is written is understood."""
HOURS_SAID: Final[dict[str, tuple[str, ...]]] = {
    Hours.PART: ("兼职", "半天", "小时工", "钟点工", "接孩子"),
    Hours.NIGHT: ("夜班", "晚班", "晚上"),
    Hours.FREE: ("时间灵活", "零工", "灵活"),
    Hours.FULL: ("全职", "长期", "全天"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a posting asks for. `line` are the ids of the units above its place, root first."""

    id: int
    skills: frozenset[str]
    hours: str
    wage_to: int
    line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seeking:
    """What somebody said they look for, as far as they said it."""

    id: int
    skills: frozenset[str]
    hours: frozenset[str]
    wage_from: int | None
    line: tuple[int, ...]


class Why(StrEnum):
    """A reason why somebody and a posting go together."""

    SKILL = "skill"
    HOURS = "hours"
    WAGE = "wage"
    GRID = "grid"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who might fit: the skills both named and the other reasons."""

    id: int
    skills: tuple[str, ...]
    reasons: tuple[Why, ...]


def propose(wanted: Wanted, seekers: Iterable[Seeking], most: int = 12) -> tuple[Proposal, ...]:
    """Propose who might fit, each with reasons, in the order of a lot drawn for this posting.

    Whoever has none of the skills it asks for, wants other hours, or more than it pays, is not proposed. The order says
    nothing about anybody: there is no score, and the reasons are the same for the officer and the seeker.
    """
    found = []
    for one in seekers:
        skills = tuple(sorted(wanted.skills & one.skills))
        if (wanted.skills and not skills) or (one.hours and wanted.hours not in one.hours):
            continue
        if one.wage_from is not None and one.wage_from > wanted.wage_to:
            continue
        reasons = []
        if skills:
            reasons.append(Why.SKILL)
        if wanted.hours in one.hours:
            reasons.append(Why.HOURS)
        if one.wage_from is not None:
            reasons.append(Why.WAGE)
        if one.line and one.line == wanted.line:
            reasons.append(Why.GRID)
        elif len(one.line) > 1 and one.line[:-1] == wanted.line[: len(one.line) - 1]:
            reasons.append(Why.COMMUNITY)
        if reasons:
            found.append(Proposal(one.id, skills, tuple(reasons)))
    found.sort(key=lambda p: hashlib.sha256(f"{wanted.id}:{p.id}".encode()).digest())
    return tuple(found[:most])


def skills_in(text: str) -> frozenset[str]:
    """Say which skills words speak of."""
    return frozenset(skill for skill, words in SAID.items() if any(word in text for word in words))


def hours_in(text: str) -> frozenset[str]:
    """Say which hours words speak of."""
    return frozenset(hours for hours, words in HOURS_SAID.items() if any(word in text for word in words))


@dataclass(frozen=True, slots=True)
class Shown:
    """A posting as it is searched."""

    id: int
    text: str
    skills: frozenset[str]
    hours: str


def find(words: str, postings: Iterable[Shown]) -> tuple[int, ...]:
    """Find postings by plain words: “带孩子想找半天的活”, “做饭”. What matches in more ways comes first."""
    skills, hours = skills_in(words), hours_in(words)
    asked = set(search_tokens(words))
    found = []
    for place, one in enumerate(postings):
        known = one.skills | skills_in(one.text)
        fits = 3 * len(skills & known) + (2 if one.hours in hours else 0)
        fits += sum(len(token) > 1 for token in asked & set(search_tokens(one.text)))
        if fits and (not skills or skills & known or fits > 1):
            found.append((-fits, place, one.id))
    return tuple(pk for _fits, _place, pk in sorted(found))
