"""What people read about trainings and honours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.team import operations as op
from linli.pillars.party.team import policies

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchTraining: (404, _("没有这个培训，或者不归您管。")),
    policies.NoSuchPartyHonour: (404, _("没有这项荣誉，或者不归您管。")),
    op.NotToTrain: (422, _("社区“两委”的培训由街道党工委或者社区党委来安排。")),
    op.SessionThere: (409, _("这一天已经有这项培训了。")),
    op.SessionElsewhen: (422, _("这是 %(year)s 年的计划，日子要在这一年里。")),
    op.SessionNotYet: (422, _("培训还没开，开了再记。")),
    op.SessionOver: (409, _("这次培训已经记过了。")),
    op.NotStaffThere: (422, _("名单上没有这个人，请刷新再勾。")),
    op.NobodyTrained: (422, _("一个人也没勾。没开成的，去掉这一项。")),
    op.HonourThere: (409, _("这项荣誉已经记过了。")),
    op.HonourAhead: (422, _("年份还没到。")),
}
