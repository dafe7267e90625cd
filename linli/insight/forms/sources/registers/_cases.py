"""What residents raise."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Case
from linli.insight.forms.rules.listing import RegisterSpec
from linli.insight.forms.sources.registers._register import (
    COMMUNITY,
    GRID,
    MOST_ROWS,
    Asking,
    Register,
    Row,
    col,
    day_of,
    ground_of,
)
from linli.kernel.masking import mask_text
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.reports.models import Category
from linli.pillars.governance.reports.texts import STATES


def _cases(ask: Asking) -> list[Row]:
    rows = Case.objects.filter(kind=REPORT, area__path__startswith=ask.ground.path, is_confidential=False)
    if ask.period is not None:
        rows = rows.filter(filed_at__gte=ask.period[0], filed_at__lt=ask.period[1])
    names = dict(Category.objects.values_list("code", "name"))
    found = rows.select_related("area__parent", "holder").order_by("-filed_at", "-pk")[:MOST_ROWS]
    return [
        Row(
            one.pk,
            {
                "number": one.number,
                "title": mask_text(one.title),
                "category": names.get(one.topic, ""),
                "place": mask_text(one.place_words),
                "filed": day_of(one.filed_at),
                "holder": str(one.holder),
                "state": str(STATES[one.state].word) if one.state in STATES else "",
                "closed": day_of(one.closed_at),
                **ground_of(one.area),
            },
            one.area_id,
        )
        for one in found
    ]


CASES: Final = Register(
    RegisterSpec(
        "cases", frozenset({"report"}),
        (
            col("number", "工单编号 诉求编号 工单号 受理编号 流水号 事件编号"),
            col("title", "诉求标题 标题 诉求内容 问题描述 反映内容 反映问题 诉求事项 主要诉求 问题简述", is_anchor=True),
            col("category", "诉求类别 问题类别 类别 诉求类型 问题类型 事件类别"),
            col("place", "事发地点 地点 诉求地点 地址 问题地点 位置"),
            col("filed", "受理日期 受理时间 登记日期 反映日期 登记时间 来电时间 诉求时间 反映时间"),
            col("holder", "承办单位 办理单位 处理单位 责任单位"),
            col("state", "办理状态 办理情况 状态 办结情况 是否办结状态"),
            col("closed", "办结日期 办结时间 办理完成时间 完成时间"),
            COMMUNITY, GRID,
        ),
    ),
    _("诉求记录"), _cases, is_flow=True,
    columns={"number": _("编号"), "title": _("标题"), "category": _("类别"), "place": _("地点"), "filed": _("提出日期"),
             "holder": _("谁在办"), "state": _("状态"), "closed": _("办结日期"), "community": _("社区"),
                 "grid": _("网格")},
)  # fmt: skip
