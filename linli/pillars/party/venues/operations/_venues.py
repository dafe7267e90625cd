"""Opening venues and their rooms, changing and closing them, and naming what a community is known for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from linli.base.flow.meant import need_between
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Facility
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.venues import policies, rules
from linli.pillars.party.venues.models import Brand, Room, RoomBooking, Venue
from linli.pillars.party.venues.policies import NoSuchVenue
from linli.pillars.party.venues.rules import HOLDING, OpenTo, VenueKind


class NotYourVenue(Refusal):
    """Somebody else keeps it."""


class VenueTimes(Refusal):
    """It closes before it opens, or has no day of the week."""


class VenueNamedTwice(Refusal):
    """The ground has one of that name: `name`."""


class VenueInUse(Refusal):
    """Somebody has a room there still ahead: `count`."""


class RoomInUse(Refusal):
    """Somebody has it still ahead: `count`."""


class BrandElsewhere(Refusal):
    """A brand is named by the community itself or those above it."""


@dataclass(frozen=True, slots=True)
class VenueGiven:
    """What is written down about a venue."""

    kind: VenueKind
    name: str
    area_m2: int
    opens: time
    closes: time
    contact_role: str
    contact_phone: str
    address: str = ""
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    does: str = ""
    equipment: str = ""
    is_step_free: bool = False


@dataclass(frozen=True, slots=True)
class RoomGiven:
    """What is written down about a room."""

    name: str
    area_m2: int
    seats: int
    open_to: OpenTo
    equipment: str = ""
    needs_word: bool = False


def _fields(form: VenueGiven) -> dict[str, object]:
    """:raises WordsMissing: :raises VenueTimes:"""
    lines = ("name", "contact_role", "contact_phone")
    missing = [one for one in lines if not str(getattr(form, one)).strip()]
    if missing or form.area_m2 < 1:
        raise WordsMissing(fields=missing or ["area_m2"])
    days = sorted({day for day in form.days if 1 <= day <= 7})
    if form.closes <= form.opens or not days:
        raise VenueTimes
    said = {name: clean_line(v) if isinstance(v, str) else v for name, v in asdict(form).items()}
    return {**said, "kind": form.kind.value, "days": days}


def held_ahead(at: datetime, **of: object) -> int:
    """Count what keeps a room from now on. One query."""
    states = [state.value for state in HOLDING]
    return RoomBooking.objects.filter(state__in=states, during__endswith__gt=at, **of).count()


def kept(actor: Actor, pk: int) -> Venue:
    """Lock a venue for somebody who keeps it.

    :raises NoSuchVenue: absent or closed. :raises NotYourVenue: somebody else keeps it.
    """
    row = (
        Venue.objects.select_for_update(of=("self",))
        .select_related("ground")
        .filter(pk=pk, until=None)
        .first()
    )
    if row is None:
        raise NoSuchVenue
    if not policies.keeps(actor, row):
        raise NotYourVenue
    return row


def open_venue(
    *,
    actor: Actor,
    ground: Unit,
    form: VenueGiven,
    since: date,
    unit: Unit | None = None,
    within: Venue | None = None,
    facility: Facility | None = None,
) -> Venue:
    """Open a venue on a ground; `unit` keeps it, else the ground itself.

    :raises NotYourVenue: another's ground. :raises WordsMissing: :raises VenueTimes: :raises VenueNamedTwice:
    """
    if ground.kind not in (UnitKind.COMMUNITY, UnitKind.SUBDISTRICT) or not policies.keeps_ground(
        actor, ground
    ):
        raise NotYourVenue
    office = orgs.office_of(orgs.line_up(ground)) or ground
    try:
        with transaction.atomic():
            return Venue.objects.create(
                **_fields(form),
                unit=unit or ground,
                ground=ground,
                office=office,
                within=within,
                facility=facility,
                since=since,
            )
    except IntegrityError:
        raise VenueNamedTwice(name=form.name) from None


def change_venue(*, actor: Actor, pk: int, form: VenueGiven) -> Venue:
    """Write down what a venue is now. What is booked stays booked.

    :raises NoSuchVenue: :raises NotYourVenue: :raises WordsMissing: :raises VenueTimes: :raises VenueNamedTwice:
    """
    try:
        with transaction.atomic():
            row = kept(actor, pk)
            for name, value in _fields(form).items():
                setattr(row, name, value)
            row.save()
    except IntegrityError:
        raise VenueNamedTwice(name=form.name) from None
    return row


def close_venue(*, actor: Actor, at: datetime, on: date, pk: int) -> Venue:
    """Close a venue nobody has a room of any more.

    :raises NoSuchVenue: :raises NotYourVenue: :raises VenueInUse:
    """
    with transaction.atomic():
        row = kept(actor, pk)
        if count := held_ahead(at, room__venue=row):
            raise VenueInUse(count=count)
        row.rooms.filter(until=None).update(until=on)
        row.until = on
        row.save(update_fields=["until"])
    return row


def _room_fields(form: RoomGiven) -> dict[str, object]:
    """:raises WordsMissing:"""
    if not form.name.strip() or form.area_m2 < 1 or form.seats < 1:
        raise WordsMissing(fields=["name"])
    return {**asdict(form), "name": clean_line(form.name), "open_to": form.open_to.value}


def add_room(*, actor: Actor, venue: int, form: RoomGiven) -> Room:
    """Add a room to a venue.

    :raises NoSuchVenue: :raises NotYourVenue: :raises WordsMissing: :raises VenueNamedTwice:
    """
    try:
        with transaction.atomic():
            return Room.objects.create(venue=kept(actor, venue), **_room_fields(form))
    except IntegrityError:
        raise VenueNamedTwice(name=form.name) from None


def _kept_room(actor: Actor, pk: int) -> Room:
    row = Room.objects.filter(pk=pk, until=None).first()
    if row is None:
        raise NoSuchVenue
    kept(actor, row.venue_id)
    return Room.objects.select_for_update().get(pk=pk)


def change_room(*, actor: Actor, pk: int, form: RoomGiven) -> Room:
    """Write down what a room is now.

    :raises NoSuchVenue: :raises NotYourVenue: :raises WordsMissing: :raises VenueNamedTwice:
    """
    try:
        with transaction.atomic():
            row = _kept_room(actor, pk)
            for name, value in _room_fields(form).items():
                setattr(row, name, value)
            row.save()
    except IntegrityError:
        raise VenueNamedTwice(name=form.name) from None
    return row


def close_room(*, actor: Actor, at: datetime, on: date, pk: int) -> Room:
    """End a room nobody has any more.

    :raises NoSuchVenue: :raises NotYourVenue: :raises RoomInUse:
    """
    with transaction.atomic():
        row = _kept_room(actor, pk)
        if count := held_ahead(at, room=row):
            raise RoomInUse(count=count)
        row.until = on
        row.save(update_fields=["until"])
    return row


def name_brand(*, actor: Actor, at: datetime, community: Unit, name: str, words: str, since: date) -> Brand:
    """Name what a community is known for; the one before ends that day. Of the same day it is put right.

    :raises BrandElsewhere: another's. :raises WordsMissing: no name, or not what it is.
    :raises DayElsewhen: a day to come, or a year mistyped.
    """
    if not policies.names_brand(actor, community):
        raise BrandElsewhere
    if not name.strip() or not words.strip():
        raise WordsMissing(fields=["name", "words"])
    need_between(since, rules.FIRST_BRAND, local(at).date())
    said = {"name": clean_line(name)[:30], "words": clean_line(words)[:300]}
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=community.pk)
        held = Brand.objects.filter(community=community, until=None).first()
        if held is not None and held.since >= since:
            held.name, held.words = said["name"], said["words"]
            held.save(update_fields=["name", "words"])
            return held
        if held is not None:
            held.until = since
            held.save(update_fields=["until"])
        return Brand.objects.create(community=community, since=since, **said)
