"""What people read about enterprises and their needs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import operations as op
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.rules import needs, record

STATES = {
    "received": _("收到了，还没受理"),
    "accepted": _("在办"),
    "dispatched": _("交给有关单位在办"),
    "answered": _("办了，等企业说解决没有"),
    "closed": _("办结"),
    "refused": _("办不了，写明了理由"),
    "withdrawn": _("企业撤回了"),
}

VERBS = {
    "file": _("提出诉求"),
    "accept": _("受理"),
    "dispatch": _("交给有关单位"),
    "send_back": _("退回"),
    "rule": _("领导定谁办"),
    "settle": _("办了，答复"),
    "confirm": _("解决了"),
    "reopen": _("没解决，重办"),
    "lapse": _("没有回话，办结"),
    "refuse": _("办不了"),
    "withdraw": _("撤回"),
    "note": _("记一笔"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

GREEN = {
    needs.Green.STOPPED.value: _("干不了活"),
    needs.Green.SAFETY.value: _("有安全隐患"),
    needs.Green.WAGES.value: _("涉及工资"),
    needs.Green.DEADLINE.value: _("七天内必须办成"),
}
"""Why a need goes through the green channel."""

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchEnterprise: (404, _("没有这家企业，或者不在您的片区。")),
    record.EnterpriseNameless: (422, _("请写企业名称。")),
    record.BadCode: (422, _("统一社会信用代码不对：18 位，请对照营业执照再输一遍。")),
    record.CodeOrReason: (422, _("写统一社会信用代码；没有的话，选为什么没有。两样只要一样。")),
    record.TradeUnknown: (422, _("没有“%(trade)s”这个行业，写 A 到 T 的字母或者行业名称。")),
    record.WordUnknown: (422, _("“%(head)s”不认识“%(word)s”。")),
    record.PhoneUnusable: (422, _("联系电话打不通，手机 11 位，座机带区号。")),
    op.EnterpriseKnown: (409, _("这个代码已经登记了：%(name)s。")),
    op.NotYourEnterprises: (403, _("它在%(area)s，不归您的片区。")),
    op.PlaceUnknown: (422, _("看不出在哪个网格。请写清小区、楼栋或路名，或者在地图上点一下。")),
    op.EnterpriseEnded: (409, _("这家企业已经不在了，记录只能看。")),
    op.StewardUnfit: (422, _("%(name)s在这里没有岗位，不能做这家企业的金管家。")),
    op.NoEnterpriseSheet: (422, _("表里没有“名称”这一列。请用下载的模板。")),
    op.VisitInFuture: (422, _("这一天还没到。")),
    op.NoPurpose: (422, _("请选这次去是为了什么。")),
    op.NothingPromised: (409, _("没有等着兑现的事。")),
    op.NotTheirLink: (404, _("没有这件诉求。")),
    needs.SentBackAlready: (409, _("已经退过一次了，由街道领导定谁办。")),
    needs.ReopenedAlready: (409, _("已经重办过一次。还有没解决的，请再提一件，或者找街道领导。")),
}
