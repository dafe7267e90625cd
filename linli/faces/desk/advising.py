"""Advice on a draft answer while it is written, and on the page that comes back without a script. It refuses nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.language import replies
from linli.base.language.replies import Finding, Lack
from linli.base.orgs import queries as orgs
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk
from linli.pillars.governance.reports import queries
from linli.pillars.governance.reports.models import Report

MOST = 5
"""More advice at once is none."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice: what, why, about which sentence."""

    title: str
    why: str
    sentence: str = ""


@desk
@require_POST
def advice(request: DeskRequest, number: str) -> HttpResponseBase:
    """Say what a draft lacks, as a piece of the page. The draft is kept nowhere."""
    report = queries.get_report(actor=request.actor, number=number)
    context = {"advice": advice_of(report, request.POST.get("answer", ""))}
    return furniture.fragment(request, "desk/reports/_advice.html", context)


def asks_for_advice(number: str) -> dict[str, str]:
    """Return what makes a text box ask for advice when its writer pauses."""
    return {
        "hx-post": reverse("desk:report-advice", args=[number]),
        # Not keyup: what is dictated or chosen from an input method presses no key.
        "hx-trigger": "input changed delay:900ms, change",
        "hx-target": "#advice",
        "hx-swap": "innerHTML",
        "hx-params": "answer",
    }


def advice_of(report: Report, draft: str) -> list[Advice]:
    """Put what a draft lacks into words, the gravest first. One query; none for an empty box."""
    if not draft.strip():
        return []
    found = replies.check(
        draft,
        asked=report.text,
        is_question=queries.wants_words(report),
        keep=orgs.public_phones(),
    )
    return [_said(finding) for finding in found[:MOST]]


def _said(finding: Finding) -> Advice:
    words = {"words": finding.words}
    match finding.lack:
        case Lack.EMPTY:
            return Advice(_("只说了收到"), _("居民想知道谁、做了什么、什么时候好。"), finding.sentence)
        case Lack.PERSONAL:
            return Advice(
                _("有个人信息"), _("“%(words)s”能认出人，居民和邻居都可能看到。") % words, finding.sentence
            )
        case Lack.QUESTION if finding.words:
            return Advice(_("没答到"), _("他问“%(words)s”，答复里没看到。") % words, finding.sentence)
        case Lack.QUESTION:
            return Advice(_("像是答了别的事"), _("答复里没有他说的那件事。"), finding.sentence)
        case Lack.PROMISE:
            return Advice(_("答应了，没说日子"), _("“%(words)s”后面请写到哪一天。") % words, finding.sentence)
        case Lack.MEASURE:
            return Advice(_("没说做了什么"), _("写一件已经做的，或哪天做的事。"))
        case Lack.UNIT:
            return Advice(_("没说是谁办的"), _("写上单位的名字，不写“有关部门”。"))
        case Lack.TIME:
            return Advice(_("没有时间"), _("写上哪天办的，或哪天办好。"))
        case Lack.CONTACT:
            return Advice(_("没留联系办法"), _("留一个电话，或写到哪里问。"))
    if finding.words.isdigit():
        return Advice(_("句子太长"), _("这一句 %(words)s 个字，念一遍，断开。") % words, finding.sentence)
    return Advice(_("不像说话"), _("“%(words)s”换成平常的说法。") % words, finding.sentence)
