"""The statement of a member as a paper: the office's own words, made from the register each time."""

from __future__ import annotations

from datetime import datetime

from linli.kernel.clock import local
from linli.kernel.papers import Sheet, Table
from linli.pillars.governance.cooperative import rules
from linli.pillars.governance.cooperative.queries import Own

DAY = "{0.year}年{0.month}月{0.day}日"


def statement_of(own: Own, at: datetime) -> Sheet:
    """Write what one member has: shares with the formula, and what was parted, each by its version of the rules."""
    said = (
        f"编号 {own.member.number}，姓名 {own.member.name}。"
        f"截至 {DAY.format(local(at))}，按第 {own.version} 版配股办法，持股 {own.shares} 股。"
        if own.is_member
        else f"编号 {own.member.number}，姓名 {own.member.name}。现在不是本社成员。"
    )
    paragraphs = [said]
    if own.formula:
        paragraphs.append(f"怎么算的：{own.formula} 股。")
    changes = tuple(
        (f"{c.from_date:%Y-%m-%d}", str(c.get_what_display()), c.resolution.title) for c in own.changes
    )
    tables = [Table(("从哪天起", "登记", "依据的决议"), changes)]
    if own.paid:
        paid = tuple(
            (
                p.distribution.period,
                str(p.shares),
                f"{rules.yuan(p.distribution.pool_fen)} × {p.shares} ÷ {p.distribution.shares}",
                rules.yuan(p.fen),
            )
            for p in own.paid
        )
        tables.append(Table(("哪一期", "股数", "总额 × 股数 ÷ 总股数", "分得（元）"), paid))
        paragraphs.append("不够一分的零头按最大余数法分，合计和总额一分不差。")
    return Sheet(
        kind="statement",
        title=f"{own.cooperative}股份对账单",
        number=f"{own.member.number:04d}",
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        signer=str(own.cooperative),
        date=DAY.format(local(at)),
        phones="",
        has_receipt=True,
        is_signed_by_applicant=False,
    )
