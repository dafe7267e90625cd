"""Natural breaks: a few classes of a map in which like stands with like, so that a colour means something.

The division into so many classes that leaves the least sum of squared distances from each class's mean, found exactly
(W. D. Fisher, “On Grouping for Maximum Homogeneity”, Journal of the American Statistical Association 53, 1958; known on maps
by the name of G. F. Jenks, 1967).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

MOST: Final = 5
"""More classes than this no eye tells apart on a map."""


@dataclass(frozen=True, slots=True)
class Break:
    """A class: its least and its greatest value, and how many have one of it."""

    least: float
    greatest: float
    count: int


def natural_breaks(values: Iterable[float], most: int = MOST) -> tuple[Break, ...]:
    """Divide values into `most` classes, or as many as there are different values; equal values stay together."""
    held: dict[float, int] = {}
    for value in sorted(values):
        held[value] = held.get(value, 0) + 1
    kinds = list(held)
    cuts = _cuts(kinds, list(held.values()), min(most, len(kinds)))
    return tuple(
        Break(kinds[first], kinds[until - 1], sum(held[kind] for kind in kinds[first:until]))
        for first, until in pairwise(cuts)
    )


def _cuts(kinds: list[float], counts: list[int], classes: int) -> list[int]:
    """Return where each class begins, and the end. By dynamic programming over the sorted different values."""
    size = len(kinds)
    many = [0, *accumulate(counts)]
    middle = sum(kind * n for kind, n in zip(kinds, counts, strict=True)) / many[-1] if size else 0.0
    away = [kind - middle for kind in kinds]  # sums of what lies around zero lose no figures
    total = [0.0, *accumulate(value * n for value, n in zip(away, counts, strict=True))]
    squares = [0.0, *accumulate(value * value * n for value, n in zip(away, counts, strict=True))]

    def cost(first: int, until: int) -> float:
        here = total[until] - total[first]
        return squares[until] - squares[first] - here * here / (many[until] - many[first])

    best = [0.0, *(cost(0, until) for until in range(1, size + 1))]
    began: list[list[int]] = []
    for done in range(1, classes):
        chosen = [0] * (size + 1)
        fresh = [0.0] * (size + 1)
        for until in range(done + 1, size + 1):
            least, chosen[until] = min((best[cut] + cost(cut, until), cut) for cut in range(done, until))
            fresh[until] = least
        best = fresh
        began.append(chosen)
    cuts = [size]
    for chosen in reversed(began):
        cuts.append(chosen[cuts[-1]])
    return [0, *reversed(cuts)] if size else [0]
