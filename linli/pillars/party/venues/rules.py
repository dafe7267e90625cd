"""What a venue is, when its rooms may be booked, how a booking goes. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice


class VenueKind(StrEnum):
    """What the articles call the places of Party and residents."""

    CENTRE = "centre"
    PARK = "park"
    STATION = "station"
    RED_STATION = "red_station"
    HALL = "hall"


class OpenTo(StrEnum):
    """Who may book a room."""

    EVERYBODY = "everybody"
    UNITS = "units"
    NOBODY = "nobody"


class BookingState(StrEnum):
    """How a booking stands."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


HOLDING: Final = (BookingState.ASKED, BookingState.GRANTED)
"""Those that keep the room: who asked first is answered first, and nobody is promised what is asked for."""


class Source(StrEnum):
    """How it came to be booked."""

    PHONE = "phone"
    DESK = "desk"
    UNIT = "unit"


SOURCE: Final = local_choice(
    "The articles tell of rooms shared with units and residents; none says how they are lent."
)
AHEAD: Final = timedelta(days=60)
PIECE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
MOST_OPEN: Final = 3
"""What one telephone number may hold at a time."""
ANSWER_BEFORE: Final = timedelta(hours=2)
"""Who has no answer so long before is told no, that they may look elsewhere; an ask never runs into its own hour."""
FIRST_BRAND: Final = date(1980, 1, 1)
"""LOCAL: an earlier day is a year mistyped."""
KEEP_FOR: Final = timedelta(days=30)
OFFICE_ROOMS_M2: Final = (400, 500, 800)
"""Of office and service rooms the first article says: not less than 400 m², two of 500 and 800."""


class NotThoseHours(Refusal):
    """The venue is shut then, it is past, too far ahead, too long, or backward: `opens`, `closes`."""


class MoreThanSeats(Refusal):
    """More than the room has seats: `seats`."""


@dataclass(frozen=True, slots=True)
class Hours:
    """On which days of the week (Monday is 1), from when until when."""

    days: frozenset[int]
    opens: time
    closes: time


def check_times(hours: Hours, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Let a booking pass whose times can be.

    :raises NotThoseHours: outside the hours, past, too far ahead, not in half hours, backward or too long.
    """
    start, end = clock.local(starts_at), clock.local(ends_at)
    is_forward = at < starts_at < ends_at <= starts_at + LONGEST and starts_at <= at + AHEAD
    is_round = not (start.minute % 30 or end.minute % 30 or start.second or end.second)
    is_open = (
        start.date() == end.date()
        and start.isoweekday() in hours.days
        and hours.opens <= start.time()
        and end.time() <= hours.closes
    )
    if not (is_forward and is_round and is_open):
        raise NotThoseHours(opens=f"{hours.opens:%H:%M}", closes=f"{hours.closes:%H:%M}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Half an hour of a day."""

    starts_at: datetime
    is_free: bool


def pieces_of(
    hours: Hours, day: date, taken: Collection[tuple[datetime, datetime]], at: datetime
) -> tuple[Piece, ...]:
    """Cut a day into half hours, each free or not; nothing on a day on which it is shut."""
    if day.isoweekday() not in hours.days:
        return ()
    found = []
    start = datetime.combine(day, hours.opens, SHANGHAI)
    if start.minute % 30:
        start += timedelta(minutes=30 - start.minute % 30)
    end = datetime.combine(day, hours.closes, SHANGHAI)
    while start + PIECE <= end:
        until = start + PIECE
        is_free = start > at and not any(a < until and start < b for a, b in taken)
        found.append(Piece(start, is_free))
        start = until
    return tuple(found)


def spans_of(pieces: Iterable[Piece]) -> tuple[tuple[datetime, datetime], ...]:
    """Join free half hours that touch: what one reads as free from eight to half past ten."""
    found: list[tuple[datetime, datetime]] = []
    for one in pieces:
        if not one.is_free:
            continue
        if found and found[-1][1] == one.starts_at:
            found[-1] = (found[-1][0], one.starts_at + PIECE)
        else:
            found.append((one.starts_at, one.starts_at + PIECE))
    return tuple(found)


def days_ahead(hours: Hours, today: date, most: int = 14) -> tuple[date, ...]:
    """Give the next days on which it is open."""
    found = []
    for n in range(AHEAD.days + 1):
        day = today + timedelta(days=n)
        if day.isoweekday() in hours.days:
            found.append(day)
    return tuple(found[:most])


def lapses(state: str, starts_at: datetime, at: datetime) -> bool:
    """Say whether an ask was left without an answer for too long."""
    return state == BookingState.ASKED and starts_at - at <= ANSWER_BEFORE
