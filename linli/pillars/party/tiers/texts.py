"""What people read about rating organisations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.tiers import operations as op
from linli.pillars.party.tiers import policies
from linli.pillars.party.tiers.rules import Stage

CRITERIA = {
    "life": _("组织生活按期开了"),
    "minutes": _("每次会都记了定什么、谁来办"),
    "term": _("任期有记、没超期"),
    "setting": _("人数、班子、设置合规"),
    "doors": _("网格上有中心户、先锋户"),
}
STAGES = {Stage.OPEN: _("正在评"), Stage.PUBLIC: _("公示中"), Stage.CLOSED: _("定了")}
SHAPES = {Stage.OPEN: "doing", Stage.PUBLIC: "ask", Stage.CLOSED: "done"}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchTierRound: (404, _("没有这一轮评定，或者不归您看。")),
    policies.NoSuchTierRating: (404, _("没有这个评定，或者不归您评。")),
    op.NobodyToRate: (422, _("下面没有要评的支部。")),
    op.TierRoundThere: (409, _("%(year)s 年已经开过一轮了。")),
    op.TierRoundSettled: (409, _("已经公示了，不能改。有异议的，先撤回再改。")),
    op.NotAllJudged: (409, _("还有 %(count)s 个没有评，评完再公示。")),
    op.TooManyStars: (422, _("%(stars)s 星以上的太多，最多 %(most)s 个。")),
    op.StillPublic: (409, _("公示到 %(until)s，过了才能定。")),
    op.RatingWatched: (409, _("已经在督办了。")),
    op.NoPlanNeeded: (409, _("只有公示出来是后进的，才写整改计划。")),
}
