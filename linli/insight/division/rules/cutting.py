"""Cut a ground into faces that tile it exactly, and join those that stay together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from linli.insight.division.rules.ground import Ground, House

SLIVER_M2: Final = 300.0
"""Land without a building that is smaller or thinner than this goes with its neighbour: a corner, or what two drawings of
one line leave between them. LOCAL."""
THIN_M: Final = 2.0
STEP_M: Final = 8.0
WITHIN: Final = 0.2
OVER_M: Final = 0.05
GRAIN_M: Final = 0.005


def clumps(houses: Sequence[House]) -> list[list[House]]:
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


def faces(ground: Ground, whole: BaseGeometry, clumps: Sequence[Sequence[House]]) -> list[Polygon]:
    """Cut the ground into faces along streets, today's lines and half-way lines; every building lies in faces of its own."""
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


def owners(faces: Sequence[Polygon], clumps: Sequence[Sequence[House]]) -> list[int | None]:
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


def joined_faces(
    faces: Sequence[Polygon], owner: Sequence[int | None]
) -> list[tuple[BaseGeometry, list[int]]]:
    """Join the faces of a clump, and give slivers and homeless corners to the neighbour with the longest side."""
    keys: list[tuple[int, int]] = [(0, who) if who is not None else (1, at) for at, who in enumerate(owner)]
    group = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    belongs = [group[key] for key in keys]
    beside = shared(faces)
    order = sorted(range(len(faces)), key=lambda at: (faces[at].area, at))
    for at in order:
        face = faces[at]
        is_small = face.area < SLIVER_M2 or face.area / max(face.length, 1e-9) < THIN_M / 2
        if owner[at] is not None or not is_small:
            continue
        sides = [(length, -other) for other, length in beside[at].items() if belongs[other] != belongs[at]]
        if sides:
            old, new = belongs[at], belongs[-max(sides)[1]]
            belongs = [new if each == old else each for each in belongs]
    _in_one_piece(belongs, faces, beside, owner)
    out: dict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(belongs):
        out[number].append(at)
    stands = _stands(belongs, faces, owner)
    return [
        (
            shapely.coverage_union_all([faces[at] for at in ats]),
            sorted({who for at in ats if (who := owner[at]) is not None and stands[who] == number}),
        )
        for number, ats in out.items()
    ]


def _stands(belongs: Sequence[int], faces: Sequence[Polygon], owner: Sequence[int | None]) -> dict[int, int]:
    """Say in which group most of each clump's ground lies."""
    ground: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for at, who in enumerate(owner):
        if who is not None:
            ground[who][belongs[at]] += faces[at].area
    return {who: max(mine, key=lambda number: (mine[number], -number)) for who, mine in ground.items()}


def _in_one_piece(
    belongs: list[int],
    faces: Sequence[Polygon],
    shared: Sequence[Mapping[int, float]],
    owner: Sequence[int | None],
) -> None:
    """Give what lies apart from the main part of its group to the neighbour with the longest side.

    Where a building stands in several parts (one wall of a row drawn over its neighbour's) they all go to a neighbour
    that touches every one: a building is never in two pieces.
    """
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
        around = [_around(part, number, belongs, shared) for part in parts]
        stands_in = [n for n, part in enumerate(parts) if any(owner[at] is not None for at in part)]
        both = set.intersection(*(set(around[n]) for n in stands_in)) if len(stands_in) > 1 else set()
        if both:
            to = max(both, key=lambda key: (sum(around[n][key] for n in stands_in), -key))
            for n in stands_in:
                for at in parts[n]:
                    belongs[at] = to
        for part, sides in zip(parts[1:], around[1:], strict=True):
            if sides and belongs[min(part)] == number:
                to = max(sides, key=lambda key: (sides[key], -key))
                for at in part:
                    belongs[at] = to


def _around(
    part: Iterable[int], number: int, belongs: Sequence[int], shared: Sequence[Mapping[int, float]]
) -> dict[int, float]:
    """Say how much of its side a part shares with each other group."""
    sides: dict[int, float] = defaultdict(float)
    for at in part:
        for other, length in shared[at].items():
            if belongs[other] != number:
                sides[belongs[other]] += length
    return dict(sides)


def shared(faces: Sequence[BaseGeometry]) -> list[dict[int, float]]:
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
