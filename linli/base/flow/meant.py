"""Days that can be meant: a year mistyped is told from a day far off in one place, with one sentence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from linli.base.flow.refusals import DayElsewhen

A_YEAR: Final = timedelta(days=366)
"""LOCAL: a day further from what it belongs to is a year mistyped."""


def need_between(day: date, first: date, last: date) -> None:
    """:raises DayElsewhen: the day lies before the first or after the last that can be meant."""
    if not first <= day <= last:
        raise DayElsewhen(first=first.isoformat(), last=last.isoformat())


def need_within_a_year(day: date, of: date) -> None:
    """:raises DayElsewhen: the day lies more than a year from what it belongs to."""
    need_between(day, of - A_YEAR, of + A_YEAR)


def need_in_the_year_after(day: date, of: date) -> None:
    """:raises DayElsewhen: the day lies before what it follows, or more than a year after."""
    need_between(day, of, of + A_YEAR)
