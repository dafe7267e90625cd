"""Figures of some days: declared like the cited ones, for any ground and any days, so that each leads to its rows.

Briefs, comparisons over time and assessments of units count with these and nothing else. `kind_` and a code of the
catalogue counts one kind of report, `spot_`, a community's key, `_` and a code the same there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.insight import halls, indicators, whistles
from linli.insight.cited.figure import EVERYTHING, Cited, Measure
from linli.insight.indicators import Indicator
from linli.insight.whistles import DepartmentIndicator
from linli.kernel import clock
from linli.pillars.governance.deliberation.models import Topic
from linli.pillars.governance.economy.models import Spending
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.visits.models import Visit
from linli.pillars.governance.whistles.flow import KIND as WHISTLE
from linli.pillars.service.applications.models import Application
from linli.pillars.service.canteens.models import Meal
from linli.pillars.service.care.models import Visit as CareVisit
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.volunteers.models import Activity

Words = str | Promise
KIND_OF: Final = "kind_"
SPOT: Final = "spot_"


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, the last one left out."""

    start: date
    until: date

    def holds(self, name: str, *, is_day: bool) -> dict[str, Any]:
        """Give the condition that a moment, or a day, lies in these days."""
        if is_day:
            return {f"{name}__gte": self.start, f"{name}__lt": self.until}
        return {f"{name}__gte": _midnight(self.start), f"{name}__lt": _midnight(self.until)}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.SHANGHAI)


@dataclass(frozen=True, slots=True)
class Counting:
    """A figure before its days are known; `when` is what puts a row into them.

    `ground` leads to the unit on whose ground a row lies, `doer` to the unit that did it, where there is one to be named.
    `is_better` says which way is good: more, less, or neither.
    """

    label: Words
    unit: str
    formula: Words
    rows: Callable[[], QuerySet[Any]]
    when: str
    ground: str
    valid: Q = EVERYTHING
    hit: Q = EVERYTHING
    measure: Measure = Measure.COUNT
    of: str = "pk"
    is_better: bool | None = None
    doer: str = ""
    finest: UnitKind = UnitKind.COMMUNITY
    """The smallest ground it is told of: what a grid asks for is the ground's, how it is answered is one person's work."""
    is_day: bool = False

    @property
    def is_share(self) -> bool:
        """Say whether it has two numbers."""
        return self.measure is Measure.SHARE


def _reports() -> QuerySet[Case]:
    return Case.objects.filter(kind=REPORT)


def _whistles() -> QuerySet[Case]:
    return Case.objects.filter(kind=WHISTLE)


def _hour() -> QuerySet[Ticket]:
    return halls.WITHIN_AN_HOUR.of(Ticket.objects.all())


def _topics() -> QuerySet[Topic]:
    """Give topics but for the questions of owners' elections, as the figure of topics does."""
    return Topic.objects.filter(election_vote=None)


def _meals() -> QuerySet[Meal]:
    return Meal.objects.filter(corrects__isnull=True, corrected_by__isnull=True)


def _spendings() -> QuerySet[Spending]:
    return Spending.objects.filter(replaced_at=None)


def _rate(one: Indicator, formula: Words) -> Counting:
    return Counting(
        one.name, "percent", formula, one.population, one.when, f"{one.case}area", one.valid, one.hit, Measure.SHARE,
        is_better=True,
    )  # fmt: skip


def _called(one: DepartmentIndicator, formula: Words) -> Counting:
    return Counting(
        one.name, "percent", formula, one.population, one.when, f"{one.case}area", one.valid, one.hit, Measure.SHARE,
        is_better=True, doer=one.unit, finest=GRID,
    )  # fmt: skip


OPEN: Final = Q(is_open=True)
GRID: Final = UnitKind.GRID
COUNTINGS: Final[dict[str, Counting]] = {
    "filed": Counting(_("收到的反映"), "case", _("这几天登记的诉求"), _reports, "filed_at", "area", finest=GRID),
    "closed": Counting(_("办结的反映"), "case", _("这几天办结的诉求"), _reports, "closed_at", "area", is_better=True),
    "open": Counting(
        _("还在办的"), "case", _("这几天登记、还没有办结的诉求"), _reports, "filed_at", "area", OPEN, is_better=False
    ),
    "late": Counting(
        _("红牌"), "case", _("这几天到期、还没有办结、亮了红牌的诉求"), _reports, "resolve_by", "area",
        OPEN & Q(card="red"), is_better=False,
    ),
    "answered": _rate(indicators.RESPONSE, _("到期前联系了居民 ÷ 这几天到期应联系的")),
    "solved": _rate(indicators.RESOLUTION, _("回访答“解决了” ÷ 这几天的有效回访")),
    "satisfied": _rate(indicators.SATISFACTION, _("基本满意以上 ÷ 这几天答了满意度的回访")),
    "in_time": _rate(indicators.ON_TIME_RATE, _("期限内办结 ÷ 这几天到期应办结的")),
    "whistles": Counting(_("吹哨"), "case", _("这几天吹的哨"), _whistles, "filed_at", "area", finest=GRID),
    "whistles_came": _called(whistles.REPORTED, _("期限内到场或到会 ÷ 这几天应报到的")),
    "whistles_handled": _called(whistles.HANDLED, _("期限内反馈结果 ÷ 这几天应反馈的")),
    "whistles_assessed": _called(whistles.ASSESSED, _("三项都没有“差”的 ÷ 这几天街道和社区的评价")),
    "hall": Counting(_("大厅接待"), "visit", _("这几天取的号"), Ticket.objects.all, "taken_at", "hall__unit"),
    "hall_hour": Counting(
        _("一小时内办结"), "percent", _("取号到办好不超过 60 分钟 ÷ 来了要当场办的"), _hour, "taken_at", "hall__unit",
        halls.WITHIN_AN_HOUR.valid, halls.WITHIN_AN_HOUR.hit, Measure.SHARE, is_better=True,
    ),
    "applications": Counting(
        _("收到的办件"), "case", _("这几天收到的申请"), Application.objects.all, "case__filed_at", "case__area",
        finest=GRID,
    ),
    "decided": Counting(
        _("办好的办件"), "case", _("这几天作出决定的申请"), Application.objects.all, "decided_at", "case__area",
        finest=GRID,
    ),
    "visits": Counting(
        _("走访"), "visit", _("这几天见着了人的走访"), Visit.objects.all, "at", "area", ~Q(outcome=Visit.Outcome.AWAY)
    ),
    "care": Counting(_("关爱探访"), "visit", _("这几天的关爱探访"), CareVisit.objects.all, "at", "person__grid"),
    "meals": Counting(_("长者食堂供餐"), "meal", _("这几天打的饭"), _meals, "at", "canteen__community"),
    "topics": Counting(
        _("受理的议题"), "item", _("这几天受理的议题"), _topics, "accepted_at", "case__area", finest=GRID
    ),
    "activities": Counting(
        _("志愿活动"), "visit", _("这几天办完的活动"), Activity.objects.all, "ends_at", "office",
        Q(cancelled_at__isnull=True), finest=UnitKind.SUBDISTRICT,
    ),
    "spent": Counting(
        _("项目完成投资"), "wan", _("重点项目这几个月报的投资之和"), _spendings, "month", "project__area",
        measure=Measure.SUM, of="amount_wan", is_day=True,
    ),
}  # fmt: skip


