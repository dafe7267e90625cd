"""What boards read. Every figure can be opened to the cases behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import TERRITORY, UnitKind
from linli.base.places.models import Grid, GridShape
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


@dataclass(frozen=True, slots=True)
class GridLoad:
    """A grid on the board: its shape, its cases of 30 days per 100 households, its cards."""

    unit_id: int
    name: str
    community_id: int
    community: str
    shape: dict[str, Any]
    households: int
    cases: int
    yellow: int
    red: int

    @property
    def per_hundred(self) -> float | None:
        """Give cases per 100 households, to one place; None where no household lives."""
        return round(100 * self.cases / self.households, 1) if self.households else None


@dataclass(frozen=True, slots=True)
class Hot:
    """A category of the last seven days against the seven before."""

    code: str
    name: str
    now: int
    before: int
    name_en: str = ""


@dataclass(frozen=True)
class Board:
    """Everything the first board shows."""

    unit: Unit
    at: datetime
    figures: list[Figure]
    grids: list[GridLoad]
    filed_today: int
    closed_today: int
    first_contact_minutes: float | None
    ladder: tuple[int, int, int, int]
    open_by_state: list[tuple[str, int]]
    hot: list[Hot]

    @property
    def households(self) -> int:
        """Give the households of the ground shown."""
        return sum(g.households for g in self.grids)

    @property
    def communities(self) -> int:
        """Give the number of communities shown."""
        return len({g.community_id for g in self.grids})


def board(*, scope: Scope, unit: Unit, at: datetime) -> Board:
    """Give the first board of a piece of ground. Twelve queries at most, whatever the history."""
    local = clock.local(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    cases = Case.objects.filter(scope.match())
    today = list(cases.filter(filed_at__gte=midnight).values_list("filed_at", "responded_at"))
    minutes = [(r - f).total_seconds() / 60 for f, r in today if r]
    standing = list(
        cases.filter(is_open=True).values("state", "card", "climb").annotate(n=Count("id")).order_by()
    )
    rungs = [0, 0, 0, 0]
    states: dict[str, int] = {}
    for row in standing:
        states[row["state"]] = states.get(row["state"], 0) + row["n"]
        if row["card"] == "yellow":
            rungs[0] += row["n"]
        elif row["card"] == "red":
            rungs[min(max(row["climb"], 1), 3)] += row["n"]
    return Board(
        unit=unit,
        at=at,
        figures=figures([INDICATORS[code] for code in THREE], scope, at),
        grids=_grids(scope, unit, at),
        filed_today=len(today),
        closed_today=cases.filter(closed_at__gte=midnight, closed_at__lte=at).count(),
        first_contact_minutes=round(median(minutes)) if minutes else None,
        ladder=(rungs[0], rungs[1], rungs[2], rungs[3]),
        open_by_state=sorted(states.items(), key=lambda kv: -kv[1]),
        hot=_hot(scope, at),
    )


def _grids(scope: Scope, unit: Unit, at: datetime) -> list[GridLoad]:
    shapes = list(
        GridShape.objects.filter(
            valid_until__isnull=True, grid__valid_until__isnull=True, grid__unit__path__startswith=unit.path
        )
        .select_related("grid__unit__parent")
        .order_by("grid__unit__order", "grid_id")
    )
    # Two questions, each with an index of its own; as one they would look at every case there ever was.
    cases = Case.objects.filter(scope.match()).values_list("area_id").order_by()
    filed = dict(cases.filter(filed_at__gte=at - WINDOW).annotate(n=Count("id")))
    carded = cases.filter(is_open=True, card__in=("yellow", "red"))
    cards = {
        (area, card): n for area, card, n in carded.values_list("area_id", "card").annotate(n=Count("id"))
    }
    found = []
    for s in shapes:
        grid: Grid = s.grid
        parent = grid.unit.parent
        found.append(
            GridLoad(
                unit_id=grid.pk,
                name=str(grid.unit),
                community_id=parent.pk if parent else 0,
                community=str(parent or ""),
                shape=s.shape,
                households=grid.households_count,
                cases=filed.get(grid.pk, 0),
                yellow=cards.get((grid.pk, "yellow"), 0),
                red=cards.get((grid.pk, "red"), 0),
            )
        )
    return found


def _hot(scope: Scope, at: datetime, most: int = 5) -> list[Hot]:
    week = timedelta(days=7)
    rows = (
        Case.objects.filter(scope.match(), filed_at__gte=at - 2 * week, filed_at__lte=at)
        .exclude(topic="")
        .values("topic", "report__category__name", "report__category__name_en")
        .annotate(
            now=Count("id", filter=Q(filed_at__gt=at - week)),
            before=Count("id", filter=Q(filed_at__lte=at - week)),
        )
        .order_by("-now", "topic")[:most]
    )
    return [
        Hot(
            r["topic"],
            r["report__category__name"] or "",
            r["now"],
            r["before"],
            r["report__category__name_en"] or "",
        )
        for r in rows
        if r["now"]
    ]


def ground_for(scope_ids: frozenset[int], wanted: int | None) -> Unit | None:
    """Give the ground whose board somebody opens: the one asked for, if under a post; else their widest. Two queries."""
    own = list(Unit.objects.filter(pk__in=scope_ids))
    widest: Unit | None = None
    for unit in own:
        ground = unit if unit.is_territory else _above(unit)
        if ground is not None and (widest is None or len(ground.path) < len(widest.path)):
            widest = ground
    if wanted is None or widest is None:
        return widest
    return Unit.objects.filter(pk=wanted, path__startswith=widest.path, kind__in=_TERRITORIES).first()


_TERRITORIES = TERRITORY - {UnitKind.WORKSTATION}


def _above(unit: Unit) -> Unit | None:
    return Unit.objects.filter(pk__in=unit.line, kind=UnitKind.SUBDISTRICT).first()
