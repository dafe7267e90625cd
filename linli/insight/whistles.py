"""Figures of called departments and of whistling itself: formula, both numbers, and the calls behind them.

Of units, never of persons; and of no unit is there a sum of its figures, or a place in a list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.flow import policies
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.indicators import part_of
from linli.kernel.sources import Source, local_choice
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.governance.whistles.models import Assessment, Call

WINDOW_DAYS = 30
FORMULAS = local_choice(
    "The articles and the pilots say that the lower level assesses departments, without a formula; these are ours."
)


@dataclass(frozen=True, slots=True)
class DepartmentIndicator:
    """A rate of calls, by department: which rows are valid, which of those count above the line, and when."""

    code: str
    name: str | Promise
    above: str | Promise
    below: str | Promise
    left_out: str | Promise
    source: Source
    population: Callable[[], QuerySet[Any]]
    valid: Q
    hit: Q
    when: str
    case: str = "whistle__case__"
    unit: str = "unit"

    def rows(self, actor: Actor, at: datetime, unit: int | None = None) -> QuerySet[Any]:
        """Give the rows of the last thirty days that an actor may see, of one department or all."""
        span = {f"{self.when}__gte": at - timedelta(days=WINDOW_DAYS), f"{self.when}__lt": at}
        rows = self.population().filter(policies.reachable(actor, prefix=self.case), **span)
        return rows if unit is None else rows.filter(**{self.unit: unit})

    def part(self, which: str, actor: Actor, at: datetime, unit: int) -> QuerySet[Any]:
        """Give the rows above the line, below it, missed (below but not above) or left out."""
        return part_of(self.rows(actor, at, unit), which, self.valid, self.hit)


def _calls() -> QuerySet[Call]:
    return Call.objects.all()


def _assessments() -> QuerySet[Assessment]:
    return Assessment.objects.all()


_CAME = ~Q(state="declined") & ~Q(whistle__case__state="called_off")
_LEFT_OUT = _("退了哨的、撤了哨的")

SIGNED = DepartmentIndicator(
    "whistle_signed",
    _("按时签收"),
    _("期限内签收"),
    _("到期应签收"),
    _LEFT_OUT,
    FORMULAS,
    _calls,
    _CAME,
    Q(signed_at__lte=F("sign_by")),
    "sign_by",
)
REPORTED = DepartmentIndicator(
    "whistle_reported",
    _("按时报到"),
    _("期限内到场或到会"),
    _("到期应报到"),
    _LEFT_OUT,
    FORMULAS,
    _calls,
    _CAME,
    Q(reported_at__lte=F("report_by")),
    "report_by",
)
HANDLED = DepartmentIndicator(
    "whistle_handled",
    _("按时办好"),
    _("期限内反馈结果"),
    _("到期应反馈"),
    _LEFT_OUT,
    FORMULAS,
    _calls,
    _CAME,
    Q(answered_at__lte=F("close_by")),
    "close_by",
)
ASSESSED = DepartmentIndicator(
    "whistle_assessed",
    _("评价没有“差”"),
    _("三项都没有“差”的评价"),
    _("街道和社区的评价"),
    "",
    FORMULAS,
    _assessments,
    Q(),
    Q(is_low=False),
    "at",
    "call__whistle__case__",
    "of",
)
INDICATORS: dict[str, DepartmentIndicator] = {i.code: i for i in (SIGNED, REPORTED, HANDLED, ASSESSED)}


@dataclass(frozen=True, slots=True)
class CallCount:
    """A plain number of calls, by department: what is counted, in words and as a condition on the calls of thirty days."""

    name: str | Promise
    hit: Q

    def rows(self, actor: Actor, at: datetime, unit: int) -> QuerySet[Call]:
        """Give the calls that it counts for a department, of those an actor may see."""
        return _called(actor, at).filter(self.hit, unit=unit)


COUNTS: dict[str, CallCount] = {
    "called": CallCount(_("叫过几次"), Q()),
    "declined": CallCount(_("退过几次"), Q(declined_at__isnull=False, is_claimed=False)),
    "claimed": CallCount(_("认领几次"), Q(is_claimed=True)),
}
RATE_KINDS: dict[str, str] = {"whistles": WHISTLE, "reports": REPORT}
"""What stands above and below the line of the whistle rate."""


def _called(actor: Actor, at: datetime) -> QuerySet[Call]:
    since = at - timedelta(days=WINDOW_DAYS)
    mine = policies.reachable(actor, prefix="whistle__case__")
    return Call.objects.filter(mine, called_at__gte=since, called_at__lt=at)


@dataclass(frozen=True, slots=True)
class Fraction:
    """Both numbers of a figure, and what was left out."""

    above: int
    below: int
    left_out: int


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department: how often it was called, declined and came of its own accord; a fraction for each indicator."""

    id: int
    name: str
    called: int
    declined: int
    claimed: int
    figures: tuple[Fraction, ...]


