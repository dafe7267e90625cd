"""A partner unit's year as a paper of the office: what it did, for whom, confirmed by those it was for.

The office's own paper, in its own language, so it is not translated; the page around it is.
"""

from __future__ import annotations

from datetime import datetime

from linli.kernel.clock import local
from linli.kernel.papers import Sheet, Table
from linli.pillars.party.partners.queries import Year
from linli.pillars.service.applications.rules.documents import DAY


def statement_of(told: Year, at: datetime) -> Sheet:
    """Write the statement of a unit's year."""
    places = "、".join(told.communities) or "（目前没有）"
    paragraphs = (
        f"{told.unit.name}：",
        (
            f"贵单位向{places}报到。{told.year} 年认领 {told.claimed} 项，其中本年内受益人确认办到的 {len(told.rows)} 项，"
            f"惠及 {told.served} 人次；现在手上还有 {told.in_hand} 项。"
        ),
        *(("确认办到的项目如下：",) if told.rows else ("本年还没有确认办到的项目。",)),
    )
    rows = tuple(
        (title, community, served, f"{day.month}月{day.day}日", str(count))
        for title, community, served, day, count in told.rows
    )
    table = Table(("项目", "社区", "为谁做", "哪天确认", "惠及人数"), rows)
    return Sheet(
        kind="partner_year",
        title="共建年度反馈单",
        number=f"{told.year}-{told.unit.pk}",
        paragraphs=paragraphs,
        tables=(table,) if rows else (),
        signer="街道党工委",
        date=DAY.format(local(at)),
        phones="",
        has_receipt=False,
        is_signed_by_applicant=False,
    )
