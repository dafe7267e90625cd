"""What is kept about an enterprise, and how a row of a sheet says it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.numbers import normalise_phone, normalise_uscc
from linli.kernel.refusals import Refusal
from linli.kernel.standards.trades import trade_of


class Form(StrEnum):
    """What kind of body it is."""

    COMPANY = "company"
    SOLE = "sole"
    BRANCH = "branch"
    SOCIAL = "social"
    OTHER = "other"


class Size(StrEnum):
    """How large it is, as its own papers say. Nothing is computed here: the thresholds differ by trade."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Taxpayer(StrEnum):
    """How it pays value added tax."""

    GENERAL = "general"
    SMALL = "small"


class NoCode(StrEnum):
    """Why there is no unified social credit code."""

    STALL = "stall"
    APPLYING = "applying"
    UNKNOWN = "unknown"


class Purpose(StrEnum):
    """What a visit is for (一走五访, seed 002): a list, no programme to be ticked off."""

    POLICY = "policy"
    JOB = "job"
    STARTUP = "startup"
    TRAINING = "training"
    SUBSIDY = "subsidy"
    SAFETY = "safety"
    TAX = "tax"
    LISTEN = "listen"


class BadCode(Refusal):
    """The code is none: its length, letters or check character are wrong."""


class CodeOrReason(Refusal):
    """Neither a code nor a reason why there is none, or both."""


class EnterpriseNameless(Refusal):
    """An enterprise without a name."""


class TradeUnknown(Refusal):
    """No section of the classification: `trade`."""


class WordUnknown(Refusal):
    """A cell holds a word that its column does not know: `head`, `word`."""


class PhoneUnusable(Refusal):
    """The contact's number is no telephone number."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept about an enterprise; empty is not known, and not asked for twice."""

    name: str
    uscc: str = ""
    no_code: str = ""
    form: str = ""
    trade: str = ""
    size: str = ""
    taxpayer: str = ""
    staff_count: int | None = None
    founded_date: date | None = None
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    contact_name: str = ""
    contact_phone: str = ""


MOST_STAFF: Final = 1_000_000
HEADS: Final = (
    "名称", "统一社会信用代码", "无代码原因", "类型", "行业", "规模", "纳税人", "从业人数", "成立日期", "地址",
    "联系人", "联系电话",
)  # fmt: skip
NEEDED: Final = frozenset({"名称"})
FORMS: Final = {
    "公司": Form.COMPANY, "企业": Form.COMPANY, "个体工商户": Form.SOLE, "个体": Form.SOLE, "分支机构": Form.BRANCH,
    "分公司": Form.BRANCH, "社会组织": Form.SOCIAL, "民办非企业": Form.SOCIAL, "其他": Form.OTHER,
}  # fmt: skip
SIZES: Final = {"微型": Size.MICRO, "小型": Size.SMALL, "中型": Size.MEDIUM, "大型": Size.LARGE}
TAXPAYERS: Final = {"一般纳税人": Taxpayer.GENERAL, "小规模纳税人": Taxpayer.SMALL, "小规模": Taxpayer.SMALL}
NO_CODES: Final = {"免登记": NoCode.STALL, "正在办": NoCode.APPLYING, "没问到": NoCode.UNKNOWN}
_DATE: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


def checked(record: Record) -> Record:
    """Return a record in the one spelling that is stored.

    :raises EnterpriseNameless, BadCode, CodeOrReason, TradeUnknown, PhoneUnusable: as named.
    """
    name, code = record.name.strip(), record.uscc.strip()
    if not name:
        raise EnterpriseNameless
    if code:
        try:
            code = normalise_uscc(code)
        except ValueError:
            raise BadCode from None
    if bool(code) == bool(record.no_code):
        raise CodeOrReason
    if record.trade and trade_of(record.trade) != record.trade:
        raise TradeUnknown(trade=record.trade)
    phone = record.contact_phone.strip()
    if phone:
        try:
            phone = normalise_phone(phone)
        except ValueError:
            raise PhoneUnusable from None
    return replace(
        record, name=name, uscc=code, contact_phone=phone, contact_name=record.contact_name.strip()
    )


def record_of(cells: Mapping[str, str]) -> Record:
    """Read a row of a sheet by its headings. What is masked (it holds a star) is left as it was.

    :raises WordUnknown: and as `checked`.
    """
    said = {head: cells.get(head, "").strip() for head in HEADS}
    trade = trade_of(said["行业"])
    if said["行业"] and not trade:
        raise TradeUnknown(trade=said["行业"][:20])
    code = said["统一社会信用代码"]
    reason = _word("无代码原因", said, NO_CODES)
    return checked(
        Record(
            name=said["名称"][:80],
            uscc=code,
            no_code=reason or ("" if code else NoCode.UNKNOWN),
            form=_word("类型", said, FORMS),
            trade=trade,
            size=_word("规模", said, SIZES),
            taxpayer=_word("纳税人", said, TAXPAYERS),
            staff_count=_count(said["从业人数"]),
            founded_date=_day(said["成立日期"]),
            address=said["地址"][:120],
            contact_name="" if "*" in said["联系人"] else said["联系人"][:20],
            contact_phone="" if "*" in said["联系电话"] else said["联系电话"],
        )
    )


def is_head(cells: Iterable[str]) -> bool:
    """Say whether a row holds the headings."""
    return {cell.strip() for cell in cells} >= NEEDED


def _word(head: str, said: Mapping[str, str], known: Mapping[str, StrEnum]) -> str:
    word = said[head]
    if word and word not in known:
        raise WordUnknown(head=head, word=word[:20])
    return known[word].value if word else ""


def _count(text: str) -> int | None:
    if not text:
        return None
    digits = text.removesuffix("人").removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and int(digits) <= MOST_STAFF):
        raise WordUnknown(head="从业人数", word=text[:20])
    return int(digits)


def _day(text: str) -> date | None:
    if not text:
        return None
    found = _DATE.match(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else _none(text)
    except ValueError:
        return _none(text)


def _none(text: str) -> date:
    raise WordUnknown(head="成立日期", word=text[:20])
