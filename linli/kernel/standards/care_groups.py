"""Care groups (关爱对象): who is looked after, what for, on what ground, who may know, how long it is kept; and how often
somebody is visited.

A group is a purpose in the sense of the purpose register: it stands here, in code, for everybody to read, and an office
cannot make up another one in a form. Clauses are not named where they were not read: the documents are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.sources import Source, local_choice

SOURCE: Final = local_choice(
    "Which groups a subdistrict looks after, who sees them and how long they are kept; the documents named as grounds are "
    "laws and regulations of the State, whose clauses were not read here."
)
INTERVALS_SOURCE: Final = Source(
    "特殊困难老年人探访关爱制度的地方规定（媒体报道）",
    "高风险每周、重点每月、一般每季，重大变化 24 小时内；七种方式",
    "http://szb.northnews.cn/bfxb/html/2022-06/23/content_37070_184039.htm",
    date(2026, 11, 21),
    "Read as a report of the press; other places have other intervals. An office may visit more often, never less.",
)


class Sees(StrEnum):
    """Who may know that somebody belongs to a group."""

    GROUND = "ground"
    """The grid's own workers too, because they knock at the door."""
    COMMUNITY = "community"
    """The community and the civil-affairs section only."""


class Mark(StrEnum):
    """What makes a membership more sensitive than it is anyway."""

    NONE = ""
    MINOR = "minor"
    HEALTH = "health"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class CareGroup:
    """A group: what for, on which document's ground, who may know, and for how many days after it ended."""

    code: str
    name: str
    name_en: str
    purpose: str
    purpose_en: str
    ground: str
    sees: Sees
    mark: Mark = Mark.NONE
    asks_consent: bool = False
    kept_days: int = 365

    @property
    def is_sensitive(self) -> bool:
        return self.mark is not Mark.NONE


_ELDERS = "《中华人民共和国老年人权益保障法》"
_AID = "《社会救助暂行办法》"
_DISABLED = "《中华人民共和国残疾人保障法》"
_MINORS = "《中华人民共和国未成年人保护法》"

CARE_GROUPS: Final = (
    CareGroup(
        "alone", "独居老人", "Elders living alone", "定期探访，出事能及时知道",
        "Visited regularly, so that trouble is noticed in time", _ELDERS, Sees.GROUND, asks_consent=True,
    ),
    CareGroup(
        "empty_nest", "空巢老人", "Elders whose children live away", "定期探访，帮着联系子女",
        "Visited regularly, helped to reach their children", _ELDERS, Sees.GROUND, asks_consent=True,
    ),
    CareGroup(
        "oldest", "高龄老人", "The oldest", "探访，提醒能办的津贴和服务",
        "Visited, told of allowances and services they can have", _ELDERS, Sees.GROUND, asks_consent=True,
    ),
    CareGroup(
        "frail", "失能老人", "Elders who need care", "探访，安排助餐、照料",
        "Visited; meals and care arranged", _ELDERS, Sees.COMMUNITY, Mark.HEALTH, asks_consent=True,
    ),
    CareGroup(
        "disabled", "残疾人", "Disabled people", "办理残疾人待遇，上门服务",
        "What disabled people are due; service at home", _DISABLED, Sees.COMMUNITY, Mark.HEALTH,
    ),
    CareGroup(
        "allowance", "低保家庭", "Households on minimum living allowance", "办理和复核社会救助，结对帮扶",
        "Assistance granted and reviewed; paired with helpers", _AID, Sees.COMMUNITY, Mark.MONEY, kept_days=1095,
    ),
    CareGroup(
        "destitute", "特困供养人员", "Destitute people supported by the State", "落实供养和照料",
        "Support and care carried out", _AID, Sees.COMMUNITY, Mark.MONEY, kept_days=1095,
    ),
    CareGroup(
        "near_line", "低保边缘家庭", "Households just above the line", "发现困难，及时救助",
        "Hardship noticed and helped in time", _AID, Sees.COMMUNITY, Mark.MONEY, asks_consent=True,
    ),
    CareGroup(
        "child", "困境儿童", "Children in difficulty", "保护儿童，联系监护人和救助",
        "Children protected; guardians and help reached", _MINORS, Sees.COMMUNITY, Mark.MINOR,
    ),
    CareGroup(
        "left_behind", "留守儿童", "Children whose parents work away", "看护情况的探访，课后照看",
        "Visited; looked after after school", _MINORS, Sees.COMMUNITY, Mark.MINOR,
    ),
    CareGroup(
        "bereaved", "失独家庭", "Parents who lost their only child", "探访慰问，帮着办养老和就医",
        "Visited; helped with care and medical matters", "《中华人民共和国人口与计划生育法》", Sees.COMMUNITY,
        asks_consent=True,
    ),
    CareGroup(
        "honoured", "优抚对象", "Those honoured for service", "落实优待抚恤，走访慰问",
        "Benefits carried out; visited", "《军人抚恤优待条例》", Sees.GROUND,
    ),
)  # fmt: skip
GROUPS: Final = {group.code: group for group in CARE_GROUPS}


class Level(StrEnum):
    """How much somebody is at risk, as a person judged it with a reason; never a number that was computed."""

    HIGH = "high"
    KEY = "key"
    GENERAL = "general"


#: Days or months at most from one visit to the next.
AT_LEAST: Final[dict[Level, tuple[str, int]]] = {
    Level.HIGH: ("days", 7),
    Level.KEY: ("months", 1),
    Level.GENERAL: ("months", 3),
}
AFTER_CHANGE_HOURS: Final = 24


class Way(StrEnum):
    """The seven ways to look after somebody."""

    DOOR = "door"
    PHONE = "phone"
    MET = "met"
    NEIGHBOUR = "neighbour"
    FAMILY = "family"
    SENSOR = "sensor"
    HOTLINE = "hotline"
