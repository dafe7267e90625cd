from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import limits
from linli.kernel.clock import SHANGHAI, local
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.standards import holidays
from linli.kernel.workdays import CHINA, MOST_CHANGES, DayKind, Hours, HoursFrom, WorkCalendar

HALF = WorkCalendar(half_days=[date(2026, 2, 14), date(2026, 11, 20)])
WINTER = ((time(9), time(12)), (time(13, 30), time(17, 30)))
SUMMER = ((time(8, 30), time(12)), (time(14), time(18)))
SEASONS = WorkCalendar(
    changes=[HoursFrom(date(2026, 10, 1), WINTER), HoursFrom(date(2026, 5, 1), SUMMER)],
    half_days=[date(2026, 6, 30)],
)
CALENDARS = (CHINA, HALF, SEASONS)

moments = st.datetimes(datetime(2017, 1, 1), datetime(2029, 12, 31), timezones=st.just(SHANGHAI))
calendars = st.sampled_from(CALENDARS)
spans = st.timedeltas(timedelta(hours=-4000), timedelta(hours=4000))
any_limit = st.builds(Limit, st.integers(1, 60), st.sampled_from(LimitUnit))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def shown(moment: datetime) -> str:
    return local(moment).strftime("%Y-%m-%d %H:%M")


class TestDueByHand:
    """Real weeks, counted on a paper calendar."""

    @pytest.mark.parametrize(
        ("start", "limit", "due"),
        [
            # An ordinary week: Monday is not counted.
            ("2026-11-16 10:00", "5 work_day", "2026-11-23 17:30"),
            ("2026-11-16 23:59", "1 work_day", "2026-11-17 17:30"),
            ("2026-11-17 00:00", "1 work_day", "2026-11-18 17:30"),
            # Filed on a Saturday: Monday is the first day.
            ("2026-11-21 10:00", "5 work_day", "2026-11-27 17:30"),
            # Spring Festival 2026: 13 Feb, make-up Saturday 14 Feb, then 24, 25, 26 Feb.
            ("2026-02-12 10:00", "5 work_day", "2026-02-26 17:30"),
            ("2026-02-13 17:00", "2 work_day", "2026-02-24 17:30"),
            # ... and the make-up Saturday after it: 25, 26, 27, 28 Feb, 2 Mar.
            ("2026-02-24 09:00", "5 work_day", "2026-03-02 17:30"),
            # National Day 2025 with Mid-Autumn, 1–8 Oct; Sunday 28 Sep and Saturday 11 Oct are worked.
            ("2025-09-26 16:00", "5 work_day", "2025-10-10 17:30"),
            ("2025-09-30 17:40", "3 work_day", "2025-10-11 17:30"),
            ("2025-09-30 17:40", "4 work_day", "2025-10-13 17:30"),
            # Year's end: 1–3 January 2026 off, Sunday the 4th worked.
            ("2025-12-31 18:00", "1 work_day", "2026-01-04 17:30"),
            # Into 2027, provisional: only 1 January is known to be off (a Friday).
            ("2026-12-31 10:00", "1 work_day", "2027-01-04 17:30"),
            # Work hours: over lunch, over a night, from before opening, from a day off.
            ("2026-11-16 11:00", "2 work_hour", "2026-11-16 14:30"),
            ("2026-11-16 17:00", "1 work_hour", "2026-11-17 09:30"),
            ("2026-11-16 06:00", "7 work_hour", "2026-11-16 17:30"),
            ("2026-11-16 12:30", "4 work_hour", "2026-11-16 17:30"),
            ("2026-11-21 12:00", "4 work_hour", "2026-11-23 14:30"),
            ("2026-02-14 17:00", "1 work_hour", "2026-02-24 09:30"),
            # Emergencies do not sleep.
            ("2026-02-16 23:30", "2 urgent_hour", "2026-02-17 01:30"),
            ("2026-02-16 23:30", "24 urgent_hour", "2026-02-17 23:30"),
            ("2026-02-12 10:00", "7 calendar_day", "2026-02-19 23:59"),
        ],
    )
    def test_counts_as_on_paper(self, start: str, limit: str, due: str) -> None:
        assert shown(CHINA.due(at(start), limits.parse(limit))) == due

    def test_half_day_ends_at_noon(self) -> None:
        assert shown(HALF.due(at("2026-11-19 10:00"), limits.work_days(1))) == "2026-11-20 12:00"
        assert shown(HALF.due(at("2026-11-20 11:00"), limits.work_hours(2))) == "2026-11-23 10:00"

    def test_start_may_be_in_any_zone(self) -> None:
        # 16:30 UTC is already the next day in China.
        start = datetime(2026, 11, 16, 16, 30, tzinfo=UTC)
        assert shown(CHINA.due(start, limits.work_days(1))) == "2026-11-18 17:30"

    def test_refuses_a_moment_without_zone(self) -> None:
        with pytest.raises(ValueError, match="without a zone"):
            CHINA.due(datetime(2026, 11, 16, 10), limits.work_days(1))


