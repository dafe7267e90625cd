"""What is within a walk of one place: for whoever asks, from their door, at their pace; nothing about the place is kept."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from linli.base.orgs.models import Unit
from linli.insight.circles import ground
from linli.kernel.standards import walking


@dataclass(frozen=True, slots=True)
class Near:
    """A facility that one can walk to: its kind, how far the way is, how long it takes, within which circle."""

    kind: str
    name: str
    hours: str
    metres: int
    minutes: int
    circle: int


@dataclass(frozen=True, slots=True)
class Walk:
    """What is within a quarter of an hour, the nearest first; which kinds are not; whether the ways were surveyed."""

    near: tuple[Near, ...]
    missing: tuple[str, ...]
    is_surveyed: bool
    is_by_a_way: bool


def walk(*, office: Unit, lon: float, lat: float, pace: str = "") -> Walk | None:
    """Reckon what is within 5, 10 and 15 minutes of a place, by the ways of its office and the circles of the standard.

    None where no ways are drawn. Two queries, and four more after a change of the map.
    """
    there, walked = ground.ground_of(office)
    if there is None:
        return None
    paces = ground.paces_of(walked)
    limits = {minutes: ground.limit_of(paces[pace], paces[""], minutes) for minutes in walking.MINUTES}
    starts = there.network.entries(there.flat.to_xy((lon, lat)))
    reached = there.network.streets(paces[pace]).spread(starts, max(limits.values()))
    near = []
    for kind, places in there.places.items():
        for spot, place in places:
            node = there.network.spots[spot]
            far = reached.get(node) if node is not None else None
            if far is None:
                continue
            minutes = max(1, ceil(far / paces[pace].metres_a_second / 60))
            circle = min(minutes_ for minutes_, limit in limits.items() if far <= limit)
            near.append(Near(kind, place.name, place.hours, round(far), min(minutes, circle), circle))
    near.sort(key=lambda one: (one.metres, one.name))
    has = {one.kind for one in near}
    return Walk(
        tuple(near),
        tuple(kind for kind in walking.NEEDS if kind not in has),
        there.is_surveyed,
        bool(starts),
    )
