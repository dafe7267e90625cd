"""Ways on foot as a network, and who is reached within how many metres. Pure.

Everybody walks from the door straight to the nearest way and along ways from there. Coordinates are metres on a plane.
Lengths are metres of walking on the flat: a wait at a crossing is as long as what one walks in that time, stairs are longer
than they are.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

MILLIMETRES: Final = 3
MOST_STREET_M: Final = 400.0
"""Who lives farther from any way is not reached by this map: the way is missing, not the facility. LOCAL."""
SNAP_M: Final = 2.0
"""A way that ends so near another was meant to meet it: drawings and tiles are cut by hands. LOCAL."""

ON_M: Final = 0.0005

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """A line that people walk: its kind, and on which level it runs."""

    line: BaseGeometry
    kind: str = "street"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """How somebody walks: metres a second, seconds waited by kind of crossing, how long a metre of stairs is.

    `stairs` is None for whoever can take none.
    """

    metres_a_second: float
    waits: Mapping[str, float] = field(default_factory=dict)
    stairs: float | None = 1.0

    def metres(self, kind: str, length: float, *, begins: bool = True) -> float | None:
        """Return how long a stretch is for this walker; None where there is no way. The wait is at its beginning."""
        if kind == "stairs":
            return None if self.stairs is None else length * self.stairs
        return length + (self.waits.get(kind, 0.0) * self.metres_a_second if begins else 0.0)


PLAIN: Final = Pace(1.0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight piece of one way between two nodes. Of a crossing only the first piece waits."""

    one: int
    other: int
    length: float
    kind: str
    begins: bool


class Network:
    """Ways noded where they meet, with spots (doors, facilities, sites) laid on them.

    Ways of one level meet where they cross on the drawing, others only where they share an end.
    """

    def __init__(self, ways: Sequence[Way], spots: Sequence[Point]) -> None:
        self.at: dict[int, Point] = {}
        self._nodes: dict[Point, int] = {}
        self._pieces = _pieces(ways)
        self._cuts, self._links = _cuts(self._pieces)
        self.laid = tuple(spots)
        self.spots: list[int | None] = [None] * len(spots)
        self._stops: list[list[tuple[float, int]]] = []
        self.stretches = self._stretch(self._feet(spots))

    def _node(self, at: tuple[float, ...]) -> int:
        key = (round(at[0], MILLIMETRES), round(at[1], MILLIMETRES))
        node = self._nodes.setdefault(key, len(self._nodes))
        self.at[node] = key
        return node

    @cached_property
    def _pavements(self) -> tuple[shapely.STRtree, list[int]]:
        """The pieces of way that doors open onto, to be found by place."""
        doors = [n for n, piece in enumerate(self._pieces) if piece.way.kind in ("street", "path")]
        return shapely.STRtree([self._pieces[n].line for n in doors]), doors

    def _feet(self, spots: Sequence[Point]) -> dict[int, list[tuple[float, int, float]]]:
        """Find for each spot the piece of way nearest to it: how far along, which spot, how far aside."""
        feet: dict[int, list[tuple[float, int, float]]] = defaultdict(list)
        tree, doors = self._pavements
        if not doors or not spots:
            return feet
        points = shapely.points(spots)
        which, nearest = tree.query_nearest(points, max_distance=MOST_STREET_M, all_matches=False)
        for spot, hit in zip(which.tolist(), nearest.tolist(), strict=True):
            line = self._pieces[doors[hit]].line
            feet[doors[hit]].append((line.project(points[spot]), spot, line.distance(points[spot])))
        return feet

    def _stretch(self, feet: Mapping[int, list[tuple[float, int, float]]]) -> list[Stretch]:
        out: list[Stretch] = []
        asides: list[tuple[int, int, float]] = []
        for number, piece in enumerate(self._pieces):
            stops: list[tuple[float, int]] = [(0.0, self._node(piece.ends[0]))]
            stops += [(_along(piece.ends, at), self._node(at)) for at in self._cuts.get(number, ())]
            stops.append((piece.length, self._node(piece.ends[1])))
            for along, spot, aside in feet.get(number, ()):
                at = piece.line.interpolate(along)
                foot = self._node((at.x, at.y))
                stops.append((along, foot))
                asides.append((spot, foot, aside))
            stops.sort()
            self._stops.append(stops)
            begins = piece.begins
            for (before, start), (after, end) in pairwise(stops):
                if start != end:
                    out.append(Stretch(start, end, after - before, piece.way.kind, begins))
                    begins = False
        for one, other, gap in self._links:
            a, b = self._node(one), self._node(other)
            if a != b:
                out.append(Stretch(a, b, gap, "path", False))
        first = len(self._nodes)
        for spot, foot, aside in asides:
            out.append(Stretch(foot, first + spot, aside, "door", False))
            self.spots[spot] = first + spot
        return out

    @cached_property
    def metres(self) -> float:
        """How long all ways are together."""
        return sum(each.length for each in self.stretches if each.kind != "door")

    def entries(self, point: Point) -> list[tuple[int, float]]:
        """Say where a door that lies on no map comes onto the ways: the nodes on both sides, and how far each is.

        As if a spot were laid there, and nothing is laid: who asks leaves no trace. Nothing where no way is near.
        """
        for number, feet in self._feet([point]).items():
            ((along, _spot, aside),) = feet
            stops = self._stops[number]
            after = min(max(bisect(stops, (along, -1)), 1), len(stops) - 1)
            return [(node, aside + abs(at - along)) for at, node in stops[after - 1 : after + 1]]
        return []

    def streets(self, pace: Pace = PLAIN) -> Streets:
        """Give the network as somebody of this pace walks it."""
        ways: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for each in self.stretches:
            length = pace.metres(each.kind, each.length, begins=each.begins)
            if length is not None:
                ways[each.one].append((each.other, length))
                ways[each.other].append((each.one, length))
        return Streets(ways, tuple(self.spots), self.at)


