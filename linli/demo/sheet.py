"""The drawing sheet of the demo town: metres on paper, degrees on the map.

The plan is drawn on a flat sheet in (u, v) metres, where streets are nearly straight. `bend` gives the sheet
the slow curves of a grown city, `to_lonlat` puts it on the ground. Both are functions of one vertex alone, so
neighbours that share a vertex on the sheet share it on the map to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import atan2, cos, hypot, pi, radians, sin
from typing import NamedTuple

from shapely import Polygon

# Empty hill land in northern China; the town standing on it is invented.
ORIGIN_LON, ORIGIN_LAT = 116.9300, 36.5700
METRES_PER_DEGREE_LAT = 110_960.0
METRES_PER_DEGREE_LON = 111_320.0 * cos(radians(ORIGIN_LAT))
# How much shorter a degree of longitude is than one of latitude in this town.
SQUEEZE = METRES_PER_DEGREE_LON / METRES_PER_DEGREE_LAT
TURN = radians(-5.0)
# Seven decimals of a degree are about one centimetre.
DECIMALS = 7


class Point(NamedTuple):
    """A place on the ground, WGS-84/CGCS2000 degrees."""

    lon: float
    lat: float


def bend(u: float, v: float) -> tuple[float, float]:
    """Bend a sheet point into ground metres east and north of the origin."""
    x = u + 24 * sin((v + 260) / 610) + 9 * sin(u / 400 + 1.0)
    y = v + 20 * sin((u - 180) / 690) + 7 * sin(v / 350)
    return x * cos(TURN) - y * sin(TURN), x * sin(TURN) + y * cos(TURN)


def heading(u: float, v: float) -> float:
    """Return by how much, in radians, the sheet is turned at a point."""
    x0, y0 = bend(u - 1, v)
    x1, y1 = bend(u + 1, v)
    return atan2(y1 - y0, x1 - x0)


def to_lonlat(u: float, v: float) -> Point:
    """Put a sheet point on the map."""
    x, y = bend(u, v)
    return ground(x, y)


def ground(x: float, y: float) -> Point:
    """Turn ground metres into degrees."""
    return Point(
        round(ORIGIN_LON + x / METRES_PER_DEGREE_LON, DECIMALS),
        round(ORIGIN_LAT + y / METRES_PER_DEGREE_LAT, DECIMALS),
    )


def polygon_lonlat(polygon: Polygon) -> Polygon:
    """Put a sheet polygon, holes and all, on the map vertex by vertex."""
    return Polygon(
        [to_lonlat(u, v) for u, v in polygon.exterior.coords],
        [[to_lonlat(u, v) for u, v in ring.coords] for ring in polygon.interiors],
    )


def rectangle_lonlat(u: float, v: float, width: float, depth: float, turn: float = 0.0) -> Polygon:
    """Return a house of true right angles, centred on a sheet point and lying along the sheet there.

    `width` runs along u, `depth` along v, in metres; `turn` adds radians.
    """
    return shape_lonlat(
        u,
        v,
        ((-width / 2, -depth / 2), (width / 2, -depth / 2), (width / 2, depth / 2), (-width / 2, depth / 2)),
        turn,
    )


def shape_lonlat(u: float, v: float, corners: Iterable[tuple[float, float]], turn: float = 0.0) -> Polygon:
    """Return a house of any outline given in metres around its centre."""
    x0, y0 = bend(u, v)
    angle = heading(u, v) + turn
    c, s = cos(angle), sin(angle)
    return Polygon([ground(x0 + a * c - b * s, y0 + a * s + b * c) for a, b in corners])


def square_metres(polygon: Polygon) -> float:
    """Return the area on the ground of a polygon in degrees; true to a tenth of a percent in this town."""
    return float(polygon.area) * METRES_PER_DEGREE_LON * METRES_PER_DEGREE_LAT


def metres_between(a: Point, b: Point) -> float:
    """Return the distance between two places of the town."""
    return hypot((a.lon - b.lon) * METRES_PER_DEGREE_LON, (a.lat - b.lat) * METRES_PER_DEGREE_LAT)


FULL_TURN = 2 * pi
