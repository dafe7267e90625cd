"""Rows behind figures of the economy and of key projects."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.flow import policies as flow
from linli.insight.cited.behind import Column, Shape
from linli.pillars.governance.economy import policies
from linli.pillars.governance.economy.models import (
    EconomicValue,
    KeyProject,
    Milestone,
    ProjectProblem,
    Spending,
)
from linli.pillars.governance.supervision.texts import STATES

SHAPES: Final = {
    EconomicValue: Shape(
        (
            Column(_("指标"), "target__what"),
            Column(_("年度"), "target__year"),
            Column(_("1 月到几月"), "until_month"),
            Column(_("累计完成（万元）"), "amount_wan"),
            Column(_("目标（万元）"), "target__amount_wan"),
            Column(_("谁报的数"), "source"),
        ),
        "until_month",
        lambda actor: policies.reachable(actor, "target__"),
    ),
    KeyProject: Shape(
        (
            Column(_("项目"), "name"),
            Column(_("在哪里"), "area__name"),
            Column(_("谁牵头"), "lead__name"),
            Column(_("总投资（万元）"), "total_wan"),
            Column(_("计划完成"), "ends_on"),
        ),
        "opened_at",
        policies.reachable,
        "project",
    ),
    Spending: Shape(
        (
            Column(_("项目"), "project__name"),
            Column(_("哪个月"), "month"),
            Column(_("完成投资（万元）"), "amount_wan"),
        ),
        "month",
        lambda actor: policies.reachable(actor, "project__"),
        "project",
        "project",
    ),
    Milestone: Shape(
        (
            Column(_("项目"), "project__name"),
            Column(_("节点"), "name"),
            Column(_("计划哪天"), "due_on"),
            Column(_("哪天到的"), "done_on"),
        ),
        "due_on",
        lambda actor: policies.reachable(actor, "project__"),
        "project",
        "project",
    ),
    ProjectProblem: Shape(
        (
            Column(_("编号"), "case__number"),
            Column(_("事情"), "case__title"),
            Column(_("项目"), "project__name"),
            Column(_("到哪一步了"), "case__state", STATES),
            Column(_("什么时候提的"), "case__filed_at"),
        ),
        "case__filed_at",
        lambda actor: flow.reachable(actor, "case__"),
        "supervision-matter",
        "case__number",
    ),
}
