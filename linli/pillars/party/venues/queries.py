"""Reads of venues: what there is for everybody, what is free, who has which room for those who keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Count, F, Prefetch, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import check_token
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.party.venues import policies, rules
from linli.pillars.party.venues.models import Brand, Room, RoomBooking, Venue
from linli.pillars.party.venues.policies import NoSuchBooking, NoSuchVenue
from linli.pillars.party.venues.rules import HOLDING, OpenTo, Piece

BOOKINGS: Final = "venues.RoomBooking"
BOOKER_FIELDS: Final = ("name", "phone")
VIEWS: Final = ("venues", "asked", "ahead", "past", "brands")
_HELD: Final = [state.value for state in HOLDING]


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue in a list: what it is, its rooms, what waits for its keeper's word."""

    venue: Venue
    rooms: tuple[Room, ...]
    bookable: int
    asked: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class BookingRow:
    """Who has a room, as far as the reader may know: masked."""

    id: int
    room_id: int
    room: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    state: str
    state_word: str
    title: str
    count: int
    who: str
    phone: str
    is_units: bool
    source_word: str
    reason: str
    is_lapsed: bool
    is_kept: bool
    may_cancel: bool
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A community or the office with its venues, its brand, and how large they are together."""

    unit: Unit
    brand: Brand | None
    venues: tuple[Venue, ...]
    area_m2: int


def _open(office: Unit | None = None) -> QuerySet[Venue]:
    rows = Venue.objects.filter(until=None)
    if office is not None:
        rows = rows.filter(office=office)
    rooms = Room.objects.filter(until=None).order_by("pk")
    found = rows.select_related("ground", "unit", "facility", "within", "office")
    return found.prefetch_related(Prefetch("rooms", rooms)).order_by(
        "ground__order", "ground_id", F("within").asc(nulls_first=True), "pk"
    )


def _offices(actor: Actor) -> list[int]:
    """Give every unit above an actor's posts; the offices among them are theirs to look around in."""
    return sorted({pk for post in actor.posts for pk in post.line})


def venues_of(*, actor: Actor, words: str = "") -> list[VenueRow]:
    """List the venues of the offices an actor works in, with what waits in those they keep. Three queries."""
    rows = _open().filter(office__in=_offices(actor)) if not actor.is_system else _open()
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(ground__name__icontains=words))
    waits = dict(
        RoomBooking.objects.filter(policies.keepable(actor, "room__venue__"), state="asked")
        .values_list("room__venue")
        .annotate(n=Count("pk"))
    )
    return [
        VenueRow(
            venue=one,
            rooms=tuple(one.rooms.all()),
            bookable=sum(room.open_to != OpenTo.NOBODY for room in one.rooms.all()),
            asked=waits.get(one.pk, 0),
            is_kept=policies.keeps(actor, one),
        )
        for one in rows
    ]


def get_venue(*, pk: int) -> Venue:
    """Give a venue that is open, with its rooms. Two queries.

    :raises NoSuchVenue:
    """
    row = _open().filter(pk=pk).first()
    if row is None:
        raise NoSuchVenue
    return row


def get_room(*, pk: int) -> Room:
    """Give a room of a venue that is open. One query.

    :raises NoSuchVenue:
    """
    rows = Room.objects.select_related("venue__ground", "venue__office", "venue__unit", "venue__facility")
    row = rows.filter(pk=pk, until=None, venue__until=None).first()
    if row is None:
        raise NoSuchVenue
    return row


def grounds_of(*, office: Unit, near: Unit | None = None) -> list[Ground]:
    """List an office's venues by community, one's own first, the office's own last. Three queries."""
    by_ground: dict[int, list[Venue]] = defaultdict(list)
    units: dict[int, Unit] = {}
    for one in _open(office):
        by_ground[one.ground_id].append(one)
        units[one.ground_id] = one.ground
    brands = brands_of(office)
    for brand in brands.values():
        units.setdefault(brand.community_id, brand.community)
    own = set(near.line) if near is not None else set()

    def place(unit: Unit) -> tuple[bool, bool, int, int]:
        return (unit.pk not in own or unit.pk == office.pk, unit.pk == office.pk, unit.order, unit.pk)

    return [
        Ground(
            unit=unit,
            brand=brands.get(unit.pk),
            venues=tuple(by_ground[unit.pk]),
            area_m2=sum(one.area_m2 for one in by_ground[unit.pk]),
        )
        for unit in sorted(units.values(), key=place)
    ]


def brands_of(office: Unit) -> dict[int, Brand]:
    """Give what each community of an office is known for now. One query."""
    rows = Brand.objects.filter(community__path__startswith=office.path, until=None)
    return {one.community_id: one for one in rows.select_related("community")}


def brands_seen(*, actor: Actor) -> list[Brand]:
    """List what the communities of an actor's offices are known for now, and were before. One query."""
    found = Q(pk__in=[])
    for pk in _offices(actor):
        found |= Q(community__path__contains=f"/{pk}/")
    rows = Brand.objects.filter(found).select_related("community")
    return list(rows.order_by("community__order", "community", "-since"))


def parts_of(venue: Venue) -> list[Venue]:
    """List the venues that lie within one (一园五站). One query."""
    return list(venue.parts.filter(until=None).order_by("pk"))


def brand_of(community: Unit | None) -> Brand | None:
    """Give what a community is known for. One query, none without a community."""
    return Brand.objects.filter(community=community, until=None).first() if community else None


def communities_to_name(*, actor: Actor) -> list[Unit]:
    """List the communities whose brand an actor names. One query."""
    found = Q(pk__in=[])
    for pk in policies.kept_grounds(actor):
        found |= Q(path__contains=f"/{pk}/")
    return list(Unit.objects.filter(found, kind="community", is_active=True).order_by("path"))


