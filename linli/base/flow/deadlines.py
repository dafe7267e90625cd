"""The clock of a case: which limit runs, when it is due, when it turns yellow and red, what happens next and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from linli.base.flow.models import CalendarDay, Card, Case, LimitOverride, OfficeHours
from linli.base.flow.table import Flow
from linli.base.orgs.models import Unit
from linli.kernel import limits
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.workdays import DayKind, HoursFrom, WorkCalendar

CLIMB_AFTER = (timedelta(0), timedelta(days=1), timedelta(days=3))
"""LOCAL: overdue is told to the level above at once, to the deputy head after a day, to the head after three."""

_DAY_KIND = {"work": DayKind.WORK, "off": DayKind.OFF, "half": DayKind.HALF}


@lru_cache(maxsize=256)
def _calendar(days: tuple[tuple[date, str], ...], hours: tuple[HoursFrom, ...]) -> WorkCalendar:
    return WorkCalendar(overrides={day: _DAY_KIND[kind] for day, kind in days}, changes=hours)


def calendar_of(office: Unit) -> WorkCalendar:
    """Give the working calendar of an office: the national table, its own days and hours.

    No query, but after the office changed a setting: `settings_version` of the unit as it was read says so.
    """
    return settings_of(office.pk, office.settings_version).calendar


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office has set about its clock, at one version."""

    calendar: WorkCalendar
    overrides: Mapping[tuple[str, str], Mapping[str, str]]
    """Kind and category → slot → limit; the empty category is for all."""


@lru_cache(maxsize=512)
def settings_of(office_id: int, version: int) -> Settings:
    """Read what an office has set about its clock, once a version. Three queries the first time in a process."""
    hours = tuple(
        HoursFrom(h.from_date, h.stretches) for h in OfficeHours.objects.filter(office_id=office_id)
    )
    rows = CalendarDay.objects.filter(office_id=office_id).order_by("day").values_list("day", "kind")
    overrides: dict[tuple[str, str], dict[str, str]] = {}
    for own in LimitOverride.objects.filter(office_id=office_id):
        overrides.setdefault((own.kind, own.topic), {})[own.slot] = own.limit
    return Settings(_calendar(tuple(rows), hours), overrides)


def limits_for(flow: Flow, office: Unit, topic: str, of_category: Mapping[str, str]) -> dict[str, str]:
    """Settle every slot for a new case: the flow's limit, then the category's, then the office's own.

    No query, but after the office changed a setting.

    The answer is frozen on the case, so that a later change of the catalogue does not move running deadlines.
    """
    found = {slot: str(limit) for slot, limit in flow.limits.items()} | dict(of_category)
    own = settings_of(office.pk, office.settings_version).overrides
    found |= own.get((flow.kind, ""), {})
    if topic:
        found |= own.get((flow.kind, topic), {})
    return found


def limit_of(case: Case, slot: str) -> Limit:
    return limits.parse(case.limits[slot])


def start(case: Case, slot: str, at: datetime, calendar: WorkCalendar) -> None:
    """Start the clock of a stage."""
    limit = limit_of(case, slot)
    case.slot, case.started_at, case.due_unit = slot, at, limit.unit.value
    case.due_at = calendar.due(at, limit)
    case.is_provisional = calendar.is_due_provisional(at, limit)
    case.climb = 0


def stop(case: Case, at: datetime, until: datetime) -> None:
    """Stop the clock. It says until when it stands still."""
    case.stopped_at, case.stopped_until = at, until


def go_on(case: Case, at: datetime, calendar: WorkCalendar) -> None:
    """Let the clock run on: what was left when it stopped is left now."""
    stopped = case.stopped_at
    if stopped is None:
        return
    if case.due_at:
        case.due_at = calendar.resume(case.due_at, stopped, at, LimitUnit(case.due_unit))
    if case.resolve_by:
        case.resolve_by = calendar.resume(case.resolve_by, stopped, at, LimitUnit(case.resolve_unit))
    case.stopped_at = case.stopped_until = None


def effective_due(case: Case) -> datetime | None:
    """Give the moment that counts now: the stage's or, until the matter is settled, the whole case's if that is earlier."""
    moments = [case.due_at, case.resolve_by if case.settled_at is None else None]
    return min((m for m in moments if m is not None), default=None)


def warn_at(case: Case, due: datetime, calendar: WorkCalendar) -> datetime:
    if due == case.due_at and case.slot:
        return calendar.warn_at(case.started_at, due, limit_of(case, case.slot))
    if "resolve" in case.limits:
        return calendar.warn_at(case.filed_at, due, limit_of(case, "resolve"))
    return due


def card_at(case: Case, at: datetime, calendar: WorkCalendar) -> Card:
    """Say which card a running case shows at a moment."""
    due = effective_due(case)
    if due is None:
        return Card.NONE
    if at >= due:
        return Card.RED
    return Card.YELLOW if at >= warn_at(case, due, calendar) else Card.NONE


def climb_at(case: Case, at: datetime) -> int:
    """Say how many levels an overdue case has climbed at a moment."""
    due = effective_due(case)
    return 0 if due is None else sum(at >= due + after for after in CLIMB_AFTER)


def refresh(case: Case, at: datetime, calendar: WorkCalendar, *, restarted: bool) -> None:
    """Set the next moment at which the clock must act; a restarted clock also takes a fresh card.

    Without a restart the card stays: it changes by the clock's own steps only, so that every card is in the log.
    Called once at the end of every move.
    """
    if not case.is_open:
        case.next_tick_at = case.due_at = None
        case.slot = ""
        return
    if case.stopped_at is not None:
        case.next_tick_at = case.stopped_until
        return
    if restarted:
        case.card, case.climb = card_at(case, at, calendar), climb_at(case, at)
    due = effective_due(case)
    moments = [case.due_at] if case.due_at and case.due_at > at else []
    if due is not None:
        if case.card == Card.NONE:
            moments.append(warn_at(case, due, calendar))
        elif case.card == Card.YELLOW:
            moments.append(due)
        elif case.climb < len(CLIMB_AFTER):
            moments.append(due + CLIMB_AFTER[case.climb])
    case.next_tick_at = min(moments, default=None)
