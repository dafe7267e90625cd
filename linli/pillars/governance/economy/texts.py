"""What people read about indicators and projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.economy import operations as op
from linli.pillars.governance.economy import policies
from linli.pillars.governance.economy.rules import Light, Why

LIGHTS = {
    Light.GREEN: _("正常"),
    Light.YELLOW: _("要留意"),
    Light.RED: _("滞后"),
    Light.ENDED: _("结束了"),
}
WHY = {
    Why.MILESTONE_LATE: _("最晚的一个节点过了 %(n)g 天"),
    Why.MONEY_BEHIND: _("投资比时间慢 %(n)g 个百分点"),
    Why.PROBLEM_LATE: _("%(n)g 个问题快到期或逾期"),
    Why.TIME_OVER: _("过了计划完成的日子 %(n)g 天"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchProject: (404, _("没有这个项目，或者不归您看。")),
    op.NotYourEconomy: (403, _("经济指标和重点项目由街道登记，您可以看，不能改。")),
    op.NoTargetSet: (422, _("这一年的这个指标还没有定目标，先定目标再报数。")),
    op.ProjectThere: (409, _("“%(name)s”已经登记过了。")),
    op.ProjectOver: (409, _("这个项目结束了，不再改。")),
    op.NoEconomySheet: (422, _("没有找到表头。要有“年度”“指标”“1 月到几月”“累计完成（万元）”四列。")),
    op.EconomyRowUnclear: (422, _("第 %(row)s 行的年度、指标、月份或数认不出来，这张表一行也没有收。")),
    op.DaysOutOfOrder: (422, _("日子不对：完成要晚于开工，做过的事和报的数不能在以后。")),
}
