"""When something calls for acting before it is complained about. Pure: numbers in, decisions out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import mean, pstdev
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Acting before complaint has no national rule. These four were put together from what cities publish about it: the "
    "same place and kind three times in a month, a resident who has to say it again, more than usual for the season, the "
    "season itself."
)

MONTH: Final = timedelta(days=30)
OFTEN: Final = 3
AGAIN: Final = timedelta(days=90)
SIGMAS: Final = 2.0
LEAST_ABOVE: Final = 5
"""Two cases where there is usually none are above any deviation and no flood."""

FEWEST_YEARS: Final = 2
FEWEST_MONTHS: Final = 3
MOST_MONTHS: Final = 12


class Rule(StrEnum):
    """The rules that need counting; the fourth is the calendar."""

    REPEATED = "repeated"
    RETURNING = "returning"
    UNUSUAL = "unusual"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as the rules look at it; `person` is a print of whoever raised it, kept nowhere."""

    id: int
    area_id: int
    category: str
    at: datetime
    person: str = ""
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """What a rule found."""

    rule: Rule
    category: str
    cases: tuple[int, ...]
    area_id: int | None = None
    count: int = 0
    mean: float | None = None
    deviation: float | None = None
    basis: str = ""


def repeated(seen: Iterable[Seen], at: datetime) -> list[Call]:
    """Find the same kind at the same ground three times in thirty days."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for case in seen:
        if case.category and at - MONTH < case.at <= at:
            groups[case.area_id, case.category].append(case.id)
    return [
        Call(Rule.REPEATED, category, tuple(ids), area_id, len(ids))
        for (area_id, category), ids in sorted(groups.items())
        if len(ids) >= OFTEN
    ]


def returning(seen: Iterable[Seen], at: datetime) -> list[Call]:
    """Find who had to say the same kind of thing three times in ninety days; being done again counts as once more."""
    groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for case in seen:
        if case.person and case.category and at - AGAIN < case.at <= at:
            groups[case.person, case.category].append(case)
    found = []
    for (_person, category), cases in groups.items():
        times = len(cases) + sum(case.reopened for case in cases)
        if times >= OFTEN:
            found.append(Call(Rule.RETURNING, category, tuple(c.id for c in cases), count=times))
    return sorted(found, key=lambda call: (-call.count, call.cases))


def unusual(counts: Mapping[str, Sequence[int]], years: Mapping[str, Sequence[int]]) -> list[Call]:
    """Find kinds above their mean by two deviations.

    `counts` gives for each category the cases of the last thirty days, then of each thirty before them; `years` the
    cases of the same thirty days one year ago, two years ago and so on. The season counts where two years are known.
    """
    found = []
    for category, months in sorted(counts.items()):
        now, before = months[0], list(months[1 : MOST_MONTHS + 1])
        past = list(years.get(category, ()))
        basis, usual = ("years", past) if len(past) >= FEWEST_YEARS else ("months", before)
        if len(usual) < (FEWEST_YEARS if basis == "years" else FEWEST_MONTHS):
            continue
        middle, deviation = mean(usual), pstdev(usual)
        # Counting a few cases has its own scatter: nothing is steadier than the root of its mean.
        deviation = max(deviation, middle**0.5)
        if now >= LEAST_ABOVE and now > middle + SIGMAS * deviation:
            found.append(
                Call(
                    Rule.UNUSUAL,
                    category,
                    (),
                    count=now,
                    mean=round(middle, 1),
                    deviation=round(deviation, 1),
                    basis=basis,
                )
            )
    return sorted(found, key=lambda call: -(call.count - (call.mean or 0)))


def windows(times: Iterable[tuple[str, datetime]], at: datetime, first: datetime) -> dict[str, list[int]]:
    """Count each category by windows of thirty days back from a moment, as far as the whole windows since `first` go."""
    whole = min(int((at - first) / MONTH), MOST_MONTHS + 1)
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for category, when in times:
        if category and when <= at:
            counted[category][int((at - when) / MONTH)] += 1
    return {category: [n[k] for k in range(max(whole, 1))] for category, n in counted.items()}


def same_season(times: Iterable[tuple[str, datetime]], at: datetime, first: datetime) -> dict[str, list[int]]:
    """Count each category in the same thirty days of every year that is whole since `first`."""
    years = int((at - MONTH - first) / timedelta(days=365))
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for category, when in times:
        if not category:
            continue
        for year in range(1, years + 1):
            until = at - timedelta(days=365 * year)
            if until - MONTH < when <= until:
                counted[category][year] += 1
    return {category: [n[y] for y in range(1, years + 1)] for category, n in counted.items()}
