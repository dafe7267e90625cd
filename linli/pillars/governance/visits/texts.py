"""What people read about visits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.visits import operations as op
from linli.pillars.governance.visits.policies import NoSuchHome, WhereWasIt

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchHome: (404, _("没有这一户，或者不归您管。")),
    WhereWasIt: (422, _("没认出是哪一户、哪一家。一户写成“小区、楼号、单元、室”，单位写全名。")),
    op.NotYourDoors: (403, _("这里不在您的片区。")),
    op.NothingNoted: (422, _("请写一句看到什么、要办什么。")),
    op.NotYourPlan: (403, _("走访安排由街道的派单员和领导定。")),
    op.LessOften: (422, _("只能比规定更勤，最多隔 %(most)s 天。")),
    op.DayTooFull: (422, _("一天走 1 户到 %(most)s 户。")),
    op.NothingToPutRight: (409, _("登记的就是这样，没有要改的。")),
    op.WhoseIsIt: (422, _("请选是这一户的哪一位。")),
    op.WhoMovedIn: (422, _("住进来的人，请写称呼。")),
    op.NoSuchPage: (404, _("没有这一页，或者不是您的。")),
    op.PageEmpty: (422, _("还没有写。")),
    op.NobodyToShareWith: (409, _("您不在社区里任岗，没有可以一起看的人。")),
}
