"""The ground of an office as one walks it: homes, facilities, places for new ones, laid on its ways. Held in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

import numpy as np
from shapely.geometry import LineString, shape
from shapely.geometry.base import BaseGeometry

from linli.base.orgs.models import Unit
from linli.base.places.models import (
    Building,
    Compound,
    Facility,
    FootNetwork,
    PeopleCount,
    PlacesRevision,
    Road,
)
from linli.insight.circles import rules
from linli.insight.circles.rules import Pace
from linli.kernel.geo import Plane
from linli.kernel.standards import walking

MOST_HOMES: Final = 20_000
"""Buildings of one subdistrict; a district chooses one of its subdistricts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A facility, or a compound where one could be."""

    name: str
    lon: float
    lat: float
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """A building where people live."""

    households: int
    compound: int | None
    grid: int
    community: int | None
    community_name: str


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Everything that is walked from or to, as spots of one network: homes first, then facilities, then sites."""

    flat: Plane
    network: rules.Network
    homes: tuple[Home, ...]
    places: Mapping[str, tuple[tuple[int, Place], ...]]
    sites: tuple[Place, ...]
    first_site: int
    compounds: Mapping[int, Place]
    grids: Mapping[int, np.ndarray]
    households: np.ndarray
    is_surveyed: bool

    def people(self, counts: Mapping[tuple[int, str], int], bands: tuple[str, ...]) -> np.ndarray:
        """Share the people of some bands out over the homes of their grids, by households."""
        out = np.zeros(len(self.homes))
        for grid, mine in self.grids.items():
            everybody = sum(counts.get((grid, band), 0) for band in bands)
            whole = self.households[mine].sum()
            if everybody and whole:
                out[mine] = everybody * self.households[mine] / whole
        return out


def ground_of(office: Unit) -> tuple[Ground | None, FootNetwork | None]:
    """Give the ground of an office, and its network where one was taken in. Two queries, and four more after a change."""
    revision = PlacesRevision.objects.values_list("value", flat=True).first()
    walked = FootNetwork.objects.filter(office=office).first()
    return _ground(office.pk, office.path, str(revision), walked.taken_at if walked else None), walked


@lru_cache(maxsize=2)
def _ground(office: int, path: str, _revision: str, _taken_at: datetime | None) -> Ground | None:
    rows = list(
        Building.objects.filter(grid__path__startswith=path, households_count__gt=0)
        .order_by("pk")
        .values_list(
            "lon",
            "lat",
            "households_count",
            "compound_id",
            "grid_id",
            "grid__parent_id",
            "grid__parent__name",
        )[:MOST_HOMES]
    )
    if not rows:
        return None
    flat = Plane((rows[0][0], rows[0][1]))
    ways = ways_of(office, flat, is_surveyed=_taken_at is not None)
    if not ways:
        return None
    found = Facility.objects.filter(area__path__startswith=path, component_code="", ended_on=None)
    there = list(found.order_by("pk").values_list("kind", "name", "lon", "lat", "hours"))
    compounds = {
        pk: Place(name, lon, lat)
        for pk, name, lon, lat in Compound.objects.filter(
            community__path__startswith=path, lon__isnull=False, lat__isnull=False
        )
        .order_by("pk")
        .values_list("pk", "name", "lon", "lat")
        if lon is not None and lat is not None
    }
    places: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    spots = [flat.to_xy((row[0], row[1])) for row in rows]
    for kind, name, lon, lat, hours in there:
        if kind in walking.NEEDS:
            places[kind].append((len(spots), Place(name, lon, lat, hours)))
            spots.append(flat.to_xy((lon, lat)))
    first_site = len(spots)
    spots += [flat.to_xy((each.lon, each.lat)) for each in compounds.values()]
    homes = tuple(Home(*row[2:]) for row in rows)
    held: dict[int, list[int]] = defaultdict(list)
    for number, home in enumerate(homes):
        held[home.grid].append(number)
    return Ground(
        flat=flat,
        network=rules.Network(ways, spots),
        homes=homes,
        places={kind: tuple(each) for kind, each in places.items()},
        sites=tuple(compounds.values()),
        first_site=first_site,
        compounds=compounds,
        grids={grid: np.array(mine) for grid, mine in held.items()},
        households=np.array([home.households for home in homes], dtype=float),
        is_surveyed=_taken_at is not None,
    )


def ways_of(office: int, flat: Plane, *, is_surveyed: bool) -> list[rules.Way]:
    """Read the ways on foot that were taken in; where there are none, the streets of the map."""
    if is_surveyed:
        rows = FootNetwork.objects.get(office=office).ways.order_by("pk")
        given = list(rows.values_list("line", "kind", "level"))
    else:
        lines = Road.objects.filter(office=office).order_by("pk").values_list("line", flat=True)
        given = [(line, "street", 0) for line in lines]
    return [
        rules.Way(_down(flat, part), kind, level)
        for line, kind, level in given
        for part in getattr(shape(line), "geoms", [shape(line)])
    ]


def _down(flat: Plane, line: BaseGeometry) -> LineString:
    return LineString([flat.to_xy(at[:2]) for at in line.coords])


def counts_of(office: Unit) -> dict[tuple[int, str], int]:
    """Give how many people of each band live in each grid of an office. One query."""
    rows = PeopleCount.objects.filter(grid__path__startswith=office.path)
    return {(grid, band): people for grid, band, people in rows.values_list("grid_id", "band", "people")}


def paces_of(walked: FootNetwork | None) -> dict[str, Pace]:
    """Give the paces of an office: what it set, or what is known."""
    held = walked or FootNetwork()
    waits = {"crossing": held.crossing_s, "signals": held.signals_s}
    return {
        "": Pace(held.ordinary_m_s, waits, 1.0),
        "older": Pace(held.older_m_s, waits, walking.STAIRS),
        "stick": Pace(held.stick_m_s, waits, None),
    }


def limit_of(pace: Pace, ordinary: Pace, minutes: int) -> float:
    """Return how many metres a circle is for a pace: the standard's for an ordinary one, less for who is slower."""
    return walking.MINUTES[minutes] * pace.metres_a_second / ordinary.metres_a_second
