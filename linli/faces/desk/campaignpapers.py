"""The sheet of a morning and the report of a campaign as papers, made from the records each time.

They are the office's own papers, in the language of the office, so they are not translated; the page around them is.
Nobody is named in them: units only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.masking import mask_text
from linli.kernel.papers import Sheet, Table
from linli.pillars.governance.campaigns import queries
from linli.pillars.governance.campaigns.models import Campaign
from linli.pillars.governance.campaigns.queries import DecisionRow
from linli.pillars.governance.campaigns.queries import Sheet as Morning

DAY: Final = "{0.year}年{0.month}月{0.day}日"
MOMENT: Final = "{0.month}月{0.day}日{0.hour}:{0.minute:02d}"
BECAME: Final = {"given": "在办", "answered": "报了，等会上认", "done": "办完", "dropped": "不办了"}
DEEDS: Final = {
    "advance": "办完一步", "back": "退回一步", "stick": "卡住", "free": "接着办", "exempt": "不用办",
    "fill": "填了表", "note": "记了一笔",
}  # fmt: skip


def _at(at: datetime | None) -> str:
    return MOMENT.format(local(at)) if at else ""


def _decided(rows: tuple[DecisionRow, ...]) -> Table:
    return Table(
        ("议定", "谁来办", "哪天前", "办得怎样"),
        tuple(
            (
                mask_text(f"{row.title}（{row.door}）" if row.door else row.title),
                row.to,
                _at(row.due_at),
                mask_text(
                    BECAME[row.state]
                    + ("，超期" if row.was_late else "")
                    + (f"：{row.answer}" if row.answer else "")
                ),
            )
            for row in rows
        ),
    )


def morning_of(one: Campaign, sheet: Morning) -> Sheet:
    """Write the sheet of a morning."""
    of = sheet.total - sheet.exempt
    paragraphs = [
        (
            f"{one.name}：名单 {sheet.total} 户，办完 {sheet.done} 户（应办 {of} 户），不用办 {sheet.exempt} 户，"
            f"没办完 {sheet.open} 户。上次会（{_at(sheet.since)}）以后办完 {sheet.finished} 户。"
        ),
        "各步：" + "，".join(f"{name} {n} 户" for name, n in sheet.by_step) + "。",
    ]
    if not sheet.moved:
        paragraphs.append("上次会以后没有动的。")
    if not sheet.stuck:
        paragraphs.append("没有卡住的。")
    if sheet.words:
        paragraphs.append(f"会上还说：{mask_text(sheet.words)}")
    tables = []
    if sheet.moved:
        heads = ("上次会以后动了的", "做了什么", "现在到哪一步", "谁办的")
        ends = {"done": "办完", "exempt": "不用办"}
        rows = tuple(
            (
                f"{r.order} {mask_text(r.name)}",
                DEEDS.get(r.verb, ""),
                ends.get(r.outcome, r.step),
                r.unit,
            )
            for r in sheet.moved
        )
        tables.append(Table(heads, rows))
    if sheet.stuck:
        stuck = tuple(
            (
                f"{r.order} {mask_text(r.name)}",
                r.step,
                f"{_at(r.since)}（{r.days} 天）",
                mask_text(r.why) or "过了这一步的日子",
                r.decider or r.unit,
            )
            for r in sheet.stuck
        )
        tables.append(Table(("卡住的", "哪一步", "从哪天", "为什么", "谁拍板"), stuck))
    if sheet.before:
        tables.append(_decided(sheet.before))
    if sheet.decided:
        tables.append(_decided(sheet.decided))
    return Sheet(
        kind="morning",
        title=f"{one.name}碰头会",
        number=DAY.format(sheet.date),
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        signer=str(one.unit),
        date=DAY.format(sheet.date),
        phones="",
        has_receipt=False,
        is_signed_by_applicant=False,
    )


def report_of(one: Campaign, actor: Actor, at: datetime) -> Sheet:
    """Write the report of a campaign with its figures, each with what it is of."""
    f = queries.figures_of(one)
    parties = "、".join(str(unit) for unit in queries.parties_in(one))
    of = f.total - f.exempt
    paragraphs = [
        (
            f"依据：{one.basis}。{DAY.format(one.from_date)}至{DAY.format(one.until_date)}，"
            f"由{one.unit}负责{f'，{parties}一起办' if parties else ''}。"
        ),
        (
            f"名单 {f.total} 户，应办 {of} 户，办完 {f.done} 户（{f.done}/{of}，{f.share_done}%），"
            f"不用办 {f.exempt} 户，没办完 {f.open} 户。"
        ),
    ]
    if f.median_days is not None:
        paragraphs.append(f"从开始到办完，居中的一户用了 {f.median_days:g} 天。")
    paragraphs.append(
        f"碰头会开了 {len(queries.mornings_of(one))} 次，议定 {f.decided} 件，按期办完 {f.kept} 件，"
        f"超期 {f.late} 件。现场照片 {queries.photo_count(one)} 张。"
    )
    if one.result:
        paragraphs.append(f"结论：{one.result}")
    progress = tuple(
        (f"{day:%Y-%m-%d}", str(moved), str(ended)) for day, moved, ended in queries.progress_of(one)
    )
    tables = [Table(("哪天", "动了几户", "办完几户"), progress)] if progress else []
    decisions = queries.every_decision(actor=actor, campaign=one)
    if decisions:
        tables.append(_decided(decisions))
    return Sheet(
        kind="campaign",
        title=f"{one.name}总结" if one.closed_at else f"{one.name}进度",
        number=DAY.format(local(one.closed_at or at)),
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        signer=str(one.unit),
        date=DAY.format(local(one.closed_at or at)),
        phones="",
        has_receipt=False,
        is_signed_by_applicant=False,
    )
