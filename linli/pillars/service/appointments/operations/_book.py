"""Book, move, cancel, arrive. Each locks the hall first: whoever books at once takes turns, as with tickets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from linli.base.notices import operations as notices
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.vault import fingerprint, secret_token
from linli.kernel import clock
from linli.kernel.numbers import normalise_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.appointments import queries, rules
from linli.pillars.service.appointments.models import Appointment, AppointmentMove
from linli.pillars.service.appointments.rules import State
from linli.pillars.service.catalog import queries as catalog
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters import policies as halls
from linli.pillars.service.counters.models import Hall, ServiceKind, Ticket
from linli.pillars.service.counters.operations import NoSuchKind, NotYourHall
from linli.pillars.service.counters.queries import office_of

TEMPLATES = {"book": "booking_made", "move": "booking_moved", "cancel": "booking_called_off"}


class NoBookings(Refusal):
    """The hall takes no bookings."""


class NoSuchSlot(Refusal):
    """Not a time at which the hall can be booked: shut, past, too soon or too far."""


class SlotFull(Refusal):
    """Somebody else has had the last place of that time."""


class PhoneNeeded(Refusal):
    """Whoever books from a phone leaves a number, to be told when something changes."""


class BookedAlready(Refusal):
    """The number has the same kind booked on that day: `code`."""


class TooManyOpen(Refusal):
    """The number holds as many appointments as one may: `most`."""


class NotBookedAnyMore(Refusal):
    """It was cancelled, or whoever booked has come already: `state`."""


class NotToday(Refusal):
    """It is for another day: `day`."""


def token_of(appointment: Appointment) -> str:
    """Return the secret by which whoever booked follows, moves and cancels it."""
    return secret_token("appointment", appointment.pk)


def book_appointment(
    *,
    actor: Actor,
    at: datetime,
    hall: Hall,
    kind: ServiceKind,
    starts_at: datetime,
    phone: str = "",
    name: str = "",
    matter: str = "",
    papers: Sequence[str] = (),
    has_priority: bool = False,
    source: str = Appointment.Source.PHONE,
    language: str = "zh-hans",
    key: uuid.UUID | None = None,
) -> Appointment:
    """Book a time. The desk may book for somebody who has no phone: then the code on the slip is all there is.

    :raises NotYourHall: at the desk, by somebody without a post there. :raises NoBookings: this hall takes none.
    :raises NoSuchKind: not of this hall. :raises NoSuchSlot: not a time to book. :raises SlotFull: the last place is gone.
    :raises PhoneNeeded: none given from a phone. :raises BookedAlready: the same twice. :raises TooManyOpen: enough.
    """
    is_desk = source == Appointment.Source.DESK
    if is_desk and not actor.is_system and not halls.serves(actor, hall):
        raise NotYourHall
    number = normalise_phone(phone) if phone.strip() else ""
    if not number and not is_desk:
        raise PhoneNeeded
    if kind.hall_id != hall.pk or not kind.is_active:
        raise NoSuchKind
    with transaction.atomic():
        hall = _locked(hall.pk)
        if key is not None and (made := Appointment.objects.filter(hall=hall, key=key).first()):
            return made
        day = clock.local(starts_at).date()
        print_ = fingerprint(number, "phone") if number else None
        if print_ is not None:
            _need_few(hall, kind, day, print_)
        row = Appointment(
            hall=hall,
            kind=kind,
            number=(Appointment.objects.filter(hall=hall).aggregate(n=Max("number"))["n"] or 1000) + 1,
            day=day,
            starts_at=starts_at,
            place=_place(hall, kind, starts_at, at),
            matter=matter[:40],
            source=source,
            has_priority=has_priority,
            name=name.strip()[:30],
            phone=number or None,
            phone_print=print_,
            account_id=actor.account_id if actor.kind is ActorKind.RESIDENT else None,
            papers={"codes": list(papers)[:60]} if papers else {},
            language=language,
            booked_at=at,
            key=key,
        )
        row.save(force_insert=True)
        keep_move(row, "book", actor=actor, at=at)
        tell(row, TEMPLATES["book"], at)
    return row


def _locked(pk: int) -> Hall:
    return Hall.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)


def _need_few(hall: Hall, kind: ServiceKind, day: date, print_: bytes) -> None:
    open_ = Appointment.objects.filter(phone_print=print_, state=State.BOOKED.value)
    same = open_.filter(hall=hall, kind=kind, day=day).first()
    if same is not None:
        raise BookedAlready(code=same.code)
    if open_.count() >= rules.MOST_OPEN:
        raise TooManyOpen(most=rules.MOST_OPEN)


def _place(
    hall: Hall, kind: ServiceKind, starts_at: datetime, at: datetime, skipping: Appointment | None = None
) -> int:
    """Give the lowest place of a time that is free, under the lock of the hall. Five queries.

    :raises NoBookings: this hall takes none. :raises NoSuchSlot: not a time to book. :raises SlotFull: none is free.
    """
    if not hall.takes_bookings:
        raise NoBookings
    days = queries.days_of(hall=hall, kind=kind, at=at, skipping=skipping)
    slot = next((s for day in days for s in day.slots if s.starts_at == starts_at), None)
    if slot is None:
        raise NoSuchSlot
    if not slot.is_free:
        raise SlotFull
    rows = Appointment.objects.filter(hall=hall, starts_at=starts_at).exclude(state=State.CANCELLED.value)
    taken = set(rows.values_list("place", flat=True))
    return next(place for place in range(1, len(taken) + 2) if place not in taken)


def move_appointment(
    *, actor: Actor, at: datetime, appointment: Appointment, starts_at: datetime
) -> Appointment:
    """Move an appointment to another time; the old place is free at once. Moved to its own time nothing happens.

    :raises NotBookedAnyMore: over. :raises NoSuchSlot: not a time to book. :raises SlotFull: none is free there.
    :raises BookedAlready: the same kind is booked on that day.
    """
    with transaction.atomic():
        hall = _locked(appointment.hall_id)
        row = _held(appointment, actor)
        if row.starts_at == starts_at:
            return row
        row.place = _place(hall, row.kind, starts_at, at, row)
        day = clock.local(starts_at).date()
        if day != row.day and row.phone_print is not None:
            same = Appointment.objects.filter(hall=hall, kind=row.kind, day=day, state=State.BOOKED.value)
            if other := same.filter(phone_print=bytes(row.phone_print)).first():
                raise BookedAlready(code=other.code)
        row.starts_at, row.day, row.reminded_at = starts_at, day, None
        row.save()
        keep_move(row, "move", actor=actor, at=at)
        tell(row, TEMPLATES["move"], at)
    return row


def _held(appointment: Appointment, actor: Actor) -> Appointment:
    """Lock an appointment that is still booked. Staff act for whoever booked only in their own hall.

    :raises NotYourHall: staff of elsewhere. :raises NotBookedAnyMore: it is over.
    """
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("hall__unit", "kind")
    row = rows.get(pk=appointment.pk)
    if actor.kind is ActorKind.STAFF and not halls.serves(actor, row.hall):
        raise NotYourHall
    if not row.is_booked:
        raise NotBookedAnyMore(code=row.code, state=row.state)
    return row


def cancel_appointment(
    *, actor: Actor, at: datetime, appointment: Appointment, why: str = Appointment.Why.OWN
) -> Appointment:
    """Give an appointment back; its place is free at once. Cancelled twice it stays cancelled.

    :raises NotBookedAnyMore: whoever booked has come, or the day is over.
    """
    with transaction.atomic():
        _locked(appointment.hall_id)
        appointment.refresh_from_db(fields=["state"])
        if appointment.state == State.CANCELLED:
            return appointment
        row = _held(appointment, actor)
        row.state, row.why, row.ended_at = State.CANCELLED.value, why, at
        row.save()
        keep_move(row, "cancel", actor=actor, at=at)
        if why == Appointment.Why.HALL:
            tell(row, TEMPLATES["cancel"], at)
    return row


def arrive(*, actor: Actor, at: datetime, appointment: Appointment) -> Ticket:
    """Turn an appointment into a number in its turn. Arriving twice gives the same number.

    Who comes late, on the day, is served all the same: ten minutes after the time they stand where they came.

    :raises NotToday: another day. :raises NotBookedAnyMore: cancelled or over. :raises HallClosed: nobody is served now.
    """
    with transaction.atomic():
        hall = _locked(appointment.hall_id)
        done = Appointment.objects.filter(pk=appointment.pk, ticket__isnull=False).select_related("ticket")
        if (known := done.first()) is not None and known.ticket is not None:
            return known.ticket
        row = _held(appointment, actor)
        if row.day != clock.local(at).date():
            raise NotToday(day=f"{row.day:%m-%d}")
        ticket = counters.take_ticket(
            actor=actor,
            at=at,
            hall=hall,
            kind=row.kind,
            source=Ticket.Source.BOOKED,
            has_priority=row.has_priority,
            matter=row.matter,
            booked_for=row.starts_at,
            language=row.language,
        )
        row.state, row.ticket, row.ended_at = State.ARRIVED.value, ticket, at
        row.save()
        keep_move(row, "arrive", actor=actor, at=at)
    return ticket


def keep_move(row: Appointment, verb: str, *, actor: Actor, at: datetime) -> None:
    """Keep a step. What residents do themselves names nobody."""
    account = actor.account_id if actor.posts else None
    AppointmentMove.objects.create(
        appointment=row, verb=verb, at=at, starts_at=row.starts_at, actor_id=account
    )


def tell(row: Appointment, template: str, at: datetime) -> None:
    """Tell whoever booked, by telephone, and in the app if they have an account; nobody where no number was left."""
    office = office_of(row.hall)
    item = next((one for one in catalog.offered(office) if one.code == row.matter), None)
    step = AppointmentMove.objects.filter(appointment=row).count()
    notices.tell_person(
        account_id=row.account_id,
        phone=row.phone or "",
        language=row.language,
        office=office,
        template=template,
        key=f"appointment:{row.pk}:{step}:{template}",
        at=at,
        data={
            "unit": row.hall.name,
            "title": item.item.name.zh if item else row.kind.name,
            "due": row.starts_at.isoformat(),
            "booking": row.code,
        },
        link=f"/b/{row.pk}/{token_of(row)}/",
        expires_at=row.starts_at if row.starts_at > at else None,
    )
