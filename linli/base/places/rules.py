"""Decisions about a grid map, from shapes alone: what overlaps, what is left open, what is no polygon.

GB/T 47678.3 asks for closed polygons without overlap or gap that do not cross a community's border (DOMAIN 2.2).
Lengths and areas are taken on a local plane; within a subdistrict its error is below a thousandth.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union
from shapely.validation import explain_validity

SLIVER_M2: Final = 1.0
"""Below a square metre a crack is rounding of a drawn line, not a gap. LOCAL."""

METRES_PER_DEGREE: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class MapProblem:
    """What is wrong: `kind` is not_polygon, invalid, overlap, gap, or outside; `shape` shows where, as GeoJSON."""

    kind: str
    units: tuple[int, ...]
    area_m2: float
    shape: dict[str, Any] | None = None
    detail: str = ""


def area_m2(geometry: BaseGeometry) -> float:
    """Measure a shape given in degrees, in square metres."""
    if geometry.is_empty:
        return 0.0
    squeeze = math.cos(math.radians(geometry.centroid.y))
    return (
        float(shapely.transform(geometry, lambda points: points * [squeeze, 1.0]).area) * METRES_PER_DEGREE**2
    )


def read_shape(given: Any) -> BaseGeometry | None:
    """Read a GeoJSON polygon or multipolygon; None for anything else."""
    if not isinstance(given, Mapping) or given.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        geometry = shape(given)
    except (ValueError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return None
    if geometry.is_empty or not all(math.isfinite(v) for v in geometry.bounds):
        return None
    west, south, east, north = geometry.bounds
    return geometry if west >= -180 and east <= 180 and south >= -90 and north <= 90 else None


def problems(
    shapes: Mapping[int, Any], *, ground: BaseGeometry | None = None, special: frozenset[int] = frozenset()
) -> list[MapProblem]:
    """Name every problem of a map: `shapes` are GeoJSON by unit id, `ground` what must be covered.

    Special grids (专属网格) lie inside general ones and may overlap them, never each other. Cost: one index query a grid.
    """
    found: list[MapProblem] = []
    read: dict[int, BaseGeometry] = {}
    for unit, given in shapes.items():
        geometry = read_shape(given)
        if geometry is None:
            found.append(MapProblem("not_polygon", (unit,), 0.0))
        elif not geometry.is_valid:
            found.append(MapProblem("invalid", (unit,), 0.0, detail=explain_validity(geometry)))
        else:
            read[unit] = geometry
    ids = list(read)
    tree = shapely.STRtree([read[i] for i in ids])
    for a in ids:
        for index in tree.query(read[a], predicate="intersects"):
            b = ids[int(index)]
            if b <= a or (a in special) != (b in special):
                continue
            both = read[a].intersection(read[b])
            size = area_m2(both)
            if size > SLIVER_M2:
                found.append(MapProblem("overlap", (a, b), size, mapping(both)))
    if ground is not None and not found:
        covered = unary_union(list(read.values()))
        for kind, rest in (("gap", ground.difference(covered)), ("outside", covered.difference(ground))):
            for part in getattr(rest, "geoms", [rest]):
                size = area_m2(part)
                if size > SLIVER_M2 and part.geom_type in ("Polygon", "MultiPolygon"):
                    near = tuple(i for i in ids if read[i].distance(part) < 1e-6)
                    found.append(MapProblem(kind, near, size, mapping(part)))
    return found