@dataclass(frozen=True, slots=True)
class Streets:
    """A network as one walks it: `ways` leads from each node to its neighbours, in metres."""

    ways: Mapping[int, Sequence[tuple[int, float]]]
    spots: tuple[int | None, ...]
    at: Mapping[int, Point]

    def reached(self, sources: Iterable[int], limit: float) -> dict[int, float]:
        """Return the nodes within `limit` metres of the nearest of some spots, each with how far it is (Dijkstra)."""
        return self.spread([(node, 0.0) for at in sources if (node := self.spots[at]) is not None], limit)

    def spread(self, starts: Iterable[tuple[int, float]], limit: float) -> dict[int, float]:
        """Return the nodes within `limit` metres of somebody who has come so far to some nodes, each with how far it is."""
        found: dict[int, float] = {}
        heap = sorted((far, node) for node, far in starts if far <= limit)
        while heap:
            far, node = heappop(heap)
            if node in found:
                continue
            found[node] = far
            for other, length in self.ways.get(node, ()):
                if other not in found and far + length <= limit:
                    heappush(heap, (far + length, other))
        return found

    def distances(self, sources: Iterable[int], targets: Sequence[int], limit: float) -> list[float | None]:
        """Return how far each target spot is from the nearest source spot; None beyond `limit`."""
        found = self.reached(sources, limit)
        return [found.get(node) if (node := self.spots[at]) is not None else None for at in targets]

    def within(self, sources: Iterable[int], limit: float) -> list[tuple[Point, Point]]:
        """Return the stretches of way within `limit` metres of the nearest source spot, the last ones cut; no doors."""
        found = self.reached(sources, limit)
        out = []
        for one in sorted(found):
            for other, length in self.ways.get(one, ()):
                if one not in self.at or other not in self.at or (other in found and other < one):
                    continue
                (x, y), (u, v) = self.at[one], self.at[other]
                share = 1.0 if other in found else (limit - found[one]) / length
                out.append(((x, y), (x + share * (u - x), y + share * (v - y))))
        return out


# -------- noding


@dataclass(frozen=True, slots=True)
class _Piece:
    way: Way
    ends: tuple[Point, Point]
    line: LineString
    length: float
    begins: bool


