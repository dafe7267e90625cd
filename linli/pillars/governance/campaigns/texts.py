"""What people read about campaigns, doors and decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import queries, rules

STATES = {
    "given": _("议定了，在办"),
    "answered": _("报了，等会上认"),
    "done": _("办完了"),
    "dropped": _("不办了"),
}
SHAPES = {"given": "doing", "answered": "ask", "done": "done", "dropped": "hold"}
VERBS = {
    "decide": _("会上议定"),
    "answer": _("报办完"),
    "confirm": _("会上认了"),
    "redo": _("没办到，再办"),
    "drop": _("不办了"),
    "note": _("留言"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}
SLOTS = {"settle": _("办完"), "check": _("会上认"), "resolve": _("整件办完")}
DEEDS = {
    "list": _("列进名单"),
    "give": _("交给下一家办"),
    "advance": _("这一步办完"),
    "back": _("退回上一步"),
    "stick": _("卡住了"),
    "free": _("不卡了，接着办"),
    "exempt": _("不用办"),
    "fill": _("填表"),
    "note": _("记一笔"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    rules.StepsUnread: (
        422,
        _("步骤每行写“名称，几天”，要照片的加“，要照片”，最多 12 步。这一行读不懂：%(line)s"),
    ),
    rules.FieldsUnread: (
        422,
        _("表格每行写“问什么：文字”“问什么：数字”或“问什么：甲/乙”，不能重。这一行读不懂：%(line)s"),
    ),
    rules.TargetNameless: (422, _("没有名称。")),
    rules.AnswerUnread: (422, _("“%(label)s”不能填“%(word)s”。")),
    op.NotYoursToOpen: (403, _("您不能用%(unit)s的名义开专项行动。")),
    op.NotYoursToRun: (403, _("这项行动由%(unit)s和街道的领导、派单员管。")),
    op.CampaignUnfounded: (422, _("请写清楚：叫什么、凭哪份文件，结束时写结论。")),
    op.CampaignTooLong: (422, _("结束那天要在开始以后，最长 %(days)s 天。")),
    op.CampaignOver: (409, _("这项行动已经结束，不能再改。")),
    op.NoTargetSheet: (422, _("表里没有“名称”一列，或者下面没有内容。请用下载的模板。")),
    op.TooManyTargets: (422, _("一项行动最多 %(most)s 个对象。")),
    op.NotAdmitted: (403, _("%(unit)s没有准入：要网格做的事，先到“网格任务”过门，再在这里挂上。")),
    op.TargetsOpen: (409, _("还有 %(count)s 个没办完。到期以前要全部办完，或者写明不用办。")),
    queries.NoSuchCampaign: (404, _("没有这项行动。")),
    queries.NoSuchDoor: (404, _("没有这个对象。")),
    op.NoSuchTarget: (404, _("没有这个对象。")),
    op.NotYourTarget: (403, _("这一户由%(unit)s办。")),
    op.TargetMoved: (409, _("刚才有人动过这一户，或者它已经办完了。请看新的再写。")),
    op.PhotoMissing: (422, _("“%(step)s”要有照片才算办完。")),
    op.NoStepBack: (409, _("已经是第一步了。")),
    op.StrangeDecider: (422, _("%(unit)s不在这项行动里。")),
    op.DecisionTooLong: (422, _("期限从今天起算，最长 %(days)s 天。")),
}
