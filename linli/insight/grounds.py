"""What the map of a board draws: a city its subdistricts, a district its communities, a subdistrict its grids.

The finest level of which a map can show all, outlined by the level above it. Neighbours keep one border between them: all
are simplified together, to what a screen can show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import GridShape

MOST_AREAS = 300
"""More than this nobody can tell apart on a screen."""
LEVELS = (UnitKind.GRID, UnitKind.COMMUNITY, UnitKind.SUBDISTRICT, UnitKind.DISTRICT)
"""Finest first."""
SCREEN = 1_500
"""Simplified by this part of the longer side: half a point of the drawing."""
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit's ground on a map, the unit around it that is outlined, and its shape (GeoJSON)."""

    unit_id: int
    around_id: int
    shape: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The areas of a map, their outlines, and which area each grid is part of."""

    areas: tuple[Piece, ...]
    outlines: tuple[Piece, ...]
    area_of: dict[int, int]
    households: dict[int, int]
    """Of each area."""
    grids: int
    communities: int
    """Below the ground; none where the ground is a community or a grid itself."""


def draw(unit: Unit, finest: UnitKind = UnitKind.GRID) -> Drawing:
    """Draw the ground of a unit as its grids are today, in areas no finer than asked for.

    Two queries; a city of 11,000 grids takes a second or two.
    """
    below = Unit.objects.filter(path__startswith=unit.path, kind__in=LEVELS).exclude(pk=unit.pk)
    kinds = dict(below.order_by().values_list("pk", "kind"))
    if finest != UnitKind.GRID:
        kinds[unit.pk] = unit.kind  # where nothing finer is drawn the ground is an area itself
    rows = list(
        GridShape.objects.filter(
            valid_until__isnull=True, grid__valid_until__isnull=True, grid__unit__path__startswith=unit.path
        )
        .order_by("grid__unit__order", "grid_id")
        .values_list("grid_id", "grid__unit__path", "grid__households_count", "shape")
    )
    lines = {pk: _line(pk, path, kinds) for pk, path, _, _ in rows}
    level, above = _levels(lines.values(), finest)
    area_of = {pk: line[level] for pk, line in lines.items()}
    around = {line[level]: line[above] for line in lines.values()}
    households: dict[int, int] = {}
    for pk, _, count, _ in rows:
        households[area_of[pk]] = households.get(area_of[pk], 0) + count
    if level == UnitKind.GRID:
        areas = tuple(Piece(pk, around[pk], drawn) for pk, _, _, drawn in rows)
        geometry = {pk: shape(drawn) for pk, _, _, drawn in rows} if level != above else {}
    else:
        geometry = _joined((area_of[pk], shape(drawn)) for pk, _, _, drawn in rows)
        geometry = _simplified(geometry)
        areas = tuple(Piece(pk, around[pk], _written(one)) for pk, one in geometry.items())
    outlines = areas
    if level != above:
        whole = _joined((around[pk], one) for pk, one in geometry.items())
        outlines = tuple(Piece(pk, pk, _written(one)) for pk, one in whole.items())
    communities = {
        one
        for line in lines.values()
        if (one := line[UnitKind.COMMUNITY]) != unit.pk and kinds.get(one) == UnitKind.COMMUNITY
    }
    return Drawing(areas, outlines, area_of, households, len(rows), len(communities))


def _line(pk: int, path: str, kinds: dict[int, str]) -> dict[UnitKind, int]:
    """Give the unit of each level that holds a grid; where a level is left out, the next finer one."""
    found: dict[UnitKind, int] = {}
    above = {kinds[one]: one for part in path.split("/") if part and (one := int(part)) in kinds}
    last = pk
    for level in LEVELS:
        last = above.get(level, last)
        found[level] = last
    return found


def _levels(lines: Iterable[dict[UnitKind, int]], finest: UnitKind) -> tuple[UnitKind, UnitKind]:
    """Choose the level to draw and the one to outline: the finest that fits, and the next one that differs from it."""
    held = list(lines)
    counts = [len({line[level] for line in held}) for level in LEVELS]
    first = LEVELS.index(finest)
    level = next((i for i, n in enumerate(counts) if i >= first and n <= MOST_AREAS), len(LEVELS) - 1)
    above = next((i for i in range(level + 1, len(LEVELS)) if counts[i] < counts[level]), level)
    return LEVELS[level], LEVELS[above]


def _joined(shapes: Iterable[tuple[int, BaseGeometry]]) -> dict[int, BaseGeometry]:
    grouped: dict[int, list[BaseGeometry]] = {}
    for pk, one in shapes:
        grouped.setdefault(pk, []).append(one)
    return {pk: shapely.union_all(many) for pk, many in grouped.items()}


def _simplified(shapes: dict[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    done = shapely.coverage_simplify(list(shapes.values()), max(east - west, north - south) / SCREEN)
    # A piece of which nothing is left stays as it was drawn.
    return {pk: one if not one.is_empty else shapes[pk] for pk, one in zip(shapes, done, strict=True)}


def _written(geometry: BaseGeometry) -> dict[str, Any]:
    """Write a geometry with as many decimals as a map can use. Only polygons: touching corners leave lines."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    many = shapely.MultiPolygon(parts) if len(parts) != 1 else parts[0]
    written: dict[str, Any] = json.loads(
        shapely.to_geojson(shapely.transform(many, lambda points: points.round(DECIMALS)))
    )
    return written
