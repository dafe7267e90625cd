"""What people read about volunteering."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers.policies import NoSuchActivity, NoSuchEmergency

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.NotAVolunteer: (403, _("请先登录，再说一声您愿意帮忙。")),
    op.GuardianNeeded: (422, _("未满 18 岁，要写监护人的姓名和电话，监护人同意了才行。")),
    op.AdultsOnly: (403, _("这次只请满 18 岁的人。")),
    op.NotYourTeam: (403, _("您不能用%(unit)s的名义组织活动。")),
    NoSuchActivity: (404, _("没有这个活动。")),
    NoSuchEmergency: (404, _("没有这件应急的事。")),
    op.NotYourEmergency: (403, _("%(unit)s的应急由社区和街道启动、解除。")),
    op.EmergencyOver: (409, _("已经解除了，不再开岗位。")),
    op.TooLateNow: (409, _("活动已经开始、结束或者取消了。")),
    op.HoursDoNotFit: (422, _("时长要在活动结束后填，按半小时算，不比活动长太多。")),
    op.OwnHours: (403, _("自己的时长要请另一个人确认。")),
    op.NothingToCertify: (409, _("还没有确认过的时长。")),
    op.TooManyComing: (409, _("已经有 %(going)s 个人要来，名额不能比这还少。")),
    op.CaseElsewhere: (409, _("%(number)s 已经办结了，或者不归这个街道。")),
    op.TimesBackward: (422, _("活动要在以后，结束要晚于开始。")),
}
