"""Headings as people write them, brought to one form: width, spaces, numbering, units in brackets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

#: What a value is counted in. Words of a unit stand in brackets, in a column of their own, or in “单位：户”.
UNITS: Final[dict[str, str]] = {
    "人": "person", "名": "person", "位": "person", "人数": "person",
    "户": "household", "户数": "household",
    "件": "case", "件数": "case", "起": "case", "宗": "case", "条": "case",
    "次": "time", "次数": "time", "场": "time", "场次": "time", "人次": "visit", "户次": "time", "批次": "time",
    "个": "piece", "项": "piece", "处": "piece", "家": "shop", "家数": "shop", "间": "piece", "栋": "piece",
        "幢": "piece",
    "支": "piece", "格": "piece", "所": "piece", "座": "piece", "套": "flat", "份": "meal", "餐次": "meal",
        "小时": "hour",
    "%": "percent", "百分比": "percent", "百分数": "percent", "元": "yuan", "万元": "wan", "千元": "thousand",
        "亿元": "yi",
    "平方米": "m2", "㎡": "m2", "m2": "m2", "平米": "m2", "公顷": "hectare", "平方公里": "km2",
}  # fmt: skip

_BRACKETS: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_NUMBERING: Final = re.compile(r"^(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?!\d)|[①-⑳])+")
_AMONG: Final = re.compile(r"^(?:其\s*中|#)[:：]?")
_SPACE: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(r"[:：*＊\s　\-—–_/、,，;；.。·“”\"'《》<>|]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading without its ornaments: `words`, the unit it names, and what else stood in brackets."""

    words: str
    unit: str = ""
    aside: tuple[str, ...] = ()
    is_among: bool = False


def folded(text: str) -> str:
    """Bring width and space to one form: “填 报 单 位” and “填报单位” are the same."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """Leave only the words: no marks, no space, in one width."""
    return _MARKS.sub("", folded(text))


def heading(text: str) -> Heading:
    """Take a heading apart."""
    plain = folded(text)
    unit, aside = "", []
    for said in _BRACKETS.findall(plain):
        told = said.removeprefix("单位").lstrip(":：")
        if told in UNITS and told not in ("人数", "户数"):
            unit = unit or UNITS[told]
        elif told and not _is_hint(told):
            aside.append(bare(told))
    plain = _BRACKETS.sub("", plain)
    is_among = False
    while (cut := _AMONG.sub("", _NUMBERING.sub("", plain))) != plain:
        is_among = is_among or bool(_AMONG.match(_NUMBERING.sub("", plain)))
        plain = cut
    if plain.endswith(("%", "％")):
        unit, plain = unit or "percent", plain[:-1]
    return Heading(bare(plain), unit, tuple(a for a in aside if a), is_among)


_HINTS: Final = ("盖章", "公章", "签章", "签字", "签名", "必填", "选填", "下拉", "如", "例", "格式", "精确到",
    "保留", "年月日", "是否",
                 "有无", "打√", "√", "可多选", "单选", "合计", "全称", "汉字", "数字", "自动", "公式", "加盖",
                     "手写")  # fmt: skip


def _is_hint(text: str) -> bool:
    """Say whether what stands in brackets tells how to fill, not what."""
    return text.startswith(_HINTS) or text in ("是/否", "有/无", "是否")
