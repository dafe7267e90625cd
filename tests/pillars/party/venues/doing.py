"""A centre of the hamlet with two rooms: one first come first served, one with a word of its keeper."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from linli.base.people.actors import SYSTEM, Actor, ActorKind
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues.models import Room, RoomBooking, Venue
from linli.pillars.party.venues.rules import OpenTo, VenueKind
from tests.town import MONDAY, Town

RESIDENT = Actor(ActorKind.ANYONE)
NINE = MONDAY + timedelta(days=1)
"""Tuesday, nine in the morning in Shanghai."""
HOUR = timedelta(hours=1)


def centre(town: Town, **more: Any) -> Venue:
    """Open the centre of the first community: eight to eight, every day but Sunday."""
    given = {
        "kind": VenueKind.CENTRE, "name": "东里党群服务中心", "area_m2": 800, "opens": time(8), "closes": time(20),
        "days": (1, 2, 3, 4, 5, 6), "contact_role": "值班台", "contact_phone": "0531-80000001",
    }  # fmt: skip
    form = op.VenueGiven(**{**given, **more})
    return op.open_venue(actor=SYSTEM, ground=town.communities[0], form=form, since=date(2026, 1, 5))


def room(venue: Venue, name: str = "排练室", **more: Any) -> Room:
    """Add a room for everybody."""
    form = op.RoomGiven(**{"name": name, "area_m2": 60, "seats": 30, "open_to": OpenTo.EVERYBODY, **more})
    return op.add_room(actor=SYSTEM, venue=venue.pk, form=form)


def book(one: Room, starts_at: datetime = NINE, hours: float = 1, **more: Any) -> RoomBooking:
    """Book it by phone, as somebody who lives there."""
    given: dict[str, Any] = {
        "actor": RESIDENT, "at": MONDAY, "room": one.pk, "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours), "title": "合唱队排练", "count": 12, "phone": "13800001111",
        "name": "周阿姨",
    }  # fmt: skip
    return op.book_room(**{**given, **more})