def counting_of(code: str) -> tuple[Counting, Q] | None:
    """Give the declaration a code stands for and which of its rows are meant; None where there is none."""
    if code in COUNTINGS:
        return COUNTINGS[code], COUNTINGS[code].valid
    if code.startswith(KIND_OF):
        return COUNTINGS["filed"], _of_kind(code.removeprefix(KIND_OF))
    area, _line, topic = code.removeprefix(SPOT).partition("_")
    if code.startswith(SPOT) and area.isascii() and area.isdigit():
        return COUNTINGS["filed"], _of_kind(topic) & Q(area__path__contains=f"/{area}/")
    return None


def _of_kind(topic: str) -> Q:
    return Q(topic__iexact=topic)


def figure_of(code: str, span: Span) -> Cited | None:
    """Give a figure of some days by its code; None where there is none. No query."""
    found = counting_of(code)
    if found is None:
        return None
    one, valid = found
    days = span.holds(one.when, is_day=one.is_day)
    return Cited(
        code, (), one.label, one.unit, one.formula, lambda at: one.rows().filter(Q(**days), **_come(one, at)), one.ground,
        valid, one.hit, one.measure, one.of, finest=one.finest,
    )  # fmt: skip


def _come(one: Counting, at: datetime) -> dict[str, Any]:
    """Give the condition that a moment has come: what is due tomorrow is not missed today."""
    return {} if one.is_day else {f"{one.when}__lt": at}


@dataclass(frozen=True, slots=True)
class Parts:
    """What one ground or one doer gives to a figure: the number above the line and the one below."""

    above: int
    below: int


def by_unit(figure: Cited, at: datetime, office: Unit | None = None) -> dict[int, Parts]:
    """Count a figure for every unit: each row counts for the unit it lies with and for all above it. Two queries at most."""
    rows, path = figure.meant(at, office).order_by(), f"{figure.within}__path"
    if figure.measure is Measure.DISTINCT:
        return _once(rows.filter(figure.hit).values_list(path, figure.of).distinct())
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for line, hit, many in _shared(figure, rows, path):
        for pk in _line(line):
            found[pk][0] += hit or 0
            found[pk][1] += many or 0
    return {pk: Parts(*numbers) for pk, numbers in found.items()}


def _shared(figure: Cited, rows: QuerySet[Any], path: str) -> Iterable[tuple[str, int | None, int | None]]:
    if not any(one.contains_aggregate for one in rows.query.annotations.values()):
        told: Iterable[tuple[str, int | None, int | None]] = rows.values_list(path).annotate(
            **_tallied(figure)
        )
        return told
    # What is counted beside a row cannot be counted again: the rows are chosen first.
    plain = rows.model._default_manager.order_by().values_list(path)
    hit = plain.filter(pk__in=rows.filter(figure.hit).values("pk")).annotate(n=Count("pk"))
    meant = plain.filter(pk__in=rows.values("pk")).annotate(n=Count("pk"))
    return [*((line, n, 0) for line, n in hit), *((line, 0, n) for line, n in meant)]


def _tallied(figure: Cited) -> dict[str, Any]:
    match figure.measure:
        case Measure.SUM:
            return {"above": Sum(figure.of, filter=figure.hit), "below": Count("pk")}
        case Measure.RATIO:
            return {"above": Sum(figure.of, filter=figure.hit), "below": Sum(figure.per, filter=figure.hit)}
        case _:
            return {"above": Count("pk", filter=figure.hit or None), "below": Count("pk")}


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[int, Parts]:
    """Count what is counted once, once on every ground."""
    held: dict[int, set[Any]] = defaultdict(set)
    for line, one in pairs:
        for pk in _line(line):
            held[pk].add(one)
    return {pk: Parts(len(ones), len(ones)) for pk, ones in held.items()}


def _line(path: str) -> Iterable[int]:
    return (int(part) for part in path.strip("/").split("/"))
