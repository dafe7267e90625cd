"""What a bulletin is, who must approve it, how easy it reads and which report it concerns. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from linli.kernel.sources import Source, local_choice


class BulletinKind(StrEnum):
    """What a bulletin is about."""

    POLICY = "policy"
    JOB = "job"
    OUTAGE = "outage"
    ACTIVITY = "activity"
    COLUMN = "column"
    OTHER = "other"


class Utility(StrEnum):
    """What an outage cuts off."""

    WATER = "water"
    POWER = "power"
    HEAT = "heat"
    GAS = "gas"


class ReachLevel(StrEnum):
    """How far a bulletin goes: inside one community, or beyond."""

    COMMUNITY = "community"
    STREET = "street"


class Interest(StrEnum):
    """Whom a bulletin is meant for, and what a subscriber ticks: what one wants to hear of, never what one is."""

    ELDERS = "elders"
    FAMILIES = "families"
    WORKERS = "workers"
    SHOPS = "shops"
    VOLUNTEERS = "volunteers"


# --- who must approve ---------------------------------------------------------------------------------------


class Approver(StrEnum):
    """Who must read a bulletin through before, or after, it is shown."""

    NOBODY = "nobody"
    COMMUNITY = "community"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must approve; `at_once`: it may be shown first and is reviewed afterwards."""

    by: Approver
    at_once: bool = False


APPROVALS_SOURCE: Final[Source] = local_choice(
    "Who approves which bulletin; every office changes the table on its own page."
)
READ_FIRST: Final = frozenset({BulletinKind.COLUMN})
"""Kinds that are not the office's own words: nobody may let them be shown unread."""
APPROVALS: Final[Mapping[tuple[BulletinKind, ReachLevel], Approval]] = {
    (kind, level): Approval(
        Approver.STREET if level is ReachLevel.STREET else Approver.COMMUNITY,
        at_once=kind is BulletinKind.OUTAGE,
    )
    for kind in BulletinKind
    for level in ReachLevel
}


def is_strict_enough(kind: BulletinKind, level: ReachLevel, approval: Approval) -> bool:
    """Say whether a rule can be kept: what goes beyond a community is not approved by one, what others say is read first."""
    if kind in READ_FIRST and (approval.by is Approver.NOBODY or approval.at_once):
        return False
    return not (level is ReachLevel.STREET and approval.by is Approver.COMMUNITY)


# --- plain words --------------------------------------------------------------------------------------------

