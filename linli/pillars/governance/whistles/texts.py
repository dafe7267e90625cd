"""What people read about whistles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import flow
from linli.pillars.governance.whistles import operations as op
from linli.pillars.governance.whistles.rules import FAIR, GOOD, LOW

STATES = {
    "blown": _("已吹哨，等签收"),
    "signed": _("都签收了，等报到"),
    "reported": _("都到了，等办法"),
    "handling": _("在处置"),
    "answered": _("都反馈了，等评价"),
    "unclaimed": _("等认领"),
    "declined": _("没有部门来，要另想办法"),
    "escalated": _("报到上一级，等裁定"),
    "ledgered": _("挂账"),
    "closed": _("办结"),
    "called_off": _("撤哨"),
}
SHAPES = {
    "blown": "new",
    "signed": "doing",
    "reported": "doing",
    "handling": "doing",
    "answered": "ask",
    "unclaimed": "ask",
    "declined": "back",
    "escalated": "back",
    "ledgered": "hold",
    "closed": "done",
    "called_off": "hold",
}
CALL_STATES = {
    "blown": _("还没签收"),
    "signed": _("签收了，等报到"),
    "reported": _("到了，等办法"),
    "handling": _("在处置"),
    "answered": _("反馈了，等评价"),
    "assessed": _("评价过了"),
    "declined": _("退哨"),
}
CALL_SHAPES = {
    "blown": "new",
    "signed": "doing",
    "reported": "doing",
    "handling": "doing",
    "answered": "ask",
    "assessed": "done",
    "declined": "back",
}
VERBS = {
    "blow": _("吹哨"),
    "sign_in": _("签收"),
    "report_in": _("报到"),
    "plan": _("交办法"),
    "feed_back": _("反馈结果"),
    "decline_whistle": _("退哨"),
    "assess": _("评价"),
    "call_more": _("再叫一个部门"),
    "post_whistle": _("挂出来，请部门认领"),
    "take_down": _("不再挂出来"),
    "claim_whistle": _("认领"),
    "escalate": _("报上一级"),
    "raise_late": _("到点没签收，报上一级"),
    "rule": _("裁定由谁来"),
    "hand_back": _("协调好了，交回"),
    "shelve": _("挂账"),
    "review": _("提前复核"),
    "come_back": _("到日子，接着办"),
    "call_off": _("撤哨"),
    "note": _("留言"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}
SLOTS = {
    "sign": _("签收"),
    "report": _("报到"),
    "plan": _("交办法"),
    "close": _("办结"),
    "turn_down": _("退哨"),
    "assess": _("评价"),
    "redo": _("重办"),
    "decide": _("上一级裁定"),
    "claim": _("等认领"),
    "wait": _("挂账"),
    "resolve": _("整件办结"),
}
MARKS = {GOOD: _("好"), FAIR: _("还行"), LOW: _("差")}
ASKED = {
    "timely": _("来得及时吗"),
    "handled": _("办得认真吗"),
    "result": _("结果怎样"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    flow.NotAtThisPoint: (409, _("这个部门现在走不了这一步：走过了，或者还没到。")),
    flow.TooLateToDecline: (409, _("退哨的时间过了，请先来，再说清该谁办。")),
    flow.RuledToCome: (409, _("上一级已经裁定由这个部门来，不能再退。")),
    flow.NobodyComes: (409, _("还没有部门在办，请先定下由谁来。")),
    flow.NoLevelAbove: (409, _("已经报到区里，不能再往上报。")),
    flow.NotPosted: (409, _("这一哨没有挂出来，或者已经收回了。")),
    flow.PostedAlready: (409, _("已经挂出来了。")),
    op.OfferOver: (409, _("%(unit)s的这一项已经不提供了，请另选。")),
    op.OfferedTooLong: (422, _("到哪天止不能早于从哪天起，最长 %(days)s 天。")),
    op.OfferedAlready: (409, _("同样的已经写过了。")),
    op.NamesSomebody: (422, _("这里谁都看得到，请不要写电话、证件号。")),
    op.NotYoursToBlow: (403, _("您不能用%(unit)s的名义吹哨。")),
    op.NobodyCalled: (422, _("请选要叫的部门，最多 %(most)s 个，都要是街道或区里的。%(unit)s")),
    op.AlreadyCalled: (409, _("%(unit)s已经叫过了。")),
    op.NotYourDepartment: (403, _("%(unit)s的事由它自己的人来办。")),
    op.ElementsMissing: (
        422,
        _("答复要有四样：什么时候接的、和谁商量过、怎么办、哪天办好。先交办法，再反馈。"),
    ),
    op.DeadlineBeyond: (422, _("自己定的日子不能晚于 %(most)s。来不及就请街道挂账。")),
    op.StrangeMark: (422, _("三项都要选。")),
    op.ReasonForLow: (422, _("评了“差”要写清差在哪里，部门才知道怎么改。")),
    op.OwnWork: (403, _("部门不能评价自己，请别的人来评。")),
    op.AtItAlready: (409, _("%(unit)s正在办，不用再裁定。")),
    op.ShelfTooLong: (422, _("挂账最长 %(days)s 天，到日子复核。")),
}
