"""The notice to put right as data: the office's own paper, in its language; the page around it is translated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from linli.kernel.clock import local
from linli.kernel.papers import Sheet, Table
from linli.kernel.standards.frontage import Line

DAY: Final = "{0.year}年{0.month}月{0.day}日"
TITLE: Final = "限期整改通知书"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the notice says."""

    number: str
    office: str
    sign: str
    address: str
    plate: str
    at: datetime
    days: int
    due: datetime
    lines: tuple[Line, ...]
    phone: str
    supervision: str


def notice_of(facts: NoticeFacts) -> Sheet:
    """Write the notice: what was found, on what ground, until when, and how to object."""
    day = DAY.format(local(facts.at))
    due = DAY.format(local(facts.due))
    rows = tuple((line.words, f"{line.basis.title}{line.basis.clause}" if not line.basis.is_local else "门前五包责任书")
                 for line in facts.lines)  # fmt: skip
    paragraphs = (
        f"{facts.sign}：",
        f"{day}，我街道对您店（店牌号 {facts.plate}，{facts.address or '地址见店牌'}）门前进行检查，发现下列各项需要改正。",
        f"请在 {facts.days} 个工作日内、即 {due} 前改好。",
        "改好后可以用企业自己的链接回复并附照片，或者告诉检查人员，由检查人员复查。",
        "您对检查有异议的，可以在办结后 15 日内用同一链接提出，由没有参加检查的人员裁定。",
        "到期没有改好的，移交有权的执法单位依法处理。",
    )
    phones = "　".join(
        f"{label}：{value}"
        for label, value in (("电话", facts.phone), ("监督电话", facts.supervision))
        if value
    )
    return Sheet(
        kind="rectification",
        title=TITLE,
        number=facts.number,
        paragraphs=paragraphs,
        tables=(Table(("没有做到的", "依据"), rows),),
        signer=facts.office,
        date=day,
        phones=phones,
        has_receipt=True,
        is_signed_by_applicant=False,
    )
