"""What people read about study."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.party.study import operations as op
from linli.pillars.party.study import policies, rules
from linli.pillars.party.study.rules import Standing

STANDINGS = {
    Standing.DONE: _("学了"),
    Standing.LATE: _("过了月份没学"),
    Standing.NOW: _("这个月学"),
    Standing.AHEAD: _("还没到"),
    Standing.BEFORE: _("开始记以前的"),
}
QUIZ_STANDINGS = {Standing.DONE: _("结束了"), Standing.NOW: _("正在答"), Standing.AHEAD: _("还没开始")}
SHAPES = {
    Standing.DONE: "done",
    Standing.LATE: "back",
    Standing.NOW: "doing",
    Standing.AHEAD: "new",
    Standing.BEFORE: "hold",
}

COLUMNS = {
    "words": _("题目"),
    "options": _("选项"),
    "right": _("答案"),
    "source": _("出处"),
    "kind": _("题型"),
}

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    policies.NoSuchStudy: (404, _("没有这一项，或者不归您看。")),
    op.TopicThere: (409, _("这个月已经有这个题目了。")),
    op.TopicStudied: (409, _("已经有支部学过了，留着。")),
    op.NotInThePlan: (422, _("这个题目不在今年的学习计划里。")),
    op.NotStudiedYet: (409, _("会还没开，开了再记学了什么。")),
    op.QuestionThere: (409, _("题库里已经有这道题了。")),
    op.NoQuestionSheet: (422, _("没有找到表头。要有“题目”“答案”“出处”，选项一列一个，写 A、B、C、D。")),
    op.TooManyQuestions: (422, _("一次最多收 %(most)s 道题，请分几次。")),
    op.BankTooSmall: (422, _("题库里只有 %(n)s 道题，先收题，或者少抽几道。")),
    op.QuizBackward: (422, _("结束的日子要在开始那天或者以后，而且不早于今天。")),
    op.QuizThere: (409, _("这一天开始的已经有一个同名的了。")),
    op.QuizNotOpen: (409, _("这次答题不在答的日子里。")),
    op.AnswersMissing: (422, _("还有没答的题，答完再交。")),
    rules.QuestionUnclear: (422, _("第 %(row)s 行的“%(column)s”没有填，或者认不出来。")),
}
