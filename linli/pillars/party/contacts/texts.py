"""What people read about the chain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.contacts import operations as op
from linli.pillars.party.contacts import policies

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchChain: (404, _("没有这个社区，或者不归您管。")),
    op.NotAVanguard: (404, _("这里没有您的登记。")),
    op.SignedLongAgo: (422, _("签字超过 %(days)s 天了，请本人重新签一张。")),
    op.NotSignedYet: (422, _("签字的日子不能在今天以后。")),
    op.TakenBackSince: (409, _("那天以后本人收回过。请本人重新签一张。")),
    op.StewardThere: (409, _("已经在包这个社区了。")),
    op.NoSuchStaff: (422, _("请选本街道有岗位的人。")),
}
