"""What people read about floating members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.floating import operations as op
from linli.pillars.party.floating import policies
from linli.pillars.party.floating.rules import Due

DUES = {
    Due.REGISTER: _("满六个月了，到全国系统登记流动"),
    Due.SOON: _("快满六个月了，%(day)s 满"),
    Due.CONTACT: _("半年没有联系了"),
    Due.TRANSFER: _("毕业两年了，组织关系该转走"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchFloating: (404, _("没有这一条，或者不归您管。")),
    op.FloatsAlready: (409, _("已经记了流动，先把那一条记完。")),
    op.FloatingBackward: (422, _("日子要在离开以后、今天或者今天以前。")),
}
