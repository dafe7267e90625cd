"""Periods of the calendar: every day in one, each standing as counted day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel import periods
from linli.kernel.periods import Each, Standing

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
TODAY = date(2026, 11, 16)


class TestPeriods:
    @given(st.sampled_from(list(Each)), DAYS)
    @settings(max_examples=25)
    def test_every_day_lies_in_one_period_and_they_follow_one_another(self, each: Each, day: date) -> None:
        start, until = periods.period_of(day, each)
        assert start <= day < until
        assert (
            periods.period_of(start, each)
            == periods.period_of(until - timedelta(days=1), each)
            == (start, until)
        )
        assert periods.period_of(until, each)[0] == until

    @given(
        st.sampled_from(list(Each)),
        st.dates(date(2025, 6, 1), date(2026, 11, 16)),
        st.lists(st.dates(date(2025, 6, 1), date(2026, 11, 16)), max_size=6),
    )
    @settings(max_examples=25)
    def test_stand_as_counted_day_by_day(self, each: Each, begun: date, days: list[date]) -> None:
        held = [(periods.period_of(day, each)[0], day) for day in days]
        found = periods.periods(each, begun, None, TODAY, held)
        # By brute force: every period whose first day lies from the beginning of the rule to today.
        starts = {periods.period_of(begun + timedelta(days=n), each) for n in range((TODAY - begun).days + 1)}
        assert {(p.start, p.until) for p in found} == {s for s in starts if s[0] >= begun}
        for p in found:
            mine = [day for day in days if p.start <= day < p.until]
            assert p.held_on == (min(mine) if mine else None)
            assert (p.standing is Standing.OVERDUE) == (not mine and p.until <= TODAY)
