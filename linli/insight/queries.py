"""The figures of boards and the cases behind each, and whose ground is shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import TERRITORY, UnitKind
from linli.insight import filler
from linli.insight.indicators import INDICATORS, Indicator, Scope, percent
from linli.insight.models import Fact
from linli.kernel import clock

Day = tuple[date, int, int, int]
"""A local day, and how many above the line, below it, left out."""

WINDOW = timedelta(days=30)
MONTHS = 12
THREE = ("response_rate", "resolution_rate", "satisfaction_rate")


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate of a window with its numbers, the same of the window before, and the way of twelve months."""

    indicator: Indicator
    above: int
    below: int
    left_out: int
    before: float | None
    trend: tuple[float, ...]

    @property
    def percent(self) -> float | None:
        """Give the rate in percent, to one place; None when there is nothing to divide by."""
        return percent(self.above, self.below)


def figures(
    indicators: Sequence[Indicator], scope: Scope, at: datetime, *, window: timedelta = WINDOW
) -> list[Figure]:
    """Compute indicators for the window that ends now, and their way.

    Two queries and one an indicator: days that are over come from the facts, today is counted. For somebody who sees only
    part of the ground, and until facts are whole, every day is counted.
    """
    starts = [clock.local(at - window * k).date() for k in range(MONTHS, 0, -1)]
    first, today = starts[0] + timedelta(days=1), clock.local(at).date()
    is_kept = scope.is_whole and filler.filled_at() is not None
    days = _days_kept([i.code for i in indicators], scope, first, today) if is_kept else {}
    found = []
    for indicator in indicators:
        totals = [[0, 0, 0] for _ in range(MONTHS)]
        counted = _days_counted(indicator, scope, today if is_kept else first, at)
        for day, *counts in [*days.get(indicator.code, []), *counted]:
            k = bisect_left(starts, day) - 1
            for i, count in enumerate(counts):
                totals[k][i] += count
        above, below, rest = totals[-1]
        trend = tuple(p for p in (percent(a, b) for a, b, _ in totals) if p is not None)
        found.append(Figure(indicator, above, below, rest, percent(*totals[-2][:2]), trend))
    return found


def figure(indicator: Indicator, scope: Scope, at: datetime, *, window: timedelta = WINDOW) -> Figure:
    """Compute one indicator: see `figures`."""
    return figures([indicator], scope, at, window=window)[0]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)


def _days_counted(indicator: Indicator, scope: Scope, first: date, at: datetime) -> list[Day]:
    daily = (
        indicator.rows(scope, _midnight(first), at, at)
        .annotate(day=TruncDate(indicator.when, tzinfo=clock.SHANGHAI))
        .values("day")
        .annotate(
            above=Count("pk", filter=indicator.valid & indicator.hit),
            below=Count("pk", filter=indicator.valid),
            rest=Count("pk", filter=~indicator.valid),
        )
        .order_by()
    )
    return [(row["day"], row["above"], row["below"], row["rest"]) for row in daily]


def _days_kept(codes: list[str], scope: Scope, first: date, today: date) -> dict[str, list[Day]]:
    """Read the days that are over from the facts of the ground. One query."""
    unit_id = int(scope.ground.rstrip("/").rpartition("/")[2])
    held = Fact.objects.filter(unit_id=unit_id, indicator__in=codes, day__gte=first, day__lt=today)
    days: dict[str, list[Day]] = {}
    for code, *counts in held.values_list("indicator", "day", "above", "below", "left_out"):
        days.setdefault(code, []).append(tuple(counts))  # type: ignore[arg-type]
    return days


def window_of(at: datetime, *, window: timedelta = WINDOW) -> tuple[datetime, datetime]:
    """Give the window of a figure: whole local days, from the day after `at - window` until now."""
    first = clock.local(at - window).date() + timedelta(days=1)
    return _midnight(first), at


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A case behind a figure."""

    number: str
    title: str
    state: str
    area: str
    holder: str
    at: datetime


def behind(
    code: str, part: str, scope: Scope, at: datetime, *, most: int = 500
) -> tuple[list[BehindRow], int]:
    """List the rows behind a part of a figure, newest first, and count them. Two queries."""
    indicator = INDICATORS[code]
    start, until = window_of(at)
    rows = indicator.part(part, scope, start, until, at).order_by(f"-{indicator.when}", "-pk")
    p = indicator.case
    names = [f"{p}{n}" for n in ("number", "title", "state", "area__name", "holder__name")]
    listed = [BehindRow(*values) for values in rows.values_list(*names, indicator.when)[:most]]
    return listed, rows.count()


def ground_for(scope_ids: frozenset[int], wanted: int | None, *, is_around: bool = False) -> Unit | None:
    """Give the ground whose board somebody opens: the one asked for, if under a post; else their widest. Two queries.

    :param is_around: a page tells of nothing smaller than a community, so who asks for what lies around their own ground
        means their own; the page says what it tells them.

    Posts on the ground decide; the office around a department or a Party branch is shown to who has no other.
    """
    own = list(Unit.objects.filter(pk__in=scope_ids))
    own = [unit for unit in own if unit.is_territory] or own
    widest: Unit | None = None
    for unit in own:
        ground = unit if unit.is_territory else _above(unit)
        if ground is not None and (widest is None or len(ground.path) < len(widest.path)):
            widest = ground
    if wanted is None or widest is None or (is_around and wanted in widest.line):
        return widest
    return Unit.objects.filter(pk=wanted, path__startswith=widest.path, kind__in=_TERRITORIES).first()


_TERRITORIES = TERRITORY - {UnitKind.WORKSTATION}


def _above(unit: Unit) -> Unit | None:
    return Unit.objects.filter(pk__in=unit.line, kind=UnitKind.SUBDISTRICT).first()
