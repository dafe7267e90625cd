"""Letters of supervision as papers: each made of one step, so that it says for ever what was said then.

They are the office's own papers, in the language of the office, so they are not translated; the page around them is.
"""

from __future__ import annotations

from typing import Final

from linli.kernel.clock import local
from linli.kernel.masking import mask_text
from linli.kernel.papers import Sheet
from linli.pillars.governance.supervision.queries import CardLetter
from linli.pillars.service.applications.rules.documents import DAY

MOMENT: Final = "{0.year}年{0.month}月{0.day}日{0.hour}时{0.minute:02d}分"
TITLES: Final = {
    "assign": ("督办通知书", "督"),
    "urge": ("催办函", "催"),
    "redo": ("重办通知书", "重"),
    "turn_yellow": ("黄牌提醒函", "黄"),
    "turn_red": ("红牌警示函", "红"),
    "strike_off": ("销号通知书", "销"),
    "drop": ("撤项通知书", "撤"),
}


def sheet_of(letter: CardLetter) -> Sheet:
    """Write one letter. What identifies somebody in its words is masked, as in every paper that leaves."""
    case, step = letter.case, letter.step
    title, word = TITLES[step.verb]
    due = MOMENT.format(local(step.due_at)) if step.due_at else ""
    matter = f"“{case.title}”（编号 {case.number}）"
    told = mask_text(letter.answer or letter.note)
    paragraphs = {
        "assign": (
            f"现将{matter}交你单位督办，请于{due}前承办。",
            f"督办内容和要求：{mask_text(letter.asked)}",
            *((told,) if told else ()),
            "办完后请书面反馈办理情况，经核查后销号。逾期亮红牌，并报上一级。",
        ),
        "urge": (f"{matter}交你单位督办，期限为{due}。请抓紧办理并反馈。", told),
        "redo": (f"{matter}经核查没有办到，请重新办理，期限为{due}。", told),
        "turn_yellow": (f"{matter}将于{due}到期，至今没有办结。现亮黄牌，请按期办结。",),
        "turn_red": (f"{matter}已于{due}到期，没有办结。现亮红牌，请立即办理，并说明原因。",),
        "strike_off": (f"{matter}经核查已经办到，予以销号。", told),
        "drop": (f"{matter}不再督办，予以撤项。", told),
    }[step.verb]
    return Sheet(
        kind=step.verb,
        title=title,
        number=f"{case.number}-{word}-{step.seq}",
        paragraphs=(f"{letter.to}：", *(p for p in paragraphs if p)),
        tables=(),
        signer=case.office.name,
        date=DAY.format(local(step.at)),
        phones="",
        has_receipt=step.verb in ("assign", "turn_red"),
        is_signed_by_applicant=False,
    )
