"""A ground's figures over time: some days beside the same number of days before and the same days a year ago; by month.

Of a street or a community, never of a grid: a grid's figures are one person's work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from linli.base.orgs.models import Unit
from linli.insight.cited.figure import Measure, is_told_of
from linli.insight.indicators import percent
from linli.insight.spans import COUNTINGS, Counting, Span, counting_of
from linli.kernel import clock

MONTHS: Final = 13
"""A year and the month a year ago."""
YEAR_OF_WEEKS: Final = timedelta(days=364)
"""A week is compared with the same week of the year before: the same days of the week."""


class Choice(StrEnum):
    """Which days are looked at."""

    WEEK = "week"
    MONTH = "month"
    LAST_MONTH = "last_month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Spans:
    """Some days, as many before them, and the same a year ago; of a year to today both are one."""

    now: Span
    before: Span
    year_ago: Span | None


@dataclass(frozen=True, slots=True)
class Number:
    """What a figure says of some days, with both its numbers. `value` is None where there is nothing to divide by."""

    value: float | int | None
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of some days beside the same of others."""

    code: str
    counting: Counting
    now: Number
    before: Number
    year_ago: Number | None

    def change(self, other: Number | None) -> float | None:
        """Give how much more there is now than there was: points of a share, else pieces. None without both."""
        if other is None or other.value is None or self.now.value is None:
            return None
        return round(self.now.value - other.value, 1)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a figure."""

    first: date
    number: Number


def spans_of(choice: Choice, today: date) -> Spans:
    """Give the days a choice stands for: the last whole week or month, or a month or a year up to today."""
    if choice is Choice.WEEK:
        monday = today - timedelta(days=today.weekday())
        week = timedelta(days=7)
        now = Span(monday - week, monday)
        return Spans(
            now,
            Span(now.start - week, now.start),
            Span(now.start - YEAR_OF_WEEKS, now.until - YEAR_OF_WEEKS),
        )
    tomorrow = today + timedelta(days=1)
    if choice is Choice.YEAR:
        now = Span(date(today.year, 1, 1), tomorrow)
        return Spans(now, _year_before(now), None)
    if choice is Choice.LAST_MONTH:
        until = today.replace(day=1)
        now = Span(_month_before(until), until)
        return Spans(now, Span(_month_before(now.start), now.start), _year_before(now))
    now = Span(today.replace(day=1), tomorrow)
    first = _month_before(now.start)
    return Spans(now, Span(first, min(first + (tomorrow - now.start), now.start)), _year_before(now))


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _year_before(span: Span) -> Span:
    """Give the same days a year ago; the 29th of February has none and ends with the 28th."""
    last = span.until - timedelta(days=1)
    day = 28 if (last.month, last.day) == (2, 29) else last.day
    end = date(last.year - 1, last.month, day) + timedelta(days=1)
    if span.until.day == 1:  # whole months end with the month, also where February is longer
        end = span.until.replace(year=span.until.year - 1)
    return Span(span.start.replace(year=span.start.year - 1), end)


def codes_for(unit: Unit) -> list[str]:
    """List the figures of a ground: some are told by street only. No query."""
    return [code for code, one in COUNTINGS.items() if is_told_of(one.finest, unit.kind)]


def _rows(one: Counting, valid: Q, unit: Unit, at: datetime) -> QuerySet[Any]:
    come = {} if one.is_day else {f"{one.when}__lt": at}
    return one.rows().filter(valid, **{f"{one.ground}__path__startswith": unit.path}, **come).order_by()


def number_of(one: Counting, above: float | None, below: int) -> Number:
    """Make a number of what was counted."""
    if one.is_share:
        return Number(percent(int(above or 0), below), int(above or 0), below)
    return Number(int(above or 0), int(above or 0), below)


def _tallies(one: Counting, key: str, span: Q) -> dict[str, Any]:
    above = (
        Sum(one.of, filter=span & one.hit)
        if one.measure is Measure.SUM
        else Count("pk", filter=span & one.hit)
    )
    return {f"above_{key}": above, f"below_{key}": Count("pk", filter=span)}


def compare(*, code: str, unit: Unit, spans: Spans, at: datetime) -> Compared | None:
    """Count a figure for some days and those it is compared with; None where there is none. One query."""
    found = counting_of(code)
    if found is None:
        return None
    one, valid = found
    named = {"now": spans.now, "before": spans.before} | ({"year": spans.year_ago} if spans.year_ago else {})
    held = {key: Q(**span.holds(one.when, is_day=one.is_day)) for key, span in named.items()}
    some = Q()
    for span in held.values():
        some |= span
    tallies: dict[str, Any] = {}
    for key, span in held.items():
        tallies |= _tallies(one, key, span)
    made = _rows(one, valid, unit, at).filter(some).aggregate(**tallies)
    told = {key: number_of(one, made[f"above_{key}"], made[f"below_{key}"]) for key in held}
    return Compared(code, one, told["now"], told["before"], told.get("year"))


def compare_all(*, unit: Unit, spans: Spans, at: datetime) -> list[Compared]:
    """Compare every figure of a ground that has a row in any of the days. A query a figure, some twenty."""
    found = (compare(code=code, unit=unit, spans=spans, at=at) for code in codes_for(unit))
    return [
        one
        for one in found
        if one and (one.now.below or one.before.below or (one.year_ago and one.year_ago.below))
    ]


def by_month(*, code: str, unit: Unit, at: datetime, months: int = MONTHS) -> list[Month]:
    """Count a figure for each of the last months, this one as far as it has come; the oldest first. One query."""
    found = counting_of(code)
    if found is None:
        return []
    one, valid = found
    last = clock.local(at).date().replace(day=1)
    firsts = [last]
    while len(firsts) < months:
        firsts.append(_month_before(firsts[-1]))
    span = Span(firsts[-1], (last + timedelta(days=31)).replace(day=1))
    month = TruncMonth(one.when) if one.is_day else TruncMonth(one.when, tzinfo=clock.SHANGHAI)
    rows = _rows(one, valid, unit, at).filter(**span.holds(one.when, is_day=one.is_day))
    counted = (
        rows.annotate(in_month=month)
        .values_list("in_month")
        .annotate(**_tallies(one, "n", Q(pk__isnull=False)))
    )
    told = {(first.year, first.month): number_of(one, above, below) for first, above, below in counted}
    nothing = number_of(one, 0, 0)
    return [Month(first, told.get((first.year, first.month), nothing)) for first in reversed(firsts)]
