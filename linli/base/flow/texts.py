"""What people read about the engine's refusals, cards and times. A refusal's words take its `data`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.flow import asking, keeping
from linli.base.flow import refusals as r
from linli.kernel.refusals import Refusal

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    asking.NothingPending: (409, _("没有等您决定的申请，可能别人已经处理了。")),
    asking.AlreadyAsked: (409, _("同样的申请正在等批，不用再交。")),
    r.NoSuchCase: (404, _("没有找到这件事，或者它不归您看。请核对编号。")),
    r.NotYourMove: (403, _("这一步不归您办。您可以看，不能改。")),
    r.NotFromHere: (409, _("这件事现在走不了这一步：%(unit)s%(by)s 已经先办了。请看最新情况。")),
    r.Overtaken: (409, _("%(unit)s%(by)s 刚刚先办了一步。您写的都还在，请看看最新情况再决定。")),
    r.WordsMissing: (422, _("还差几样没有填。")),
    r.BadTarget: (422, _("不能交给“%(unit)s”。请换一个单位。")),
    r.DayElsewhen: (422, _("日子要在 %(first)s 到 %(last)s 之间，请看看年份。")),
    r.PastMoment: (422, _("这个时间已经过去了，请选以后的时间。")),
    r.TooLong: (422, _("写得太长了，最多 %(most)s 字。")),
    keeping.TooManyViews: (422, _("最多存 %(most)s 个视图。先删一个不用的，再存。")),
    r.SameCase: (422, _("不能并到这件：它是同一件、已经办结，或者已经并到别处。")),
    r.HoursOutOfOrder: (422, _("上下班时间要按先后写：上午上班、上午下班、下午上班、下午下班。")),
}
