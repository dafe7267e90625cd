"""How hot a topic is: people, not letters. The formula is printed wherever the figure stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "No rule gives a formula for heat. Ours counts people: whoever writes every day stays one person; agreement by a click "
    "counts by its logarithm, because a click costs nothing. An office may disagree; it sees every part of the sum."
)

AGAIN: Final = 1 / 8
"""What each further message of the same person adds to that person."""

MOST_AGAIN: Final = 4
PRESSING: Final = timedelta(days=30)
HALF_LIFE_DAYS: Final = 14.0
WAITING: Final = 0.5
SPREAD: Final = 0.25


@dataclass(frozen=True, slots=True)
class Voice:
    """One message of a topic, as far as heat asks: who (empty: nobody knows, so a person of its own), when, where."""

    who: str = ""
    at: datetime | None = None
    votes: int = 0
    is_waiting: bool = False
    area: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """A figure with everything it was made of."""

    heat: float
    people: int
    messages: int
    weight: float
    pressing: float
    waiting: int
    areas: int
    votes: int

    @property
    def repeats(self) -> int:
        """Give how many messages came from people who had said it already."""
        return self.messages - self.people


def heat_of(
    voices: Sequence[Voice], *, at: datetime | None = None, half_life: float = HALF_LIFE_DAYS
) -> Heat:
    """Say how hot a topic is at a moment; without one, how hot it was at its height.

    heat = Σ people × nearness × pressing × (1 + ½ share waiting) × (1 + ¼ (1 − 1 ÷ areas)) + ln(1 + votes)

    where a person counts 1, and ⅛ more for each further message up to ½; nearness halves every fortnight since the
    person last wrote (only with `at`); pressing is ½ + ½ of the largest share that came within 30 days.
    """
    if not voices:
        return Heat(0.0, 0, 0, 0.0, 1.0, 0, 0, 0)
    said: dict[str, list[Voice]] = defaultdict(list)
    for number, voice in enumerate(voices):
        said[voice.who or f"#{number}"].append(voice)
    weight = sum(
        (1 + AGAIN * min(len(own) - 1, MOST_AGAIN)) * _nearness(own, at, half_life) for own in said.values()
    )
    pressing = 0.5 + 0.5 * _densest([v.at for v in voices])
    waiting = sum(v.is_waiting for v in voices)
    areas = len({v.area for v in voices if v.area}) or 1
    votes = sum(v.votes for v in voices)
    heat = weight * pressing * (1 + WAITING * waiting / len(voices)) * (1 + SPREAD * (1 - 1 / areas))
    heat += log(1 + max(votes, 0))
    return Heat(
        round(heat, 1), len(said), len(voices), round(weight, 2), round(pressing, 2), waiting, areas, votes
    )


def _nearness(own: Sequence[Voice], at: datetime | None, half_life: float) -> float:
    times = [v.at for v in own if v.at is not None]
    if at is None or not times or half_life <= 0:
        return 1.0
    days = max((at - max(times)).total_seconds() / 86_400, 0.0)
    return float(0.5 ** (days / half_life))


def _densest(times: Sequence[datetime | None]) -> float:
    """Give the largest share that lies within 30 days; what has no time is taken to lie there."""
    known = sorted(t for t in times if t is not None)
    best, first = 0, 0
    for last, moment in enumerate(known):
        while moment - known[first] > PRESSING:
            first += 1
        best = max(best, last - first + 1)
    return (best + len(times) - len(known)) / len(times)
