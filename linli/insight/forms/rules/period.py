"""Which time a form, a column or a row speaks of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from linli.insight.forms.rules.plain import folded


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Period:
    """Days `[start, until)`."""

    span: Span
    start: date
    until: date

    @property
    def last(self) -> date:
        """Give its last day."""
        return self.until - timedelta(days=1)


class Told(StrEnum):
    """What a heading says of its time, beside the form's own."""

    NONE = ""
    SAME = "same"
    BEFORE = "before"
    YEAR_AGO = "year_ago"
    YEAR = "year"
    SO_FAR = "so_far"
    """“累计” with no word from when: counted from New Year, and said so."""
    MONTH = "month"
    QUARTER = "quarter"
    WEEK = "week"
    DAY = "day"
    NOW = "now"


#: Longest first wherever they are looked for.
WORDS: Final[dict[str, Told]] = {
    "本期": Told.SAME, "本报告期": Told.SAME, "报告期": Told.SAME, "期内": Told.SAME,
    "本月": Told.MONTH, "当月": Told.MONTH, "本月数": Told.MONTH, "月内": Told.MONTH, "本月新增": Told.MONTH,
    "本季度": Told.QUARTER, "本季": Told.QUARTER, "当季": Told.QUARTER,
    "本周": Told.WEEK, "当周": Told.WEEK, "今日": Told.DAY, "当日": Told.DAY, "本日": Told.DAY,
    "上月": Told.BEFORE, "上期": Told.BEFORE, "上周": Told.BEFORE, "上季度": Told.BEFORE, "上月数": Told.BEFORE,
    "去年同期": Told.YEAR_AGO, "上年同期": Told.YEAR_AGO, "同期": Told.YEAR_AGO,
    "本年累计": Told.YEAR, "今年累计": Told.YEAR, "年累计": Told.YEAR, "年度累计": Told.YEAR, "今年以来": Told.YEAR,
    "本年": Told.YEAR, "今年": Told.YEAR, "本年度": Told.YEAR, "年内": Told.YEAR, "年初至今": Told.YEAR,
        "年初以来": Told.YEAR,
    "年初以来累计": Told.YEAR, "今年以来累计": Told.YEAR, "自年初累计": Told.YEAR, "全年": Told.YEAR, "当年": Told.YEAR,
    "累计": Told.SO_FAR, "累计数": Told.SO_FAR, "总累计": Told.SO_FAR,
    "目前": Told.NOW, "截至目前": Told.NOW, "截止目前": Told.NOW, "现有": Told.NOW, "现": Told.NOW, "期末": Told.NOW,
    "月末": Told.NOW, "年末": Told.NOW,
}  # fmt: skip

_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DAY = r"(\d{4})[年\-./](\d{1,2})[月\-./](\d{1,2})日?"


def month_of(year: int, month: int) -> Period:
    """Give a calendar month."""
    return Period(Span.MONTH, date(year, month, 1), _next_month(year, month))


def _next_month(year: int, month: int, by: int = 1) -> date:
    number = year * 12 + month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def quarter_of(year: int, quarter: int) -> Period:
    """Give a quarter of a year."""
    return Period(Span.QUARTER, date(year, quarter * 3 - 2, 1), _next_month(year, quarter * 3))


def year_of(year: int) -> Period:
    """Give a calendar year."""
    return Period(Span.YEAR, date(year, 1, 1), date(year + 1, 1, 1))


def week_of(day: date) -> Period:
    """Give the week from Monday that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return Period(Span.WEEK, monday, monday + timedelta(days=7))


def _from_to(found: re.Match[str]) -> Period:
    a, b, c, d, e, f = (int(part) if part else None for part in found.groups())
    start = date(a or 0, b or 0, c or 0)
    last = date(d or start.year, e or start.month, f or 0)
    return Period(Span.OTHER, start, last + timedelta(days=1))


def _first_months(found: re.Match[str]) -> Period:
    year, first, last = (int(part) for part in found.groups())
    return Period(Span.OTHER, date(year, first, 1), _next_month(year, last))


_SAID: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...]] = (
    (re.compile(_DAY + r"[\-—–~至到]+(?:(\d{4})[年\-./])?(?:(\d{1,2})[月\-./])?(\d{1,2})日?"), _from_to),
    (re.compile(r"(\d{4})年(\d{1,2})月?[\-—–~至到]+(\d{1,2})月"), _first_months),
    (re.compile(_DAY), lambda m: Period(Span.DAY, date(*map(int, m.groups())), date(*map(int,
        m.groups())) + timedelta(1))),
    (re.compile(r"(\d{4})年第?([一二三四1-4])季度"), lambda m: quarter_of(int(m[1]), _QUARTERS[m[2]])),
    (re.compile(r"(\d{4})年(\d{1,2})月"), lambda m: month_of(int(m[1]), int(m[2]))),
    (re.compile(r"(?<!\d)(20\d{2})[\-./](\d{1,2})(?![\d\-./])"), lambda m: month_of(int(m[1]), int(m[2]))),
    (re.compile(r"(\d{4})年上半年"), lambda m: Period(Span.HALF, date(int(m[1]), 1, 1), date(int(m[1]), 7, 1))),
    (re.compile(r"(\d{4})年下半年"), lambda m: Period(Span.HALF, date(int(m[1]), 7, 1), date(int(m[1]) + 1, 1, 1))),
    (re.compile(r"(\d{4})年度?"), lambda m: year_of(int(m[1]))),
)  # fmt: skip


def said_in(text: str) -> Period | None:
    """Read the period that a title or a label names; None where it names none, or no day that exists."""
    plain = folded(text)
    for pattern, made in _SAID:
        found = pattern.search(plain)
        if found:
            try:
                period = made(found)
            except ValueError:
                return None
            return period if period.start < period.until else None
    return None


def without(text: str) -> str:
    """Cut out of a title whatever names a period."""
    plain = folded(text)
    for pattern, _made in _SAID:
        plain = pattern.sub("", plain)
    return re.sub(r"(?:截至|截止)(?=$|[^\w])|\d{1,2}月(?:份)?|第[一二三四]季度|[上下]半年|年度", "", plain)


def _shifted(period: Period) -> Period | None:
    before = period.start - timedelta(days=1)
    match period.span:
        case Span.DAY:
            return Period(Span.DAY, before, period.start)
        case Span.WEEK:
            return week_of(before)
        case Span.MONTH:
            return month_of(before.year, before.month)
        case Span.QUARTER:
            return quarter_of(before.year, (before.month + 2) // 3)
        case Span.YEAR:
            return year_of(before.year)
        case _:
            return None


def resolved(told: Told, form: Period | None) -> Period | None:
    """Say which days a heading means in a form of a period; None where that can't be known."""
    if form is None:
        return None
    end = form.last
    match told:
        case Told.NONE | Told.SAME:
            return form
        case Told.BEFORE:
            return _shifted(form)
        case Told.YEAR_AGO:
            try:
                return Period(
                    form.span,
                    form.start.replace(year=form.start.year - 1),
                    form.until.replace(year=form.until.year - 1),
                )
            except ValueError:
                return None
        case Told.YEAR | Told.SO_FAR:
            return (
                Period(Span.OTHER, date(end.year, 1, 1), form.until) if form.span is not Span.YEAR else form
            )
        case Told.MONTH:
            return form if form.span is Span.MONTH else None
        case Told.QUARTER:
            return form if form.span is Span.QUARTER else None
        case Told.WEEK:
            return form if form.span is Span.WEEK else None
        case Told.DAY:
            return form if form.span is Span.DAY else None
        case _:
            return form
