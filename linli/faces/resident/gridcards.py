"""A grid as residents see it: where it is, who serves it, whom to ring, whom to complain to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people import queries as people
from linli.base.places import queries as places
from linli.base.places.models import Grid
from linli.faces.parts import shapes
from linli.faces.resident import shown


@dataclass(frozen=True, slots=True)
class GridCard:
    """What a grid's sheet shows. Telephones are those of bodies, never of persons."""

    unit: Unit
    grid: Grid | None
    community: Unit | None
    office: Unit | None
    people: tuple[shapes.Person, ...]
    community_people: tuple[shapes.Person, ...]
    phone: str
    supervision_phone: str
    place: shapes.Place
    url: str

    @property
    def first(self) -> shapes.Person | None:
        return self.people[0] if self.people else None


_ORDER = ("grid_leader", "grid_worker", "grid_helper", "grid_adviser", "service_volunteer")


def card(unit: Unit, at: datetime, *, with_community: bool = False) -> GridCard:
    """Gather a grid's sheet. Three queries (`unit` read with its `grid`), four with the community."""
    line = orgs.line_up(unit)
    by_kind = {u.kind: u for u in reversed(line)}
    community, office = by_kind.get(UnitKind.COMMUNITY), by_kind.get(UnitKind.SUBDISTRICT)
    # A grid without a telephone of its own is reached at its community, then at the office.
    phone = next((u.phone for u in line if u.phone), "")
    posts = sorted(
        people.members_of(unit, at),
        key=lambda post: (_ORDER.index(post.role) if post.role in _ORDER else 9, post.pk),
    )
    others = people.members_of(community, at) if with_community and community else []
    return GridCard(
        unit=unit,
        grid=getattr(unit, "grid", None),
        community=community,
        office=office,
        people=tuple(shown.people_of(posts, unit.phone or phone)),
        community_people=tuple(shown.people_of(others, community.phone if community else "")),
        phone=phone,
        supervision_phone=next((u.supervision_phone for u in line if u.supervision_phone), ""),
        place=place_of(unit.pk, str(unit)),
        url=reverse("resident:grid", args=[unit.pk]),
    )


def place_of(grid_id: int, name: str, *, lon: float | None = None, lat: float | None = None) -> shapes.Place:
    """Draw a grid among its neighbours, and a point in it where there is one. One query."""
    here, others = places.grid_among_others(grid_id)
    areas = [shapes.Area(rings) for rings in others]
    if here:
        areas.append(shapes.Area(here, name=name, is_here=True))
    return shapes.Place(lon, lat, areas=tuple(areas))
