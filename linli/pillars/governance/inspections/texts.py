"""What people read about shops."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import Duty
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules import points, rectify, shops

DUTIES = {
    Duty.CLEAN.value: (_("包卫生"), _("门前地面干净，垃圾不落地，不往外扫")),
    Duty.ORDER.value: (_("包秩序"), _("不占道经营，不乱堆乱放，车辆停整齐")),
    Duty.GREEN.value: (_("包绿化"), _("树上不挂东西，绿化带里没有杂物")),
    Duty.THINGS.value: (_("包设施"), _("井盖、果皮箱、护栏看护好，坏了就报")),
    Duty.FRONT.value: (_("包立面"), _("牌匾、橱窗、外墙整洁，不乱贴乱画")),
}
"""The five duties: the name, and what it means."""

STATES = {
    "ordered": _("等店家整改"),
    "answered": _("店家说改好了，等复查"),
    "appealed": _("店家有异议，等街道裁定"),
    "enforcing": _("移交执法"),
    "closed": _("改好了"),
    "quashed": _("撤销了"),
}

SHAPES = {
    "ordered": "ask",
    "answered": "doing",
    "appealed": "ask",
    "enforcing": "doing",
    "closed": "done",
    "quashed": "hold",
}

VERBS = {
    "order": _("限期整改"),
    "answer": _("整改回复"),
    "pass_check": _("复查合格"),
    "fail_check": _("复查没改好"),
    "extend": _("多给几天"),
    "refer": _("移交执法"),
    "send_back": _("执法退回"),
    "conclude": _("执法办结"),
    "appeal": _("提出异议"),
    "uphold": _("维持"),
    "quash": _("撤销"),
    "note": _("记一笔"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchShop: (404, _("没有这家门店，或者不在您的片区。")),
    shops.ShopNameless: (422, _("请写店招。")),
    shops.ShopTradeUnknown: (422, _("没有“%(trade)s”这个经营种类。")),
    shops.FrontUnusable: (422, _("门前长度“%(word)s”不对，写几米，1 到 500。")),
    op.NoShopSheet: (422, _("表里没有“店招”和“经营种类”两列。请用下载的模板。")),
    op.ShopOwes: (409, _("还有没改完的整改单 %(number)s，先复查或者撤销。")),
    op.DaysUnusable: (422, _("期限写 1 到 %(most)s 个工作日。")),
    op.NotTheirShop: (404, _("没有这张整改单。")),
    op.OwnCheck: (403, _("这次检查是您做的，请换一位来裁定。")),
    op.UntilTooFar: (422, _("一次最多给 %(days)s 天。")),
    rectify.NothingChecked: (422, _("一项都没看，至少标一项。")),
    rectify.CheckLineUnknown: (422, _("清单里没有“%(line)s”这一项。")),
    rectify.FailedTwice: (409, _("已经复查过两次没改好：移交执法，或者请领导多给几天。")),
    rectify.OrderBounced: (409, _("已经退过一次了，请跟街道商量谁办。")),
    rectify.OrderAppealedAlready: (409, _("已经提过一次异议，裁定过了。")),
    rectify.OrderAppealTooLate: (409, _("办结超过 15 天，不能再提异议了。")),
    op.HonouredAlready: (409, _("这家店已经有这项荣誉。")),
    op.NoSuchHonour: (404, _("没有这项荣誉，或者已经撤了。")),
    points.PointsUnusable: (422, _("“%(line)s”的分数不对：0 到基准分之间。")),
    points.RulesTooEarly: (422, _("新的记分办法最早从今天起：以前查到的按以前的办法算。")),
    op.ShopKnown: (409, _("这家企业已经登记了“%(sign)s”。")),
    op.ShopElsewhere: (403, _("它在%(area)s，不归您的片区。")),
    op.ShopEnded: (409, _("这家店已经不在了，记录只能看。")),
}
