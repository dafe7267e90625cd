"""When a limit ends: office time, working days, Chinese holidays and make-up days, half days, pauses.

How a period is counted follows the Civil Code: a period in days starts on the day after (art. 201) and ends
at the close of business on its last day, or at 24:00 where there are no business hours (art. 203); a period
in hours starts at once (art. 201). Moments go in aware and come out in UTC. All arithmetic is in whole
microseconds, so adding and taking away agree exactly.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple, TypeAlias

from linli.kernel.clock import SHANGHAI, aware, local
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import LOCAL, Source
from linli.kernel.standards import holidays

SOURCE: Final = Source(
    "中华人民共和国民法典",
    "第二百条至第二百零四条 (期间计算)",
    "https://www.gov.cn/xinwen/2020-06/01/content_5516649.htm",
    date(2026, 11, 22),
)
HOURS_SOURCE: Final = LOCAL  # office hours differ by city and season
YELLOW_SOURCE: Final = Source(
    "山东省省级投诉办理流程 (2017): 黄牌为到期前 1 个工作日",
    "",
    "https://m.shzx.org/a/36-386-0.html",
    date(2026, 11, 21),
)
FEWEST_DAYS_WITH_A_YELLOW_DAY: Final = 2
YELLOW_SHARE: Final = 4  # LOCAL: below that, and in other units, the last quarter of the limit is yellow


class DayKind(IntEnum):
    """How much of a day is office time."""

    OFF = 0
    WORK = 1
    HALF = 2


class HoursFrom(NamedTuple):
    """Office hours that hold from a day on, until others do: 冬令时 and 夏令时 as the office announced them."""

    day: date
    hours: tuple[tuple[time, time], ...]


class Hours(NamedTuple):
    """A stretch of office time on the clock of the place, half-open: `[opens, closes)`."""

    opens: time
    closes: time


MOST_CHANGES: Final = 120
"""Of office hours in one calendar; two a year for sixty years."""

OFFICE_HOURS: Final = (Hours(time(9), time(12)), Hours(time(13, 30), time(17, 30)))
HALF_DAY_HOURS: Final = (Hours(time(9), time(12)),)

_DAY_US: Final = 86_400_000_000
_MICROSECOND: Final = timedelta(microseconds=1)
_SATURDAY: Final = 5
_EPOCH: Final = datetime(1, 1, 1)  # the origin of a clock face, not a moment
_FIRST_YEAR, _LAST_YEAR = 2018, 2035  # built at once; wider spans are built when first asked for
_EARLIEST, _LATEST = 1900, 2400  # outside, a date is a mistake rather than a deadline
# Office time is counted from here, so widening the span moves nothing.
_ANCHOR: Final = date(_FIRST_YEAR, 1, 1).toordinal()

_Segments: TypeAlias = tuple[tuple[int, int], ...]


class WorkCalendar:
    """The calendar of one office: national holidays, its own hours and their seasons, its own exceptions.

    Immutable; build it once per office and keep it (the first question lays out 18 years in about 4 ms; each
    answer then costs 2–5 µs). `overrides` wins over everything: a day the subdistrict makes worked, off or
    half. `changes` are office hours that hold from a day on; the morning of them is what a half day works then.
    """

    __slots__ = ("_changes", "_half_days", "_index", "_of_code", "_overrides")

    def __init__(
        self,
        *,
        hours: Iterable[tuple[time, time]] = OFFICE_HOURS,
        half_day_hours: Iterable[tuple[time, time]] = HALF_DAY_HOURS,
        half_days: Iterable[date] = (),
        overrides: Mapping[date, DayKind] | None = None,
        changes: Iterable[HoursFrom] = (),
    ) -> None:
        """Take office hours, the hours of a half day, the half days, local exceptions by date, changes of hours.

        :raises ValueError: when hours are empty, out of order or overlapping; when two changes share a day.
        """
        later = sorted(changes, key=lambda change: change.day)
        if len(later) > MOST_CHANGES or any(a.day == b.day for a, b in pairwise(later)):
            raise ValueError(f"changes of office hours: at most {MOST_CHANGES}, one a day")
        # What a day works, by its code: nothing, then whole and half days of each set of hours in turn.
        codes: list[_Segments] = [(), _segments(hours), _segments(half_day_hours)]
        for change in later:
            whole = _segments(change.hours)
            codes += [whole, whole[:1]]
        self._of_code = tuple(codes)
        self._changes = [change.day.toordinal() for change in later]
        self._half_days = frozenset(half_days)
        self._overrides = dict(overrides or {})
        self._index: _Index | None = None

    # -------- days

    def kind_of(self, day: date) -> DayKind:
        """Say how much of `day` is worked: the local exception first, then notice, weekend, half days."""
        override = self._overrides.get(day)
        if override is not None:
            return override
        off, worked = _year(day.year)
        if day in off or (day.weekday() >= _SATURDAY and day not in worked):
            return DayKind.OFF
        return DayKind.HALF if day in self._half_days else DayKind.WORK

    def is_workday(self, day: date) -> bool:
        """Say whether any part of `day` is office time."""
        return self.kind_of(day) is not DayKind.OFF

    def is_provisional(self, day: date) -> bool:
        """Say whether the holiday notice of that year is still to come, so that a deadline there may move."""
        return not holidays.has_notice(day.year) and day not in self._overrides

    def holiday_name(self, day: date) -> str:
        """Return the Chinese name of the feast that makes `day` free, or an empty text."""
        return "" if self.is_workday(day) else _year(day.year)[0].get(day, "")

    def hours_of(self, day: date) -> tuple[Hours, ...]:
        """Return the stretches of office time on `day`; none on a day off."""
        return tuple(Hours(_clock(start), _clock(end)) for start, end in self._of_code[self._code_of(day)])

    def is_office_time(self, at: datetime) -> bool:
        """Say whether the office is open at that moment."""
        day, within = _split(at)
        code = self._around(day).code_on(day)
        return any(start <= within < end for start, end in self._of_code[code])

    def next_office_time(self, at: datetime) -> datetime:
        """Return `at` itself in office time, otherwise the moment the office next opens."""
        if self.is_office_time(at):
            return at.astimezone(UTC)
        return self._moment(self._position(at), latest=True)

    # -------- limits

    def due(self, start: datetime, limit: Limit) -> datetime:
        """Return the moment by which `limit`, begun at `start`, must be met.

        Hours run from `start` (work hours only inside office time). Working days are counted from the next
        working day and end when the office closes on the last of them; calendar days end at 23:59:59 of the
        last day, holiday or not (LOCAL: the Civil Code would move it past a holiday, the hotline rules that
        count in calendar days do not say so).
        """
        if limit.unit is LimitUnit.MINUTE:
            return aware(start).astimezone(UTC) + timedelta(minutes=limit.amount)
        if limit.unit is LimitUnit.URGENT_HOUR:
            return aware(start).astimezone(UTC) + timedelta(hours=limit.amount)
        if limit.unit is LimitUnit.WORK_HOUR:
            return self.add_work_time(start, timedelta(hours=limit.amount))
        day, _ = _split(start)
        if limit.unit is LimitUnit.CALENDAR_DAY:
            return _join(day + limit.amount, _DAY_US - 1_000_000)
        index = self._around(day)
        place = bisect_right(index.workdays, day) + limit.amount - 1
        while place >= len(index.workdays):
            index = self._later(index)
        last = index.workdays[place]
        return _join(last, self._of_code[index.code_on(last)][-1][1])

    def is_due_provisional(self, start: datetime, limit: Limit) -> bool:
        """Say whether the deadline rests on a year whose holiday notice is still to come."""
        if not limit.unit.counts_office_time:
            return False
        years = range(local(start).year, local(self.due(start, limit)).year + 1)
        return not all(holidays.has_notice(year) for year in years)

    def warn_at(self, start: datetime, due: datetime, limit: Limit) -> datetime:
        """Return the moment the yellow card is shown, never before `start` nor after `due`.

        With two working days or more: when one full working day is left (Shandong 2017). Shorter or other
        limits: when a quarter of the time between `start` and `due` is left, counted in the limit's own kind
        of time (LOCAL).
        """
        if limit.unit is LimitUnit.WORK_DAY and limit.amount >= FEWEST_DAYS_WITH_A_YELLOW_DAY:
            at = self._moment(self._position(due) - self._nominal_day(due), latest=False)
        elif limit.unit.counts_office_time:
            left = (self._position(due) - self._position(start)) // YELLOW_SHARE
            at = self._moment(self._position(due) - left, latest=False)
        else:
            at = due - (due - start) // YELLOW_SHARE
        return min(max(at, start), due).astimezone(UTC)

    def remaining(self, at: datetime, due: datetime, unit: LimitUnit) -> timedelta:
        """Return what is left of a limit at `at`, in office or clock time as the unit asks; negative if
        late.
        """
        if unit.counts_office_time:
            return self.work_time_between(at, due)
        return aware(due) - aware(at)

    def resume(self, due: datetime, paused_at: datetime, resumed_at: datetime, unit: LimitUnit) -> datetime:
        """Return the new deadline after a pause: what was left when the clock stopped is left when it starts.

        An overdue case stays exactly as overdue as it was.

        :raises ValueError: when the pause ends before it begins.
        """
        if aware(resumed_at) < aware(paused_at):
            raise ValueError(f"a pause from {paused_at} to {resumed_at}")
        left = self.remaining(paused_at, due, unit)
        if unit.counts_office_time:
            return self.add_work_time(resumed_at, left)
        return resumed_at.astimezone(UTC) + left

    # -------- office time

    def work_time_between(self, start: datetime, until: datetime) -> timedelta:
        """Return the office time in `[start, until)`; negative when `until` is before `start`."""
        return timedelta(microseconds=self._position(until) - self._position(start))

    def add_work_time(self, start: datetime, span: timedelta) -> datetime:
        """Return the moment at which `span` of office time has passed since `start`; a negative span goes
        back.

        Exactly undone by `work_time_between`. Where a night lies between two possible answers, the one nearer
        to `start`: seven hours from Monday's opening is Monday's closing, not Tuesday's opening. A zero span
        returns `start`.

        :raises OverflowError: when the answer lies outside the years 1900–2400.
        """
        microseconds = span // _MICROSECOND
        if microseconds == 0:
            return aware(start).astimezone(UTC)
        return self._moment(self._position(start) + microseconds, latest=microseconds < 0)

    # -------- the index

    def _code_of(self, day: date) -> int:
        """Say how much of `day` is worked and by which hours: an index of `_of_code`, 0 on a day off."""
        kind = self.kind_of(day)
        if kind is DayKind.OFF:
            return 0
        return kind + 2 * bisect_right(self._changes, day.toordinal())

    def _nominal_day(self, at: datetime) -> int:
        """Return how long a whole working day is by the hours that hold at a moment."""
        whole = self._of_code[DayKind.WORK + 2 * bisect_right(self._changes, _split(at)[0])]
        return sum(end - start for start, end in whole)

    def _position(self, at: datetime) -> int:
        """Return the office time, in microseconds, between the anchor day and `at`."""
        day, within = _split(at)
        index = self._around(day)
        position = index.before[day - index.base]
        for start, end in self._of_code[index.code_on(day)]:
            if within <= start:
                break
            position += min(within, end) - start
        return position

    def _moment(self, position: int, *, latest: bool) -> datetime:
        """Return the first or the last moment with that much office time between it and the anchor day."""
        index = self._index or self._build(_FIRST_YEAR, _LAST_YEAR)
        while position >= index.before[-1]:
            index = self._later(index)
        while position <= index.before[0]:
            index = self._earlier(index)
        place = (bisect_right if latest else bisect_left)(index.before, position) - 1
        left = position - index.before[place]
        day = index.base + place
        for start, end in self._of_code[index.code_on(day)]:
            length = end - start
            if left < length or (left == length and not latest):
                return _join(day, start + left)
            left -= length
        raise AssertionError("a position outside its own day")  # pragma: no cover

    def _around(self, day: int) -> _Index:
        index = self._index
        if index is not None and index.base <= day < index.base + len(index.codes):
            return index
        year = date.fromordinal(day).year
        if index is None:
            return self._build(min(year, _FIRST_YEAR), max(year, _LAST_YEAR))
        return self._build(min(year, index.first_year), max(year, index.last_year))

    # A span doubles when it is outgrown, so that even a far answer is found in a few steps.

    def _later(self, index: _Index) -> _Index:
        if index.last_year == _LATEST:
            raise OverflowError(f"no calendar after {_LATEST}")
        return self._build(index.first_year, min(_LATEST, index.last_year + index.years))

    def _earlier(self, index: _Index) -> _Index:
        if index.first_year == _EARLIEST:
            raise OverflowError(f"no calendar before {_EARLIEST}")
        return self._build(max(_EARLIEST, index.first_year - index.years), index.last_year)

    def _build(self, first_year: int, last_year: int) -> _Index:
        """Lay out every day of the span and keep it; replaced as a whole, so threads never see half of
        one.
        """
        if first_year < _EARLIEST or last_year > _LATEST:
            raise OverflowError(f"no calendar for {first_year}–{last_year}")
        base = date(first_year, 1, 1).toordinal()
        days = range(base, date(last_year, 12, 31).toordinal() + 1)
        codes = bytes(self._code_of(date.fromordinal(day)) for day in days)
        lengths = [sum(end - start for start, end in segments) for segments in self._of_code]
        before = list(accumulate((lengths[code] for code in codes), initial=0))
        anchored = before[_ANCHOR - base]
        index = _Index(
            first_year,
            last_year,
            base,
            codes,
            [position - anchored for position in before],
            [day for day, code in zip(days, codes, strict=True) if code],
        )
        self._index = index
        return index


class _Index(NamedTuple):
    """Every day of a span of years by its number: code, office time before it (µs from the anchor),
    workdays.
    """

    first_year: int
    last_year: int
    base: int
    codes: bytes
    before: list[int]
    workdays: list[int]

    @property
    def years(self) -> int:
        return self.last_year - self.first_year + 1

    def code_on(self, day: int) -> int:
        return self.codes[day - self.base]


def _segments(hours: Iterable[tuple[time, time]]) -> _Segments:
    segments = tuple((_within(opens), _within(closes)) for opens, closes in hours)
    ends = [moment for segment in segments for moment in segment]
    if not segments or any(later <= earlier for earlier, later in pairwise(ends)):
        raise ValueError(f"office hours must be in order and not overlap: {segments}")
    return segments


def _within(clock: time) -> int:
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _clock(within: int) -> time:
    return (_EPOCH + timedelta(microseconds=within)).time()


def _split(at: datetime) -> tuple[int, int]:
    """Return the day number and the microsecond of the day on the clock of China."""
    there = aware(at).astimezone(SHANGHAI)
    return (
        there.toordinal(),
        ((there.hour * 60 + there.minute) * 60 + there.second) * 1_000_000 + there.microsecond,
    )


def _join(day: int, within: int) -> datetime:
    there = datetime.fromordinal(day).replace(tzinfo=SHANGHAI) + timedelta(microseconds=within)
    return there.astimezone(UTC)


@lru_cache(maxsize=256)
def _year(year: int) -> tuple[dict[date, str], frozenset[date]]:
    return holidays.days_off(year), holidays.days_worked(year)


CHINA: Final = WorkCalendar()
