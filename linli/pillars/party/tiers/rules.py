"""Tiers, grades and stars; what a criterion's two numbers say; how many may have how many stars. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.kernel.standards.party_tiers import LEAST

SUPERVISION: Final = "governance.supervision"
"""The kind of case by which the plan of the last tier is supervised."""


class Tier(StrEnum):
    """Where an organisation stands among those rated with it."""

    ADVANCED = "advanced"
    MIDDLE = "middle"
    BEHIND = "behind"


class Grade(StrEnum):
    """How far it has come by its own measure."""

    NONE = ""
    QUALIFIED = "qualified"
    STRONG = "strong"
    MODEL = "model"


class Stage(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    PUBLIC = "public"
    CLOSED = "closed"


CRITERIA: Final = tuple(LEAST)
STARS: Final = (5, 4, 3)
"""The stars that have shares; an organisation without them has none."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the records say about one criterion: `n` of `of`. Of nothing due nothing is missing."""

    code: str
    n: int
    of: int

    @property
    def is_met(self) -> bool:
        """Whether the share is reached; where nothing was due there is nothing to say against it."""
        return not self.of or self.n >= LEAST[self.code] * self.of


def evidence_in(kept: Mapping[str, Iterable[int]]) -> tuple[Evidence, ...]:
    """Read evidence as it was written down, in the order of the criteria."""
    return tuple(Evidence(code, *kept[code]) for code in CRITERIA if code in kept)


def caps(total: int, shares: Mapping[int, int]) -> dict[int, int]:
    """Return how many may have each number of stars: rounded down, one at least where a share is given."""
    return {stars: max(total * shares[stars] // 100, 1 if shares[stars] else 0) for stars in STARS}


def over_cap(given: Iterable[int], total: int, shares: Mapping[int, int]) -> tuple[int, int] | None:
    """Return the first number of stars that too many have, and how many may; None where all keep to their shares.

    Places that higher stars leave free may be taken by lower ones: the shares are upper bounds, never quotas to fill.
    """
    counted, most = list(given), 0
    for stars in STARS:
        most += caps(total, shares)[stars]
        if sum(one >= stars for one in counted) > most:
            return stars, most
    return None
