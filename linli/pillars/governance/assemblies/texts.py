"""What people read about calendars of meetings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.assemblies import operations as op
from linli.pillars.governance.assemblies import policies
from linli.pillars.governance.assemblies.rules import Standing

STANDINGS = {
    Standing.HELD: _("开了"),
    Standing.LATE: _("补开了"),
    Standing.OVERDUE: _("过期没开"),
    Standing.SOON: _("快到期"),
    Standing.OPEN: _("还没到期"),
}
SHAPES = {
    Standing.HELD: "done", Standing.LATE: "hold", Standing.OVERDUE: "back", Standing.SOON: "ask", Standing.OPEN: "new",
}  # fmt: skip

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchMeetingRule: (404, _("没有这个会，或者不归您看。")),
    op.NotYourCalendar: (403, _("会议由开会的社区或街道自己登记。")),
    op.MeetingRuleThere: (409, _("“%(name)s”已经登记过了。")),
    op.MeetingRecorded: (409, _("这一天的会已经记过了。")),
    op.MeetingTooEarly: (422, _("只能记开过的会，日子不能早于它算的那一期。")),
}
