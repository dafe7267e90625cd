"""When a visit is owed: never later than the rule, never sooner than fair, and never paid off by anything but a visit."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.clock import SHANGHAI, local
from linli.kernel.standards.care_groups import Level
from linli.pillars.service.care import rules

LEVELS = st.sampled_from(list(Level))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda d: d.replace(tzinfo=SHANGHAI))
MAYBE = st.one_of(st.none(), MOMENTS)
LONGEST = {Level.HIGH: 8, Level.KEY: 32, Level.GENERAL: 93}
DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("level", "seen", "due"),
    [
        (Level.HIGH, "2026-11-16 09:00", "2026-11-24 00:00"),
        (Level.KEY, "2026-01-31 09:00", "2026-03-01 00:00"),
        (Level.KEY, "2026-12-31 23:59", "2027-02-01 00:00"),
        (Level.GENERAL, "2026-11-30 08:00", "2027-03-01 00:00"),
    ],
)
def test_is_owed_until_the_end_of_a_day(level: Level, seen: str, due: str) -> None:
    assert rules.due_at(level, since=at(seen), set_at=at(seen), seen_at=at(seen)) == at(due)


@given(LEVELS, MOMENTS, MAYBE, MOMENTS, MAYBE)
def test_never_later_than_the_rule(
    level: Level, since: datetime, seen: datetime | None, set_at: datetime, before: datetime | None
) -> None:
    due = rules.due_at(level, since=since, set_at=set_at, seen_at=seen, before=before)
    assert due <= max(seen or since, set_at) + LONGEST[level] * DAY
    assert local(due).time().isoformat() == "00:00:00" or due == before


@given(LEVELS, MOMENTS, MOMENTS, MAYBE)
def test_a_change_is_looked_after_within_a_day_until_somebody_came(
    level: Level, since: datetime, changed: datetime, seen: datetime | None
) -> None:
    due = rules.due_at(level, since=since, set_at=since, seen_at=seen, changed_at=changed)
    if seen is None or seen < changed:
        assert due <= changed + DAY
    else:
        assert due == rules.due_at(level, since=since, set_at=since, seen_at=seen)


@given(MOMENTS, MAYBE, st.integers(0, 400), LEVELS, LEVELS)
def test_setting_a_level_anew_never_hides_what_is_owed(
    since: datetime, seen: datetime | None, days: int, was: Level, is_now: Level
) -> None:
    before = rules.due_at(was, since=since, set_at=since, seen_at=seen)
    set_at = max(since, seen or since) + days * DAY
    due = rules.due_at(is_now, since=since, set_at=set_at, seen_at=seen, before=before)
    usual = rules.interval_end(is_now, seen or since)
    # Only what the new level itself allows, or a fresh interval that is no longer than what was owed before.
    assert due == usual or usual < due <= before


@given(LEVELS, MOMENTS, st.integers(1, 200))
def test_an_office_may_only_come_more_often(level: Level, seen: datetime, days: int) -> None:
    own = rules.interval_end(level, seen, {level.value: days})
    assert own <= rules.interval_end(level, seen)
    assert own <= rules.end_of(local(seen).date() + days * DAY)


@given(st.dates(max_value=date(9990, 1, 1)), st.one_of(st.none(), st.dates(max_value=date(9990, 1, 1))))
def test_a_pairs_duty_falls_once_in_every_month(day: object, last: object) -> None:
    due = rules.next_duty(day, last)  # type: ignore[arg-type]
    assert (due + DAY).day == 1
    assert (due.year, due.month) >= (day.year, day.month)  # type: ignore[attr-defined]
    if last is not None:
        assert (due.year, due.month) > (last.year, last.month) or last > due  # type: ignore[attr-defined]
