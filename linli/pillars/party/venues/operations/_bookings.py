"""Booking a room, the keeper's word, taking it back. The database decides who was first."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from linli.base.flow.refusals import WordsMissing
from linli.base.notices import operations as notices
from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.vault import fingerprint, secret_token
from linli.kernel.numbers import normalise_phone
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.venues import policies, rules
from linli.pillars.party.venues.models import Room, RoomBooking
from linli.pillars.party.venues.policies import NoSuchBooking, NoSuchVenue
from linli.pillars.party.venues.rules import HOLDING, BookingState, OpenTo, Source

_HELD = [state.value for state in HOLDING]
TOLD: dict[str, str] = {"asked": "room_asked", "granted": "room_granted"}


class RoomTaken(Refusal):
    """Somebody else has it at that time."""


class NotBookableByThem(Refusal):
    """The room is lent to others only, or the unit is not theirs."""


class BookingNeedsNumber(Refusal):
    """Whoever books from a phone leaves a number, to be told."""


class TooManyRooms(Refusal):
    """The number holds as many rooms as one may: `most`."""


class AnsweredBefore(Refusal):
    """It was answered, cancelled or is over: `state`."""


class BookingElsewhere(Refusal):
    """Somebody sees it, and it is not theirs to answer."""


def token_of(booking: RoomBooking) -> str:
    """Return the secret by which whoever booked follows and cancels it."""
    return secret_token("room-booking", booking.pk)


def book_room(
    *,
    actor: Actor,
    at: datetime,
    room: int,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    count: int,
    source: Source = Source.PHONE,
    unit: Unit | None = None,
    name: str = "",
    phone: str = "",
    language: str = "zh-hans",
    key: uuid.UUID | None = None,
) -> RoomBooking:
    """Book a room, or ask for it where its keeper has a word: by phone, by the keeper for a caller, for one's own unit.

    Two who press at once take turns; should they not, a constraint of the database refuses the second. Nine queries.

    :raises NoSuchVenue: no such room. :raises NotBookableByThem: as named. :raises BookingNeedsNumber: by phone without one.
    :raises NotThoseHours: shut, past, too far. :raises MoreThanSeats: more than seats. :raises TooManyRooms: enough.
    :raises RoomTaken: somebody else has it then.
    """
    rows = Room.objects.select_related("venue__ground", "venue__office", "venue__unit")
    row = rows.filter(pk=room, until=None, venue__until=None).first()
    if row is None:
        raise NoSuchVenue
    is_kept = actor.is_system or policies.keeps(actor, row.venue)
    _check_who(actor, row, source, unit, is_kept=is_kept)
    number = normalise_phone(phone) if phone.strip() else ""
    if not number and source is Source.PHONE:
        raise BookingNeedsNumber
    rules.check_times(row.venue.hours, starts_at, ends_at, at)
    if count > row.seats or count < 1:
        raise rules.MoreThanSeats(seats=row.seats)
    print_ = fingerprint(number, "phone") if number else None
    is_granted = is_kept or not row.needs_word
    made = RoomBooking(
        room=row,
        during=DateTimeTZRange(starts_at, ends_at, "[)"),
        state=(BookingState.GRANTED if is_granted else BookingState.ASKED).value,
        source=source.value,
        title=clean_line(title)[:60],
        count=count,
        unit=unit if source is Source.UNIT else None,
        account_id=actor.account_id if source is not Source.DESK else None,
        name=clean_line(name)[:30],
        phone=number or None,
        phone_print=print_,
        language=language,
        booked_at=at,
        decided_at=at if is_granted else None,
        decided_by_id=actor.account_id if is_granted and is_kept else None,
        key=key,
    )
    try:
        with transaction.atomic():
            # Whoever asks for the same room takes turns; else two who wait for each other's row would be a deadlock.
            Room.objects.select_for_update().get(pk=row.pk)
            if key is not None and (before := RoomBooking.objects.filter(key=key, room=row).first()):
                return before
            if print_ is not None and source is Source.PHONE:
                _need_few(print_, at)
            made.save(force_insert=True)
            tell(made, TOLD[made.state], at)
            if not is_granted:
                _tell_keepers(made, at)
    except IntegrityError as error:
        if "room_never_booked_twice" in str(error):
            raise RoomTaken from None
        raise
    return made


def _check_who(actor: Actor, room: Room, source: Source, unit: Unit | None, *, is_kept: bool) -> None:
    """:raises NotBookableByThem:"""
    if source is Source.DESK or room.open_to == OpenTo.NOBODY:
        may = is_kept
    elif source is Source.UNIT:
        own = unit is not None and (actor.is_system or unit.pk in policies.books_for(actor))
        may = own and unit is not None and (is_kept or _is_near(room, unit))
    else:
        may = room.open_to == OpenTo.EVERYBODY and actor.kind is not ActorKind.STAFF
    if not may:
        raise NotBookableByThem


def _is_near(room: Room, unit: Unit) -> bool:
    """Say whether a unit has to do with the office of a room: below it, or beside it in the district."""
    line = room.venue.office.line
    return room.venue.office_id in unit.line or (len(line) > 1 and line[-2] in unit.line)


def _need_few(print_: bytes, at: datetime) -> None:
    """:raises TooManyRooms:"""
    rows = RoomBooking.objects.filter(phone_print=print_, state__in=_HELD, during__endswith__gt=at)
    if rows.count() >= rules.MOST_OPEN:
        raise TooManyRooms(most=rules.MOST_OPEN)


def tell(row: RoomBooking, template: str, at: datetime) -> None:
    """Tell whoever booked: by telephone, and in the app if they have an account; nobody where no number was left."""
    starts = row.during.lower
    if row.account_id is None and not row.phone:
        return
    venue = row.room.venue
    notices.tell_person(
        account_id=row.account_id,
        phone=row.phone or "",
        language=row.language,
        office=venue.office,
        template=template,
        key=f"venues:{row.pk}:{template}",
        at=at,
        data={"unit": venue.name, "title": row.room.name, "due": starts.isoformat()},
        link=f"/d/venues/rooms/{row.room_id}/"
        if row.source == Source.UNIT
        else f"/v/{row.pk}/{token_of(row)}/",
        expires_at=starts if starts > at else None,
    )


def _tell_keepers(row: RoomBooking, at: datetime) -> None:
    """Tell those with a working post at the unit that keeps the venue that somebody waits for a word."""
    venue = row.room.venue
    posts = people.live_posts(at).filter(
        unit=venue.unit_id, role__in=[role.value for role in policies.BOOKING]
    )
    notices.tell_accounts(
        account_ids=sorted(set(posts.values_list("account", flat=True))),
        office=venue.office,
        template="room_wanted",
        key=f"venues:{row.pk}:wanted",
        at=at,
        unit=venue.name,
        data={"title": row.room.name, "due": row.during.lower.isoformat()},
        link=f"/d/venues/rooms/{row.room_id}/",
        expires_at=row.during.lower,
    )


def locked(pk: int) -> RoomBooking:
    """Lock a booking with what is told about it.

    :raises NoSuchBooking:
    """
    rows = RoomBooking.objects.select_for_update(of=("self",))
    row = rows.select_related("room__venue__ground", "room__venue__office").filter(pk=pk).first()
    if row is None:
        raise NoSuchBooking
    return row


def _answered(actor: Actor, pk: int) -> RoomBooking:
    """:raises NoSuchBooking: :raises BookingElsewhere: :raises AnsweredBefore:"""
    row = locked(pk)
    if not policies.reaches(actor, row):
        raise NoSuchBooking
    if not policies.keeps(actor, row.room.venue):
        raise BookingElsewhere
    if row.state != BookingState.ASKED:
        raise AnsweredBefore(state=row.get_state_display())
    return row


def end_booking(row: RoomBooking, state: BookingState, at: datetime, **said: Any) -> None:
    """Write down what became of a booking."""
    row.state, row.decided_at = state.value, at
    for name, value in said.items():
        setattr(row, name, value)
    row.save()


def need_reason(reason: str) -> None:
    """:raises WordsMissing: nothing was said."""
    if not reason.strip():
        raise WordsMissing(fields=["reason"])


def confirm_booking(*, actor: Actor, at: datetime, pk: int) -> RoomBooking:
    """Give the keeper's word; whoever asked is told.

    :raises NoSuchBooking: :raises BookingElsewhere: :raises AnsweredBefore:
    """
    with transaction.atomic():
        row = _answered(actor, pk)
        end_booking(row, BookingState.GRANTED, at, decided_by_id=actor.account_id)
        tell(row, "room_granted", at)
    return row


def decline_booking(*, actor: Actor, at: datetime, pk: int, reason: str) -> RoomBooking:
    """Say no, with the reason that is told; the time is free at once.

    :raises NoSuchBooking: :raises BookingElsewhere: :raises AnsweredBefore: :raises WordsMissing: no reason.
    """
    need_reason(reason)
    with transaction.atomic():
        row = _answered(actor, pk)
        end_booking(
            row, BookingState.DECLINED, at, decided_by_id=actor.account_id, reason=clean_line(reason)[:200]
        )
        tell(row, "room_declined", at)
    return row


def cancel_booking(
    *, actor: Actor, at: datetime, pk: int, reason: str = "", is_by_link: bool = False
) -> RoomBooking:
    """Take a booking back: whoever booked (`is_by_link`: they hold its link), their unit, or the keeper for a reason,
    which is told.

    :raises NoSuchBooking: :raises AnsweredBefore: it is over. :raises WordsMissing: the keeper gave no reason.
    """
    with transaction.atomic():
        row = locked(pk)
        own = is_by_link or row.unit_id in policies.books_for(actor)
        if not own and not policies.reaches(actor, row):
            raise NoSuchBooking
        if not row.is_held or row.during.lower <= at:
            raise AnsweredBefore(state=row.get_state_display())
        if not own:
            need_reason(reason)
        end_booking(
            row, BookingState.CANCELLED, at, decided_by_id=actor.account_id, reason=clean_line(reason)[:200]
        )
        if not own:
            tell(row, "room_called_off", at)
    return row
