"""The cases on the map: the same selection as every list, in a view port."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from linli.base.flow import policies
from linli.base.flow.models import Case
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.queries._rows import Filters, selection


@dataclass(frozen=True, slots=True)
class Point:
    """One case on the map."""

    number: str
    title: str
    state: str
    card: str
    lon: float
    lat: float


MOST_POINTS = 2000


def _inside(actor: Actor, filters: Filters, box: tuple[float, float, float, float]) -> QuerySet[Case]:
    return selection(actor, filters).filter(policies.lies_within(*box))


def map_points(
    *, actor: Actor, filters: Filters, box: tuple[float, float, float, float], most: int = MOST_POINTS
) -> list[Point]:
    """List the cases in a view port (west, south, east, north), newest first, at most `most`. One query."""
    rows = _inside(actor, filters, box).order_by("-filed_at")
    found = rows.values_list("number", "title", "state", "card", "lon", "lat")[:most]
    return [Point(*v) for v in found]  # type: ignore[arg-type]


def count_points(*, actor: Actor, filters: Filters, box: tuple[float, float, float, float]) -> int:
    """Count the cases in a view port, for a map that could not draw them all. One query."""
    return _inside(actor, filters, box).order_by().count()
