"""The ground of a community in pieces that no line may cut: a building with the land around it, a block without homes.

Pieces come from one noded drawing of streets, today's lines and half-way lines between buildings, so that they tile the
ground exactly, whatever is joined. Coordinates are metres on a plane of the community.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from linli.kernel.standards.grid_sizes import LINE_COST, MAIN_ROAD_M

SLIVER_M2: Final = 300.0
"""Land without a building that is smaller or thinner than this goes with its neighbour: a corner, or what two drawings of
one line leave between them. LOCAL."""
THIN_M: Final = 2.0
STEP_M: Final = 8.0
TOUCH_M: Final = 4.0
"""Pieces are neighbours when they share so much of a side; a corner is no way from one to the other. LOCAL."""
ON_ROAD_M: Final = 4.0
WITHIN: Final = 0.2
OVER_M: Final = 0.05
GRAIN_M: Final = 0.005
BUNDLE: Final = 30
"""Neighbours of one compound go together until they are so many households: less than a tenth of a grid. LOCAL."""


@dataclass(frozen=True, slots=True)
class House:
    """A building: how many households, which grid today, in which compound."""

    id: int
    outline: BaseGeometry
    households: float
    grid: int
    compound: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A street as a line of the drawing."""

    name: str
    width_m: float
    line: LineString


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proposal starts from: today's shapes by grid, houses, streets, past cases as points."""

    today: Mapping[int, BaseGeometry]
    houses: tuple[House, ...]
    ways: tuple[Way, ...] = ()
    cases: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class Piece:
    """A part of the ground that stays whole; `today` says how many households belong to which grid now."""

    shape: BaseGeometry
    grid: int
    houses: tuple[int, ...] = ()
    households: float = 0.0
    cases: int = 0
    today: dict[int, float] = field(default_factory=dict)
    compound: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """What two neighbouring pieces share: how long, along what, and whether today's grids part there."""

    length_m: float
    kind: str
    cost: float
    road: str = ""
    width_m: float = 0.0
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces, and who lies beside whom."""

    all: tuple[Piece, ...]
    sides: Mapping[tuple[int, int], Side]

    def beside(self) -> list[list[int]]:
        """Return the neighbours of each piece."""
        out: list[list[int]] = [[] for _ in self.all]
        for a, b in self.sides:
            out[a].append(b)
            out[b].append(a)
        return [sorted(each) for each in out]


def pieces_of(ground: Ground) -> Pieces:
    """Cut the ground into pieces. A community of 300 buildings takes about a tenth of a second."""
    whole = shapely.unary_union(list(ground.today.values()))
    clumps = _clumps(sorted(ground.houses, key=lambda house: house.id))
    faces = _faces(ground, whole, clumps)
    owner = _owners(faces, clumps)
    shapes = _joined(faces, owner)
    pieces = _pieces(shapes, ground, clumps)
    sides = _sides(pieces, ground)
    return Pieces(tuple(pieces), sides)


def _clumps(houses: Sequence[House]) -> list[list[House]]:
    """Put buildings that stand on each other (towers on one base) together: no line goes between them."""
    if not houses:
        return []
    outlines = np.array([house.outline for house in houses], dtype=object)
    tree = shapely.STRtree(outlines)
    first = list(range(len(houses)))

    def root(at: int) -> int:
        while first[at] != at:
            first[at] = first[first[at]]
            at = first[at]
        return at

    for a, b in zip(*tree.query(outlines, predicate="intersects").tolist(), strict=True):
        if a < b:
            least = min(outlines[a].area, outlines[b].area)
            if outlines[a].intersection(outlines[b]).area > WITHIN * least:
                first[root(b)] = root(a)
    found: dict[int, list[House]] = defaultdict(list)
    for at, house in enumerate(houses):
        found[root(at)].append(house)
    return list(found.values())


def _lines(ground: Ground, whole: BaseGeometry, clumps: Sequence[Sequence[House]]) -> list[BaseGeometry]:
    """Return the lines that may part grids: streets and today's lines, but not through a building."""
    drawn = [way.line for way in ground.ways] + [shape.boundary for shape in ground.today.values()]
    solid = [shapely.buffer(house.outline, 0.2, quad_segs=1) for clump in clumps for house in clump]
    if not solid:
        return [line.intersection(whole) for line in drawn]
    tree = shapely.STRtree(solid)
    out = []
    for line in drawn:
        hit = tree.query(line, predicate="intersects")
        rest = line.difference(shapely.unary_union([solid[int(i)] for i in hit])) if len(hit) else line
        out.append(rest.intersection(whole))
    return out


