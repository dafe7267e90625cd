"""Reads about places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import shapely
from django.db.models import Count, Q, Sum
from shapely.geometry import mapping

from linli.base.orgs.models import Unit
from linli.base.places import index
from linli.base.places.finding import METRES_A_DEGREE, SQUEEZE, find_places, propose, spot_at
from linli.base.places.models import Building, Compound, Footway, PeopleCount

__all__ = [
    "centre_of",
    "find_places",
    "footways_told",
    "grid_among_others",
    "grid_at",
    "grids_at",
    "outline_of",
    "outlines_below",
    "outlines_joined",
    "outlines_of",
    "propose",
    "shapes_around",
    "spot_at",
]

Rings = tuple[tuple[tuple[float, float], ...], ...]

AROUND_M = 600
MOST_BUILDINGS = 600
DECIMALS = 6
"""About ten centimetres: more digits only make the page heavier."""


def grid_at(lon: float, lat: float) -> Unit | None:
    """Find the grid unit that holds a point (degrees, WGS-84). Two queries."""
    unit_id = index.current().grid_at(lon, lat)
    return Unit.objects.get(pk=unit_id) if unit_id else None


def grids_at(points: Iterable[tuple[float, float]]) -> list[Unit | None]:
    """Find the grid unit of each of some points, with its parent. Two queries."""
    known = index.current()
    ids = [known.grid_at(lon, lat) for lon, lat in points]
    units = Unit.objects.select_related("parent").in_bulk({pk for pk in ids if pk})
    return [units.get(pk) if pk else None for pk in ids]


def outline_of(unit_id: int) -> Rings:
    """Give the outer rings of a grid's shape as it is today; empty where it has none. One query."""
    known = index.current()
    if unit_id not in known.unit_ids:
        return ()
    return _rings(known.shapes[known.unit_ids.index(unit_id)])


def outlines_of(unit_ids: Collection[int]) -> dict[int, Rings]:
    """Give the outer rings of grids' shapes as they are today, of those that have one. One query."""
    known, asked = index.current(), set(unit_ids)
    return {pk: _rings(known.shapes[at]) for at, pk in enumerate(known.unit_ids) if pk in asked}


def outlines_joined(communities: Collection[Unit]) -> dict[int, Rings]:
    """Give the outline of each community whose grids are drawn: its grids as one. Two queries."""
    known = index.current()
    parts: dict[int, list[Any]] = defaultdict(list)
    place_of = {pk: at for at, pk in enumerate(known.unit_ids)}
    for grid in Unit.objects.filter(parent__in=communities, pk__in=place_of):
        parts[grid.parent_id or 0].append(known.shapes[place_of[grid.pk]])
    return {pk: _rings(shapely.union_all(shapes)) for pk, shapes in parts.items()}


def outlines_below(unit: Unit) -> tuple[Rings, ...]:
    """Give the rings of every drawn grid of a unit's ground, as they are today. Two queries."""
    ids = set(Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True))
    return tuple(outlines_of(ids).values())


def footways_told(office: Unit) -> dict[str, int]:
    """Count the ways on foot of an office, and the people counted by age with their grids. Two queries."""
    counted = PeopleCount.objects.filter(grid__path__startswith=office.path)
    told = counted.aggregate(grids=Count("grid", distinct=True), people=Sum("people"))
    ways = Footway.objects.filter(network__office=office).count()
    return {"ways": ways, "grids": told["grids"] or 0, "people": told["people"] or 0}


def centre_of(unit_id: int) -> tuple[float, float] | None:
    """Give a point inside a grid's shape, for a map to begin with; None where it has no shape. One query."""
    known = index.current()
    if unit_id not in known.unit_ids:
        return None
    point = known.shapes[known.unit_ids.index(unit_id)].representative_point()
    return point.x, point.y


def grid_among_others(unit_id: int) -> tuple[Rings, list[Rings]]:
    """Give the rings of a grid and of those that touch it, for a small map; nothing where it has no shape. One query."""
    known = index.current()
    if unit_id not in known.unit_ids:
        return (), []
    me = known.shapes[known.unit_ids.index(unit_id)]
    hits = (int(i) for i in known.tree.query(me, predicate="intersects"))
    return _rings(me), [_rings(known.shapes[i]) for i in hits if known.unit_ids[i] != unit_id]


def _rings(outline: Any) -> Rings:
    parts = outline.geoms if hasattr(outline, "geoms") else (outline,)
    return tuple(tuple((x, y) for x, y in part.exterior.coords) for part in parts)


def shapes_around(lon: float | None, lat: float | None, around_m: float = AROUND_M) -> dict[str, Any]:
    """Give grids and buildings around a point as GeoJSON; without a point, all grids and estates. Three queries."""
    known = index.current()
    if lon is None or lat is None:
        chosen: Iterable[int] = range(len(known.shapes))
        buildings: list[Building] = []
    else:
        dy = around_m / METRES_A_DEGREE
        dx = dy / SQUEEZE
        chosen = (int(i) for i in known.tree.query(shapely.box(lon - dx, lat - dy, lon + dx, lat + dy)))
        box = Q(lon__range=(lon - dx, lon + dx), lat__range=(lat - dy, lat + dy))
        buildings = list(Building.objects.filter(box).select_related("compound")[:MOST_BUILDINGS])
    chosen = list(chosen)
    units = Unit.objects.in_bulk([known.unit_ids[i] for i in chosen])
    features = [
        _feature(
            mapping(shapely.set_precision(known.shapes[i], 10**-DECIMALS)),
            kind="grid",
            id=known.unit_ids[i],
            name=str(units[known.unit_ids[i]]),
        )
        for i in chosen
    ]
    if lon is None or lat is None:
        estates = Compound.objects.filter(shape__isnull=False)[:MOST_BUILDINGS]
        features += [_feature(c.shape, kind="compound", name=c.name) for c in estates]
    features += [_feature(b.shape, kind="building", name=str(b)) for b in buildings if b.shape]
    return {"type": "FeatureCollection", "features": features}


def _feature(geometry: Any, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
