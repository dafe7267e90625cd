"""What people read about requests on their own data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.rights import operations as op

STATES = {
    "received": _("收到了，还没开始办"),
    "accepted": _("在办"),
    "closed": _("办好了"),
    "refused": _("没有同意，写明了理由"),
    "withdrawn": _("您撤回了"),
}

VERBS = {
    "file": _("提出"),
    "accept": _("受理"),
    "provide": _("当场给出"),
    "carry_out": _("照办"),
    "refuse": _("不同意"),
    "withdraw": _("撤回"),
    "note": _("备注"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.OnlyForYourself: (403, _("请先用手机号登录，只能办自己的。")),
    op.AskedAlready: (409, _("同样的申请正在办，编号 %(number)s。")),
    op.NoOfficeNamed: (422, _("请选是哪个街道。")),
}
