"""What is kept about a shop, and how a row of a sheet says it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from linli.kernel.refusals import Refusal
from linli.kernel.standards.frontage import ShopTrade, trade_named

MOST_FRONT_M: Final = 500
HEADS: Final = (
    "店招",
    "经营种类",
    "统一社会信用代码",
    "无代码原因",
    "登记名称",
    "地址",
    "门前长度",
    "联系人",
    "联系电话",
)
NEEDED: Final = frozenset({"店招", "经营种类"})


class ShopNameless(Refusal):
    """A shop without a sign."""


class ShopTradeUnknown(Refusal):
    """No trade that a list stands for: `trade`."""


class FrontUnusable(Refusal):
    """The length of the front is no number of metres: `word`."""


@dataclass(frozen=True, slots=True)
class ShopRecord:
    """What is kept about a shop; who runs it stands in the register of enterprises."""

    sign: str
    trade: str
    address: str = ""
    front_m: int | None = None
    lon: float | None = None
    lat: float | None = None


def checked(record: ShopRecord) -> ShopRecord:
    """Return a record in the one spelling that is stored.

    :raises ShopNameless, ShopTradeUnknown, FrontUnusable: as named.
    """
    sign = record.sign.strip()
    if not sign:
        raise ShopNameless
    if record.trade not in set(ShopTrade):
        raise ShopTradeUnknown(trade=record.trade[:20])
    if record.front_m is not None and not 0 < record.front_m <= MOST_FRONT_M:
        raise FrontUnusable(word=str(record.front_m)[:20])
    return replace(record, sign=sign[:60], address=record.address.strip()[:120])


def is_head(cells: Iterable[str]) -> bool:
    """Say whether a row holds the headings."""
    return {cell.strip() for cell in cells} >= NEEDED


def record_of(cells: Mapping[str, str]) -> ShopRecord:
    """Read a row of a sheet by its headings.

    :raises ShopNameless, ShopTradeUnknown, FrontUnusable: as named.
    """
    said = {head: cells.get(head, "").strip() for head in HEADS}
    trade = trade_named(said["经营种类"])
    if said["店招"] and not trade:
        raise ShopTradeUnknown(trade=said["经营种类"][:20])
    record = ShopRecord(said["店招"], trade, said["地址"], _metres(said["门前长度"]))
    return checked(record)


def _metres(text: str) -> int | None:
    if not text:
        return None
    digits = text.removesuffix("米").removesuffix("m").partition(".")[0]
    if not (digits.isascii() and digits.isdigit() and len(digits) < 5):
        raise FrontUnusable(word=text[:20])
    return int(digits)
