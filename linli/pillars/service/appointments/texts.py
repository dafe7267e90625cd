"""What people read about appointments."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.appointments import operations as op
from linli.pillars.service.appointments import queries

Words = str | Promise

STATES: dict[str, Words] = {
    "booked": _("约好了"),
    "arrived": _("来了，取了号"),
    "cancelled": _("取消了"),
    "missed": _("没有来"),
}

VERBS: dict[str, Words] = {
    "book": _("预约"),
    "move": _("改时间"),
    "cancel": _("取消"),
    "arrive": _("到了"),
    "miss": _("没有来"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    queries.NoSuchAppointment: (404, _("没有找到这个预约。")),
    op.NoSuchSlot: (422, _("这个时间不能约，请在列出的时间里选。")),
    op.SlotFull: (409, _("这个时间刚刚约满了，请换一个。")),
    op.NoBookings: (409, _("这个大厅不用预约，直接来取号就行。")),
    op.PhoneNeeded: (422, _("请留手机号：改时间、大厅有变动要告诉您。")),
    op.BookedAlready: (409, _("这个号码那天已经约了同一类事：%(code)s。要换时间，在那个预约里改。")),
    op.TooManyOpen: (409, _("这个号码已经约了 %(most)s 次，办完或者取消一个再约。")),
    op.NotBookedAnyMore: (409, _("这个预约已经取消、换成号或者过了那天。")),
    op.NotToday: (409, _("约的不是今天，是 %(day)s。要今天办，直接取号。")),
}
