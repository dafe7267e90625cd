"""What staff see before a report goes public: the words as they were said, with everything marked that will be hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.base.orgs import queries as orgs
from linli.kernel.masking import Kind, pieces
from linli.pillars.governance.reports.models import Report

KINDS = {
    Kind.PHONE: gettext_lazy("电话"),
    Kind.ID_CARD: gettext_lazy("身份证号"),
    Kind.BANK_CARD: gettext_lazy("银行卡号"),
    Kind.PLATE: gettext_lazy("车牌"),
    Kind.EMAIL: gettext_lazy("邮箱"),
    Kind.ACCOUNT: gettext_lazy("微信、QQ 号"),
    Kind.NAME: gettext_lazy("姓名"),
    Kind.ROOM: gettext_lazy("门牌"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of words, and what it is if it will be hidden."""

    words: str
    kind: str = ""
    masked: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """The words of a report in pieces, and a line that counts what is hidden."""

    pieces: tuple[Shown, ...]
    summary: str


def covered_of(report: Report) -> Covered:
    """Mark what will be hidden of a report when it is published. One query."""
    found = tuple(
        Shown(piece.words, str(KINDS[piece.kind]), piece.masked) if piece.kind else Shown(piece.words)
        for piece in pieces(report.text, keep=orgs.public_phones())
    )
    count = sum(bool(one.kind) for one in found)
    if not count:
        return Covered(found, _("没有认出要遮住的。再看一眼有没有名字、门牌。"))
    return Covered(found, _("会遮住 %(count)s 处，箭头后面是公开时的样子。") % {"count": count})
