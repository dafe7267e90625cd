"""What people read about what enterprises tell each other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.exchange import operations as op
from linli.pillars.service.exchange.policies import NoSuchPost

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchPost: (404, _("没有这一条，或者已经撤下了。")),
    op.PostTooLong: (422, _("日期要在今天以后，最多 %(most)s 天。")),
    op.ContactInWords: (422, _("“%(words)s”不要写在里面。愿意留电话的，勾上“登出联系人和电话”。")),
    op.PostMoved: (409, _("这一条已经变了，请看看最新情况。")),
    op.OfficeDecidesExchange: (403, _("登不登出来，由街道定。")),
    op.OwnPost: (422, _("这是你们自己登的。")),
    op.RepliedAlready: (409, _("已经回过话了。")),
}
