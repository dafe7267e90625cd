"""How one walks in 清泉街道: pavements beside wide roads, crossings, paths behind the gates, footbridges.

Drawn from the same plan as everything else, in metres on one plane; nothing here is by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from linli.base.places.footways import Way
from linli.base.places.models import WayKind
from linli.demo import sheet
from linli.demo.compounds import Town
from linli.kernel.geo import Plane

WIDE_M: Final = 20.0
LIGHTS_M: Final = 36.0
"""Across so wide a road one goes by a light."""
BRIDGE_EVERY_M: Final = 900.0
STAIRS_M: Final = 14.0
SHARES: Final = {
    # How many of a hundred people are of each band, by what was built there.
    "old": {"a0": 2, "a3": 3, "a6": 8, "a15": 54, "a60": 27, "a80": 6},
    "new": {"a0": 4, "a3": 5, "a6": 11, "a15": 66, "a60": 12, "a80": 2},
}
PEOPLE_A_HOME: Final = 2.4


def ways(town: Town) -> Iterator[Way]:
    """Yield every way of the town that people walk."""
    flat = Plane(town.plan.boundary.representative_point().coords[0])
    roads = [
        (street.name, street.width_m, LineString([flat.to_xy(at) for at in street.line]))
        for street in town.plan.streets
        if street.kind not in {"rail", "river"}
    ]
    wide = {name: line.buffer(width / 2, cap_style="flat") for name, width, line in roads if width >= WIDE_M}
    lights = {name for name, width, _line in roads if width >= LIGHTS_M}
    walked: list[LineString] = []
    for name, width, line in roads:
        sides = [line.offset_curve(d) for d in (width / 2, -width / 2)] if width >= WIDE_M else [line]
        for side in sides:
            yield from _crossing(name, side, wide, lights, flat, is_wide=width >= WIDE_M)
            walked += _lines(side)
    for name, width, line in roads:
        if name in lights:
            yield from _footbridges(name, line, width, flat)
    tree = shapely.STRtree(walked)
    for compound in town.compounds:
        gate = shapely.Point(flat.to_xy(compound.gate))
        street = walked[int(tree.nearest(gate))]
        outside = street.interpolate(street.project(gate))
        if outside.distance(gate) > 0.01:
            yield _way(LineString([gate, outside]), WayKind.PATH, compound.name, flat)
        for house in town.buildings_of(compound.id):
            door = shapely.Point(flat.to_xy(house.at))
            if door.distance(gate) > 0.01:
                yield _way(LineString([gate, door]), WayKind.PATH, "", flat)


def _crossing(
    name: str,
    line: BaseGeometry,
    wide: dict[str, BaseGeometry],
    lights: set[str],
    flat: Plane,
    *,
    is_wide: bool,
) -> Iterator[Way]:
    """Yield a line in parts: along its street, and where it crosses a wide one."""
    for other, ground in sorted(wide.items()):
        if other != name and line.intersects(ground):
            kind = WayKind.SIGNALS if other in lights else WayKind.CROSSING
            for part in _lines(line.intersection(ground)):
                yield _way(part, kind, other, flat)
            line = line.difference(ground)
    for part in _lines(line):
        yield _way(part, WayKind.PATH if is_wide else WayKind.STREET, name, flat)


def _footbridges(name: str, line: LineString, width: float, flat: Plane) -> Iterator[Way]:
    """Yield a bridge over a wide road every so often, stairs at both ends."""
    for number in range(1, int(line.length / BRIDGE_EVERY_M) + 1):
        along = (number - 0.5) * BRIDGE_EVERY_M
        here, there = line.interpolate(along), line.interpolate(along + 1.0)
        east, north = there.x - here.x, there.y - here.y
        feet, heads = [], []
        for side in (-1, 1):
            head = here.x - north * side * (width / 2 - 2.0), here.y + east * side * (width / 2 - 2.0)
            foot = here.x - north * side * width / 2, here.y + east * side * width / 2
            heads.append(head)
            feet.append((foot[0] - east * STAIRS_M, foot[1] - north * STAIRS_M))
        yield _way(LineString(heads), WayKind.PATH, f"{name}天桥", flat, level=1)
        for foot, head in zip(feet, heads, strict=True):
            yield _way(LineString([foot, head]), WayKind.STAIRS, f"{name}天桥", flat)


def _lines(line: BaseGeometry) -> list[LineString]:
    parts = getattr(line, "geoms", [line])
    return [part for part in parts if part.geom_type == "LineString" and part.length > 0.01]


def _way(line: LineString, kind: WayKind, name: str, flat: Plane, *, level: int = 0) -> Way:
    points = tuple(
        (round(at.lon, sheet.DECIMALS), round(at.lat, sheet.DECIMALS))
        for x, y in line.coords
        if (at := flat.to_point((x, y)))
    )
    return Way(kind, points, name, level)


def people(town: Town) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield how many people of each band live in each general grid: older where it was built long ago."""
    built: dict[str, list[int]] = {}
    homes: dict[str, int] = {}
    for compound in town.compounds:
        built.setdefault(compound.grid, []).append(compound.built)
        homes[compound.grid] = homes.get(compound.grid, 0) + compound.homes
    for grid in town.plan.grids:
        if grid.kind != "general" or not homes.get(grid.code):
            continue
        years = built[grid.code]
        shares = SHARES["old" if sum(years) / len(years) < 2003 else "new"]
        everybody = homes[grid.code] * PEOPLE_A_HOME
        yield grid.code, {band: round(everybody * share / 100) for band, share in shares.items()}
