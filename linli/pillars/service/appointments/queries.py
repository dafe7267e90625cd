"""Reads of appointments: which times are free, who comes on a day, one appointment by its link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from linli.base.flow import deadlines
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import check_token
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.appointments import policies, rules
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.appointments.rules import Hours, State, Windows
from linli.pillars.service.counters import policies as halls
from linli.pillars.service.counters.models import Hall, ServiceKind, Window
from linli.pillars.service.counters.queries import office_of


class NoSuchAppointment(Refusal):
    """Absent, out of reach, or the secret is another's."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of a day: when it begins, and whether one more may book it."""

    starts_at: datetime
    is_free: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which a hall is open, with its times still ahead; provisional while the year's calendar is not out."""

    day: date
    is_provisional: bool
    slots: tuple[Slot, ...]

    @property
    def free(self) -> int:
        """Count the times that are free."""
        return sum(slot.is_free for slot in self.slots)


def hours_of(hall: Hall) -> Hours:
    """Give a hall's hours as the rules take them."""
    return Hours(hall.opens, hall.closes, hall.noon_from, hall.noon_until, hall.slot_minutes)


def windows_of(hall: Hall) -> Windows:
    """Give what each window can do, and its minutes for bookings. Two queries."""
    rows = Window.objects.filter(hall=hall, is_active=True).prefetch_related("kinds")
    skills = [frozenset(kind.pk for kind in window.kinds.all()) for window in rows]
    return Windows(skills, rules.bookable_minutes(hall.slot_minutes, hall.walk_in_percent))


def days_of(
    *, hall: Hall, kind: ServiceKind, at: datetime, skipping: Appointment | None = None
) -> tuple[Day, ...]:
    """List the days and times at which a kind can be booked at a hall. Three queries, whatever is booked."""
    if not hall.takes_bookings:
        return ()
    windows, calendar = windows_of(hall), deadlines.calendar_of(office_of(hall))
    today = clock.local(at).date()
    last = today + timedelta(days=hall.days_ahead)
    given = given_minutes(hall, today, last, skipping)
    found = []
    for ahead in range(hall.days_ahead + 1):
        day = today + timedelta(days=ahead)
        if not calendar.is_workday(day):
            continue
        slots = []
        for start in rules.starts_of(hours_of(hall)):
            starts_at = datetime.combine(day, start, SHANGHAI)
            if rules.may_book(starts_at, at, days_ahead=hall.days_ahead, today=today, day=day):
                slots.append(Slot(starts_at, rules.has_place(kind.pk, given[starts_at], windows)))
        if slots:
            found.append(Day(day, calendar.is_provisional(day), tuple(slots)))
    return tuple(found)


def given_minutes(
    hall: Hall, first: date, last: date, skipping: Appointment | None = None
) -> defaultdict[datetime, dict[int, int]]:
    """Give the minutes booked by time and kind. One query."""
    rows = Appointment.objects.filter(hall=hall, day__gte=first, day__lte=last)
    rows = rows.exclude(state=State.CANCELLED.value)
    if skipping is not None:
        rows = rows.exclude(pk=skipping.pk)
    given: defaultdict[datetime, dict[int, int]] = defaultdict(dict)
    for starts_at, kind, minutes in rows.values_list("starts_at", "kind", "kind__usual_minutes"):
        of_time = given[starts_at.astimezone(SHANGHAI)]
        of_time[kind] = of_time.get(kind, 0) + minutes
    return given


def bookable_halls(group: str = "") -> list[Hall]:
    """List the halls that take bookings, and do a group of the guide where one is named. Two queries."""
    rows = Hall.objects.filter(is_active=True, takes_bookings=True).select_related("unit")
    return [
        hall
        for hall in rows.prefetch_related("kinds")
        if not group or any(group in kind.groups and kind.is_active for kind in hall.kinds.all())
    ]


