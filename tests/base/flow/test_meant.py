"""A year mistyped is refused with the days between which it can be; every day of the year around is taken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.meant import A_YEAR, need_in_the_year_after, need_within_a_year
from linli.base.flow.refusals import DayElsewhen
from linli.faces.parts.refusals import words_of

OF = date(2026, 11, 16)


@given(st.integers(-3 * A_YEAR.days, 3 * A_YEAR.days))
def test_within_a_year_either_way_or_after(days: int) -> None:
    for need, least in ((need_within_a_year, -A_YEAR.days), (need_in_the_year_after, 0)):
        if least <= days <= A_YEAR.days:
            need(OF + timedelta(days=days), OF)
        else:
            with pytest.raises(DayElsewhen):
                need(OF + timedelta(days=days), OF)


def test_it_says_which_days_can_be_meant() -> None:
    with pytest.raises(DayElsewhen) as refused:
        need_in_the_year_after(date(2062, 11, 20), OF)
    assert words_of(refused.value) == "日子要在 2026-11-16 到 2027-11-17 之间，请看看年份。"
