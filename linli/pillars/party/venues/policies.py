"""Who keeps which venues, who books for which unit, who names a brand. That a venue is there, everybody may read."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import Ground, at
from linli.base.people.models import Account
from linli.kernel.refusals import Refusal
from linli.pillars.party.venues.models import RoomBooking, Venue

BOOKING = COMMUNITY | HANDLING | LEADING


class NoSuchVenue(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchBooking(Refusal):
    """Absent, out of reach, or the secret is another's."""


KEEPING = Ground(
    own={**at((UnitKind.COMMUNITY,), COMMUNITY), **at((UnitKind.SUBDISTRICT,), LEADING)},
    above=at((UnitKind.PARTY,), HANDLING | LEADING),
)


def kept_grounds(actor: Actor) -> list[int]:
    """List the grounds whose venues an actor keeps. No query."""
    return KEEPING.of_actor(actor)


def keeps_any(actor: Actor) -> bool:
    """Say whether an actor keeps venues anywhere. No query."""
    return bool(kept_grounds(actor))


def keeps_ground(actor: Actor, ground: Unit) -> bool:
    """Say whether an actor may open a venue on a ground."""
    return actor.is_system or not set(kept_grounds(actor)).isdisjoint(ground.line)


def keeps(actor: Actor, venue: Venue) -> bool:
    """Say whether an actor keeps a venue: on its ground or above, or in the unit that keeps it. `ground` is loaded."""
    own = {p.unit_id for p in actor.posts if p.role in BOOKING}
    return keeps_ground(actor, venue.ground) or venue.unit_id in own


def keepable(actor: Actor, prefix: str = "") -> Q:
    """Match the venues an actor keeps."""
    if actor.is_system:
        return Q()
    found = Q(**{f"{prefix}unit__in": sorted({p.unit_id for p in actor.posts if p.role in BOOKING})})
    for pk in kept_grounds(actor):
        found |= Q(**{f"{prefix}ground__path__contains": f"/{pk}/"})
    return found


def books_for(actor: Actor) -> list[int]:
    """List the units for which an actor books: those they hold a working post at. No query."""
    return sorted({p.unit_id for p in actor.posts if p.role in BOOKING})


def books_any(actor: Actor) -> bool:
    """Say whether somebody may book a room for a unit at all. No query."""
    return bool(books_for(actor))


def reaches(actor: Actor, booking: RoomBooking) -> bool:
    """Say whether an actor sees who has a room: its keeper, and the unit that booked. `room__venue__ground` is loaded."""
    return keeps(actor, booking.room.venue) or booking.unit_id in books_for(actor)


def reachable(actor: Actor) -> Q:
    """Match the bookings an actor sees."""
    if actor.is_system:
        return Q()
    return keepable(actor, "room__venue__") | Q(unit__in=books_for(actor))


def names_brand(actor: Actor, community: Unit) -> bool:
    """Say whether an actor names the brand of a community: its own people, and the Party's and leaders above."""
    return community.kind == UnitKind.COMMUNITY and keeps_ground(actor, community)


def of_account(account: Account) -> Q:
    """Match what somebody booked with an account, or with its telephone number."""
    mine = Q(account=account)
    return mine | Q(phone_print=bytes(account.phone_print)) if account.phone_print else mine