def _faces(ground: Ground, whole: BaseGeometry, clumps: Sequence[Sequence[House]]) -> list[Polygon]:
    edges = [whole.boundary, *_lines(ground, whole, clumps)]
    blocks = [f for f in polygonize(shapely.unary_union(edges)) if whole.covers(f.representative_point())]
    tree = shapely.STRtree(blocks)
    held: dict[int, list[BaseGeometry]] = defaultdict(list)
    for clump in clumps:
        outline = shapely.unary_union([house.outline for house in clump])
        for at in tree.query(outline.representative_point(), predicate="intersects").tolist()[:1]:
            held[at].append(outline)
    for at, inside in held.items():
        if len(inside) > 1:
            # A little over the edge, so that the end is a true crossing and both sides get the same corner.
            yard = blocks[at].buffer(OVER_M, quad_segs=1, join_style="mitre")
            half = [line.intersection(yard) for line in _half_way(inside)]
            # Where houses stand close the line may clip a corner: there the wall itself is drawn too.
            walls = shapely.STRtree(inside)
            clipped = {int(at) for line in half for at in walls.query(line, predicate="crosses")}
            edges += [*half, *(inside[at].boundary for at in sorted(clipped))]
    return [f for f in polygonize(shapely.unary_union(edges)) if whole.covers(f.representative_point())]


