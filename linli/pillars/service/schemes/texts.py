"""What people read about schemes: each condition as a sentence, each answer with its reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.kernel.standards.trades import TRADES
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.schemes import operations as op
from linli.pillars.service.schemes.models import EnterpriseTrait
from linli.pillars.service.schemes.policies import NoSuchScheme
from linli.pillars.service.schemes.rules import Answer, BadCondition, Check, Condition, Subject

ANSWERS = {
    Answer.FITS.value: _("合适"),
    Answer.ASK.value: _("要问一声"),
    Answer.NOT.value: _("不合适"),
}
SUBJECTS = {
    Subject.TRADE.value: _("行业是"),
    Subject.FORM.value: _("类型是"),
    Subject.SIZE.value: _("规模是"),
    Subject.TAXPAYER.value: _("纳税人是"),
    Subject.STAFF_LEAST.value: _("从业人数至少"),
    Subject.STAFF_MOST.value: _("从业人数最多"),
    Subject.YOUNGER.value: _("成立不满几个月"),
    Subject.OLDER.value: _("成立满几个月"),
    Subject.SINCE.value: _("在哪天以后成立"),
    Subject.AREA.value: _("在哪里"),
    Subject.CODE.value: _("有统一社会信用代码"),
    Subject.TRAIT.value: _("是这样的"),
    Subject.NOT_TRAIT.value: _("不是这样的"),
    Subject.ASK.value: _("登记里没有的，要问"),
}
"""What a condition asks about, in the form; the value is written beside it."""

_SENTENCES: dict[Subject, str | Promise] = {
    Subject.TRADE: _("行业是%(values)s"),
    Subject.FORM: _("是%(values)s"),
    Subject.SIZE: _("规模是%(values)s"),
    Subject.TAXPAYER: _("是%(values)s"),
    Subject.STAFF_LEAST: _("至少 %(values)s 人"),
    Subject.STAFF_MOST: _("最多 %(values)s 人"),
    Subject.YOUNGER: _("成立不满 %(values)s 个月"),
    Subject.OLDER: _("成立满 %(values)s 个月"),
    Subject.SINCE: _("%(values)s 以后成立"),
    Subject.AREA: _("在%(values)s"),
    Subject.CODE: _("有统一社会信用代码"),
    Subject.TRAIT: "%(values)s",
    Subject.NOT_TRAIT: _("不是：%(values)s"),
    Subject.ASK: _("登记里没有这一项"),
}
_CHOICES = {
    Subject.FORM: Enterprise.Form,
    Subject.SIZE: Enterprise.Size,
    Subject.TAXPAYER: Enterprise.Taxpayer,
    Subject.TRAIT: EnterpriseTrait.Code,
    Subject.NOT_TRAIT: EnterpriseTrait.Code,
}


def value_words(subject: Subject, value: str, places: Mapping[str, str]) -> str:
    """Say a value of a condition, or what was found, in the reader's language."""
    if subject is Subject.TRADE:
        chinese, english = TRADES.get(value, (value, value))
        return english if (get_language() or "").startswith("en") else chinese
    if subject is Subject.AREA:
        return places.get(value, "")
    choices = _CHOICES.get(subject)
    return str(dict(choices.choices).get(value, value)) if choices is not None else value


def sentence(one: Condition, places: Mapping[str, str]) -> str:
    """Say a condition as a sentence; the words of the document go first where somebody wrote them down."""
    joined = gettext("或者").join(value_words(one.subject, value, places) for value in one.values)
    found = (
        str(_SENTENCES[one.subject]) % {"values": joined}
        if one.subject is not Subject.CODE
        else str(SUBJECTS["code"])
    )
    if one.subject is Subject.ASK:
        return one.words
    return gettext("%(words)s（%(rule)s）") % {"words": one.words, "rule": found} if one.words else found


def reason(check: Check, places: Mapping[str, str]) -> str:
    """Say why a condition fits, does not, or has to be asked."""
    subject, found = check.condition.subject, check.found
    if subject is Subject.ASK:
        return gettext("登记里没有这一项，要问企业")
    if not found:
        return (
            gettext("还没问过企业")
            if subject in (Subject.TRAIT, Subject.NOT_TRAIT)
            else gettext("登记里没写")
        )
    if subject is Subject.AREA:
        return gettext("在这个范围里") if check.answer is Answer.FITS else gettext("不在这个范围里")
    if subject is Subject.CODE:
        return gettext("有代码") if found == "yes" else gettext("没有代码")
    if subject in (Subject.TRAIT, Subject.NOT_TRAIT):
        return gettext("企业说是") if found == "yes" else gettext("企业说不是")
    if subject in (Subject.STAFF_LEAST, Subject.STAFF_MOST):
        return gettext("登记的是 %(n)s 人") % {"n": found}
    if subject in (Subject.YOUNGER, Subject.OLDER, Subject.SINCE):
        return gettext("%(day)s 成立") % {"day": found}
    return gettext("登记的是%(word)s") % {"word": value_words(subject, found, places)}


REFUSALS: dict[type[Refusal], tuple[int, object]] = {
    NoSuchScheme: (404, _("没有这条政策，或者过期了。")),
    op.OfficeKeepsSchemes: (403, _("政策由街道登记，社区和网格用它。")),
    op.SchemeDaysBackward: (422, _("截止日期要在今天以后，也要在开始以后。")),
    op.TooManyConditions: (422, _("条件最多 %(most)s 条。")),
    op.SchemeEnded: (409, _("这条政策已经结束了，记录只能看。")),
    BadCondition: (422, _("第 %(row)s 条条件看不懂“%(word)s”，请照下面的写法写。")),
}
