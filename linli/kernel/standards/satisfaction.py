"""How content somebody is with an answer: the five levels of the national service evaluation (好差评).

One answer is rated once. The two lowest levels are a bad rating: it needs follow-up, and in a callback it
reopens the case one level up.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Final

from linli.kernel.limits import Limit, work_days
from linli.kernel.sources import Source

SOURCE: Final = Source(
    "GB/T 39734-2020 政务服务“一次一评”“一事一评”工作规范",
    "7.3 评价等级及选项设置",
    "https://www.github5.com/doc/18124",
    date(2026, 11, 22),
    "Contents page and foreword read; the five levels are confirmed by local rules built on it.",
)
REMEDY_SOURCE: Final = Source(
    "德州市政务服务“好差评”差评整改 (山东)",
    "5 个工作日内整改反馈",
    "https://ceirp.cn/zhzw/hyyw/2020-10-16/6667.html",
    date(2026, 11, 21),
)


class Satisfaction(IntEnum):
    """Five levels; the number is the number of stars."""

    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    FAIRLY_SATISFIED = 3
    SATISFIED = 4
    VERY_SATISFIED = 5

    @property
    def label(self) -> str:
        """The Chinese words of the standard."""
        return _WORDS[self][0]

    @property
    def english(self) -> str:
        """The English words."""
        return _WORDS[self][1]

    @property
    def is_bad(self) -> bool:
        """Whether it is a bad rating (差评), which must be followed up."""
        return self <= Satisfaction.DISSATISFIED

    @property
    def is_content(self) -> bool:
        """Whether it counts as satisfied without the middle level, which some places count and some do
        not.
        """
        return self >= Satisfaction.SATISFIED


_WORDS: Final = {
    Satisfaction.VERY_SATISFIED: ("非常满意", "Very satisfied"),
    Satisfaction.SATISFIED: ("满意", "Satisfied"),
    Satisfaction.FAIRLY_SATISFIED: ("基本满意", "Fairly satisfied"),
    Satisfaction.DISSATISFIED: ("不满意", "Dissatisfied"),
    Satisfaction.VERY_DISSATISFIED: ("非常不满意", "Very dissatisfied"),
}

REMEDY: Final[Limit] = work_days(5, REMEDY_SOURCE)