def _half_way(outlines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return lines half-way between buildings: every building lies whole on its side of them."""
    points: list[tuple[float, float]] = []
    whose: list[int] = []
    for number, outline in enumerate(outlines):
        for part in getattr(outline, "geoms", [outline]):
            ring = shapely.get_coordinates(shapely.segmentize(part.exterior, STEP_M))[:-1]
            # Rows of like houses put many points on one circle, which makes cells crooked: each point is off by a hair.
            hair = GRAIN_M * np.sin(np.arange(1, ring.size + 1) * 12.9898 + len(points)).reshape(ring.shape)
            points += map(tuple, np.round(ring + hair, 6).tolist())
            whose += [number] * len(ring)
    owner = dict(zip(points, whose, strict=True))
    cells = shapely.voronoi_polygons(MultiPoint(list(owner)), ordered=True)
    grouped: dict[int, list[BaseGeometry]] = defaultdict(list)
    for number, cell in zip(owner.values(), cells.geoms, strict=True):
        grouped[number].append(cell)
    return [shapely.union_all(shapely.make_valid(mine)).boundary for mine in grouped.values()]


def _owners(faces: Sequence[Polygon], clumps: Sequence[Sequence[House]]) -> list[int | None]:
    """Say for each face which clump of buildings stands there; None for land without."""
    owner: list[int | None] = [None] * len(faces)
    tree = shapely.STRtree(faces)
    for number, clump in enumerate(clumps):
        outline = shapely.unary_union([house.outline for house in clump])
        hits = [int(at) for at in tree.query(outline, predicate="intersects")]
        for at in hits:
            if faces[at].intersection(outline).area > WITHIN * min(outline.area, faces[at].area):
                owner[at] = number
        if number not in owner:
            best = max(hits, key=lambda at: (faces[at].intersection(outline).area, -at), default=None)
            if best is not None:
                owner[best] = number
    return owner


def _joined(faces: Sequence[Polygon], owner: Sequence[int | None]) -> list[tuple[BaseGeometry, list[int]]]:
    """Join the faces of a clump, and give slivers and homeless corners to the neighbour with the longest side."""
    keys: list[tuple[int, int]] = [(0, who) if who is not None else (1, at) for at, who in enumerate(owner)]
    group = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    belongs = [group[key] for key in keys]
    shared = _shared(faces)
    order = sorted(range(len(faces)), key=lambda at: (faces[at].area, at))
    for at in order:
        face = faces[at]
        is_small = face.area < SLIVER_M2 or face.area / max(face.length, 1e-9) < THIN_M / 2
        if owner[at] is not None or not is_small:
            continue
        sides = [(length, -other) for other, length in shared[at].items() if belongs[other] != belongs[at]]
        if sides:
            old, new = belongs[at], belongs[-max(sides)[1]]
            belongs = [new if each == old else each for each in belongs]
    _in_one_piece(belongs, faces, shared)
    out: dict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(belongs):
        out[number].append(at)
    return [
        (
            shapely.coverage_union_all([faces[at] for at in ats]),
            sorted({who for at in ats if (who := owner[at]) is not None}),
        )
        for ats in out.values()
    ]


def _in_one_piece(
    belongs: list[int], faces: Sequence[Polygon], shared: Sequence[Mapping[int, float]]
) -> None:
    """Give what lies apart from the main part of its group to the neighbour with the longest side."""
    groups: dict[int, set[int]] = defaultdict(set)
    for at, number in enumerate(belongs):
        groups[number].add(at)
    for number, ats in groups.items():
        parts = []
        left = set(ats)
        while left:
            part, ahead = set(), [left.pop()]
            while ahead:
                at = ahead.pop()
                part.add(at)
                near = {o for o, length in shared[at].items() if o in left and length > GRAIN_M}
                left -= near
                ahead += near
            parts.append(part)
        if len(parts) < 2:
            continue
        parts.sort(key=lambda part: (-sum(faces[at].area for at in part), min(part)))
        for part in parts[1:]:
            sides: dict[int, float] = defaultdict(float)
            for at in part:
                for other, length in shared[at].items():
                    if belongs[other] != number:
                        sides[belongs[other]] += length
            if sides:
                to = max(sides, key=lambda key: (sides[key], -key))
                for at in part:
                    belongs[at] = to


def _shared(faces: Sequence[BaseGeometry]) -> list[dict[int, float]]:
    """Return with whom each face shares how many metres of its side."""
    out: list[dict[int, float]] = [{} for _ in faces]
    shapes = np.array(faces, dtype=object)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    ahead = one < other
    one, other = one[ahead], other[ahead]
    lengths = shapely.length(
        shapely.intersection(shapely.boundary(shapes[one]), shapely.boundary(shapes[other]))
    )
    for a, b, length in zip(one.tolist(), other.tolist(), lengths.tolist(), strict=True):
        if length > 0:
            out[a][b] = out[b][a] = length
    return out


def _pieces(
    shapes: Sequence[tuple[BaseGeometry, list[int]]], ground: Ground, clumps: Sequence[Sequence[House]]
) -> list[Piece]:
    """Make the pieces, in an order that depends on the ground alone; homeless buildings join a home beside them."""
    pieces = []
    for shape, held in shapes:
        houses = [house for number in held for house in clumps[number]]
        today: dict[int, float] = defaultdict(float)
        for house in houses:
            today[house.grid] += house.households
        compounds = [house.compound for house in houses if house.compound is not None]
        pieces.append(
            Piece(
                shape,
                _grid_of(shape, today, ground),
                tuple(sorted(house.id for house in houses)),
                sum(house.households for house in houses),
                0,
                dict(today),
                compounds[0] if compounds else None,
            )
        )
    pieces = _settled(pieces, _shared([piece.shape for piece in pieces]))
    pieces.sort(key=lambda piece: (round(piece.shape.centroid.x, 1), round(piece.shape.centroid.y, 1)))
    tree = shapely.STRtree([piece.shape for piece in pieces])
    if ground.cases:
        points, hits = tree.query(shapely.points(ground.cases), predicate="intersects")
        seen: set[int] = set()
        for point, at in zip(points.tolist(), hits.tolist(), strict=True):
            if point not in seen:
                seen.add(point)
                pieces[at].cases += 1
    return pieces


def _grid_of(shape: BaseGeometry, homes: Mapping[int, float], ground: Ground) -> int:
    """Say whose a piece is today: of the grid most of its homes belong to, or that holds its middle."""
    if homes:
        return max(homes, key=lambda grid: (homes[grid], -grid))
    middle = shape.representative_point()
    return min(ground.today, key=lambda grid: (ground.today[grid].distance(middle), grid))


def _settled(pieces: list[Piece], shared: Sequence[Mapping[int, float]]) -> list[Piece]:
    """Put small pieces together: buildings without homes (shops, sheds) join the homes beside them, homes join their own
    compound until there are `BUNDLE` households. Nothing crosses a line of today.
    """
    join = list(range(len(pieces)))
    homes = [piece.households for piece in pieces]
    sides = [dict(each) for each in shared]
    held: list[list[int]] = [[at] for at in range(len(pieces))]
    order = [(piece.households, at) for at, piece in enumerate(pieces) if piece.houses]
    heapify(order)
    while order:
        count, at = heappop(order)
        if join[at] != at or count != homes[at] or count >= BUNDLE:
            continue
        fit = [
            (homes[other] if count else -length, other)
            for other, length in sides[at].items()
            if length > TOUCH_M
            and pieces[other].grid == pieces[at].grid
            and (homes[other] if not count else pieces[other].compound == pieces[at].compound is not None)
            and (not count or count + homes[other] <= 2 * BUNDLE)
        ]
        if not fit:
            continue
        to = min(fit)[1]
        join[at] = to
        homes[to] += homes[at]
        held[to] += held[at]
        for other, length in sides[at].items():
            del sides[other][at]
            if other != to:
                sides[to][other] = sides[other][to] = sides[to].get(other, 0.0) + length
        heappush(order, (homes[to], to))
    return [
        pieces[at] if len(held[at]) == 1 else _bundle([pieces[each] for each in held[at]])
        for at in range(len(pieces))
        if join[at] == at
    ]


def _bundle(pieces: Sequence[Piece]) -> Piece:
    today: dict[int, float] = defaultdict(float)
    for piece in pieces:
        for grid, homes in piece.today.items():
            today[grid] += homes
    return Piece(
        shapely.coverage_union_all([piece.shape for piece in pieces]),
        pieces[0].grid,
        tuple(sorted(house for piece in pieces for house in piece.houses)),
        sum(piece.households for piece in pieces),
        0,
        dict(today),
        pieces[0].compound,
    )


def _sides(pieces: Sequence[Piece], ground: Ground) -> dict[tuple[int, int], Side]:
    shapes = np.array([piece.shape for piece in pieces], dtype=object)
    roads = shapely.STRtree([way.line for way in ground.ways]) if ground.ways else None
    out: dict[tuple[int, int], Side] = {}
    for a, others in enumerate(_shared(list(shapes))):
        for b, length in others.items():
            if a < b and length >= TOUCH_M:
                line = shapely.boundary(shapes[a]).intersection(shapely.boundary(shapes[b]))
                way = _road_along(line, length, ground.ways, roads)
                out[a, b] = _side(length, way, pieces[a], pieces[b], pieces[a].grid != pieces[b].grid)
    return out


def _side(length: float, way: Way | None, a: Piece, b: Piece, is_today: bool) -> Side:
    if way is not None:
        kind = "main" if way.width_m >= MAIN_ROAD_M else "road"
    elif a.compound is not None and a.compound == b.compound:
        kind = "inside"
    else:
        kind = "wall"
    road, width = (way.name, way.width_m) if way is not None else ("", 0.0)
    return Side(length, kind, length * LINE_COST[kind], road, width, is_today)


def _road_along(
    line: BaseGeometry, length: float, ways: Sequence[Way], tree: shapely.STRtree | None
) -> Way | None:
    """Return the street that a side follows for most of its length."""
    if tree is None:
        return None
    best: tuple[float, int] | None = None
    for at in sorted(tree.query(line, predicate="dwithin", distance=ON_ROAD_M).tolist()):
        along = line.intersection(shapely.buffer(ways[at].line, ON_ROAD_M, quad_segs=2)).length
        if along > length / 2 and (best is None or along > best[0] + 1e-6):
            best = (along, at)
    return ways[best[1]] if best else None


def roundness(shape: BaseGeometry) -> float:
    """Return how compact a shape is: 1 for a circle, towards 0 for a string (Polsby–Popper)."""
    return 4 * math.pi * shape.area / shape.length**2 if shape.length else 0.0


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join pieces into one shape; exact, because they share their corners."""
    return shapely.coverage_union_all(list(shapes))
