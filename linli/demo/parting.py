"""Part blocks into groups of like weight, each in one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from shapely import Polygon

TRIES = 160


def part(
    blocks: Mapping[int, Polygon], weight: Mapping[int, float], count: int, rng: Random
) -> list[list[int]]:
    """Return `count` groups of block ids, in one piece each, numbered from the north, west to east.

    Grows many random partitions and keeps the most even one: a dozen blocks need no cleverer search.

    :raises ValueError: when there are fewer blocks than groups, or the blocks do not hang together.
    """
    if len(blocks) < count:
        raise ValueError("fewer blocks than grids")
    beside = _neighbours(blocks)
    tries = (_grow(list(blocks), weight, beside, count, rng) for _ in range(TRIES))
    good = [groups for groups in tries if groups is not None]
    if not good:
        raise ValueError("the blocks of a community do not hang together")
    best = min(good, key=lambda groups: _unevenness(groups, weight))
    return sorted((sorted(group) for group in best), key=lambda group: _place(group, blocks))


def _neighbours(blocks: Mapping[int, Polygon]) -> dict[int, set[int]]:
    """Return who shares an edge with whom; touching in a corner does not count."""
    beside: dict[int, set[int]] = {key: set() for key in blocks}
    keys = sorted(blocks)
    for at, key in enumerate(keys):
        for other in keys[at + 1 :]:
            if blocks[key].intersects(blocks[other]) and blocks[key].intersection(blocks[other]).length > 20:
                beside[key].add(other)
                beside[other].add(key)
    return beside


def _grow(
    keys: Sequence[int], weight: Mapping[int, float], beside: Mapping[int, set[int]], count: int, rng: Random
) -> list[list[int]] | None:
    """Grow groups from random seeds, the lightest group taking next; None when one is walled in too early."""
    groups = [[key] for key in rng.sample(sorted(keys), count)]
    free = set(keys) - {key for group in groups for key in group}
    while free:
        for group in sorted(groups, key=lambda each: sum(weight[key] for key in each)):
            open_ = sorted({other for key in group for other in beside[key]} & free)
            if open_:
                taken = rng.choice(open_)
                group.append(taken)
                free.discard(taken)
                break
        else:
            return None
    return groups


def _unevenness(groups: Sequence[Sequence[int]], weight: Mapping[int, float]) -> float:
    sums = [sum(weight[key] for key in group) for group in groups]
    return max(sums) - min(sums)


def _place(group: Sequence[int], blocks: Mapping[int, Polygon]) -> tuple[float, float]:
    """Return where a group stands in the order of numbers: rows of 240 m from the north, west first."""
    u = sum(blocks[key].centroid.x for key in group) / len(group)
    v = sum(blocks[key].centroid.y for key in group) / len(group)
    return (-round(v / 240), u)
