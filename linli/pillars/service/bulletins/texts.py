"""What people read about bulletins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins.rules import ReachLevel

STATES = {
    "drafted": _("在写"),
    "submitted": _("等审"),
    "unreviewed": _("已经发出，等人看一遍"),
    "published": _("发出了"),
    "expired": _("到期了"),
    "withdrawn": _("撤回了"),
    "discarded": _("没发，作废了"),
}

VERBS = {
    "draft": _("起草"),
    "revise": _("改稿"),
    "submit": _("送审"),
    "publish": _("发出"),
    "publish_at_once": _("先发出，后审"),
    "approve": _("同意，发出"),
    "confirm": _("看过了，没问题"),
    "send_back": _("退回去改"),
    "correct": _("更正"),
    "correct_at_once": _("马上更正"),
    "withdraw": _("撤回"),
    "discard": _("作废"),
    "expire": _("到期"),
    "lapse": _("放久了，作废"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

LEVELS = {
    ReachLevel.COMMUNITY: _("一个社区里的"),
    ReachLevel.STREET: _("跨社区、全街道的"),
}

FIELDS = {
    "title": _("标题"),
    "summary": _("一句话"),
    "body": _("正文"),
    "starts_at": _("开始"),
    "ends_at": _("结束"),
    "place": _("地点"),
    "contact": _("问谁"),
    "valid_from": _("从什么时候起显示"),
    "valid_until": _("显示到"),
    "utility": _("停什么"),
}

FAULTS = {
    "missing": _("这一项要填"),
    "too_long": _("太长了，一句话说清"),
    "backward": _("结束要晚于开始"),
    "too_far": _("最长显示一年"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.NotYoursToWrite: (403, _("您不能用%(unit)s的名义发公告。")),
    op.UnfitBulletin: (422, _("有几处要改，写在各项下面。")),
    op.NobodyMeant: (422, _("请选发给哪里，最多 %(most)s 处；再多就选大一级的。")),
    op.BeyondYourGround: (422, _("%(place)s不在您管的范围里。")),
    op.OwnWords: (403, _("自己写的要请另一个人审。")),
    op.NothingChanged: (422, _("和现在显示的一样，没有要更正的。")),
    op.NotYourColumn: (422, _("公告由社区和街道写；%(unit)s在企业专栏里说话，说给一个社区听。")),
    op.ReadFirst: (422, _("企业专栏要社区看过才能发。")),
    op.RuleTooWeak: (422, _("跨社区的公告不能只由社区审。")),
    op.ResidentsOnly: (403, _("请先用手机号登录，再选要接到哪些公告。")),
}
