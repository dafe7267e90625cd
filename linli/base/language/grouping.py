"""Which texts are repeats of each other, and how to part texts so that repeats never stand on both sides of a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from linli.base.language import counting

PRINTS: Final = 32
BAND: Final = 4
ALIKE: Final = 0.5
"""Share of equal prints from which two texts are one said twice; about the share of pairs of words in common."""

_BATCH: Final = 500


def prints_of(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Take 32 prints of each text: the smallest of its five-character pieces under 32 orders."""
    found = [_prints(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
    return np.concatenate(found) if found else np.zeros((0, PRINTS), np.uint64)


def _prints(texts: Sequence[str]) -> NDArray[np.uint64]:
    stream = counting.stream_of(texts)
    codes, rows = stream.codes.astype(np.uint64), stream.rows
    found = np.full((len(texts), PRINTS), np.iinfo(np.uint64).max, np.uint64)
    if not len(codes):
        return found
    with np.errstate(over="ignore"):
        keys = codes.copy()
        for k in range(1, 5):  # short texts: their last pieces are shorter
            inside = np.zeros(len(codes), np.bool_)
            inside[:-k] = rows[:-k] == rows[k:]
            keys[:-k] = np.where(
                inside[:-k], keys[:-k] * np.uint64(0x9E3779B97F4A7C15) + codes[k:], keys[:-k]
            )
        firsts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
        for n in range(PRINTS):
            mixed = (keys ^ np.uint64(0xD1B54A32D192ED03 * (n + 1) % (1 << 64))) * np.uint64(
                0x94D049BB133111EB
            )
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0xBF58476D1CE4E5B9)
            found[rows[firsts], n] = np.minimum.reduceat(mixed, firsts)
    return found


def repeats(texts: Sequence[str]) -> NDArray[np.int64]:
    """Give each text the number of its group: texts that say the same in nearly the same words share one."""
    prints = prints_of(texts)
    parents = list(range(len(texts)))

    def top(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    for start in range(0, PRINTS, BAND):
        seen: dict[bytes, int] = {}
        band = np.ascontiguousarray(prints[:, start : start + BAND])
        for i, key in enumerate(band):
            first = seen.setdefault(key.tobytes(), i)
            if first != i and top(first) != top(i) and np.mean(prints[first] == prints[i]) >= ALIKE:
                parents[top(i)] = top(first)
    return np.array([top(i) for i in range(len(texts))], np.int64)


def fold(labels: NDArray[Any], groups: NDArray[np.int64], folds: int, seed: int = 0) -> NDArray[np.int64]:
    """Give each row a fold: groups stay whole, and every fold gets its share of every label."""
    rng = np.random.default_rng(seed)
    _names, which = np.unique(labels, return_inverse=True)
    kinds = int(which.max()) + 1 if len(which) else 0
    _ids, group = np.unique(groups, return_inverse=True)
    size = int(group.max()) + 1 if len(group) else 0
    held = np.zeros((size, kinds))
    np.add.at(held, (group, which), 1)
    # Large groups first, then rare labels: what is hard to place evenly is placed while there is room.
    rare = held @ (1 / np.maximum(held.sum(axis=0), 1)) / np.maximum(held.sum(axis=1), 1)
    order = np.lexsort((rng.permutation(size), -rare, -held.sum(axis=1)))
    filled = np.zeros((folds, kinds))
    wanted = held.sum(axis=0) / folds
    chosen = np.zeros(size, np.int64)
    for g in order:
        mine = held[g]
        need = ((wanted - filled) * mine).sum(axis=1) / np.maximum(wanted @ mine, 1e-9)
        best = np.flatnonzero(need >= need.max() - 1e-9)
        pick = best[np.argmin(filled[best].sum(axis=1) + 1e-6 * rng.random(len(best)))]
        chosen[g] = pick
        filled[pick] += mine
    return chosen[group]
