"""Figures of the street's economy and of its key projects: the latest month on record, over the year's target."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.insight.cited.figure import Cited, Measure
from linli.insight.cited.tables.ground import Rows
from linli.kernel import clock
from linli.pillars.governance.economy.models import (
    EconomicValue,
    KeyProject,
    Milestone,
    ProjectProblem,
    Spending,
)
from linli.pillars.governance.economy.rules import What


def _latest(what: What) -> Rows:
    def rows(at: datetime) -> QuerySet[EconomicValue]:
        told = EconomicValue.objects.filter(
            replaced_at=None, reported_at__lte=at, target__what=what.value, target__year=clock.local(at).year
        )
        once = told.order_by("target_id", "-until_month").distinct("target_id").values("pk")
        return EconomicValue.objects.filter(pk__in=once)

    return rows


def _projects(at: datetime) -> QuerySet[KeyProject]:
    return KeyProject.objects.filter(opened_at__lte=at)


def _running(at: datetime) -> QuerySet[KeyProject]:
    return _projects(at).filter(ended_on=None)


def _spendings(at: datetime) -> QuerySet[Spending]:
    return Spending.objects.filter(replaced_at=None, reported_at__lte=at)


def _milestones(at: datetime) -> QuerySet[Milestone]:
    return Milestone.objects.filter(due_on__lte=clock.local(at).date())


def _problems(at: datetime) -> QuerySet[ProjectProblem]:
    return ProjectProblem.objects.filter(case__filed_at__lte=at)


def _pair(what: What, practices: tuple[int, ...], value: object, share: object) -> tuple[Cited, Cited]:
    """Declare what was reached of an indicator, and its share of the target."""
    return (
        Cited(
            what.value, practices, value, "wan", _("今年报到最近一个月的累计完成"),  # type: ignore[arg-type]
            _latest(what), "target__office", measure=Measure.SUM, of="amount_wan",
        ),
        Cited(
            f"{what.value}_reached", practices, share, "percent", _("今年累计完成 ÷ 年度目标"),  # type: ignore[arg-type]
            _latest(what), "target__office", measure=Measure.RATIO, of="amount_wan", per="target__amount_wan",
        ),
    )  # fmt: skip


FIGURES: Final = (
    *_pair(What.REVENUE, (10, 38), _("财政收入"), _("财政收入完成")),
    *_pair(What.INVESTMENT, (10, 38), _("固定资产投资"), _("固定资产投资完成")),
    *_pair(What.ATTRACTED, (10,), _("招商引资"), _("招商引资完成")),
    *_pair(What.RETAIL, (10, 38), _("社会消费品零售总额"), _("社零完成")),
    Cited("key_projects", (9, 40, 59), _("重点项目"), "item", _("在推进的重点项目"), _running, "office"),
    Cited(
        "key_projects_total", (9, 59), _("重点项目总投资"), "wan", _("登记过的重点项目的总投资，结束的也在内"),
        _projects, "office", measure=Measure.SUM, of="total_wan",
    ),
    Cited(
        "key_projects_spent", (9, 59), _("重点项目完成投资"), "wan", _("重点项目按月报的投资之和"),
        _spendings, "project__office", measure=Measure.SUM, of="amount_wan",
    ),
    Cited(
        "milestones_reached", (9,), _("项目节点到了"), "percent", _("到了的节点 ÷ 到了日子的节点"),
        _milestones, "project__office", hit=Q(done_on__isnull=False), measure=Measure.SHARE,
    ),
    Cited(
        "project_problems", (9, 59), _("重点项目的问题"), "case", _("为重点项目提的督办件"), _problems, "case__office",
    ),
)  # fmt: skip
