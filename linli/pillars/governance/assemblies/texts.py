"""What people read about calendars of meetings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.governance.assemblies import operations as op
from linli.pillars.governance.assemblies import policies

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchMeetingRule: (404, _("没有这个会，或者不归您看。")),
    op.NotYourCalendar: (403, _("会议由开会的社区或街道自己登记。")),
    op.MeetingRuleThere: (409, _("“%(name)s”已经登记过了。")),
    op.MeetingRecorded: (409, _("这一天的会已经记过了。")),
    op.NoSuchMeeting: (404, _("没有记过这次会。")),
    op.StrangeTopic: (422, _("只能连本单位受理过的议题。")),
    op.MeetingTooEarly: (422, _("只能记开过的会，日子不能早于它算的那一期。")),
}
