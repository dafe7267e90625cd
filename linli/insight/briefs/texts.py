"""What people read about briefs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.insight.briefs import operations as op
from linli.insight.briefs import policies, rules
from linli.kernel.refusals import Refusal

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchBrief: (404, _("没有这份简报，或者还没有发出。")),
    op.NotYourBrief: (403, _("简报由街道领导和中心写、发，您可以看。")),
    op.BriefSent: (409, _("这份已经发出去了，不再改。")),
    op.BriefTooLong: (422, _("写得太长了，最多 %(most)s 字。")),
    rules.NumberNotOfFigure: (
        422,
        _("“%(number)s”和数出来的不一样。数字是数出来的，可以删掉或挪动，不能改。"),
    ),
    rules.NoSuchFigure: (422, _("“%(code)s”不是这份简报里的数，请照原文里的写法。")),
}
