"""Who is next, how long it takes, and which step a ticket may take. Pure: values in, decisions out.

The order is one sentence: everybody stands where they came, those who need it as if they had come some minutes
earlier. So nobody waits behind somebody who came more than `MOST_LEAD` later: nobody starves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import quantiles
from typing import Final

from linli.kernel.sources import local_choice


class State(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PASSED = "passed"
    FINISHED = "finished"
    LEFT = "left"


WAITING_STATES: Final = frozenset({State.WAITING, State.PASSED})
AT_WINDOW: Final = frozenset({State.CALLED, State.SERVING})
LAST: Final = frozenset({State.FINISHED, State.LEFT})

MOVES: Final[dict[str, tuple[frozenset[State], State]]] = {
    "call_next": (frozenset({State.WAITING}), State.CALLED),
    "call_again": (frozenset({State.CALLED}), State.CALLED),
    "pass": (frozenset({State.CALLED}), State.PASSED),
    "return": (frozenset({State.PASSED}), State.WAITING),
    "start": (frozenset({State.CALLED}), State.SERVING),
    "finish": (frozenset({State.CALLED, State.SERVING}), State.FINISHED),
    "send_on": (frozenset({State.CALLED, State.SERVING}), State.WAITING),
    "leave": (frozenset({State.WAITING, State.PASSED, State.CALLED}), State.LEFT),
}
"""Verb → from which states, to which. Nothing leads out of finished and left."""


def target_of(verb: str, state: str) -> State | None:
    """Return where a verb leads from a state; None where it does not."""
    sources, target = MOVES[verb]
    return target if state in sources else None


# --- the order --------------------------------------------------------------------------------------------

ORDER = local_choice(
    "How halls usually do it; no standard was read that gives numbers. Each hall can set its own."
)
PRIORITY_LEAD: Final = timedelta(minutes=20)
"""Elders, disabled and pregnant people, soldiers stand as if they had come this much earlier (LOCAL, a setting)."""
APPOINTMENT_LEAD: Final = timedelta(minutes=20)
"""Who booked stands as if they had come this much before the booked moment."""
GRACE: Final = timedelta(minutes=10)
"""As late as somebody who booked may be and still count as on time."""
RETURN_LEAD: Final = timedelta(minutes=10)
"""Who was called, was not there and comes back stands behind those who came ten minutes before that."""
MOST_LEAD: Final = timedelta(minutes=30)
"""Nobody waits behind somebody who came more than this later, whatever a hall sets."""


def place_in_line(
    taken_at: datetime,
    *,
    has_priority: bool = False,
    lead: timedelta = PRIORITY_LEAD,
    booked: datetime | None = None,
) -> datetime:
    """Return the moment as whose arrival a ticket counts. Never more than `MOST_LEAD` before it was taken."""
    place = taken_at
    if has_priority:
        place = taken_at - min(max(lead, timedelta()), MOST_LEAD)
    if booked is not None and taken_at <= booked + GRACE:
        # Who comes early for a booked moment waits for it, unless the hall is empty.
        place = booked - APPOINTMENT_LEAD if not has_priority else min(place, booked - APPOINTMENT_LEAD)
    return max(place, taken_at - MOST_LEAD)


def place_after_return(place: datetime, returned_at: datetime) -> datetime:
    """Return where somebody stands who was called, was away and came back."""
    return max(place, returned_at - RETURN_LEAD)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line: which kind of matter, since when by the rule, and the number that settles a tie."""

    id: int
    kind: int
    place: datetime
    number: int = 0
    window: int | None = None
    """Sent on to this window only; None: to any that can do it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An open window: what it can do, and for how long whoever sits there now has been served already."""

    id: int
    kinds: frozenset[int]
    serving_kind: int | None = None
    served_for: timedelta = timedelta()

    def can(self, one: Waiting) -> bool:
        """Say whether this window may call somebody."""
        return one.kind in self.kinds and one.window in (None, self.id)


def in_order(line: Iterable[Waiting]) -> list[Waiting]:
    """Put the line into order: by place, then by who took the number first."""
    return sorted(line, key=lambda one: (one.place, one.id))


def next_for(desk: Desk, line: Iterable[Waiting]) -> Waiting | None:
    """Return whom a window calls next: the first in order whom it can serve."""
    return next((one for one in in_order(line) if desk.can(one)), None)


# --- how long it takes ------------------------------------------------------------------------------------

LEAST_SAMPLES: Final = 8
ROUND_TO: Final = timedelta(minutes=5)
_SHORT, _LONG = 0.6, 1.6
"""Without past times of its own a kind takes from so much to so much of the minutes the hall says it takes (LOCAL)."""


@dataclass(frozen=True, slots=True)
class Span:
    """From so long to so long."""

    low: timedelta
    high: timedelta


def usual_span(past: Sequence[timedelta], usual: timedelta) -> Span:
    """Return how long one visit of a kind takes: the middle half of past times, or around what the hall says."""
    if len(past) < LEAST_SAMPLES:
        return Span(usual * _SHORT, usual * _LONG)
    first, _, third = quantiles([one.total_seconds() for one in past], n=4, method="inclusive")
    return Span(timedelta(seconds=first), timedelta(seconds=max(first, third)))


def wait_of(
    one: Waiting, line: Iterable[Waiting], desks: Sequence[Desk], spans: dict[int, Span]
) -> Span | None:
    """Return how long somebody still waits, as an honest range in steps of five minutes; None when no open window can.

    Plays the line through twice: once as if every visit took the shorter time of its kind, once the longer.
    """
    if not any(desk.can(one) for desk in desks):
        return None
    low = _played(one, line, desks, {kind: span.low for kind, span in spans.items()})
    high = _played(one, line, desks, {kind: span.high for kind, span in spans.items()})
    return Span(low // ROUND_TO * ROUND_TO, max(low, -(-high // ROUND_TO) * ROUND_TO))


def _played(
    one: Waiting, line: Iterable[Waiting], desks: Sequence[Desk], takes: dict[int, timedelta]
) -> timedelta:
    """Play the line through until somebody is called, and return when that is."""
    nothing = timedelta()
    free = {
        desk.id: max(nothing, takes.get(desk.serving_kind, nothing) - desk.served_for)
        if desk.serving_kind is not None
        else nothing
        for desk in desks
    }
    left = in_order({other.id: other for other in (*line, one)}.values())
    while True:
        # The window that is free first calls the first it can serve; one that can serve nobody is out.
        turns = [
            (free[desk.id], place, found)
            for place, desk in enumerate(desks)
            if (found := next_for(desk, left))
        ]
        at, place, found = min(turns, key=lambda turn: turn[:2])
        if found.id == one.id:
            return at
        free[desks[place].id] = at + takes.get(found.kind, nothing)
        left.remove(found)


class Check(StrEnum):
    """What somebody looks over in a hall, in one round."""

    TIDY = "tidy"  # 5S
    DUTY = "duty"


POINTS: Final[dict[Check, tuple[str, ...]]] = {
    Check.TIDY: ("sort", "set", "shine", "standard", "habit", "safety"),
    Check.DUTY: ("windows", "guide", "aids", "machines", "telephone", "book"),
}
"""A round is short: six points of the place each, none of a person (LOCAL)."""


def points_of(check: str) -> tuple[str, ...]:
    """Return the points of a round; nothing for a round that there is not."""
    return POINTS[Check(check)] if check in set(Check) else ()
