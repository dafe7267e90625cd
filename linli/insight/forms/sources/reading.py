"""Figures are read for all grounds at once: one query for each figure and time that a form asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Sum

from linli.base.orgs.models import Unit
from linli.insight.cited import Measure
from linli.insight.forms.rules.period import Period
from linli.insight.forms.sources.figure import Figure, Reading
from linli.insight.forms.sources.table import FIGURES
from linli.insight.indicators import percent
from linli.kernel.clock import SHANGHAI

Ask = tuple[str, Period | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a figure counted, by the line of the unit that each row lies on."""

    figure: Figure
    rows: tuple[tuple[str, float, int, int], ...]
    at: datetime
    is_past_unknown: bool = False

    def over(self, units: Iterable[Unit]) -> Reading:
        """Give the figure of some grounds together."""
        paths = tuple(unit.path for unit in units)
        found = [row for row in self.rows if row[0].startswith(paths)]
        above, below = sum(r[2] for r in found), sum(r[3] for r in found)
        if self.figure.measure is Measure.SHARE:
            return Reading(percent(above, below), above, below)
        total = sum(r[1] for r in found) / self.figure.divide
        return Reading(int(total) if total == int(total) else round(total, 2), above, below)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def read(asks: Iterable[Ask], *, office: Unit, at: datetime) -> dict[Ask, Tally]:
    """Count what a form asks for on an office's ground. One query for each."""
    return {ask: _read(FIGURES[ask[0]], ask[1], office, at) for ask in dict.fromkeys(asks)}


def _read(figure: Figure, period: Period | None, office: Unit, at: datetime) -> Tally:
    end = min(at, _midnight(period.until)) if period is not None else at
    moment = end if figure.has_past or figure.is_flow else at
    rows = figure.rows(moment).filter(figure.valid, **{f"{figure.area}__path__startswith": office.path})
    if figure.when and period is not None:
        rows = rows.filter(
            **{
                f"{figure.when}__gte": _bound(figure, period.start),
                f"{figure.when}__lt": _bound(figure, period.until),
            }
        )
        if not figure.of_days:
            rows = rows.filter(**{f"{figure.when}__lte": at})
    grouped = rows.order_by().values_list(f"{figure.area}__path")
    unknown = not figure.has_past and not figure.is_flow and period is not None and end < at
    return Tally(figure, tuple(_counted(figure, grouped)), moment, unknown)


def _bound(figure: Figure, day: date) -> date | datetime:
    return day if figure.of_days else _midnight(day)


def _counted(figure: Figure, grouped: Any) -> Iterable[tuple[str, float, int, int]]:
    match figure.measure:
        case Measure.SHARE:
            made = grouped.annotate(above=Count("pk", filter=figure.hit), below=Count("pk"))
            return [(path, 0.0, above, below) for path, above, below in made]
        case Measure.SUM:
            made = grouped.annotate(total=Sum(figure.of), known=Count(figure.of), many=Count("pk"))
            return [(path, float(total or 0), known, many) for path, total, known, many in made]
        case Measure.DISTINCT:
            made = grouped.filter(figure.hit).annotate(n=Count(figure.of, distinct=True))
            return [(path, float(n), n, n) for path, n in made]
        case _:
            made = grouped.filter(figure.hit).annotate(n=Count("pk"))
            return [(path, float(n), n, n) for path, n in made]
