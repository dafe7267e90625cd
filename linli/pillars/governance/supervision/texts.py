"""What people read about supervision, responsibility lists and leads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import operations as op

STATES = {
    "raised": _("立项了，等交办"),
    "given": _("交办了，等承办"),
    "taken": _("在承办"),
    "answered": _("反馈了，等核查"),
    "checked": _("核查过了，等销号"),
    "closed": _("销号"),
    "dropped": _("撤项"),
}
SHAPES = {
    "raised": "new",
    "given": "ask",
    "taken": "doing",
    "answered": "ask",
    "checked": "ask",
    "closed": "done",
    "dropped": "hold",
}
VERBS = {
    "raise": _("立项"),
    "assign": _("交办"),
    "take_on": _("承办"),
    "give_back": _("退回"),
    "urge": _("催办"),
    "extend": _("延期"),
    "answer": _("反馈"),
    "pass_check": _("核查通过"),
    "redo": _("核查不过，重办"),
    "strike_off": _("销号"),
    "drop": _("撤项"),
    "note": _("留言"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}
SLOTS = {
    "assign": _("交办"),
    "take": _("承办"),
    "settle": _("办完并反馈"),
    "check": _("核查"),
    "strike": _("销号"),
    "redo": _("重办"),
    "resolve": _("整件销号"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.NotYoursToRaise: (403, _("督办由%(unit)s的领导和派单员立项。")),
    op.SupervisedAlready: (409, _("这一件已经在督办，看 %(number)s。")),
    op.ExtendedTooFar: (422, _("延期要比原来的期限晚，最长 %(days)s 天。")),
    op.NotYourResponsibility: (403, _("%(unit)s的责任清单由它自己的人报完成，由街道领导和派单员增减。")),
    op.ResponsibilityOver: (409, _("这一条已经报过了，或者不用再做了。")),
    op.NoDisciplineBody: (
        409,
        _("这个街道还没有定哪个单位收问题线索，请系统管理员在单位的承办领域里选“纪检监察”。"),
    ),
    op.NotYoursToHand: (403, _("您不能用%(unit)s的名义移送。")),
    op.NoSuchLead: (404, _("没有这条线索。")),
}
