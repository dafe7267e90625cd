"""Documents as data: which kinds there are, and what one says once its slots are filled.

They are the office's own papers, in the language of the office, so they are not translated; the page around them is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any, Final

from linli.kernel.clock import local
from linli.kernel.papers import Sheet, Table

DAY: Final = "{0.year}年{0.month}月{0.day}日"
MOMENTS: Final = ("at", "accepted_at", "promised_by", "resolve_by", "examined_by", "until")
HEADS: Final = {
    "received": ("已收到的材料",),
    "lacking": ("要补的材料", "哪里要补"),
    "promised": ("承诺后补的材料", "什么时候前补"),
    "handed": ("物料",),
    "filed": ("文书", "编号和日期"),
    "grounds": ("依据",),
}
ENDINGS: Final = {
    "approved": "准予",
    "declined": "不予批准",
    "refused": "不予受理",
    "withdrawn": "申请人撤回",
    "returned": "退件",
    "lapse": "退件",
    "transferred": "转别的机关办理",
}
WAYS: Final = {"window": "窗口领取", "post": "邮寄", "door": "送上门", "online": "网上送达"}


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind: title, the word of its number, paragraphs, tables, who signs, whether it stays inside, for whom."""

    code: str
    title: str
    word: str
    text: tuple[str, ...]
    lists: tuple[str, ...] = ()
    is_inner: bool = False
    is_for_specialists: bool = False
    is_signed_by_applicant: bool = False
    has_receipt: bool = False


def _kinds() -> dict[str, DocumentKind]:
    path = resources.files("linli.pillars.service.applications.rules") / "documents.toml"
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        code: DocumentKind(
            code=code,
            title=row["title"],
            word=row["word"],
            text=tuple(row["text"]),
            lists=tuple(row.get("lists", ())),
            is_inner=row.get("inner", False),
            is_for_specialists=row.get("specialists", False),
            is_signed_by_applicant=row.get("signed_by") == "applicant",
            has_receipt=row.get("receipt", False),
        )
        for code, row in read.items()
    }


KINDS: Final = _kinds()


def sheet_of(kind: str, number: str, content: Mapping[str, Any]) -> Sheet:
    """Fill a document in. A paragraph of which a slot is empty is left out, so is a table without rows."""
    row = KINDS[kind]
    if not content:
        return Sheet(kind, row.title, number, (), (), "", "", "", False, False, is_erased=True)
    values = _values(content)
    paragraphs = tuple(
        text.format_map(values) for text in row.text if all(values.get(slot) for slot in _slots(text))
    )
    phones = "　".join(
        f"{label}：{values[slot]}"
        for label, slot in (("电话", "phone"), ("监督电话", "supervision"))
        if values[slot]
    )
    signer = values["applicant"] if row.is_signed_by_applicant else values["office"]
    return Sheet(
        kind=kind,
        title=row.title,
        number=number,
        paragraphs=paragraphs,
        tables=tuple(table for name in row.lists if (table := _table(name, content)) is not None),
        signer=signer,
        date=values["at"],
        phones=phones,
        has_receipt=row.has_receipt,
        is_signed_by_applicant=row.is_signed_by_applicant,
    )


@cache
def _slots(text: str) -> tuple[str, ...]:
    return tuple(name for _literal, name, _spec, _conversion in Formatter().parse(text) if name)


def _values(content: Mapping[str, Any]) -> dict[str, str]:
    values = {name: value if isinstance(value, str) else str(value) for name, value in content.items()}
    values |= {name: day_of(str(content.get(name, ""))) for name in MOMENTS}
    values["deemed"] = (
        "因五个工作日内没有告知补正，自收到材料之日起视为受理。" if content.get("is_deemed") else ""
    )
    values["way_words"] = WAYS.get(str(content.get("way", "")), "")
    values["ending"] = ENDINGS.get(str(content.get("ending", "")), "")
    values["units"] = "、".join(content.get("units", ()))
    values["form"] = "申请表随附。" if content.get("with_form") else "申请表不随附。"
    return values


def day_of(iso: str) -> str:
    """Write a moment as the day it is in China."""
    return DAY.format(local(datetime.fromisoformat(iso))) if iso else ""


def _table(name: str, content: Mapping[str, Any]) -> Table | None:
    rows = content.get(name) or ()
    cells = tuple(
        (row,) if isinstance(row, str) else (row["name"], row.get("why", "") or day_of(row.get("until", "")))
        for row in rows
    )
    return Table(HEADS[name], cells) if cells else None
