"""What people read about beats and components."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.patrols import operations as op
from linli.pillars.governance.patrols import rules
from linli.pillars.governance.patrols.policies import NoSuchBeat, NoSuchComponent
from linli.pillars.governance.patrols.rules import Standing

STANDINGS = {
    Standing.DUE: _("今天该走"),
    Standing.MISSED: _("上次该走的那天没有记"),
    Standing.WALKED: _("今天走过"),
    Standing.REST: _("今天不用走"),
}

SHAPES = {
    Standing.DUE: "ask",
    Standing.MISSED: "hold",
    Standing.WALKED: "done",
    Standing.REST: "new",
}

WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchBeat: (404, _("没有这条路，或者不归您看。")),
    NoSuchComponent: (404, _("没有这件部件，或者不归您看。")),
    rules.BeatNameless: (422, _("写个名称。")),
    rules.BeatDayless: (422, _("至少选一天。")),
    rules.BeatPlaceless: (422, _("路段要选一条路；点位要在图上点一下，点在它归的那块地里。")),
    rules.ComponentKindUnknown: (422, _("国标里没有“%(kind)s”这种部件。")),
    rules.ComponentPlaceless: (422, _("没有经纬度，或者经纬度不对。")),
    rules.ComponentNumberUnusable: (422, _("标识码“%(number)s”不对：只有数字和字母，最多 20 位。")),
    op.BeatElsewhere: (403, _("这块地的巡查不归您安排。")),
    op.BeatKnown: (409, _("已经有一条叫“%(name)s”的。")),
    op.BeatEnded: (409, _("这条路已经不巡了，记录只能看。")),
    op.NobodyThere: (422, _("这个岗位已经不在任，请另选一位。")),
    op.WalkTooEarly: (422, _("日子不对：还没到，或者那时还没开始巡。")),
    op.WalkTooLong: (422, _("只能补记 %(days)s 天以内的；更早看见的，直接记一件。")),
    op.NoComponents: (422, _("认不出来：要 GeoJSON 的点，或者有“经度”“纬度”两列的表。")),
    op.ComponentElsewhere: (422, _("这个点不在本街道的网格里。")),
    op.ComponentKnown: (409, _("标识码 %(number)s 已经有一件了。")),
    op.ComponentGone: (409, _("这件已经记为没有了。")),
    op.OwnerUnknown: (422, _("没有叫“%(owner)s”的单位，请写单位的全名或简称。")),
    op.NotYourComponents: (403, _("部件由街道的派单员、科室和领导维护。")),
}
