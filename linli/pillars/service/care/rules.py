"""When a visit is owed, and what a sheet of people says: pure decisions, no Django."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.clock import SHANGHAI, local
from linli.kernel.numbers import normalise_phone
from linli.kernel.refusals import Refusal
from linli.kernel.standards.care_groups import AFTER_CHANGE_HOURS, AT_LEAST, CARE_GROUPS, GROUPS, Level

REVIEW_DAYS: Final = 180  # LOCAL: a level stands half a year before somebody looks at it again
TAKEN_FOR: Final = timedelta(days=14)  # LOCAL: a wish that was taken comes back after two weeks
LEAST_REASON: Final = 4


class Outcome(StrEnum):
    """How it was."""

    WELL = "well"
    WATCH = "watch"
    HELP = "help"
    AWAY = "away"


class WishState(StrEnum):
    """Where a wish stands."""

    OPEN = "open"
    TAKEN = "taken"
    FULFILLED = "fulfilled"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def after_months(day: date, months: int) -> date:
    """Return the same day so many months on; the last of the month where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def interval_end(level: Level, since: datetime, own_days: Mapping[str, int] | None = None) -> datetime:
    """Return until when the next visit is owed, counted from the last. An office's own days count only if shorter."""
    day = local(since).date()
    unit, amount = AT_LEAST[level]
    last = day + timedelta(days=amount) if unit == "days" else after_months(day, amount)
    own = (own_days or {}).get(level.value)
    if own:
        last = min(last, day + timedelta(days=own))
    return end_of(last)


def due_at(
    level: Level,
    *,
    since: datetime,
    set_at: datetime,
    seen_at: datetime | None = None,
    changed_at: datetime | None = None,
    before: datetime | None = None,
    own_days: Mapping[str, int] | None = None,
) -> datetime:
    """Return until when somebody must be visited.

    Counted from the last visit, or from when visiting began. A level that was raised does not make yesterday late: its
    interval runs from when it was set, but never longer than what was owed `before`. A change that nobody looked after
    yet is owed within a day.
    """
    due = interval_end(level, seen_at or since, own_days)
    if due < set_at:
        fresh = interval_end(level, set_at, own_days)
        due = max(due, min(before, fresh) if before is not None else fresh)
    if changed_at is not None and (seen_at is None or seen_at < changed_at):
        due = min(due, changed_at + timedelta(hours=AFTER_CHANGE_HOURS))
    return due


def next_duty(day: date, last: date | None) -> date:
    """Return by which day this month's duty of a pair is owed: the month's last, or the next month's once it is done."""
    month = day if last is None or (last.year, last.month) < (day.year, day.month) else after_months(day, 1)
    return date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])


# --- a sheet of people ---------------------------------------------------------------------------------------


class RowUnclear(Refusal):
    """A row of a sheet does not say who, where or which group."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a sheet: somebody, where, and which groups."""

    row: int
    name: str
    phone: str
    grid: str
    door: str
    groups: tuple[str, ...]
    ground: str
    level: str = ""
    reason: str = ""


HEADS: Final = {
    "姓名": "name",
    "联系电话": "phone",
    "电话": "phone",
    "手机号": "phone",
    "网格": "grid",
    "所属网格": "grid",
    "住址": "door",
    "楼号门牌": "door",
    "类别": "group",
    "人员类别": "group",
    "依据": "ground",
    "探访等级": "level",
    "等级理由": "reason",
}
LEVEL_NAMES: Final = {"高风险": Level.HIGH, "重点": Level.KEY, "一般": Level.GENERAL}
_GROUP_NAMES: Final = {group.name: group.code for group in CARE_GROUPS}


def fields_of(heads: Iterable[str]) -> list[str]:
    """Return which field each heading names; "" for those nobody asked for."""
    return [HEADS.get(head.strip().rstrip("：:"), "") for head in heads]


def is_head(heads: Iterable[str]) -> bool:
    """Say whether a row is the one with the headings."""
    return {"name", "grid", "group"} <= set(fields_of(heads))


def listed(row: int, cells: Mapping[str, str]) -> Listed:
    """Read a row.

    :raises RowUnclear: naming the column that is missing or not understood.
    """
    said = {name: " ".join(text.split()) for name, text in cells.items()}
    for field in ("name", "grid", "group"):
        if not said.get(field):
            raise RowUnclear(row=row, column=field)
    groups = []
    for word in said["group"].replace("、", ",").replace("，", ",").replace("；", ",").split(","):
        code = _GROUP_NAMES.get(word.strip(), word.strip())
        if code not in GROUPS:
            raise RowUnclear(row=row, column="group")
        groups.append(code)
    phone = said.get("phone", "")
    if phone:
        try:
            phone = normalise_phone(phone[:40])
        except ValueError:
            raise RowUnclear(row=row, column="phone") from None
    level = said.get("level", "")
    if level and level not in LEVEL_NAMES:
        raise RowUnclear(row=row, column="level")
    if level and len(said.get("reason", "")) < LEAST_REASON:
        raise RowUnclear(row=row, column="reason")
    if len(said["name"]) > 40 or len(said.get("door", "")) > 80 or len(said.get("ground", "")) > 120:
        raise RowUnclear(row=row, column="name")
    return Listed(
        row, said["name"], phone, said["grid"], said.get("door", ""), tuple(dict.fromkeys(groups)),
        said.get("ground", ""), LEVEL_NAMES[level].value if level else "", said.get("reason", "")[:200],
    )  # fmt: skip