def grounds_to_open(*, actor: Actor) -> list[Unit]:
    """List the grounds on which an actor may open a venue. One query."""
    found = Q(pk__in=[])
    for pk in policies.kept_grounds(actor):
        found |= Q(path__contains=f"/{pk}/")
    rows = Unit.objects.filter(found, kind__in=("community", "subdistrict"), is_active=True)
    return list(rows.order_by("path"))


def units_to_book_for(*, actor: Actor) -> list[Unit]:
    """List the units for which an actor books. One query."""
    return list(Unit.objects.filter(pk__in=policies.books_for(actor), is_active=True).order_by("path"))


# --- what is free ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day on which a room may be booked: its half hours, and what is free of it in one piece."""

    day: date
    pieces: tuple[Piece, ...]

    @property
    def spans(self) -> tuple[tuple[datetime, datetime], ...]:
        """What is free in one piece."""
        return rules.spans_of(self.pieces)


def free_days(*, room: Room, at: datetime) -> list[FreeDay]:
    """Give the next days of a room with what is free; nothing is said of who has it. One query."""
    hours = room.venue.hours
    days = rules.days_ahead(hours, clock.local(at).date())
    if not days:
        return []
    last = datetime.combine(days[-1] + timedelta(days=1), time.min, SHANGHAI)
    rows = RoomBooking.objects.filter(
        room=room, state__in=_HELD, during__endswith__gt=at, during__startswith__lt=last
    )
    taken = [(one.lower, one.upper) for one in rows.values_list("during", flat=True)]
    return [FreeDay(day, rules.pieces_of(hours, day, taken, at)) for day in days]


# --- who has it -----------------------------------------------------------------------------------------------


def _row(actor: Actor, one: RoomBooking, at: datetime) -> BookingRow:
    is_kept = policies.keeps(actor, one.room.venue)
    own = one.unit_id in policies.books_for(actor)
    knows = is_kept or own
    return BookingRow(
        id=one.pk,
        room_id=one.room_id,
        room=one.room.name,
        venue=one.room.venue.name,
        starts_at=one.during.lower,
        ends_at=one.during.upper,
        state=one.state,
        state_word=str(one.get_state_display()),
        title=one.title if knows else "",
        count=one.count,
        who=str(one.unit) if one.unit else mask_name(one.name) if one.name else "",
        phone=mask_phone(one.phone) if one.phone and is_kept else "",
        is_units=one.unit_id is not None,
        source_word=str(one.get_source_display()),
        reason=one.reason if knows else "",
        is_lapsed=one.is_lapsed,
        is_kept=is_kept,
        may_cancel=knows and one.is_held and one.during.lower > at,
        is_asked=one.state == "asked",
    )


def bookings_of(
    *, actor: Actor, at: datetime, view: str = "ahead", room: int | None = None, size: int = 100
) -> list[BookingRow]:
    """List the bookings an actor sees: what waits for a word, what is ahead, what was. One query."""
    rows = RoomBooking.objects.filter(policies.reachable(actor))
    rows = rows.select_related("room__venue__ground", "unit")
    if room is not None:
        rows = rows.filter(room=room)
    if view == "asked":
        rows = rows.filter(state="asked").order_by("during")
    elif view == "past":
        rows = rows.filter(Q(during__endswith__lte=at) | ~Q(state__in=_HELD)).order_by("-during")
    else:
        rows = rows.filter(state__in=_HELD, during__endswith__gt=at).order_by("during")
    return [_row(actor, one, at) for one in rows[:size]]


def asked_count(*, actor: Actor) -> int:
    """Count what waits for a word in the venues an actor keeps. One query."""
    return RoomBooking.objects.filter(policies.keepable(actor, "room__venue__"), state="asked").count()


def get_booking(*, actor: Actor, pk: int, at: datetime) -> BookingRow:
    """Give a booking an actor sees. One query.

    :raises NoSuchBooking:
    """
    rows = RoomBooking.objects.filter(policies.reachable(actor), pk=pk)
    one = rows.select_related("room__venue__ground", "unit").first()
    if one is None:
        raise NoSuchBooking
    return _row(actor, one, at)


def by_link(*, pk: int, token: str) -> RoomBooking:
    """Give a booking to whoever holds its link. One query.

    :raises NoSuchBooking: absent, or the secret is another's.
    """
    found = RoomBooking.objects.select_related("room__venue__ground").filter(pk=pk).first()
    if found is None or not check_token(token, "room-booking", pk):
        raise NoSuchBooking
    return found


def find_booker(actor: Actor, id: int, field: str) -> Found | None:
    """Give the name or number of whoever booked to the keeper of the venue, else None. One query."""
    row = RoomBooking.objects.select_related("room__venue__ground").filter(pk=id).first()
    if row is None or not policies.keeps(actor, row.room.venue):
        return None
    value = row.phone if field == "phone" else row.name
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(value, person_id=row.account_id, person_print=print_) if value else None


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give a person the bookings of rooms that are kept about them. One query."""
    rows = RoomBooking.objects.filter(policies.of_account(account), unit=None).select_related("room__venue")
    found: list[Mapping[str, Any]] = [
        {
            "venue": one.room.venue.name,
            "room": one.room.name,
            "starts_at": one.during.lower,
            "ends_at": one.during.upper,
            "state": one.state,
            "title": one.title,
            "name": one.name,
            "phone": one.phone or "",
        }
        for one in rows.order_by("-during")
    ]
    return {"room_bookings": found} if found else {}
