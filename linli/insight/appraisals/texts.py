"""What people read about assessments."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.insight.appraisals import operations as op
from linli.insight.appraisals import policies, rules
from linli.insight.appraisals.rules import Why
from linli.kernel.refusals import Refusal

WHY: Final = {
    Why.COUNTED: "",
    Why.TOO_FEW: _("件数太少，不算"),
    Why.EXCLUDED: _("这一项不算"),
}
REFUSALS: Final[dict[type[Refusal], tuple[int, object]]] = {
    policies.NoSuchRound: (404, _("没有这次考核，或者还没有公示。")),
    op.NotYourAppraisal: (403, _("考核由街道领导和中心来做；替单位申诉的是单位自己的负责人。")),
    op.SchemePublished: (409, _("办法已经公布，不能再改；要改就写下一版。")),
    op.SchemeNotPublished: (409, _("先公布办法，再按它考核。")),
    op.NotAssessable: (422, _("“%(code)s”不能用来考核：只用比率，不下数量指标。")),
    op.RoundOver: (409, _("已经公示、答复或定下了，不能再这样做。")),
    op.DaysNotOver: (409, _("考核的这几天还没过完。")),
    op.RoundNotPublic: (409, _("不在公示期里。")),
    op.StillPublicRound: (409, _("公示到 %(until)s，过了才能定。")),
    op.AppealUnanswered: (409, _("还有申诉没有答复，先答复。")),
    op.UnitNotAssessed: (422, _("这次考核没有这个单位。")),
    rules.SchemeEmpty: (422, _("至少给一个指标权重。")),
    rules.LineWrong: (422, _("权重在 1 到 100 之间，零分线和满分线在 0 到 100 之间，不能一样。")),
}
