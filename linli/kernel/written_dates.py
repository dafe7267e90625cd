"""Moments as people and their spreadsheets write them: `2019/11/1 9:05`, `2019年11月1日下午3时`, `43770.378`, `19.11.1`.

A moment without a zone is meant on the clock of China. What can be read in two ways is not read at all: the caller
says which way the file means (`order`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.clock import SHANGHAI


class Order(StrEnum):
    """In which order day, month and year stand where the year does not give it away."""

    YEAR_FIRST = "ymd"
    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


class UnreadableDateError(ValueError):
    """No moment is written here."""


class AmbiguousDateError(ValueError):
    """Two moments may be meant: `3/4/2019`."""


# Excel counts days from here; its day 60, a 29 February 1900 that never was, lies before any serial taken here.
_SERIAL_ZERO: Final = datetime(1899, 12, 30)
_SERIALS: Final = (20_000.0, 80_000.0)  # 1954 to 2119: smaller numbers are numbers, larger ones other things
_SECONDS: Final = (10**9, 4 * 10**9)  # seconds since 1970, from 2001 to 2096
_PIVOT: Final = 70  # two-digit years from here on lie in the last century

_NUMBER = re.compile(r"\d{1,14}(?:\.\d+)?")
_DATE = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*[日号]?")
_WEEKDAY = re.compile(
    r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b,?"
)
_TIME = re.compile(
    r"(?P<before>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜里|am|pm)?\s*"
    r"(?P<hour>\d{1,2})\s*(?:[:.时点]\s*(?:(?P<minute>\d{1,2})\s*(?:[:分]\s*(?:(?P<second>\d{1,2})(?:[.,]\d+)?\s*秒?)?)?)?)"
    r"\s*(?P<after>am|pm|a\.m\.|p\.m\.)?"
)
_AFTERNOON: Final = frozenset({"下午", "傍晚", "晚上", "夜里", "pm", "p.m."})


def read_moment(written: object, order: Order = Order.YEAR_FIRST) -> datetime:
    """Return the moment that is written, aware and in UTC.

    Takes what spreadsheet readers give (dates, datetimes, numbers) and text. A date alone means its midnight.

    :raises UnreadableDateError: when it is no moment. :raises AmbiguousDateError: when it may be two.
    """
    if isinstance(written, datetime):
        return _placed(written)
    if isinstance(written, date):
        return _placed(datetime.combine(written, time()))
    if isinstance(written, bool):
        raise UnreadableDateError(str(written))
    try:
        if isinstance(written, int | float):
            return _placed(_of_number(float(written), str(written)))
        return _placed(_of_text(str(written), order))
    except (OverflowError, ArithmeticError) as error:
        raise UnreadableDateError(str(written)[:40]) from error


def _placed(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise UnreadableDateError(str(moment)) from error


def _of_number(value: float, shown: str) -> datetime:
    if _SERIALS[0] <= value < _SERIALS[1]:
        # To the second: a serial holds 9:05 as 0.37847222…, and what lies beyond is rounding.
        return _SERIAL_ZERO + timedelta(seconds=round(value * 86_400))
    if _SECONDS[0] <= value < _SECONDS[1]:
        return datetime.fromtimestamp(value, UTC)
    if _SECONDS[0] * 1000 <= value < _SECONDS[1] * 1000:
        return datetime.fromtimestamp(value / 1000, UTC)
    whole = str(int(value)) if value.is_integer() else ""
    if compact := _compact(whole):
        return compact
    raise UnreadableDateError(shown[:40])


def _compact(digits: str) -> datetime | None:
    shapes = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
    if len(digits) not in shapes or not digits.startswith(("19", "20")):
        return None
    try:
        return datetime.strptime(digits, shapes[len(digits)])
    except ValueError:
        return None


def _of_text(written: str, order: Order) -> datetime:
    if len(written) > 80:
        raise UnreadableDateError(written[:40])
    text = unicodedata.normalize("NFKC", written).casefold().strip().strip("'\"")
    if _NUMBER.fullmatch(text):
        return _compact(text) or _of_number(float(text), text)
    if "t" in text or text.endswith("z") or re.search(r"\d[+-]\d{2}:?\d{2}$", text):
        try:
            return datetime.fromisoformat(text.upper())
        except ValueError:
            pass
    found = _DATE.match(text)
    if found is None:
        raise UnreadableDateError(text[:40])
    day = _date(found[1], found[2], found[3], order)
    rest = _WEEKDAY.sub(" ", text[found.end() :]).strip().lstrip("t,").strip()
    return day + _time(rest, text)


def _year(digits: str) -> int:
    return int(digits) + (0 if len(digits) == 4 else 1900 if int(digits) >= _PIVOT else 2000)


def _date(first: str, second: str, third: str, order: Order) -> datetime:
    if len(first) == 3 or len(third) == 3 or (len(first) == 4 and len(third) == 4):
        raise UnreadableDateError(f"{first}-{second}-{third}")
    if len(first) == 4:
        return _day(first, second, third)
    if len(third) == 4:
        if order != Order.YEAR_FIRST:
            return _in_order(first, second, third, order)
        readings = {_try(third, first, second), _try(third, second, first)} - {None}
        if len(readings) > 1:
            raise AmbiguousDateError(f"{first}/{second}/{third}")
        if not readings:
            raise UnreadableDateError(f"{first}/{second}/{third}")
        return next(r for r in readings if r is not None)
    return _in_order(first, second, third, order)


def _in_order(first: str, second: str, third: str, order: Order) -> datetime:
    match order:
        case Order.YEAR_FIRST:
            return _day(first, second, third)
        case Order.MONTH_FIRST:
            return _day(third, first, second)
        case Order.DAY_FIRST:
            return _day(third, second, first)


def _try(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(_year(year), int(month), int(day))
    except ValueError:
        return None


def _day(year: str, month: str, day: str) -> datetime:
    found = _try(year, month, day)
    if found is None:
        raise UnreadableDateError(f"{year}-{month}-{day}")
    return found


def _time(text: str, whole: str) -> timedelta:
    if not text:
        return timedelta()
    found = _TIME.fullmatch(text)
    if found is None:
        raise UnreadableDateError(whole[:40])
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    said = found["before"] or found["after"] or ""
    if said in _AFTERNOON and hour < 12:
        hour += 12
    elif said in {"凌晨", "am", "a.m.", "上午"} and hour == 12:
        hour = 0
    elif said == "中午" and hour < 3:
        hour += 12
    # 24:00 is how some systems write the end of a day.
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise UnreadableDateError(whole[:40])
    return timedelta(hours=hour, minutes=minute, seconds=second)
