"""What people read about applications: states, verbs, refusals, small words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import flow
from linli.pillars.service.applications import operations as op
from linli.pillars.service.applications.rules import Channel, Survey

STATES: dict[str, str | Promise] = {
    "received": _("已收件，待审"),
    "correcting": _("已告知补正，等补材料"),
    "supplemented": _("已补正，待审"),
    "accepted": pgettext_lazy("application", "已受理"),
    "dispatched": _("已交专办部门"),
    "special": _("特别程序，期限中止"),
    "reviewed": _("已审查，待决定"),
    "publicised": _("公示中"),
    "approved": _("已准予"),
    "declined": _("决定不予"),
    "certified": _("已制证，待送达"),
    "delivered": _("已办结送达"),
    "refused": _("不予受理"),
    "withdrawn": _("申请人撤回"),
    "returned": pgettext_lazy("application", "已退件"),
    "transferred": _("已转别处"),
    "archived": _("已归档"),
}

PUBLIC_STATES: dict[str, str | Promise] = {
    **STATES,
    "received": _("收到了，五个工作日内告诉您受理不受理"),
    "correcting": _("还缺材料，等您补"),
    "supplemented": _("您补的收到了，正在看"),
    "accepted": _("受理了，正在办"),
    "dispatched": _("正在办：专办部门审查"),
    "special": _("正在办：特别程序，期限先停着"),
    "reviewed": _("审查完了，等决定"),
    "approved": _("批准了"),
    "certified": _("证做好了，等您领或给您送"),
    "declined": _("没有批准，决定书写明了理由"),
    "delivered": _("办好了，送到了"),
    "refused": _("没有受理，通知书写明了理由"),
    "withdrawn": _("您撤回了"),
    "returned": _("材料退回了，可以重新申请"),
    "archived": _("办完归档了"),
}

VERBS: dict[str, str | Promise] = {
    "submit": _("提交申请"),
    "take_in": _("收材料"),
    "amend": _("当场更正"),
    "tell": _("一次告知补正"),
    "supply": _("补交材料"),
    "pass_on": _("转给别的窗口"),
    "transfer": _("转别的机关"),
    "accept": pgettext_lazy("application", "受理"),
    "accept_short": _("容缺受理"),
    "refuse": _("不予受理"),
    "finish": _("当场办结"),
    "deem_accepted": _("逾期未告知，视为受理"),
    "lapse": _("到期没有补，退件"),
    "dispatch": _("交专办部门"),
    "take": _("签收物料"),
    "answer_share": _("协办反馈"),
    "send_back": _("退回窗口"),
    "survey": _("记调查"),
    "review": _("审查完毕"),
    "redo": _("退回重审"),
    "begin_special": _("开始特别程序"),
    "end_special": _("特别程序结束"),
    "ask_extension": _("申请延期"),
    "grant_extension": _("批准延期"),
    "decline_extension": _("不批延期"),
    "give_back": _("退件"),
    "publicise": _("公示"),
    "object": _("提出异议"),
    "answer_objection": _("答复异议"),
    "end_publicity": _("公示期满，没有异议"),
    "reexamine": _("有异议，重新调查"),
    "approve": _("准予"),
    "decline": _("不予批准"),
    "certify": _("制证"),
    "deliver": _("送达"),
    "archive": _("归档"),
    "recheck": _("复核"),
    "withdraw": _("撤回申请"),
    "charge": _("登记缴费单"),
    "help": _("帮办代办"),
    "arrange": _("约定上门和送达"),
    "note": _("备注"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

CHANNELS: dict[Channel, str | Promise] = {
    Channel.WEB: _("网上"),
    Channel.WINDOW: _("窗口"),
    Channel.VISIT: _("上门"),
    Channel.HELPED: _("帮办代办"),
}

SURVEYS: dict[Survey, str | Promise] = {
    Survey.VISIT: _("入户调查"),
    Survey.MEETING: _("民主评议"),
    Survey.CHECK: _("信息核对"),
    Survey.SITE: _("现场核查"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    flow.PapersMissing: (409, _("材料还没有齐。")),
    flow.MainPapersMissing: (409, _("缺的材料里有不能后补的，或者没有都写明几时补。")),
    flow.NoSpecialListed: (422, _("这个事项没有列出这样的特别程序。")),
    flow.ObjectionOpen: (409, _("有人提出异议，先查清楚。")),
    flow.ObjectionUnanswered: (409, _("提异议的人还没有答复，先答复再决定。")),
    flow.NothingObjected: (409, _("没有等答复的异议。")),
    flow.NotPublicised: (409, _("这个事项要先公示，期满没有异议才能决定。")),
    flow.SharesOpen: (409, _("还有协办单位没有反馈。")),
    flow.PapersPromised: (409, _("容缺的材料还没有补来。")),
    flow.ExtendedAlready: (409, _("已经延过一次，不能再延。")),
    flow.NothingAskedFor: (409, _("没有待批的延期申请。")),
    flow.NotOverYet: (409, _("容缺的材料还没到承诺的时间，不能退件。")),
    flow.NoPaperResult: (409, _("这个事项不发证件，不用制证。")),
    op.NotThisVisit: (409, _("%(code)s 不是您这里能记的号。")),
    op.NotYoursToTakeIn: (403, _("您在这里没有收件的岗位。")),
    op.ItemNotOffered: (422, _("这个事项现在不办。")),
    op.SituationOpen: (422, _("还有情形没有选。")),
    op.UnfitForm: (422, _("申请表有地方要改。")),
    op.NoConsent: (422, _("代办要本人同意。")),
    op.NotOnHand: (409, _("以前交的材料现在不能用：过了期，或者本人不让再用。请重新交。")),
    op.CardNotSeen: (422, _("先看本人的证件，看过了打勾。")),
    op.StoppedAtHome: (409, _("这是本人在自己的账号里设的，只能由本人在账号里改回来。")),
    op.NoReuseConsent: (422, _("以前是为别的事交的，要本人同意才能用在这件事上。")),
    op.UnfitApplicant: (422, _("申请人的姓名或号码不对，请看一下。")),
    op.NotPublic: (409, _("现在不在公示期。")),
    op.ToldBefore: (409, _("补正要一次说清，第二次不能再提新的。")),
    op.PromisedTooLate: (422, _("容缺补交的时间不能晚于承诺办结的时间。")),
    op.NothingLacks: (422, _("没有选要补的材料。")),
    op.TooManyDays: (422, _("最多延 %(most)s 个工作日。")),
    op.ReviewedItYourself: (403, _("审查的人不能自己决定，请领导办。")),
}
