"""What people read about jobs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import operations as op
from linli.pillars.service.jobs.policies import NoSuchPosting, NoSuchSeeker
from linli.pillars.service.jobs.rules.fair import Ground
from linli.pillars.service.jobs.rules.match import Why

GROUNDS = {
    Ground.SEX.value: _("限了性别"),
    Ground.MARRIAGE.value: _("问了婚育"),
    Ground.AGE.value: _("限了年龄"),
    Ground.ORIGIN.value: _("限了户籍、哪里人"),
    Ground.ETHNICITY.value: _("限了民族"),
    Ground.RELIGION.value: _("限了信仰"),
    Ground.DISABILITY.value: _("排斥残疾人"),
    Ground.HEALTH.value: _("排斥病原携带者"),
}

WHY = {
    Why.SKILL.value: _("会做"),
    Why.HOURS.value: _("时间合适"),
    Why.WAGE.value: _("工资够"),
    Why.GRID.value: _("就在一个网格"),
    Why.COMMUNITY.value: _("在一个社区"),
}

FIGURES = {
    "postings": (_("发出的招聘"), _("这些天里街道看过、给大家看的招聘，几条")),
    "places": (_("要招的人"), _("这些招聘一共招几个人")),
    "introduced": (_("介绍了"), _("这些天里介绍给企业的人次")),
    "hired": (_("录用了"), _("这些天里介绍的人次中，到现在录用了的 ÷ 介绍了的")),
    "enrolled": (_("登记找活的"), _("这些天里登记或者续上的人，现在还在册的")),
    "met": (_("走访、联系"), _("这些天里走访、联系找活的人的次数")),
    "stayed": (_("一个月后还在"), _("这些天里录用、已经问过的人次中，一个月后还在的 ÷ 问过的")),
}
"""Each figure with its formula."""

REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchPosting: (404, _("没有这条招聘，或者不招了。")),
    NoSuchSeeker: (404, _("没有这个人，可能已经退出了。")),
    op.WageBackward: (422, _("工资从少到多写，至少招 1 个人。")),
    op.UntilPast: (422, _("日期要在今天以后，最多 %(most)s 天。")),
    op.ShutsOut: (
        422,
        _("“%(words)s”不能写：法律要求招人不因性别、民族、户籍、残疾等把人挡在门外。请改成活儿本身的要求。"),
    ),
    op.StillShutsOut: (422, _("里面有可能是歧视的话。确实是法律允许的，写明依据；不然退回修改。")),
    op.PostingMoved: (409, _("这条招聘已经变了，请看看最新情况。")),
    op.OfficeDecidesJobs: (403, _("给不给大家看，由街道定。")),
    op.JobConsentMissing: (422, _("要本人同意才能登记。")),
    op.NotLoggedIn: (403, _("请先登录，再说一声您想找什么活。")),
    op.PhoneMissing: (422, _("请写称呼和打得通的电话。")),
    op.SeekerKnown: (409, _("这个号码已经登记过了。")),
    op.NotOpen: (409, _("这条招聘不招了。")),
    op.NothingBrought: (422, _("请选这次送去了什么。")),
    op.DayUnfit: (422, _("日子不对：走访的日子在今天以前一个月内，下次问的日子在 %(most)s 天以内。")),
    op.NotNext: (409, _("这一步接不上，请看看最新情况。")),
}
