"""Small groups are not shown to whoever may not know the people: a figure about three elders says who they are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Groups of fewer than five are folded, as ratings are; a figure that could be reckoned from the sum is folded with them."
)
LEAST: Final = 5
K = TypeVar("K", bound=Hashable)


def hidden(sizes: Mapping[K, int], least: int = LEAST) -> frozenset[K]:
    """Return which groups stay hidden: those too small, and one more where the sum would give a single one away.

    An empty group hides nobody and stays.
    """
    small = {key for key, size in sizes.items() if 0 < size < least}
    if len(small) == 1:
        others = [key for key, size in sizes.items() if size >= least]
        if others:
            small.add(min(others, key=lambda key: sizes[key]))
    return frozenset(small)
