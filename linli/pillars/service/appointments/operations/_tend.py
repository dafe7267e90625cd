"""What the clock does with appointments, what is forgotten, and past ones in bulk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from linli.base.flow import deadlines
from linli.base.flow.copying import copy_rows
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel import clock
from linli.pillars.service.appointments import policies, rules
from linli.pillars.service.appointments.models import Appointment, AppointmentMove
from linli.pillars.service.appointments.operations._book import cancel_appointment, keep_move, tell
from linli.pillars.service.appointments.rules import State
from linli.pillars.service.counters.models import Hall
from linli.pillars.service.counters.queries import office_of

_GONE: dict[str, Any] = {"name": "", "phone": None, "phone_print": None, "papers": {}, "account": None}


def _booked(hall: Hall) -> Any:
    rows = Appointment.objects.filter(hall=hall, state=State.BOOKED.value)
    return rows.select_related("hall__unit", "kind").order_by("pk")


def remind(*, actor: Actor, at: datetime) -> int:
    """Remind whoever booked for the next working day, from three in the afternoon; return how many.

    Who booked that same afternoon knows it.
    """
    here, told = clock.local(at), 0
    if here.time() < rules.REMIND_FROM:
        return 0
    for hall in Hall.objects.filter(is_active=True).select_related("unit"):
        day = _next_workday(hall, here.date())
        since = here.replace(hour=12, minute=0, second=0, microsecond=0)
        for row in _booked(hall).filter(day=day, reminded_at__isnull=True, booked_at__lt=since):
            with transaction.atomic():
                # Only the one who writes the moment tells.
                fresh = Appointment.objects.filter(pk=row.pk, state=State.BOOKED.value, reminded_at=None)
                if fresh.update(reminded_at=at):
                    tell(row, "booking_soon", at)
                    told += 1
    return told


def _next_workday(hall: Hall, today: date) -> date:
    calendar = deadlines.calendar_of(office_of(hall))
    return next(day for ahead in range(1, 40) if calendar.is_workday(day := today + timedelta(days=ahead)))


def call_off_shut_days(*, actor: Actor, at: datetime) -> int:
    """Cancel, and say so, what falls on a day on which the hall turned out to be shut; return how many."""
    today, ended = clock.local(at).date(), 0
    for hall in Hall.objects.select_related("unit"):
        calendar = deadlines.calendar_of(office_of(hall))
        for row in _booked(hall).filter(day__gte=today):
            if not hall.is_active or not calendar.is_workday(row.day):
                cancel_appointment(actor=actor, at=at, appointment=row, why=Appointment.Why.HALL)
                ended += 1
    return ended


def end_days(*, actor: Actor, at: datetime) -> int:
    """End what nobody came to once the hall has closed; return how many. Nothing follows from it for anybody."""
    here, ended = clock.local(at), 0
    for hall in Hall.objects.select_related("unit"):
        over = here.date() if here.time() >= hall.closes else here.date() - timedelta(days=1)
        for row in _booked(hall).filter(day__lte=over):
            with transaction.atomic():
                held = Appointment.objects.select_for_update().get(pk=row.pk)
                if held.is_booked:
                    held.state, held.ended_at = State.MISSED.value, at
                    held.save()
                    keep_move(held, "miss", actor=actor, at=at)
                    ended += 1
    return ended


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Forget name, number and papers of whoever had booked, a month after the day; return how many."""
    before = clock.local(at - rules.KEEP_FOR).date()
    rows = Appointment.objects.filter(day__lt=before, forgotten_at__isnull=True)
    rows = rows.exclude(state=State.BOOKED.value)
    return rows.update(forgotten_at=at, **_GONE)


def erase(account: Account, order: Erasing) -> int:
    """Erase who booked; what is still ahead is cancelled, for nobody could be told of it."""
    rows = list(Appointment.objects.filter(policies.of_account(account)))
    for row in rows:
        if row.is_booked:
            cancel_appointment(actor=order.actor, at=order.at, appointment=row)
    Appointment.objects.filter(pk__in=[row.pk for row in rows]).update(forgotten_at=order.at, **_GONE)
    return len(rows)


@dataclass(frozen=True, slots=True)
class PastAppointment:
    """An appointment as another system kept it, or a story tells it: its fields, and its steps in order."""

    fields: Mapping[str, Any]
    steps: Sequence[tuple[str, datetime]]


def keep_appointments(*, hall: Hall, past: Sequence[PastAppointment]) -> int:
    """Write many past appointments at once by COPY, with their steps; every law holds for them too."""
    rows = [Appointment(hall=hall, **one.fields) for one in past]
    with transaction.atomic():
        copy_rows(rows)
        copy_rows(
            [
                AppointmentMove(appointment=row, verb=verb, at=at, starts_at=row.starts_at)
                for row, one in zip(rows, past, strict=True)
                for verb, at in one.steps
            ]
        )
    return len(rows)
