"""The halls of a unit as they are now: who waits and how long, what is open, what came today. Never by clerk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from linli.base.orgs.models import Unit
from linli.insight.halls import ANSWERED_SAME_DAY, WITHIN_AN_HOUR, window_of
from linli.insight.indicators import percent
from linli.kernel import clock
from linli.pillars.service.counters.models import Hall, Ticket, Window
from linli.pillars.service.counters.rules import LAST, State

MOST_WAITING = 60
"""So many of those who wait are listed, the longest first; the count beside it is of all."""


@dataclass(frozen=True, slots=True)
class HallNow:
    """A hall today, and two of its rates over the last thirty days."""

    hall: Hall
    waiting: int
    longest: timedelta
    staffed: int
    windows: int
    came: int
    ended: int
    hour: tuple[int, int]
    """How many of those that count were finished within the hour, and how many count."""
    same_day: tuple[int, int]

    @property
    def hour_percent(self) -> float | None:
        return percent(*self.hour)

    @property
    def same_day_percent(self) -> float | None:
        return percent(*self.same_day)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Somebody who waits: a number and nobody's name."""

    code: str
    hall: str
    kind: str
    kind_en: str
    has_priority: bool
    waited: timedelta


def halls_in(unit: Unit) -> list[Hall]:
    """List the halls on a unit's ground. One query."""
    return list(Hall.objects.filter(unit__path__startswith=unit.path, is_active=True).select_related("unit"))


def has_halls(unit: Unit) -> bool:
    """Say whether a hall is on a unit's ground. One query."""
    return Hall.objects.filter(unit__path__startswith=unit.path, is_active=True).exists()


def halls_now(*, halls: list[Hall], at: datetime) -> list[HallNow]:
    """Give each hall as it is. Three queries."""
    today = clock.local(at).date()
    first, last = window_of(at)
    open_ = ~Q(state__in=sorted(state.value for state in LAST))
    waits = Q(state=State.WAITING.value)
    days: dict[int, Any] = {
        row["hall"]: row
        for row in Ticket.objects.filter(hall__in=halls, day=today)
        .values("hall")
        .annotate(
            came=Count("pk"),
            ended=Count("pk", filter=~open_),
            waiting=Count("pk", filter=waits),
            since=Min("taken_at", filter=waits),
        )
    }
    month = ANSWERED_SAME_DAY.rows(halls, first, last).order_by().values("hall")
    rates: dict[int, Any] = {
        row["hall"]: row
        for row in month.annotate(
            hour=Count("pk", filter=WITHIN_AN_HOUR.valid & WITHIN_AN_HOUR.hit),
            of_hour=Count("pk", filter=WITHIN_AN_HOUR.valid),
            day_=Count("pk", filter=ANSWERED_SAME_DAY.valid & ANSWERED_SAME_DAY.hit),
            of_day=Count("pk", filter=ANSWERED_SAME_DAY.valid),
        )
    }
    seats: dict[int, Any] = {
        row["hall"]: row
        for row in Window.objects.filter(hall__in=halls, is_active=True)
        .order_by()
        .values("hall")
        .annotate(n=Count("pk"), staffed=Count("clerk"))
    }
    found = []
    for hall in halls:
        day: dict[str, Any] = days.get(hall.pk, {})
        rate: dict[str, Any] = rates.get(hall.pk, {})
        seat: dict[str, Any] = seats.get(hall.pk, {})
        since = day.get("since")
        found.append(
            HallNow(
                hall,
                day.get("waiting", 0),
                at - since if since else timedelta(),
                seat.get("staffed", 0),
                seat.get("n", 0),
                day.get("came", 0),
                day.get("ended", 0),
                (rate.get("hour", 0), rate.get("of_hour", 0)),
                (rate.get("day_", 0), rate.get("of_day", 0)),
            )
        )
    return found


def waiting_in(*, halls: list[Hall], at: datetime, most: int = MOST_WAITING) -> list[WaitingRow]:
    """List those who wait, the longest first. One query."""
    rows = Ticket.objects.filter(hall__in=halls, day=clock.local(at).date(), state=State.WAITING.value)
    return [
        WaitingRow(
            one.code, one.hall.name, one.kind.name, one.kind.name_en, one.has_priority, at - one.taken_at
        )
        for one in rows.select_related("hall", "kind").order_by("taken_at", "pk")[:most]
    ]
