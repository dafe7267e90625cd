"""What people read about ratings."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.ratings import operations as op
from linli.pillars.service.ratings import queries, rules
from linli.pillars.service.ratings.operations import _answer
from linli.pillars.service.ratings.rules import Mark

Words = str | Promise

LEVELS: dict[int, Words] = {
    5: _("非常满意"),
    4: _("满意"),
    3: _("基本满意"),
    2: _("不满意"),
    1: _("非常不满意"),
}

MARKS: dict[Mark, Words] = {
    Mark.SPEED: _("办事快慢"),
    Mark.SKILL: _("懂不懂业务"),
    Mark.ATTITUDE: _("待人态度"),
    Mark.ONCE: _("一次说清没有"),
    Mark.PLACE: _("大厅环境"),
    Mark.GUIDE: _("指南准不准"),
    Mark.EASE: _("方便不方便"),
    Mark.PAGES: _("网页好不好用"),
}

STATES: dict[str, Words] = {
    "received": _("还没回电"),
    "contacted": _("回过电，在整改"),
    "ledgered": _("挂账整改"),
    "told": _("答复了，等评价人说"),
    "closed": _("办结"),
    "withdrawn": _("评价人改成了好评"),
}

VERBS: dict[str, Words] = {
    "file": _("评价"),
    "call_back": _("回电了"),
    "remedy": _("整改了，答复"),
    "explain": _("没有依据，解释"),
    "ledger": _("一时办不了，挂账"),
    "take_up": _("接着办"),
    "come_back": _("挂账到期，接着办"),
    "confirm": _("说解决没有"),
    "lapse": _("没有再说，办结"),
    "change": _("改了评价"),
    "withdraw": _("改成了好评"),
    "appeal_rating": _("申诉"),
    "judge_appeal": _("核申诉"),
    "note": _("记一笔"),
    "turn_yellow": _("快到期，黄牌"),
    "turn_red": _("超期，红牌"),
    "climb": _("超期未办，报上一级"),
}

TOLD: dict[str, Words] = {
    "file": _("您的评价收到了"),
    "call_back": _("和您联系过了"),
    "remedy": _("整改了"),
    "explain": _("给您的解释"),
    "ledger": _("要多等一些时候"),
    "take_up": _("接着办"),
    "come_back": _("接着办"),
    "confirm": _("您说了解决没有"),
    "lapse": _("办结"),
    "change": _("您改了评价"),
    "withdraw": _("您改了评价"),
    "appeal_rating": _("被评的单位觉得不该算，另一个人在核。您不用做什么"),
    "judge_appeal": _("核过了"),
}
"""The same steps in the words of whoever rated."""

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    op.StaffMayNotRate: (403, _("工作人员不能评价，也不能替居民评。请让居民用自己的手机或者窗口的平板。")),
    op.NotARating: (422, _("请在五个里面选一个。")),
    op.NotRated: (409, _("这里没有等您说的差评。")),
    op.OwnAppeal: (403, _("申诉的人、办过这件事的人不能核，请另一位来核。")),
    _answer.NotYoursToShow: (403, _("公开哪些话由指挥中心或领导定，被评的窗口不能定。")),
    rules.NotToRateYet: (409, _("还没办完，办完了再评。")),
    rules.RatedAlready: (409, _("这一次已经评过了，一次只评一回。")),
    rules.TooLateToRate: (409, _("过了 %(days)s 天，不能再评了。有话请从“反映问题”说。")),
    rules.AppealedAlready: (409, _("已经核过一次申诉，不再核了。")),
    queries.UnknownRating: (404, _("没有这条评价，或者它不归您看。")),
}