def departments(*, actor: Actor, at: datetime) -> tuple[DepartmentRow, ...]:
    """Give the figures of every department called in the last thirty days, by its place in the tree. Six queries."""
    tallies = {code: Count("id", filter=one.hit) for code, one in COUNTS.items()}
    counts: dict[int, tuple[int, int, int]] = {
        unit: (called, declined, claimed)
        for unit, called, declined, claimed in _called(actor, at)
        .values("unit")
        .annotate(**tallies)
        .values_list("unit", *COUNTS)
    }
    found: dict[int, dict[str, Fraction]] = {}
    for one in INDICATORS.values():
        rows = one.rows(actor, at).values(of_unit=F(one.unit))
        for unit, above, below, every in rows.annotate(
            a=Count("id", filter=one.valid & one.hit), b=Count("id", filter=one.valid), c=Count("id")
        ).values_list("of_unit", "a", "b", "c"):
            found.setdefault(unit, {})[one.code] = Fraction(above, below, every - below)
    nothing = Fraction(0, 0, 0)
    units = Unit.objects.filter(pk__in={*counts, *found}).order_by("path")
    return tuple(
        DepartmentRow(
            unit.pk,
            str(unit),
            *counts.get(unit.pk, (0, 0, 0)),
            tuple(found.get(unit.pk, {}).get(code, nothing) for code in INDICATORS),
        )
        for unit in units
    )


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call behind a figure; where assessments are counted, one of its assessments."""

    call: Call
    assessed_at: datetime | None = None
    is_low: bool | None = None


def calls_behind(
    *, code: str, part: str, unit: int, actor: Actor, at: datetime, most: int = 200
) -> list[CallRow]:
    """List what a figure or a count of a department counts, newest first, a row for each it counts. One query.

    :raises KeyError: there is no such figure.
    """
    if code in COUNTS:
        rows: QuerySet[Any] = COUNTS[code].rows(actor, at, unit)
    else:
        rows = INDICATORS[code].part(part, actor, at, unit)
    if rows.model is Assessment:
        said = rows.select_related("call__whistle__case", "call__unit").order_by("-id")[:most]
        return [CallRow(one.call, one.at, one.is_low) for one in said]
    return [CallRow(one) for one in rows.select_related("whistle__case", "unit").order_by("-id")[:most]]


def _filed(kind: str, actor: Actor, at: datetime) -> QuerySet[Case]:
    since = at - timedelta(days=WINDOW_DAYS)
    return Case.objects.filter(policies.reachable(actor), kind=kind, filed_at__gte=since, filed_at__lt=at)


def cases_behind(*, code: str, actor: Actor, at: datetime, most: int = 200) -> tuple[list[Case], int]:
    """List the whistles or the reports of the whistle rate, newest first, and say how many there are. Two queries.

    :raises KeyError: it is neither.
    """
    rows = _filed(RATE_KINDS[code], actor, at)
    return list(rows.select_related("area").order_by("-filed_at", "-id")[:most]), rows.count()


def whistle_rate(*, actor: Actor, at: datetime) -> tuple[int, int]:
    """Count whistles and reports of the last thirty days. Two queries.

    Neither few nor many whistles are good in themselves: none may mean that nobody dares, many that daily work is
    broken. The figure stands by itself, with both numbers.
    """
    return _filed(WHISTLE, actor, at).count(), _filed(REPORT, actor, at).count()
