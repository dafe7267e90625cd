"""A limit is an amount of time in one of five units, with the rule it comes from: `5 work_day`.

The unit decides which hours count. It does not say when the limit ends; `workdays.WorkCalendar.due` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.sources import LOCAL, Source

UNITS_SOURCE: Final = Source(
    "CJ/T 315-2009 城市市政综合监管信息系统 监管案件立案、处置与结案",
    "",
    "https://yunbiaozhun.com/detail/1125429.html",
    date(2026, 11, 21),
    "The names of the first three units are known from practice; the clause itself has not been read.",
)

# Past any rule in use; keeps a mistyped amount from reaching the year 9999.
MOST: Final = 9_999
_WRITTEN = re.compile(r"\s*(\d{1,9})\s*([a-z_]+?)s?\s*")


class LimitUnit(StrEnum):
    """Which hours of the day and which days of the week count."""

    MINUTE = "minute"  # 分钟: clock minutes, day and night, for what cannot wait an hour
    URGENT_HOUR = "urgent_hour"  # 紧急工作时: clock hours, day and night
    WORK_HOUR = "work_hour"  # 工作时: hours inside office time
    WORK_DAY = "work_day"  # 工作日
    CALENDAR_DAY = "calendar_day"  # 自然日

    @property
    def counts_office_time(self) -> bool:
        """Whether only office time counts, so that nights, weekends and holidays do not."""
        return self in (LimitUnit.WORK_HOUR, LimitUnit.WORK_DAY)

    @property
    def is_days(self) -> bool:
        """Whether the limit is counted in whole days, of which the first one is not counted."""
        return self in (LimitUnit.WORK_DAY, LimitUnit.CALENDAR_DAY)


@dataclass(frozen=True, slots=True, order=False)
class Limit:
    """A deadline before it is given a start. Two limits are equal when amount and unit are; the source
    explains, it does not count.

    :raises ValueError: when the amount is not between 1 and 9999.
    """

    amount: int
    unit: LimitUnit
    source: Source = field(default=LOCAL, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MOST:
            raise ValueError(f"a limit of {self.amount} {self.unit.value}")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"


def parse(text: str, source: Source = LOCAL) -> Limit:
    """Read what `str(limit)` wrote (`"5 work_day"`; a plural `s` is forgiven).

    :raises ValueError: when it is anything else.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"not a limit: {text!r}")
    return Limit(int(match[1]), LimitUnit(match[2]), source)


def minutes(amount: int, source: Source = LOCAL) -> Limit:
    """Return a limit in clock minutes, day and night."""
    return Limit(amount, LimitUnit.MINUTE, source)


def urgent_hours(amount: int, source: Source = LOCAL) -> Limit:
    """Return a limit in clock hours, day and night."""
    return Limit(amount, LimitUnit.URGENT_HOUR, source)


def work_hours(amount: int, source: Source = LOCAL) -> Limit:
    """Return a limit in hours of office time."""
    return Limit(amount, LimitUnit.WORK_HOUR, source)


def work_days(amount: int, source: Source = LOCAL) -> Limit:
    """Return a limit in working days."""
    return Limit(amount, LimitUnit.WORK_DAY, source)


def calendar_days(amount: int, source: Source = LOCAL) -> Limit:
    """Return a limit in days of the calendar."""
    return Limit(amount, LimitUnit.CALENDAR_DAY, source)
