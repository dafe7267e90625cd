"""In which order to walk to some doors: exact for a few stops, else nearest neighbour made better. Pure.

The order is proposed from where doors stand, in a straight line; nobody's position goes in and nothing is kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Point = tuple[float, float]
EXACT: Final = 9
"""Up to so many stops every order is weighed (Held and Karp); beyond, a good one is found."""
_EARTH_M: Final = 6_371_000
_LEAST_GAIN_M: Final = 1e-6


def metres(one: Point, other: Point) -> float:
    """Return the distance of two points (longitude, latitude) in metres; exact enough within a town."""
    lat = math.radians((one[1] + other[1]) / 2)
    east = math.radians(other[0] - one[0]) * math.cos(lat)
    north = math.radians(other[1] - one[1])
    return _EARTH_M * math.hypot(east, north)


def length(points: Sequence[Point], order: Sequence[int]) -> float:
    """Return how long a way is, in metres."""
    return sum(metres(points[a], points[b]) for a, b in pairwise(order))


def nearest_neighbour(points: Sequence[Point]) -> list[int]:
    """Walk from the first point always to the nearest that is left."""
    left = set(range(1, len(points)))
    order = [0] if points else []
    while left:
        here = points[order[-1]]
        order.append(min(left, key=lambda i: (metres(here, points[i]), i)))
        left.remove(order[-1])
    return order


def walk(points: Sequence[Point]) -> list[int]:
    """Return a short way from the first point through all others, each once; the last is where it ends."""
    if len(points) <= 2:
        return list(range(len(points)))
    table = [[metres(a, b) for b in points] for a in points]
    return _exact(table) if len(points) <= EXACT else _better(table, nearest_neighbour(points))


def _exact(table: Sequence[Sequence[float]]) -> list[int]:
    count = len(table)
    best: dict[tuple[int, int], tuple[float, int]] = {(1, 0): (0.0, -1)}
    for visited in range(1, 1 << count, 2):
        for last in range(count):
            if (held := best.get((visited, last))) is None:
                continue
            for after in range(1, count):
                if visited >> after & 1:
                    continue
                key = (visited | 1 << after, after)
                cost = held[0] + table[last][after]
                if key not in best or cost < best[key][0]:
                    best[key] = (cost, last)
    visited = (1 << count) - 1
    last = min(range(1, count), key=lambda i: best[visited, i][0])
    order = []
    while last >= 0:
        order.append(last)
        visited, last = visited & ~(1 << last), best[visited, last][1]
    return order[::-1]


def _better(table: Sequence[Sequence[float]], order: list[int]) -> list[int]:
    """Turn stretches round and move stops elsewhere for as long as the way gets shorter. It only ever does."""
    is_shorter = True
    while is_shorter:
        is_shorter = _turn(table, order) or _move(table, order)
    return order


def _turn(table: Sequence[Sequence[float]], order: list[int]) -> bool:
    count = len(order)
    for i in range(1, count - 1):
        for j in range(i + 1, count):
            before = table[order[i - 1]][order[i]] + (table[order[j]][order[j + 1]] if j + 1 < count else 0)
            after = table[order[i - 1]][order[j]] + (table[order[i]][order[j + 1]] if j + 1 < count else 0)
            if after < before - _LEAST_GAIN_M:
                order[i : j + 1] = order[i : j + 1][::-1]
                return True
    return False


def _move(table: Sequence[Sequence[float]], order: list[int]) -> bool:
    count = len(order)
    for i in range(1, count):
        rest = order[:i] + order[i + 1 :]
        held = _sum(table, order)
        for j in range(1, count):
            tried = [*rest[:j], order[i], *rest[j:]]
            if _sum(table, tried) < held - _LEAST_GAIN_M:
                order[:] = tried
                return True
    return False


def _sum(table: Sequence[Sequence[float]], order: Sequence[int]) -> float:
    return sum(table[a][b] for a, b in pairwise(order))
