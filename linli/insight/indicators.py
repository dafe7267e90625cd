"""Indicators are declarations: what is counted, of what, where the definition comes from.

Every figure on a board is one of these, so that it can show its formula, both its numbers, what was left out, and
the cases behind it: figure and list come from the same selection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.flow import policies
from linli.base.flow.asking import UNSATISFIED_BELOW
from linli.base.flow.models import Case
from linli.base.orgs.roles import SEEING
from linli.base.people.actors import Actor
from linli.kernel.sources import Source, local_choice
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Callback

THREE_RATES = Source(
    "《北京市接诉即办工作条例》及各地三率考核办法",
    "响应率、解决率、满意率",
    "https://www.bjnews.com.cn/detail/163247571714525.html",
    date(2026, 11, 21),
    "The three rates are named there; their formulas are practice and differ by place, so each board prints its own.",
)
ON_TIME = local_choice(
    "On-time settling over cases due, as in CJ/T 292; the clause itself has not been read."
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: what an actor may see, narrowed to a piece of ground ("/1/4/")."""

    actor: Actor
    ground: str = ""

    @property
    def is_whole(self) -> bool:
        """Say whether nothing on this ground is hidden from the actor: a post there, or above it."""
        held = {f"/{'/'.join(map(str, p.line))}/" for p in self.actor.posts if p.role in SEEING}
        return bool(self.ground) and (
            self.actor.is_system or any(self.ground.startswith(line) for line in held)
        )

    def match(self, prefix: str = "") -> Q:
        """Match the cases in scope. Where nothing on the ground is hidden the ground alone says it, by shorter indexes."""
        kind = Q(**{f"{prefix}kind": KIND})
        ground = Q(**{f"{prefix}area__path__startswith": self.ground}) if self.ground else Q()
        return (
            kind & ground if self.is_whole else policies.reachable(self.actor, prefix=prefix) & kind & ground
        )


def part_of(rows: QuerySet[Any], which: str, valid: Q, hit: Q) -> QuerySet[Any]:
    """Narrow the rows of a rate to a part: above the line, below it, missed (below but not above) or left out."""
    match which:
        case "above":
            return rows.filter(valid & hit)
        case "missed":
            return rows.filter(valid & ~hit)
        case "left_out":
            return rows.exclude(valid)
        case _:
            return rows.filter(valid)


def percent(above: int, below: int) -> float | None:
    """Give a rate in percent, to one place; None when there is nothing to divide by."""
    return round(100 * above / below, 1) if below else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate: rows of a period, which of them are valid, which of the valid ones count above the line.

    `case` is the path from a row to its case ("" where the row is one), `when` the moment that puts it in a period.
    What a case gives to an indicator changes only by its steps and, once, when that moment comes: so `facts` can
    keep it.
    """

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
    case: str = ""
    more_is_better: bool = True

    def rows(self, scope: Scope, start: datetime, until: datetime, at: datetime) -> QuerySet[Any]:
        """Give the rows in scope whose moment lies in `[start, until)` and has come."""
        span = {f"{self.when}__gte": start, f"{self.when}__lt": min(until, at)}
        return self.population().filter(scope.match(self.case), **span)

    def part(self, which: str, scope: Scope, start: datetime, until: datetime, at: datetime) -> QuerySet[Any]:
        """Give the rows above the line, below it, missed (below but not above) or left out."""
        return part_of(self.rows(scope, start, until, at), which, self.valid, self.hit)


def _reports() -> QuerySet[Case]:
    return Case.objects.filter(kind=KIND)


def _asked_to_respond() -> QuerySet[Case]:
    return _reports().filter(respond_by__isnull=False).exclude(state__in=["withdrawn", "merged"])


def _asked_to_settle() -> QuerySet[Case]:
    return _reports().filter(resolve_by__isnull=False).exclude(state__in=["withdrawn", "merged", "refused"])


def _called_back() -> QuerySet[Callback]:
    return Callback.objects.filter(report__case__kind=KIND)


_COUNTED = Q(is_excluded=False)
_CALL_COUNTED = Q(report__case__is_excluded=False) & ~Q(appeal="overturned", attributed_to__isnull=True)

RESPONSE = Indicator(
    code="response_rate",
    name=_("响应率"),
    above=_("24 小时内联系到人"),
    below=_("应联系"),
    left_out=_("经批准不计入"),
    source=THREE_RATES,
    population=_asked_to_respond,
    valid=_COUNTED,
    hit=Q(responded_at__isnull=False, responded_at__lte=F("respond_by")),
    when="respond_by",
)
RESOLUTION = Indicator(
    code="resolution_rate",
    name=_("解决率"),
    above=_("居民答“解决了”"),
    below=_("有效回访"),
    left_out=_("不计入或申诉成立"),
    source=THREE_RATES,
    population=_called_back,
    valid=_CALL_COUNTED,
    hit=Q(solved=True),
    when="at",
    case="report__case__",
)
SATISFACTION = Indicator(
    code="satisfaction_rate",
    name=_("满意率"),
    above=_("基本满意以上"),
    below=_("答了满意度的回访"),
    left_out=_("不计入、申诉成立或没有答"),
    source=THREE_RATES,
    population=_called_back,
    valid=_CALL_COUNTED & Q(level__isnull=False),
    hit=Q(level__gte=UNSATISFIED_BELOW),
    when="at",
    case="report__case__",
)
ON_TIME_RATE = Indicator(
    code="on_time_rate",
    name=_("按时办结率"),
    above=_("期限内办结"),
    below=_("到期应办结"),
    left_out=_("经批准不计入"),
    source=ON_TIME,
    population=_asked_to_settle,
    valid=_COUNTED,
    hit=Q(settled_at__isnull=False, settled_at__lte=F("resolve_by")),
    when="resolve_by",
)

INDICATORS: dict[str, Indicator] = {i.code: i for i in (RESPONSE, RESOLUTION, SATISFACTION, ON_TIME_RATE)}