def by_link(*, pk: int, token: str) -> Appointment:
    """Give an appointment to whoever holds its link. One query.

    :raises NoSuchAppointment: absent, or the secret is another's.
    """
    rows = Appointment.objects.select_related("hall__unit", "kind", "ticket")
    found = rows.filter(pk=pk).first()
    if found is None or not check_token(token, "appointment", pk):
        raise NoSuchAppointment
    return found


def get_appointment(*, actor: Actor, hall: Hall, pk: int) -> Appointment:
    """Give an appointment of a hall the actor may see. One query.

    :raises NoSuchAppointment: absent or out of reach.
    """
    rows = Appointment.objects.select_related("hall__unit", "kind", "ticket")
    found = rows.filter(policies.reachable(actor), hall=hall, pk=pk).first()
    if found is None:
        raise NoSuchAppointment
    return found


def by_code(*, hall: Hall, typed: str, day: date) -> Appointment | None:
    """Find an appointment of a day by what somebody says: its code, or the end of their number. One query."""
    said = typed.strip().upper().removeprefix("Y")
    if not said.isascii() or not said.isdigit() or len(said) > 9:
        return None
    live = list(Appointment.objects.filter(hall=hall, day=day).select_related("hall__unit", "kind", "ticket"))
    by_number = [one for one in live if one.number == int(said)]
    by_phone = [one for one in live if one.is_booked and len(said) == 4 and (one.phone or "").endswith(said)]
    found = by_number or (by_phone if len(by_phone) == 1 else [])
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Row:
    """An appointment on the list of a day, its person masked."""

    id: int
    code: str
    starts_at: datetime
    kind: str
    kind_en: str
    matter: str
    name: str
    phone: str
    has_priority: bool
    source: str
    state: str
    ticket: str


def of_day(*, actor: Actor, hall: Hall, day: date, most: int = 500) -> list[Row]:
    """List a day's appointments of a hall in order of time. One query."""
    rows = Appointment.objects.filter(policies.reachable(actor), hall=hall, day=day)
    rows = rows.select_related("kind", "ticket").order_by("starts_at", "pk")[:most]
    return [
        Row(
            one.pk,
            one.code,
            one.starts_at,
            one.kind.name,
            one.kind.name_en,
            one.matter,
            mask_name(one.name),
            mask_phone(one.phone or ""),
            one.has_priority,
            one.source,
            one.state,
            one.ticket.code if one.ticket else "",
        )
        for one in rows
    ]


def counts_ahead(*, hall: Hall, at: datetime) -> list[tuple[date, int]]:
    """Count what is booked by day, from today on. One query."""
    today = clock.local(at).date()
    found: dict[date, int] = defaultdict(int)
    rows = Appointment.objects.filter(hall=hall, day__gte=today).exclude(state=State.CANCELLED.value)
    for day in rows.values_list("day", flat=True):
        found[day] += 1
    return sorted(found.items())


def mine(account: Account | None, at: datetime) -> list[Appointment]:
    """List what somebody who is logged in has booked and has still before them. One query."""
    if account is None:
        return []
    rows = Appointment.objects.filter(policies.of_account(account), state=State.BOOKED.value)
    return list(rows.select_related("hall", "kind").order_by("starts_at")[:20])


# ---------------------------------------------------------------- whose it is


def find_booker(actor: Actor, id: int, field: str) -> Found | None:
    """Give the name or number of whoever booked to those who serve in the hall, else None. Two queries."""
    row = Appointment.objects.select_related("hall__unit").filter(pk=id).first()
    if row is None or not halls.serves(actor, row.hall):
        return None
    value = row.phone if field == "phone" else row.name
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(value, person_id=row.account_id, person_print=print_) if value else None


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give a person the appointments that are kept about them. One query."""
    rows = Appointment.objects.filter(policies.of_account(account)).select_related("hall", "kind")
    found: list[Mapping[str, Any]] = [
        {
            "hall": one.hall.name,
            "what": one.kind.name,
            "starts_at": one.starts_at,
            "state": one.state,
            "name": one.name,
            "phone": one.phone or "",
        }
        for one in rows.order_by("-starts_at")
    ]
    return {"appointments": found} if found else {}
