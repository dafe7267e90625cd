"""What cannot wait for the clock, by rules: danger to life, and water, power, gas or heat that is out.

Each clause of a text is read for itself; what it denies, fears, remembers or rehearses is no emergency, but a doubt is
decided for the danger. `urgent` reads with these rules and with what was learned from written phrases together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.base.language._alarms import ACROSS, LIFE, SUPPLY
from linli.kernel.chinese import normalise


class Danger(StrEnum):
    """Why something is urgent."""

    LIFE = "life"
    SUPPLY = "supply"


@dataclass(frozen=True, slots=True)
class Urgency:
    """Why a text is urgent, and the words that say so."""

    danger: Danger
    words: str
    by_rule: bool = True


_CLAUSE: Final = re.compile(r"[^，,。！!？?；;\n]+[，,。！!？?；;\n]?")
_LIFE_SAID: Final = re.compile(LIFE, re.VERBOSE)
_SUPPLY_SAID: Final = re.compile(SUPPLY, re.VERBOSE)
_ACROSS_SAID: Final = re.compile(ACROSS)

# What takes an alarm back, inside the clause that gives it.
_REHEARSED: Final = re.compile(
    r"""
    演练|演习|报名|手机没电|遥控器没电|表没电|车没电|培训|讲座|宣传|知识|海报|展板|模拟|预案|条例|制度|规定|手册|课程|活动|征文|电影|电视剧|小说|游戏
    |新闻里|听说过|保险怎么|险种|灭火器|消防栓检查
    """,
    re.VERBOSE,
)
_DENIED: Final = re.compile(
    r"""
    (?:没有|没|未|并未|并没有|不是|不会|不存在|从来?没|从未|还没有?|没听说|不曾)(?:再|有|人|发生|出现|造成|过|
      发现|任何|什么|引起|出|看到|闻到)*$
    """,
    re.VERBOSE,
)
_FEARED: Final = re.compile(
    r"""
    (?:防止|预防|以防|避免|谨防|以免|免得|省得|别等|不要等|如果|要是|假如|万一|一旦|假设|若|怎么防|如何防|
      如何预防|怎么处理|怎样避免|会不会|容易|怕(?!是)|担心|害怕|恐怕|生怕|可能会|可能造成|可能引发|可能导致|易|会引起|
      会造成|会引发|很可能|存在)[^，,。]{0,12}$
    """,
    re.VERBOSE,
)
_PAST: Final = re.compile(
    r"""
    去年|前年|上个月|上月|以前|之前|曾经|曾|当年|那年|几年前|年前|上次|历史上|早先|小时候
    |[0-9一二三四五六七八九十]+年(?:的)?(?:时候|冬|夏|春|秋)|往年
    """,
    re.VERBOSE,
)
_OVER: Final = re.compile(
    r"""
    (?:恢复|(?<![不没未还自])(?<!没有)来(?:了)?(?:电|水|气|暖)(?!吗|呢)|修好|
      抢修好|抢修完|解决了|处理(?:好|完)了|扑灭|灭了|救出来|救上来|找到了|找回来|平安|没事了|排除了|脱险|出院|痊愈|
      已完工|安顿好|锯走|收走了|抓走了|摘掉了|虚惊一场|送来了)
    """,
    re.VERBOSE,
)
_NOTICE: Final = re.compile(
    r"""
    (?:(?<!没)(?<!没人)(?<!没有)(?<!不)通知|公告|计划|提前|预告|告示|停水停电的?(?:时间|信息|通知|计划)|几点|什么时候|为什么总|多久|怎么办理|
      怎么报停|补偿|赔偿|电话是|号码|报停|缴费|欠费|办理|申请|过户|收费标准|开户|换表|改造|怎么查|怎么预约)
    """,
    re.VERBOSE,
)
_STILL: Final = re.compile(
    r"""
    现在|正在|此刻|刚才|刚刚|快来|赶紧|赶快|马上来|立刻|又|还在|仍|急(?!救课|救培)|救命|救人|快救|来救|求救|抢救|一直
    """,
    re.VERBOSE,
)

_NOT_YET: Final = re.compile("还没|仍没|仍未|还不|迟迟|又(?:停|断|没|着|漏)")

EARLY: Final = 120
"""Whoever is in danger says so first; further down a long letter only what happens now is an alarm."""


def urgency_of(text: str) -> Urgency | None:
    """Say by rules why a text cannot wait, or None. Danger to life wins over supply; the first clause that says so is
    quoted."""
    text = normalise(text)
    return urgency_in(text, is_over=is_over(text))


def is_late_and_calm(piece: str, start: int) -> bool:
    """Say whether a piece stands so far down a long letter that it is read only where it tells of now, and does not."""
    return start >= EARLY and not _STILL.search(piece)


def is_over(text: str) -> bool:
    """Say whether a text tells that what it speaks of has been put right."""
    return bool(_OVER.search(text)) and not _NOT_YET.search(text)


def urgency_in(text: str, *, is_over: bool) -> Urgency | None:
    """Say by rules why a piece of a text cannot wait; `is_over` says that the whole tells of what has passed."""
    clauses = [match[0] for match in _CLAUSE.finditer(text) if not is_late_and_calm(match[0], match.start())]
    if alone := _ACROSS_SAID.search(text):
        return Urgency(Danger.LIFE, alone[0])
    supply: Urgency | None = None
    for clause in clauses:
        if life := _said(_LIFE_SAID, clause, is_over=is_over):
            return Urgency(Danger.LIFE, life)
        if supply is None and not is_over and (out := _said(_SUPPLY_SAID, clause, is_over=is_over)):
            if not _NOTICE.search(clause) or _STILL.search(clause):
                supply = Urgency(Danger.SUPPLY, out)
    return supply


def is_taken_back(text: str, *, is_over: bool) -> bool:
    """Say whether every danger that a text speaks of is denied, rehearsed or over: then nobody else need look for one."""
    found = False
    for match in _CLAUSE.finditer(text):
        clause = match[0]
        for pattern in (_LIFE_SAID, _SUPPLY_SAID):
            for said in pattern.finditer(clause):
                found = True
                if not (is_over or _REHEARSED.search(clause) or _DENIED.search(clause[: said.start()])):
                    return False
    return found


def _said(pattern: re.Pattern[str], clause: str, *, is_over: bool) -> str:
    """Find what a clause says that is not denied, feared, remembered, rehearsed or over."""
    for match in pattern.finditer(clause):
        before = clause[: match.start()]
        now = bool(_STILL.search(clause))
        if _DENIED.search(before) or (_FEARED.search(before) and not now):
            continue
        if (_REHEARSED.search(clause) or (_PAST.search(before) and not now)) or (is_over and not now):
            continue
        return match[0].strip()
    return ""
