"""Why something is supervised, what a list asks again and when, how long a lead's words stay. Pure: no Django."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.limits import Limit, work_days
from linli.kernel.sources import LOCAL, Source


class Why(StrEnum):
    """What made it necessary."""

    OVERDUE = "overdue"
    UNSOLVED = "unsolved"
    LEADER = "leader"
    MEETING = "meeting"
    CHECKED = "checked"
    LISTED = "listed"


SOURCE: Final = Source(
    "山东省网上信访和热线转办办法（2017 年转载）",
    "督办单：逾期、回访不满意、重办后仍不满意",
    "https://m.shzx.org/a/36-386-0.html",
    date(2026, 11, 21),
    "A reprint; it says when a supervision slip is due, not how long each step of it may take: those limits are ours.",
)
LIMITS: Final[Mapping[str, Limit]] = {
    "assign": work_days(1, LOCAL),
    "take": work_days(1, LOCAL),
    "settle": work_days(5, LOCAL),
    "check": work_days(2, LOCAL),
    "strike": work_days(2, LOCAL),
    "redo": work_days(3, LOCAL),
    "resolve": work_days(10, LOCAL),
}
MOST_DAYS: Final = 365


# --- responsibility lists -----------------------------------------------------------------------------------


class DutyOf(StrEnum):
    """Whose responsibility it is, as the lists say it: of a post, never of a person by name."""

    FIRST = "first"
    BRANCH = "branch"
    DUAL = "dual"
    DIRECT = "direct"


class Every(StrEnum):
    """How often it falls due."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_MONTHS: Final[Mapping[Every, int]] = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
SOON_DAYS: Final = 7  # LOCAL


def next_date(due: date, every: Every) -> date | None:
    """Say when it falls due again; what is due once, never. The end of a month stays within its month."""
    if every is Every.ONCE:
        return None
    month = due.month - 1 + _MONTHS[every]
    year, month = due.year + month // 12, month % 12 + 1
    return date(year, month, min(due.day, calendar.monthrange(year, month)[1]))


def standing(due: date, today: date) -> str:
    """Say where it stands on a day: `overdue`, `soon` or `later`."""
    if due < today:
        return "overdue"
    return "soon" if (due - today).days <= SOON_DAYS else "later"


KEPT_DAYS: Final = 30
"""LOCAL: so long after the discipline body has received a lead its words stay here; then the body alone has them."""
