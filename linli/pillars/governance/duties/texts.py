"""What people read about duties and tasks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.duties import operations as op
from linli.pillars.governance.duties import rules

STATES = {
    "asked": _("等准入"),
    "admitted": _("准入了，在办"),
    "turned_away": _("退回了"),
    "withdrawn": _("撤回了"),
    "ended": _("到期结束"),
}
SHAPES = {"asked": "ask", "admitted": "doing", "turned_away": "back", "withdrawn": "hold", "ended": "done"}
VERBS = {
    "ask": _("申请交给网格"),
    "admit": _("准入"),
    "turn_away": _("退回"),
    "withdraw": _("撤回申请"),
    "answer_share": _("报完成"),
    "end": _("提前结束"),
    "run_out": _("到期，自动结束"),
    "note": _("留言"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}
SLOTS = {"decide": _("决定准不准"), "resolve": _("申请办完")}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    rules.DutyKindUnknown: (422, _("类别要写“基本”“配合”或“收回”，这一行写的是“%(word)s”。")),
    rules.DutyUnnumbered: (422, _("没有序号。")),
    rules.DutyNameless: (422, _("没有事项名称。")),
    rules.LeadMissing: (422, _("配合的、收回的事项要写牵头部门。")),
    rules.DutyTwice: (422, _("同一类里序号 %(number)s 有两行。")),
    rules.DutyGone: (409, _("清单换了新版，这一条不在里面了。请照新的清单重新申请。")),
    op.NotYourList: (403, _("%(unit)s的清单由它自己的领导和派单员公布。")),
    op.NoDutySheet: (422, _("表里没有“类别”“事项名称”两列，或者下面没有内容。请用下载的模板。")),
    op.ListBasisMissing: (422, _("请写是哪份文件公布的。")),
    op.RowsRefused: (422, _("有 %(count)s 行读不懂，整张表都没有收。改好再来一次。")),
    op.NotYoursToAsk: (403, _("您不能用%(unit)s的名义给这里的网格派任务。")),
    op.TaskWithoutBasis: (422, _("没有依据，不能交给网格。请选清单里的一条；清单外的，写明是哪份文件。")),
    op.DutyTakenBack: (
        422,
        _("退回：清单“上级收回事项”第 %(number)s 条“%(name)s”，由%(lead)s办，不交给网格。"),
    ),
    op.GroundsMissing: (422, _("请选交给哪些社区或网格，都要是这个街道的。")),
    op.TaskTooLong: (422, _("最长 %(days)s 天。到期自动结束，还要做就重新申请。")),
    op.NotAnswering: (409, _("%(unit)s没有要报的，或者不归您报。")),
}
