"""Who may eat, who pays what, when an order may still be cancelled, who is missed: pure decisions, no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.clock import SHANGHAI
from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "From sixty on, as a subdistrict's canteens serve (a newspaper). Subsidies differ: Tianjin is reported with 3 yuan "
    "a meal and five meals a week for classes of elders, which the rows of an office may follow; none is built in."
)
LEAST_AGE: Final = 60  # LOCAL
CAME: Final = 6  # LOCAL: who came on so many
OF_DAYS: Final = 8  # LOCAL: of the last so many days of service
MISSED_RUNNING: Final = 2  # LOCAL: and then missed so many running
LEAST_REASON: Final = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A subsidy as an office wrote it: from what age, how many fen a meal, how many meals a week, who pays."""

    code: str
    min_age: int
    fen: int
    per_week: int
    payer: str
    valid_from: date
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether the rule is in force on a day; `valid_until` is not included."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Share:
    """Who pays what of a meal, in fen."""

    subsidy: int
    own: int
    code: str = ""
    payer: str = ""


def age_on(born: date, day: date) -> int:
    """Return somebody's age in whole years; born on the 29th of February one is older on the 1st of March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def may_eat(born: date, day: date) -> bool:
    """Say whether somebody is old enough."""
    return age_on(born, day) >= LEAST_AGE


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday of a day's week and the Monday after."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def share_of(price: int, rule: Rule | None, *, born: date, day: date, taken: int) -> Share:
    """Say who pays what of a meal. `taken` is how many subsidised meals there were this week already.

    The two parts are never negative and always make the price.
    """
    if rule is None or not rule.holds_on(day) or age_on(born, day) < rule.min_age or taken >= rule.per_week:
        return Share(0, price)
    subsidy = min(max(rule.fen, 0), price)
    return Share(subsidy, price - subsidy, rule.code, rule.payer) if subsidy else Share(0, price)


def may_change_order(day: date, until: time, at: datetime) -> bool:
    """Say whether a meal of a day can still be ordered or cancelled."""
    return at < datetime.combine(day, until, SHANGHAI)


def month_of(day: date) -> date:
    """Return the first of a day's month."""
    return day.replace(day=1)


def books_in(day: date, closed: Collection[date]) -> date:
    """Return the month a meal is booked in: its own, or the first open one after it where that is closed already."""
    month = month_of(day)
    while month in closed:
        month = month_of(month + timedelta(days=32))
    return month


def is_missed(service_days: Sequence[date], came: Collection[date], excused: Collection[date]) -> bool:
    """Say whether somebody who always comes did not come on the last days of service, without cancelling.

    `service_days` are the latest days on which meals were served, the newest first.
    """
    lately, before = service_days[:MISSED_RUNNING], service_days[MISSED_RUNNING : MISSED_RUNNING + OF_DAYS]
    if len(lately) < MISSED_RUNNING or len(before) < OF_DAYS:
        return False
    absent = all(day not in came and day not in excused for day in lately)
    return absent and sum(day in came for day in before) >= CAME


class Given(StrEnum):
    """What a day-care centre does for somebody."""

    MEAL = "meal"
    REST = "rest"
    BATH = "bath"
    HAIR = "hair"
    PRESSURE = "pressure"
    EXERCISE = "exercise"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody came first, when last, and when they left; what is not known is None."""

    came: datetime | None = None
    back: datetime | None = None
    left: datetime | None = None

    @property
    def is_here(self) -> bool:
        """Say whether they are there."""
        return self.back is not None and self.left is None


def after_coming(times: Times, moment: datetime) -> Times:
    """Return the times once somebody is said to have come; whatever order the book hears it in, and however often."""
    came = moment if times.came is None else min(times.came, moment)
    back = moment if times.back is None else max(times.back, moment)
    left = times.left if times.left is not None and times.left >= back else None
    return Times(came, back, left)


def after_leaving(times: Times, moment: datetime) -> Times:
    """Return the times once somebody is said to have left. They came in again after that: the departure is an older one."""
    if times.back is not None and moment < times.back:
        return times
    left = moment if times.left is None else max(times.left, moment)
    return Times(times.came, times.back, left)


def said_given(codes: Iterable[str]) -> tuple[str, ...]:
    """Return what was done in the order of the list, each once; words that are none are left out."""
    said = set(codes)
    return tuple(one.value for one in Given if one.value in said)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book as far as sums need it."""

    code: str
    payer: str
    price: int
    subsidy: int
    own: int
    is_counter: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """What a class came to: meals (counter-entries taken off) and fen."""

    code: str
    payer: str
    meals: int
    price: int
    subsidy: int
    own: int


def sums(entries: Iterable[Entry]) -> tuple[Sum, ...]:
    """Add up a month by class and payer."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in entries:
        line = found.setdefault((one.code, one.payer), [0, 0, 0, 0])
        for place, value in enumerate((-1 if one.is_counter else 1, one.price, one.subsidy, one.own)):
            line[place] += value
    return tuple(Sum(code, payer, *line) for (code, payer), line in sorted(found.items()))


def yuan(fen: int) -> str:
    """Write fen as yuan with two places, exactly."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"