class TestWarning:
    @pytest.mark.parametrize(
        ("start", "limit", "warn"),
        [
            ("2026-11-16 10:00", "5 work_day", "2026-11-20 17:30"),  # due Monday evening: Friday evening
            ("2026-02-12 10:00", "3 work_day", "2026-02-14 17:30"),  # due after the holiday: before it
            ("2026-11-16 10:00", "2 work_day", "2026-11-17 17:30"),
            (
                "2026-11-16 09:00",
                "4 work_hour",
                "2026-11-16 13:30",
            ),  # three of four hours: 12:00, shown as work resumes
            ("2026-11-16 10:00", "2 urgent_hour", "2026-11-16 11:30"),
            ("2026-11-16 10:00", "24 urgent_hour", "2026-11-17 04:00"),
        ],
    )
    def test_yellow_card(self, start: str, limit: str, warn: str) -> None:
        parsed = limits.parse(limit)
        due = CHINA.due(at(start), parsed)
        assert CHINA.work_time_between(CHINA.warn_at(at(start), due, parsed), at(warn)) == timedelta(0)
        if parsed.unit is not LimitUnit.WORK_HOUR:
            assert shown(CHINA.warn_at(at(start), due, parsed)) == warn

    @given(calendars, moments, any_limit)
    def test_lies_between_start_and_due(self, calendar: WorkCalendar, start: datetime, limit: Limit) -> None:
        due = calendar.due(start, limit)
        assert start <= calendar.warn_at(start, due, limit) <= due


class TestDueAlways:
    @given(calendars, moments, any_limit)
    def test_is_after_the_start(self, calendar: WorkCalendar, start: datetime, limit: Limit) -> None:
        assert calendar.due(start, limit) > start

    @given(calendars, moments, st.timedeltas(timedelta(0), timedelta(days=40)), any_limit)
    def test_later_start_is_never_due_earlier(
        self, calendar: WorkCalendar, start: datetime, later: timedelta, limit: Limit
    ) -> None:
        assert calendar.due(start, limit) <= calendar.due(start + later, limit)

    @given(calendars, moments, st.integers(1, 60), st.integers(0, 20), st.sampled_from(LimitUnit))
    def test_longer_limit_is_never_due_earlier(
        self, calendar: WorkCalendar, start: datetime, amount: int, more: int, unit: LimitUnit
    ) -> None:
        assert calendar.due(start, Limit(amount, unit)) <= calendar.due(start, Limit(amount + more, unit))

    @given(calendars, moments, any_limit)
    def test_falls_in_office_time_for_work_units(
        self, calendar: WorkCalendar, start: datetime, limit: Limit
    ) -> None:
        due = calendar.due(start, limit)
        if limit.unit.counts_office_time:
            assert calendar.is_workday(local(due).date())
            assert calendar.is_office_time(due - timedelta(microseconds=1))

    @given(calendars, moments, st.integers(1, 40))
    def test_spans_exactly_that_many_working_days(
        self, calendar: WorkCalendar, start: datetime, amount: int
    ) -> None:
        first, last = local(start).date(), local(calendar.due(start, limits.work_days(amount))).date()
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        assert sum(calendar.is_workday(day) for day in days) == amount


