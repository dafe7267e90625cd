"""What people read about partners, what is offered and what is done together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners import policies, rules
from linli.pillars.party.partners.rules import Duty, LineStanding, Why

STATES = {
    "listed": _("等单位认领"),
    "claimed": _("认领了，在做"),
    "done": _("做完了，等受益人说"),
    "closed": _("受益人说办到了"),
    "ended": _("不做了，写明了理由"),
}
SHAPES = {"listed": "new", "claimed": "doing", "done": "ask", "closed": "done", "ended": "hold"}

VERBS = {
    "file": _("列入需求"),
    "claim": _("以单位认领"),
    "call_on": _("用这个资源"),
    "give_back": _("做不了，退回"),
    "rule": _("领导定谁做"),
    "advance": _("说说进展"),
    "finish": _("做完了"),
    "confirm": _("受益人说办到了"),
    "redo": _("没办到，再做"),
    "end": _("不做了"),
    "note": _("记一笔"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

WHYS = {Why.KIND: _("类别对得上"), Why.IDLE: _("手上没有别的项目"), Why.SOON: _("一个月内到期")}

DUTIES = {
    Duty.POLICY: _("政策宣讲"),
    Duty.LAW: _("法律服务"),
    Duty.HEALTH: _("医疗健康"),
    Duty.TEACH: _("课业辅导"),
    Duty.PEACE: _("治安巡逻"),
    Duty.GREEN: _("环境绿化"),
    Duty.CULTURE: _("文体活动"),
    Duty.AID: _("帮扶困难"),
}

STANDINGS = {
    LineStanding.WAITS: _("等着做"),
    LineStanding.LATE: _("过了日子"),
    LineStanding.DOING: _("认领了，在做"),
    LineStanding.DONE: _("办到了"),
    LineStanding.UNDONE: _("没办到"),
}
STANDING_SHAPES = {
    LineStanding.WAITS: "new",
    LineStanding.LATE: "ask",
    LineStanding.DOING: "doing",
    LineStanding.DONE: "done",
    LineStanding.UNDONE: "hold",
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchPartner: (404, _("没有这个单位，或者不在您这里报到。")),
    policies.NoSuchResource: (404, _("没有这项资源，或者不归您看。")),
    op.NotYourUnit: (403, _("这要由那个单位自己，或者它报到的社区来做。")),
    op.NeedOfAnotherCommunity: (403, _("需求由社区自己列。")),
    op.NotToReportIn: (422, _("共建单位、物业、部门和业委会向社区报到，请选社区。")),
    op.ReportedInAlready: (409, _("%(unit)s已经报到了。")),
    op.NoCommitteeThere: (422, _("这个社区的党组织还没有登记，先和社区说一声。")),
    op.NoNumberToReport: (422, _("请先在账号里留手机号，社区才联系得上您。")),
    op.NotReportedIn: (409, _("先向社区报到，再登记资源。")),
    op.OfferTooLong: (422, _("最后一天要在今天以后、%(most)s 天以内。")),
    op.NumberInOffer: (422, _("说明里不要写电话、证件号。联系人在报到时登记。")),
    op.ResourceUsedUp: (409, _("这项资源用完了，或者已经结束。")),
    op.NotPartnerThere: (422, _("%(unit)s没有向这个社区报到。")),
    op.WantedTooSoon: (422, _("最晚的日子已经过了。")),
    op.NoneServed: (422, _("写一写惠及多少人，至少一位。")),
    op.NoSuchMilestone: (404, _("没有这一步，或者已经做完了。")),
    policies.NoSuchJointMeeting: (404, _("没有这次会，或者没有请您的单位。")),
    op.NoUnitsSeated: (422, _("这个党组织里还没有单位的席位。先在党组织页面登记兼职委员。")),
    op.JointMeetingPast: (422, _("这个日子已经过了，换一个。")),
    op.JointMeetingNotYet: (409, _("会还没到时间，开完再记。")),
    op.JointMeetingOver: (409, _("这次会已经开过，或者不开了。")),
    op.NoUnitCame: (422, _("一家单位都没来，就不算开过，请写明不开了。")),
    op.NotInMeeting: (422, _("只能选这次会请的单位、这片地方的需求。")),
    op.LineIsProject: (409, _("这一条已经列成项目，进展在项目里说。")),
    op.LineDone: (409, _("这一条说过办到了。")),
    op.LineNoProject: (409, _("社区还没有把这一条列成需求，先说一声。")),
    rules.GivenBackAlready: (409, _("已经退过一次了，由街道领导定谁做。")),
    rules.RedoneAlready: (409, _("已经重做过一次。还差的，请另列一项需求。")),
}
