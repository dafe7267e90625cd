"""The plan of 清泉街道: streets, a river, a railway; blocks, communities and grids that tile it exactly.

Every area is a union of blocks and every block is a face of the one street network, so areas can neither
overlap nor leave a gap, and neighbours share their vertices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil, hypot, sin
from random import Random

import shapely
from shapely import LineString, Polygon
from shapely.ops import polygonize

from linli.demo import names, sheet
from linli.demo.parting import part
from linli.demo.sheet import Point

WEST, EAST, SOUTH = -1500.0, 1500.0, -1250.0
# A town plan changes its streets with the seed, but not its communities: the cast lives in them.
DEFAULT_SEED = 20260701


@dataclass(frozen=True, slots=True)
class Street:
    """A named line people can stand on, or look at: road, railway, river."""

    name: str
    kind: str  # arterial, collector, lane, rail, river
    width_m: float
    line: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A face of the street network.

    `sheet` is its shape in drawing metres, `land` what the streets leave of it, `polygon` its shape on the
    map.
    """

    id: int
    community: int
    quarter: str  # centre, old, new, edge, strip
    sheet: Polygon
    land: Polygon
    polygon: Polygon
    area_m2: float


@dataclass(frozen=True, slots=True)
class CommunityArea:
    """A community (社区) with its 12-digit division code."""

    seq: int
    code: str
    name: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class GridArea:
    """A grid (网格): general or special, with its 15-digit code."""

    code: str
    seq: int
    community: int
    kind: str  # general, special
    name: str
    use: str  # empty for a general grid, else market, tower, school, park, station …
    blocks: tuple[int, ...]
    polygon: Polygon


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The whole drawing."""

    seed: int
    code: str
    streets: tuple[Street, ...]
    blocks: tuple[Block, ...]
    communities: tuple[CommunityArea, ...]
    grids: tuple[GridArea, ...]
    river: Polygon
    boundary: Polygon

    def grids_of(self, community: int) -> tuple[GridArea, ...]:
        """Return the grids of a community in the order of their numbers."""
        return tuple(grid for grid in self.grids if grid.community == community)


def _river_u(v: float) -> float:
    return 395 + 62 * sin(v / 455 + 0.7) + 24 * sin(v / 210)


def _rail_v(u: float) -> float:
    return 1262 - 0.034 * u + 10 * sin(u / 700)


def _dense(points: Sequence[tuple[float, float]], step: float = 45.0) -> list[tuple[float, float]]:
    """Return the line with a vertex at least every `step` metres, so that bending it leaves no corners."""
    out = [points[0]]
    for (a, b), (c, d) in pairwise(points):
        count = max(1, ceil(hypot(c - a, d - b) / step))
        out += [(a + (c - a) * i / count, b + (d - b) * i / count) for i in range(1, count + 1)]
    return out


def _along_v(u: float, sway: float, phase: float) -> list[tuple[float, float]]:
    """Return a street running north to south, from the southern border up to the railway."""
    top = _rail_v(u)
    points = []
    v = SOUTH
    while v < top:
        points.append((u + sway * sin(v / 420 + phase), v))
        v += 45
    return [*points, (u + sway * sin(top / 420 + phase), top + 30)]


def _along_u(v: float, sway: float, phase: float) -> list[tuple[float, float]]:
    """Return a street running west to east, border to border."""
    steps = ceil((EAST - WEST) / 45)
    us = [WEST + (EAST - WEST) * i / steps for i in range(steps + 1)]
    us[0], us[-1] = WEST - 30, EAST + 30
    return [(u, v + sway * sin(u / 520 + phase)) for u in us]


@dataclass(frozen=True, slots=True)
class _Skeleton:
    boundary: Polygon
    roads: tuple[tuple[str, str, float, LineString], ...]
    river: LineString


def _skeleton(rng: Random) -> _Skeleton:
    """Draw the roads that have names: the frame everything else hangs on."""
    north = [(u, _rail_v(u)) for u in [WEST + (EAST - WEST) * i / 66 for i in range(67)]]
    ring = [
        *_dense([(WEST, north[0][1]), (WEST, SOUTH), (EAST, SOUTH), (EAST, north[-1][1])]),
        *reversed(north[:-1]),
    ]
    boundary = Polygon(ring)
    sway = rng.uniform
    vs = [SOUTH + i * 40 for i in range(64)]
    west_bank = [(_river_u(v) - 88, v) for v in vs if v < _rail_v(300) + 60]
    east_bank = [(_river_u(v) + 96, v) for v in vs if v < _rail_v(500) + 60]
    river = LineString([(_river_u(v), v) for v in vs if v < _rail_v(400) + 60])
    roads: list[tuple[str, str, float, list[tuple[float, float]]]] = [
        ("清泉路", "arterial", 44, _along_u(sway(-12, 12), 10, 0.4)),
        ("站前路", "arterial", 36, _along_u(1092 + sway(-8, 8), 7, 2.0)),
        ("建设路", "arterial", 40, _along_v(-492 + sway(-14, 14), 9, 1.1)),
        ("滨河路", "arterial", 36, east_bank),
        ("石桥路", "collector", 28, _along_u(548 + sway(-14, 14), 14, 1.7)),
        ("钟楼街", "collector", 26, _along_u(-622 + sway(-14, 14), 16, 0.2)),
        ("南营街", "collector", 26, _along_v(-1008 + sway(-16, 16), 14, 2.2)),
        ("书院街", "collector", 24, _along_v(-62 + sway(-14, 14), 13, 0.6)),
        ("滨河西街", "collector", 22, west_bank),
        ("春晓路", "collector", 28, _along_v(1004 + sway(-16, 16), 15, 3.0)),
    ]
    edges: list[tuple[str, str, float, list[tuple[float, float]]]] = [
        ("柳行路", "arterial", 40, _dense([(WEST, north[0][1]), (WEST, SOUTH)])),
        ("文昌路", "arterial", 44, _dense([(WEST, SOUTH), (EAST, SOUTH)])),
        ("东环路", "arterial", 48, _dense([(EAST, SOUTH), (EAST, north[-1][1])])),
        ("铁路", "rail", 30, north),
    ]
    lines = tuple((name, kind, width, LineString(points)) for name, kind, width, points in roads + edges)
    return _Skeleton(boundary, lines, river)


def _faces(boundary: Polygon, lines: Iterable[LineString]) -> list[Polygon]:
    """Return the faces of a network inside the boundary, west to east, then north to south."""
    noded = shapely.unary_union([boundary.exterior, *lines])
    inside = [face for face in polygonize(noded) if boundary.contains(face.representative_point())]
    return sorted(inside, key=lambda face: (round(face.centroid.x, 2), -round(face.centroid.y, 2)))


def _cell(point: shapely.Point) -> tuple[int, int]:
    """Return column and row of the frame in which a point lies."""
    u, v = point.x, point.y
    column = sum(u > edge for edge in (-1008, -492, -62, _river_u(v), 1004))
    row = sum(v > edge for edge in (-622, 0, 548))
    return column, row


QUARTERS = {
    # What the town is like there decides how fine its lanes are and what stands on its blocks.
    **{(c, r): "centre" for c in (2, 3) for r in (1, 2)},
    **{(1, r): "old" for r in (1, 2, 3)},
    (2, 0): "old", (0, 3): "edge", (0, 2): "edge", (0, 1): "old", (0, 0): "old", (1, 0): "old", (3, 0): "new",
    (2, 3): "old", (3, 3): "centre",
    **{(c, r): "new" for c in (4, 5) for r in range(4)},
    (5, 3): "edge",
}  # fmt: skip
BLOCK_M2 = {"centre": 36_000, "old": 46_000, "new": 68_000, "edge": 80_000, "strip": 60_000}


def _cuts(face: Polygon, target: float, rng: Random) -> list[LineString]:
    """Cut a face into blocks with lanes, guillotine fashion, until each is small enough."""
    if face.area <= target * rng.uniform(1.25, 1.7):
        return []
    west, south, east, north = face.bounds
    wide, high = east - west, north - south
    at = rng.uniform(0.40, 0.60)
    lean = rng.uniform(-0.05, 0.05)
    if wide > high * rng.uniform(0.85, 1.15):
        u = west + wide * at
        line = LineString([(u - lean * high, south - 5), (u + lean * high, north + 5)])
    else:
        v = south + high * at
        line = LineString([(west - 5, v - lean * wide), (east + 5, v + lean * wide)])
    inside = line.intersection(face)
    if inside.geom_type != "LineString" or inside.length < 60:
        return []
    (a, b), (c, d) = inside.coords[0], inside.coords[-1]
    # Half a metre over the edge at both ends, so that the junction is a shared vertex and not a near miss.
    over_u, over_v = (c - a) / inside.length * 0.5, (d - b) / inside.length * 0.5
    lane = LineString(_dense([(a - over_u, b - over_v), (c + over_u, d + over_v)], 60))
    halves = list(polygonize(shapely.unary_union([face.exterior, lane])))
    halves = [half for half in halves if face.contains(half.representative_point())]
    if len(halves) != 2 or min(half.area for half in halves) < 9_000:
        return []
    halves.sort(key=lambda half: (half.centroid.x, half.centroid.y))
    return [lane, *(cut for half in halves for cut in _cuts(half, target, rng))]


def _quarter(face: Polygon) -> str:
    """Return what kind of town a face lies in; slivers along water and rails are strips."""
    thin = 4 * face.area / (face.length**2) < 0.13
    return "strip" if thin else QUARTERS[_cell(face.representative_point())]


@lru_cache(maxsize=4)
def draw(seed: int = DEFAULT_SEED) -> Plan:
    """Draw the town: always the same for a seed, with 15 communities, 55 grids of residents and 16 special ones for any."""
    rng = Random(seed)
    frame = _skeleton(rng)
    main = [line for _, _, _, line in frame.roads] + [frame.river]
    lanes: list[LineString] = []
    for face in _faces(frame.boundary, main):
        quarter = _quarter(face)
        if quarter != "strip":
            lanes += _cuts(face, BLOCK_M2[quarter], rng)
    faces = [face for face in _faces(frame.boundary, main + lanes) if face.area > 1.0]
    surfaces = _surfaces(frame, lanes)
    blocks = tuple(_block(number, face, surfaces) for number, face in enumerate(faces))
    communities = tuple(_community(seq, blocks) for seq in range(1, len(names.COMMUNITIES) + 1))
    grids = tuple(grid for area in communities for grid in _grids(area, blocks, seed))
    return Plan(
        seed=seed,
        code=names.SUBDISTRICT_CODE,
        streets=_streets(frame, lanes, rng),
        blocks=blocks,
        communities=communities,
        grids=grids,
        river=sheet.polygon_lonlat(frame.river.buffer(23, cap_style="flat").intersection(frame.boundary)),
        boundary=_union(blocks),
    )


def _surfaces(frame: _Skeleton, lanes: Sequence[LineString]) -> list[Polygon]:
    """Return what streets, rails and river cover, pavements and banks included."""
    roads = [line.buffer(width / 2 + 3) for _, _, width, line in frame.roads]
    return [*roads, frame.river.buffer(26), *(lane.buffer(7.5) for lane in lanes)]


def _block(number: int, face: Polygon, surfaces: Sequence[Polygon]) -> Block:
    polygon = sheet.polygon_lonlat(face)
    community = names.community_of_cell(_cell(face.representative_point()))
    land = face.difference(shapely.unary_union([each for each in surfaces if each.intersects(face)]))
    largest = max(getattr(land, "geoms", [land]), key=lambda piece: piece.area)
    return Block(number, community, _quarter(face), face, largest, polygon, sheet.square_metres(polygon))


def _union(blocks: Iterable[Block]) -> Polygon:
    """Join blocks that share edges; exact, because shared vertices are the same numbers."""
    joined = shapely.coverage_union_all([block.polygon for block in blocks])
    if joined.geom_type != "Polygon":
        raise ValueError("an area of the plan must be in one piece")
    return joined


def _community(seq: int, blocks: Sequence[Block]) -> CommunityArea:
    mine = [block for block in blocks if block.community == seq]
    return CommunityArea(
        seq=seq,
        code=f"{names.SUBDISTRICT_CODE}{seq:03d}",
        name=names.COMMUNITIES[seq - 1].name,
        polygon=_union(mine),
    )


def _grids(area: CommunityArea, blocks: Sequence[Block], seed: int) -> list[GridArea]:
    """Cut a community into general grids of like size and a special one, or two."""
    community = names.COMMUNITIES[area.seq - 1]
    mine = [block for block in blocks if block.community == area.seq]
    wanted = [(community.special, community.special_use, community.special_at)]
    wanted += [community.second] if community.second else []
    rest, special = mine, []
    for name, use, at in wanted:
        taken = _special_block(use, at, rest)
        special.append((name, use, taken))
        rest = [block for block in rest if block is not taken]
    sheets = {block.id: block.sheet for block in rest}
    # Nobody lives on the river bank: its strips follow a neighbour and weigh nothing.
    weight = {block.id: 1.0 if block.quarter == "strip" else block.land.area for block in rest}
    groups = part(sheets, weight, community.general, Random(f"{seed}:{area.seq}"))
    by_id = {block.id: block for block in mine}
    out = []
    for number, group in enumerate(groups, 1):
        out.append(_grid(area, number, "general", f"第 {number} 网格", "", [by_id[i] for i in group]))
    for name, use, block in special:
        out.append(_grid(area, len(out) + 1, "special", name, use, [block]))
    return out


def _grid(area: CommunityArea, number: int, kind: str, name: str, use: str, blocks: list[Block]) -> GridArea:
    return GridArea(
        code=f"{area.code}{number:03d}",
        seq=number,
        community=area.seq,
        kind=kind,
        name=name,
        use=use,
        blocks=tuple(block.id for block in blocks),
        polygon=_union(blocks),
    )


def _special_block(use: str, at: tuple[float, float], mine: Sequence[Block]) -> Block:
    """Return the block a special grid takes: the proper one nearest to where the name says it is."""
    u, v = at
    strips = use in {"park", "freight", "station"}
    fit = [block for block in mine if (strips or block.quarter != "strip") and _leaves_one_piece(block, mine)]
    return min(fit, key=lambda block: (round(block.sheet.distance(shapely.Point(u, v)), 1), block.id))


def _leaves_one_piece(block: Block, mine: Sequence[Block]) -> bool:
    rest = [other.polygon for other in mine if other is not block]
    return bool(shapely.coverage_union_all(rest).geom_type == "Polygon")


def _streets(frame: _Skeleton, lanes: Sequence[LineString], rng: Random) -> tuple[Street, ...]:
    out = []
    for name, kind, width, line in frame.roads:
        clipped = line.intersection(frame.boundary.buffer(0.01))
        longest = max(getattr(clipped, "geoms", [clipped]), key=lambda part_: part_.length)
        out.append(Street(name, kind, width, tuple(sheet.to_lonlat(u, v) for u, v in longest.coords)))
    clipped = frame.river.intersection(frame.boundary)
    out.append(Street("柳清河", "river", 46, tuple(sheet.to_lonlat(u, v) for u, v in clipped.coords)))
    for name, lane in zip(names.lane_names(len(lanes), rng), lanes, strict=True):
        width = rng.choice((9.0, 10.0, 12.0))
        out.append(Street(name, "lane", width, tuple(sheet.to_lonlat(u, v) for u, v in lane.coords)))
    return tuple(out)
