"""What people read about venues, rooms and bookings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues import policies, rules

SHAPES = {"asked": "ask", "granted": "done", "declined": "back", "cancelled": "hold"}
"""How a booking's state is drawn."""

WEEK = {1: _("周一"), 2: _("周二"), 3: _("周三"), 4: _("周四"), 5: _("周五"), 6: _("周六"), 7: _("周日")}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchVenue: (404, _("没有这个阵地，或者已经停用了。")),
    policies.NoSuchBooking: (404, _("没有找到这个预约。")),
    op.NotYourVenue: (403, _("这个阵地由它的管理单位维护，您可以看、可以约，不能改。")),
    op.VenueTimes: (422, _("关门要晚于开门，一周至少开一天。")),
    op.VenueNamedTwice: (409, _("已经有一个叫“%(name)s”的了，换个名字。")),
    op.VenueInUse: (409, _("以后还有 %(count)s 个预约，先安排好再停用。")),
    op.RoomInUse: (409, _("这间屋以后还有 %(count)s 个预约，先安排好再停用。")),
    op.BrandElsewhere: (403, _("社区的品牌由社区自己和上级来起。")),
    op.RoomTaken: (409, _("这个时间刚刚有人约了，换一个时间或者换一间屋。")),
    op.NotBookableByThem: (403, _("这间屋不借给您这边，请换一间，或者打值班电话。")),
    op.BookingNeedsNumber: (422, _("请留手机号：约成没约成要告诉您。")),
    op.TooManyRooms: (409, _("这个号码已经约了 %(most)s 次，用完或者取消一个再约。")),
    op.AnsweredBefore: (409, _("这个预约已经不能再动了，现在是：%(state)s。")),
    op.BookingElsewhere: (403, _("这间屋由它的管理单位答复。")),
    rules.NotThoseHours: (422, _("这个时间约不了：开门是 %(opens)s 到 %(closes)s，要在以后，按半小时约。")),
    rules.MoreThanSeats: (422, _("这间屋坐 %(seats)s 个人，请写 1 到 %(seats)s。")),
}