MOST_SUMMARY: Final = 80
LONG_SENTENCE: Final = 30  # LOCAL: characters; what is read aloud in one breath
PLAIN_SOURCE: Final[Source] = local_choice(
    "Words of offices that residents ask about, and what to say instead."
)
HARD_WORDS: Final[Mapping[str, str]] = {
    "予以": "给、来",
    "兹定于": "定在",
    "兹有": "有",
    "敬请谅解": "给您添麻烦了",
    "届时": "到时候",
    "逾期不予受理": "过了这天就不收了",
    "逾期": "过了日期",
    "相关部门": "写出是哪个部门",
    "特此通知": "（不用写）",
    "特此公告": "（不用写）",
    "知悉": "知道",
    "周知": "知道",
    "悉知": "知道",
    "根据上级要求": "写出是哪份文件",
    "有序开展": "开始",
    "贯彻落实": "按……办",
    "辖区": "我们街道",
    "广大居民": "您、大家",
    "积极配合": "请您……（写出做什么）",
    "妥善安排": "请您提前……（写出做什么）",
    "凭有效证件": "带身份证",
    "申领": "申请领",
    "缴纳": "交",
    "给予": "给",
    "系指": "是",
    "均可": "都可以",
    "均需": "都要",
    "如遇": "要是",
    "于": "在",
    "须": "要",
    "暨": "和",
}
_NOT_ALONE: Final = {
    "于": re.compile(r"(?<![关对由至等位属终低高大小多少])于(?!是)"),
    "须": re.compile(r"(?<!必)须(?!知)"),
}
_SENTENCE = re.compile(r"[。！？!?；;\n]+")
_LETTERS = re.compile(r"[\w]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Reading:
    """How easy some words read. A hint for whoever writes, never a gate."""

    sentences: int
    average: float
    longest: str
    hard: tuple[tuple[str, str], ...]

    @property
    def is_easy(self) -> bool:
        """Whether no sentence is longer than a breath and no word is an office's."""
        return not self.hard and len(_LETTERS.findall(self.longest)) <= LONG_SENTENCE


def readability(text: str) -> Reading:
    """Measure sentences in characters and find the words of offices in them."""
    found = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    lengths = [len(_LETTERS.findall(part)) for part in found]
    longest = max(found, key=lambda part: len(_LETTERS.findall(part)), default="")
    rest, hard = text, []
    for word, instead in HARD_WORDS.items():  # the longer of two that overlap stands first
        pattern = _NOT_ALONE.get(word) or re.compile(re.escape(word))
        if pattern.search(rest):
            hard.append((word, instead))
            rest = pattern.sub("□", rest)
    return Reading(len(found), sum(lengths) / len(lengths) if lengths else 0.0, longest, tuple(hard))


# --- what it says -------------------------------------------------------------------------------------------

LONGEST_SHOWN: Final = timedelta(days=366)  # LOCAL: what holds longer is a page, not a bulletin


@dataclass(frozen=True, slots=True)
class Content:
    """What a bulletin says. `starts_at` and `ends_at` are those of the outage or the activity."""

    kind: BulletinKind
    title: str
    summary: str
    body: str
    valid_from: datetime
    valid_until: datetime
    utility: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    contact: str = ""
    interests: tuple[str, ...] = ()


KINDS: Final = frozenset(kind.value for kind in BulletinKind)
INTERESTS: Final = frozenset(interest.value for interest in Interest)


def faults(content: Content) -> dict[str, str]:
    """Name what is wrong with a content, by field: a code for each, in words in `texts.FAULTS`."""
    found: dict[str, str] = {}
    for name in ("title", "summary"):
        if not getattr(content, name).strip():
            found[name] = "missing"
    if len(content.summary) > MOST_SUMMARY:
        found["summary"] = "too_long"
    if content.valid_until <= content.valid_from:
        found["valid_until"] = "backward"
    elif content.valid_until - content.valid_from > LONGEST_SHOWN:
        found["valid_until"] = "too_far"
    if content.starts_at and content.ends_at and content.ends_at <= content.starts_at:
        found["ends_at"] = "backward"
    if content.kind is BulletinKind.OUTAGE:
        missing = {"utility": content.utility, "starts_at": content.starts_at, "ends_at": content.ends_at}
        found |= {name: "missing" for name, value in missing.items() if not value}
    return found


def digest_fields(content: Content) -> list[list[str]]:
    """Give a content as plain pairs, in one order, to be hashed into the log."""
    return [[f.name, _plain(getattr(content, f.name))] for f in fields(content)]


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def changes(before: Content, after: Content) -> tuple[tuple[str, Any, Any], ...]:
    """Name the fields of a correction that differ: field, before, after."""
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(after))
    return tuple((name, old, new) for name, old, new in pairs if old != new)


# --- what a report has to do with an outage -----------------------------------------------------------------

_SAYS: Final[Mapping[Utility, re.Pattern[str]]] = {
    Utility.WATER: re.compile(
        r"停水|没水|没有水|断水|水压|来水|自来水|no water|water (is )?(off|out|cut)", re.I
    ),
    Utility.POWER: re.compile(
        r"停电|没电|没有电|断电|跳闸|来电了?吗|power (is )?(off|out|cut)|no power", re.I
    ),
    Utility.HEAT: re.compile(r"暖气|供暖|供热|不热|停暖|没暖|heating|no heat", re.I),
    Utility.GAS: re.compile(r"停气|没气|没有气|燃气|天然气|煤气|no gas|gas (is )?(off|out|cut)", re.I),
}


def concerns(utility: str, text: str) -> bool:
    """Say whether the words of a report, or the name of its category, speak of what an outage cuts off."""
    try:
        return bool(_SAYS[Utility(utility)].search(text))
    except ValueError:
        return False


def nearness(*, in_compound: bool, in_grid: bool, in_community: bool, in_office: bool) -> int:
    """Rank a bulletin for a reader: their own compound and grid first, then the community, then the street."""
    return 3 if in_compound or in_grid else 2 if in_community else 1 if in_office else 0
