"""The pieces of a ground, small ones put together, and what each shares with its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linli.insight.division.rules import cutting
from linli.insight.division.rules.ground import Ground, House, Piece, Pieces, Side, Way
from linli.kernel.standards.grid_sizes import LINE_COST, MAIN_ROAD_M

TOUCH_M: Final = 4.0
"""Pieces are neighbours when they share so much of a side; a corner is no way from one to the other. LOCAL."""
ON_ROAD_M: Final = 4.0
BUNDLE: Final = 30
"""Neighbours of one compound go together until they are so many households: less than a tenth of a grid. LOCAL."""


def pieces_of(ground: Ground) -> Pieces:
    """Cut the ground into pieces. A community of 300 buildings takes about a tenth of a second."""
    whole = shapely.unary_union(list(ground.today.values()))
    clumps = cutting.clumps(sorted(ground.houses, key=lambda house: house.id))
    faces = cutting.faces(ground, whole, clumps)
    owner = cutting.owners(faces, clumps)
    shapes = cutting.joined_faces(faces, owner)
    pieces = _pieces(shapes, ground, clumps)
    sides = _sides(pieces, ground)
    return Pieces(tuple(pieces), sides)


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
    pieces = _settled(pieces, cutting.shared([piece.shape for piece in pieces]))
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
    for a, others in enumerate(cutting.shared(list(shapes))):
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