def _pieces(ways: Iterable[Way]) -> list[_Piece]:
    """Part ways into straight pieces, rounded to the millimetre so that shared points are the same."""
    raw: list[tuple[Way, Point, Point, bool]] = []
    for way in ways:
        for part in getattr(way.line, "geoms", [way.line]):
            if part.geom_type != "LineString" or part.is_empty:
                continue
            points = [(round(x, MILLIMETRES), round(y, MILLIMETRES)) for x, y, *_z in part.coords]
            begins = True
            for a, b in pairwise(points):
                if a != b:
                    raw.append((way, a, b, begins))
                    begins = False
    lines = shapely.linestrings([[a, b] for _way, a, b, _begins in raw]) if raw else []
    return [
        _Piece(way, (a, b), line, hypot(b[0] - a[0], b[1] - a[1]), begins)
        for (way, a, b, begins), line in zip(raw, lines, strict=True)
    ]


def _along(ends: tuple[Point, Point], at: Point) -> float:
    return hypot(at[0] - ends[0][0], at[1] - ends[0][1])


_Link = tuple[Point, Point, float]


def _cuts(pieces: Sequence[_Piece]) -> tuple[dict[int, list[Point]], list[_Link]]:
    """Find where pieces of one level cross or touch, and where an end that touches nothing was meant to."""
    cuts: dict[int, list[Point]] = defaultdict(list)
    if not pieces:
        return cuts, []
    lines = np.array([piece.line for piece in pieces], dtype=object)
    level = np.array([piece.way.level for piece in pieces])
    tree = shapely.STRtree(lines)
    one, other = tree.query(lines, predicate="intersects")
    pairs = (one < other) & (level[one] == level[other])
    one, other = one[pairs], other[pairs]
    ends = np.array([piece.ends for piece in pieces])
    shares = np.zeros(one.size, dtype=bool)
    for mine in (0, 1):
        for theirs in (0, 1):
            same = (ends[one, mine] == ends[other, theirs]).all(axis=1)
            shares |= same
            # Who starts together and runs along each other meets again at the nearer of the other two ends.
            for piece, along, free in ((one, other, 1 - theirs), (other, one, 1 - mine)):
                points = ends[along[same], free]
                on = shapely.distance(lines[piece[same]], shapely.points(points)) < ON_M
                for number, (x, y) in zip(piece[same][on].tolist(), points[on].tolist(), strict=True):
                    if (x, y) not in pieces[number].ends:
                        cuts[number].append((x, y))
    one, other = one[~shares], other[~shares]
    met, which = shapely.get_coordinates(shapely.intersection(lines[one], lines[other]), return_index=True)
    for (x, y), pair in zip(met.tolist(), which.tolist(), strict=True):
        at = (round(x, MILLIMETRES), round(y, MILLIMETRES))
        for number in (int(one[pair]), int(other[pair])):
            if at not in pieces[number].ends:
                cuts[number].append(at)
    return cuts, _links(pieces, tree, level, cuts)


def _links(
    pieces: Sequence[_Piece], tree: shapely.STRtree, level: np.ndarray, cuts: dict[int, list[Point]]
) -> list[_Link]:
    ends: dict[Point, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        for at in piece.ends:
            ends[at].append(number)
    met = {at for held in cuts.values() for at in held}
    loose = [(at, held[0]) for at, held in ends.items() if len(held) == 1 and at not in met]
    if not loose:
        return []
    links: list[_Link] = []
    points = shapely.points([at for at, _piece in loose])
    which, near = tree.query(points, predicate="dwithin", distance=SNAP_M)
    best: dict[int, tuple[float, int]] = {}
    for end, hit in zip(which.tolist(), near.tolist(), strict=True):
        own = loose[end][1]
        if hit == own or level[hit] != level[own]:
            continue
        gap = pieces[hit].line.distance(points[end])
        best[end] = min(best.get(end, (SNAP_M + 1, -1)), (gap, hit))
    for end, (gap, hit) in best.items():
        line = pieces[hit].line
        spot = line.interpolate(line.project(points[end]))
        at = (round(spot.x, MILLIMETRES), round(spot.y, MILLIMETRES))
        if at not in pieces[hit].ends:
            cuts[hit].append(at)
        links.append((loose[end][0], at, gap))
    return links
