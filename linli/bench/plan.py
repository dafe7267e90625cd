"""How many cases, until when, and at which moment each of them was filed."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

from linli.bench.city import SUBDISTRICTS
from linli.demo import rhythm
from linli.kernel import clock
from linli.kernel.workdays import CHINA

CHUNK: Final = 2_000
SPAN: Final = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be loaded. The same plan gives the same cases, whoever writes which chunk."""

    cases: int
    until: datetime
    subdistricts: int = SUBDISTRICTS
    seed: int = 1

    @property
    def chunks(self) -> int:
        return -(-self.cases // CHUNK)

    @property
    def signature(self) -> str:
        return f"bench {self.cases} cases, {self.subdistricts} subdistricts"

    @property
    def since(self) -> datetime:
        return self.until - SPAN


class Calendar:
    """When the n-th of all cases was filed: busy hours, quiet nights, Mondays, rain. Rises with n."""

    def __init__(self, plan: Plan) -> None:
        first, last = clock.local(plan.since).date(), clock.local(plan.until).date()
        self.days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        weights = [rhythm.factor(day, CHINA) * share for day in self.days for share in rhythm.HOURS]
        hour = clock.local(plan.until).hour
        for late in range(hour, 24):
            weights[len(weights) - 24 + late] = 0.0
        self.sums = list(accumulate(weights))
        self.cases = plan.cases

    def at(self, n: int) -> datetime:
        """Give the moment of the n-th case."""
        mass = (n + 0.5) / self.cases * self.sums[-1]
        slot = bisect(self.sums, mass)
        before = self.sums[slot - 1] if slot else 0.0
        within = (mass - before) / (self.sums[slot] - before)
        day = datetime.combine(self.days[slot // 24], datetime.min.time(), tzinfo=clock.SHANGHAI)
        return (day + timedelta(hours=slot % 24 + within)).astimezone(UTC)

    @lru_cache(maxsize=4096)  # noqa: B019 - one calendar a process, for as long as it loads
    def first_of(self, day: date) -> int:
        """Give the number of cases before a day."""
        slot = (day - self.days[0]).days * 24
        mass = self.sums[slot - 1] if slot else 0.0
        return max(0, -int(-(mass / self.sums[-1] * self.cases - 0.5) // 1))
