"""Two clocks of an application: the statutory one and the promised one, and what moves both."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from linli.kernel import limits
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.workdays import WorkCalendar
from linli.pillars.service.catalog.rules.item import Item

AT_ONCE: Final = limits.work_days(1)
"""An item finished on the spot that was left for later is finished by the next working day."""

WITHOUT_LAW: Final = limits.work_days(20)
"""Where neither law nor office names a time."""


def promised_limit(item: Item) -> Limit:
    """Give the promised time of an item; the statutory one where none is promised."""
    if item.time.promised:
        return limits.parse(item.time.promised)
    if item.is_instant:
        return AT_ONCE
    return limits.parse(item.time.statutory) if item.time.statutory else WITHOUT_LAW


def statutory_limit(item: Item) -> Limit:
    """Give the statutory time of an item. Where no law names one, the promise binds like a law."""
    return limits.parse(item.time.statutory) if item.time.statutory else promised_limit(item)


def before_acceptance(statutory: Limit, examine: Limit) -> Limit:
    """Give the time by which what has only come in must be decided: the time to examine, then the statutory one."""
    if statutory.unit is LimitUnit.WORK_DAY:
        return Limit(statutory.amount + examine.amount, LimitUnit.WORK_DAY)
    if statutory.unit is LimitUnit.CALENDAR_DAY:
        return Limit(statutory.amount + examine.amount * 7 // 5 + 2, LimitUnit.CALENDAR_DAY)
    return Limit(examine.amount + 1, LimitUnit.WORK_DAY)


def latest_for_paper(accepted_at: datetime, promised: Limit, calendar: WorkCalendar) -> datetime:
    """Give the last moment to which a lacking paper may be promised: the promised time of the item (容缺)."""
    return calendar.due(accepted_at, promised)


def extended(due: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Give a deadline some working days later."""
    return calendar.due(due, limits.work_days(days))
