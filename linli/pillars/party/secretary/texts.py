"""What people read about secretaries' projects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary import rules

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

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.WithoutSecretary: (422, _("党小组、攻坚党小组没有书记，请由所在的支部报。")),
    rules.RedoneBefore: (409, _("已经重做过一次。还差的，另报一项。")),
}
