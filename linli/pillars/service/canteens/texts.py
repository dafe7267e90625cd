"""What people read about canteens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import operations as op
from linli.pillars.service.canteens.policies import NoSuchCanteen

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchCanteen: (404, _("没有这个食堂，或者不归您管。")),
    op.NotYourCommunity: (403, _("这个社区的食堂不归您管。")),
    op.TooYoung: (422, _("满 %(least)s 岁才能登记。")),
    op.NoSuchEater: (404, _("没有这个饭卡号，请对照饭卡再输一遍。")),
    op.NoSuchRule: (422, _("街道没有这一类补贴。")),
    op.ProofMissing: (422, _("请写一句，至少四个字。")),
    op.NoSuchMenu: (404, _("那一顿没有开饭。")),
    op.TooLateToOrder: (409, _("当天 %(hour)s 以后不能订、不能退了，请打电话给食堂。")),
    op.SoldOut: (409, _("订满了，换一顿吧。")),
    op.NotYoursToOrder: (403, _("只能给自己，或者同意您代订的家里人订。")),
    op.EatenAlready: (409, _("%(number)s 这一顿已经打过一份了。真要再打一份，就勾上“再来一份”。")),
    op.NotThisDay: (422, _("时间不对：只能补记 %(days)s 天以内的。")),
    op.NothingToCorrect: (409, _("这一笔不能冲：没有这一笔、已经冲过，或者没写理由（至少四个字）。")),
    op.NotADayCentre: (422, _("这里不是日间照料中心，不用签到。")),
    op.NobodyToTell: (422, _("先写上谁替他订饭，才知道告诉谁。")),
    op.MonthClosed: (409, _("这个月还没过完，或者已经结过账了。")),
}