class TestOfficeTime:
    @given(calendars, moments, spans)
    def test_adding_is_undone_by_measuring(
        self, calendar: WorkCalendar, start: datetime, span: timedelta
    ) -> None:
        assert calendar.work_time_between(start, calendar.add_work_time(start, span)) == span

    @given(calendars, moments, moments, moments)
    def test_stretches_add_up(self, calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
        between = calendar.work_time_between
        assert between(a, b) + between(b, c) == between(a, c)
        assert between(a, b) == -between(b, a)

    @given(calendars, moments)
    def test_next_office_time_is_the_first(self, calendar: WorkCalendar, moment: datetime) -> None:
        opens = calendar.next_office_time(moment)
        assert opens >= moment
        assert calendar.is_office_time(opens)
        assert calendar.work_time_between(moment, opens) == timedelta(0)

    def test_lunch_and_night_are_not_office_time(self) -> None:
        assert not CHINA.is_office_time(at("2026-11-16 12:00"))
        assert CHINA.is_office_time(at("2026-11-16 13:30"))
        assert not CHINA.is_office_time(at("2026-11-16 17:30"))
        assert shown(CHINA.next_office_time(at("2026-02-14 17:30"))) == "2026-02-24 09:00"

    def test_reaches_far_into_past_and_future(self) -> None:
        assert shown(CHINA.due(at("1999-01-01 08:00"), limits.work_days(1))) == "1999-01-04 17:30"
        assert local(CHINA.due(at("2026-01-05 08:00"), limits.work_days(9999))).year == 2065
        fresh = WorkCalendar()
        assert fresh.work_time_between(at("2001-01-01 08:00"), at("2001-01-05 18:00")) == timedelta(hours=28)
        fresh.due(at("2040-01-02 08:00"), limits.work_days(5))
        assert shown(fresh.add_work_time(at("2018-01-02 10:00"), timedelta(hours=-8))) == "2017-12-29 09:00"
        with pytest.raises(OverflowError):
            fresh.add_work_time(at("2026-01-05 08:00"), timedelta(days=500_000))


class TestPause:
    @given(calendars, moments, any_limit, st.timedeltas(timedelta(0), timedelta(days=90)), st.data())
    def test_leaves_what_was_left(
        self, calendar: WorkCalendar, start: datetime, limit: Limit, pause: timedelta, data: st.DataObject
    ) -> None:
        due = calendar.due(start, limit)
        paused = data.draw(
            st.datetimes(naive(start), naive(due) + timedelta(days=30), timezones=st.just(SHANGHAI))
        )
        resumed = paused + pause
        left = calendar.remaining(paused, due, limit.unit)
        assert (
            calendar.remaining(resumed, calendar.resume(due, paused, resumed, limit.unit), limit.unit) == left
        )

    def test_gives_back_the_afternoon(self) -> None:
        due = at("2026-11-20 17:30")
        resumed = CHINA.resume(due, at("2026-11-20 10:00"), at("2026-11-25 15:00"), LimitUnit.WORK_DAY)
        # Six hours were left: two and a half on the 25th, three on the next morning, half an hour after
        # lunch.
        assert shown(resumed) == "2026-11-26 14:00"

    def test_refuses_to_run_backwards(self) -> None:
        with pytest.raises(ValueError, match="a pause"):
            CHINA.resume(
                at("2026-11-20 17:30"), at("2026-11-19 10:00"), at("2026-11-18 10:00"), LimitUnit.WORK_DAY
            )


def naive(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None)


class TestDays:
    def test_knows_feasts_and_make_up_days(self) -> None:
        assert CHINA.holiday_name(date(2026, 2, 17)) == "春节"
        assert CHINA.holiday_name(date(2026, 11, 21)) == ""
        assert CHINA.is_workday(date(2026, 2, 14))
        assert not CHINA.is_workday(date(2026, 11, 21))
        assert CHINA.hours_of(date(2026, 11, 20)) == (
            Hours(time(9), time(12)),
            Hours(time(13, 30), time(17, 30)),
        )
        assert CHINA.hours_of(date(2026, 11, 21)) == ()

    def test_marks_a_year_without_notice(self) -> None:
        assert not CHINA.is_provisional(date(2026, 12, 31))
        assert CHINA.is_provisional(date(2027, 1, 1))
        assert not CHINA.is_workday(date(2027, 2, 5))  # the eve of the lunar year, a Friday
        assert CHINA.is_due_provisional(at("2026-12-28 10:00"), limits.work_days(5))
        assert not CHINA.is_due_provisional(at("2026-11-16 10:00"), limits.work_days(5))
        assert not CHINA.is_due_provisional(at("2026-12-31 10:00"), limits.calendar_days(5))

    def test_local_exceptions_win(self) -> None:
        calendar = WorkCalendar(
            overrides={
                date(2026, 11, 18): DayKind.OFF,
                date(2026, 11, 19): DayKind.HALF,
                date(2026, 11, 21): DayKind.WORK,
                date(2027, 1, 1): DayKind.WORK,
            }
        )
        assert shown(calendar.due(at("2026-11-17 10:00"), limits.work_days(1))) == "2026-11-19 12:00"
        assert shown(calendar.due(at("2026-11-17 10:00"), limits.work_days(3))) == "2026-11-21 17:30"
        assert not calendar.is_provisional(date(2027, 1, 1))

    def test_refuses_muddled_hours(self) -> None:
        for hours in ([], [(time(12), time(9))], [(time(9), time(12)), (time(11), time(17))]):
            with pytest.raises(ValueError, match="office hours"):
                WorkCalendar(hours=hours)


class TestHolidayTable:
    def test_agrees_with_an_independent_calendar(self) -> None:
        chinese_calendar = pytest.importorskip("chinese_calendar")
        for year in holidays.NOTICES:
            for offset in range(366):
                day = date(year, 1, 1) + timedelta(days=offset)
                if day.year == year:
                    assert CHINA.is_workday(day) == chinese_calendar.is_workday(day), day

    def test_independent_calendar_knows_no_later_year(self) -> None:
        """When this fails, the notice for the year after ours is out: enter it in `standards/holidays.py`."""
        chinese_calendar = pytest.importorskip("chinese_calendar")
        with pytest.raises(NotImplementedError):
            chinese_calendar.is_workday(date(max(holidays.NOTICES) + 1, 1, 4))

    def test_worked_days_are_weekends_outside_the_runs(self) -> None:
        for year, notice in holidays.NOTICES.items():
            assert notice.source.is_complete
            off = holidays.days_off(year)
            for day in notice.workdays:
                assert day.weekday() >= 5
                assert day not in off

    def test_regulation_fixes_thirteen_days(self) -> None:
        # In 2028 and 2031 Mid-Autumn falls on National Day; past 2035 the lunar days are not tabled.
        assert {year: len(holidays.statutory_days(year)) for year in range(2027, 2037)} == {
            **dict.fromkeys(range(2027, 2036), 13),
            2028: 12,
            2031: 12,
            2036: 6,
        }


class TestSeasons:
    """Winter and summer hours: from a day on, until the next."""

    @pytest.mark.parametrize(
        ("start", "limit", "due"),
        [
            ("2026-04-29 16:30", "2 work_hour", "2026-04-30 10:00"),
            # 1–5 May are free; on the 6th the office opens at 8:30 and closes at 18:00.
            ("2026-04-30 16:30", "2 work_hour", "2026-05-06 09:30"),
            ("2026-05-06 11:30", "1 work_hour", "2026-05-06 14:30"),
            ("2026-05-06 10:00", "1 work_day", "2026-05-07 18:00"),
            # The last summer day is 30 September; 1–7 October are free.
            ("2026-09-30 17:00", "2 work_hour", "2026-10-08 10:00"),
            ("2026-09-30 10:00", "1 work_day", "2026-10-08 17:30"),
        ],
    )
    def test_count_by_the_hours_of_the_day(self, start: str, limit: str, due: str) -> None:
        assert shown(SEASONS.due(at(start), limits.parse(limit))) == due

    def test_a_half_day_is_the_morning_of_its_season(self) -> None:
        assert SEASONS.hours_of(date(2026, 6, 30)) == (Hours(time(8, 30), time(12)),)

    def test_the_yellow_day_is_a_whole_day_of_its_season(self) -> None:
        due = SEASONS.due(at("2026-06-01 10:00"), limits.parse("5 work_day"))
        warned = SEASONS.warn_at(at("2026-06-01 10:00"), due, limits.parse("5 work_day"))
        assert shown(warned) == "2026-06-05 18:00"

    @given(moments, moments)
    def test_before_the_first_change_nothing_differs(self, one: datetime, other: datetime) -> None:
        first = at("2026-05-01 00:00")
        start, end = sorted((min(one, first), min(other, first)))
        assert SEASONS.work_time_between(start, end) == CHINA.work_time_between(start, end)

    @given(moments, st.integers(1, 40))
    def test_working_days_are_the_same_days_whatever_the_hours(self, start: datetime, days: int) -> None:
        limit = Limit(days, LimitUnit.WORK_DAY)
        assert local(SEASONS.due(start, limit)).date() == local(CHINA.due(start, limit)).date()

    @given(st.dates(date(2017, 1, 1), date(2029, 12, 31)))
    def test_a_day_is_worked_as_long_as_its_hours_say(self, day: date) -> None:
        start = datetime.combine(day, time(0), SHANGHAI)
        worked = SEASONS.work_time_between(start, start + timedelta(days=1))
        stretches = SEASONS.hours_of(day)
        said = sum(
            (datetime.combine(day, h.closes) - datetime.combine(day, h.opens) for h in stretches), timedelta()
        )
        assert worked == said

    def test_two_changes_on_a_day_and_too_many_are_refused(self) -> None:
        twice = [HoursFrom(date(2026, 5, 1), WINTER), HoursFrom(date(2026, 5, 1), SUMMER)]
        with pytest.raises(ValueError, match="one a day"):
            WorkCalendar(changes=twice)
        many = [HoursFrom(date(2020, 1, 1) + timedelta(days=n), WINTER) for n in range(MOST_CHANGES + 1)]
        with pytest.raises(ValueError, match="at most"):
            WorkCalendar(changes=many)
        assert WorkCalendar(changes=many[1:]).is_workday(date(2026, 11, 20))
