"""What people read about cooperatives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.cooperative import operations as op
from linli.pillars.governance.cooperative import policies, rules

STATES = {
    "draft": _("起草中"),
    "voting": _("正在议决"),
    "public": _("公示中"),
    "carried": _("通过了，等办理"),
    "done": _("办好了"),
    "failed": _("没有通过"),
    "dropped": _("不提了"),
}
SHAPES = {
    "draft": "draft", "voting": "ask", "public": "ask", "carried": "doing", "done": "done", "failed": "back",
    "dropped": "hold",
}  # fmt: skip

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchCooperative: (404, _("没有这个合作社，或者不归您看。")),
    op.NotYourCooperative: (403, _("合作社的登记由本社区的工作人员来办。")),
    op.CooperativeThere: (409, _("本社区已经有合作社了。")),
    op.DelegateThere: (409, _("%(name)s已经是股民代表了。")),
    op.DelegateTermBackward: (422, _("任期起止都要写，止要在起之后。")),
    op.NoSuchShareholder: (404, _("没有这个成员，或者不归您看。")),
    op.NotADraft: (409, _("已经提交议决，不能再改。要改的另起草一份。")),
    op.NothingResolved: (422, _("这份草案还没有内容：先写成员变更、配股办法或者分红方案。")),
    op.DelegatesMissing: (409, _("还没有股民代表，先把代表写上。")),
    op.CooperativeHallMissing: (409, _("本社区还没有协商委员会或议事厅，请先在“协商”里成立一个。")),
    op.NotCarried: (409, _("代表还没有通过，或者还在公示、有异议没答复。")),
    op.ContentDiffers: (409, _("草案和表决的不是同一份，不能办理。请找系统管理员看操作日志。")),
    op.RegisterMoved: (409, _("第 %(line)s 行对不上现在的登记，可能表决期间登记变了。请另起草一份。")),
    op.PhoneTaken: (409, _("这个手机号已经登记在 %(number)s 号成员名下。")),
    op.VersionNotLater: (422, _("新办法要从现在这一版之后的日子起。")),
    op.NoRulesThen: (409, _("%(day)s 还没有配股办法，不能算。")),
    rules.RatioUnclear: (422, _("“%(words)s”看不懂，请写成 1:8 这样，左边是计数、右边是股数。")),
    rules.LineUnclear: (422, _("第 %(line)s 行看不懂，请照样例写。")),
    rules.NothingToPart: (422, _("没有股份或者没有钱可分。")),
}
