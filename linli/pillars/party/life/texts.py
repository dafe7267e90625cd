"""What people read about the life of organisations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.life import operations as op
from linli.pillars.party.life import policies

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchLifeMeeting: (404, _("没有这次会，或者不归您看。")),
    op.NotItsLife: (422, _("这里没有这种会：%(kind)s。")),
    op.NothingPlanned: (422, _("一次也没有选。勾上要开的再定。")),
    op.LifeMeetingThere: (409, _("这一期的%(kind)s已经定了时间。")),
    op.LifeMeetingTold: (409, _("已经通知过了。改了时间或者地方才能再通知。")),
    op.LifeMeetingOver: (409, _("这次会已经记过了，或者取消了。")),
    op.LifeMeetingNotYet: (422, _("会还没开，开了再记。")),
    op.NotExpected: (422, _("名单上没有这个人，请刷新再勾。")),
    op.NobodyCame: (422, _("一个人也没到，请取消这次会。")),
}
