"""What people read about secretaries' projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary import policies, rules

STATES = {
    "proposed": _("报上去了，等上级定"),
    "core": _("建核心"),
    "subject": _("定主体"),
    "support": _("找支撑"),
    "assurance": _("寻保障"),
    "running": _("促运行"),
    "finished": _("做成了，等上级验收"),
    "closed": _("验收了"),
    "ended": _("没做，写明了理由"),
}
SHAPES = {
    "proposed": "new", **dict.fromkeys(rules.STEPS, "doing"), "finished": "ask", "closed": "done", "ended": "hold",
}  # fmt: skip
ASKED = {
    "core": _("谁牵头、哪几方一起，怎么议事"),
    "subject": _("谁来做、为谁做，各自管什么"),
    "support": _("靠什么：阵地、队伍、平台"),
    "assurance": _("钱、制度、人从哪里来，怎么长久"),
    "running": _("转起来没有，做到了什么"),
}
"""What each of the five steps asks."""

VERBS = {
    "file": _("报书记项目"),
    "approve": _("同意立项"),
    "decline": _("不同意"),
    "build_core": _("核心建好了"),
    "set_subject": _("主体定了"),
    "find_support": _("支撑找到了"),
    "secure": _("保障有了"),
    "finish": _("转起来了，报验收"),
    "accept": _("验收"),
    "redo": _("还没做到，再做"),
    "end": _("不做了"),
    "note": _("记一笔"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

PLAN_STANDINGS = {
    rules.Standing.DONE: _("做到了"),
    rules.Standing.DROPPED: _("不做了，写明了理由"),
    rules.Standing.CARRIED: _("挪到下一年"),
    rules.Standing.LATE: _("过了日子"),
    rules.Standing.SOON: _("快到了"),
    rules.Standing.AHEAD: _("还没到日子"),
}
PLAN_SHAPES = {
    rules.Standing.DONE: "done",
    rules.Standing.DROPPED: "hold",
    rules.Standing.CARRIED: "hold",
    rules.Standing.LATE: "red",
    rules.Standing.SOON: "yellow",
    rules.Standing.AHEAD: "new",
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.WithoutSecretary: (422, _("党小组、攻坚党小组没有书记，请由所在的支部报。")),
    policies.NoSuchPlanItem: (404, _("没有这件事，或者不归您管。")),
    op.PlannedElsewhen: (422, _("日子要在 %(year)s 年里。")),
    op.MovedNowhere: (422, _("新的日子要在今天或以后，也不能还是原来那天。")),
    op.MovedTooFar: (422, _("日子要在 %(year)s 年里，或者挪到 %(next)s 年。")),
    op.PlanItemOver: (409, _("这件已经做到、不做，或者挪到下一年了。")),
    op.NotLateYet: (409, _("还没过日子，或者已经在督办。")),
    rules.RedoneBefore: (409, _("已经重做过一次。还差的，另报一项。")),
}
