"""What people make of the names of places: what they leave out, cut short, or write in another way. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.kernel.chinese import normalise_address, numeral_to_int

LEAST_PREFIX: Final = 2
"""Names of offices shorter than this are no prefix."""

LEAST_TYPO: Final = 4
"""A name of three characters with one of them wrong is another name."""

MOST_OF_A_PAIR: Final = 40
"""A pair of characters in more names than this says nothing about which is meant."""

ALMOST_MEET: Final = 0.0004
"""Two roads whose lines end about forty metres from each other are taken to meet (degrees)."""

TAILS: Final = tuple(
    re.findall(
        r"\S+",
        """
        安置小区 回迁小区 安置房 回迁房 第一宿舍 第二宿舍 第三宿舍 家属院 家属楼 家属区 平房区 单身楼 宿舍 公寓 大院 小区
        新村 花园 家园 佳园 佳苑 雅居 雅苑 名苑 名邸 名城 新苑 新居 新城 公馆 上城 之光 华庭 印象 豪庭 嘉园 嘉苑 山庄 别墅
        广场 号院 苑 里 湾 府 城 园 庭 院 南区 北区 东区 西区 南苑 北苑 东苑 西苑 一期 二期 三期 一区 二区 三区
        """,
    )
)
"""What kind of place a name says it is; people leave it out. The longest is cut first."""

_TAILS = sorted(TAILS, key=len, reverse=True)
_QUARTER = re.compile(r"(.{2,}?)(?:小区)?([东南西北])(区|院|苑)")
_SCHOOL = re.compile(r"(.*?)第([一二三四五六七八九十]{1,3})(中学|小学|幼儿园|医院|宿舍)")
_BRANCH = re.compile(r"(.{2,})\((.{2,}?)(?:分?店|支行|分行|网点|分店|分号)?\)")
_BUILDING = re.compile(r"([a-z]?\d{1,4}[a-z]?|[a-z])(?:号楼|号院|栋|幢|座|号|#楼?)", re.IGNORECASE)
_DASHED = re.compile(r"(\d{1,3})-\d{1,2}-\d{3,4}(?!\d)")
_HAN_NUMBER = re.compile(r"([零〇一二三四五六七八九十百两]{1,6})(?:号楼|号院|栋|幢|座|号|#)")


class Said(StrEnum):
    """How a name was changed."""

    SHORT = "short"
    BRANCH = "branch"


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another way to write a name."""

    words: str
    how: Said


def stem_of(name: str) -> str:
    """Return a name without what kind of place it says it is: 清泉 of 清泉小区. A stem has two characters at least."""
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            stem = name.removesuffix(tail)
            return stem if re.search(r"[^\d]$", stem) and not re.search(r"\d", stem) else ""
    return ""


def estate_names(name: str) -> Iterator[str]:
    """Yield how else an estate is written: 石桥路109号 of 石桥路109号院, 柳行小区南区 of 柳行南区."""
    if name.endswith("号院"):
        yield name.removesuffix("院")
    if found := _QUARTER.fullmatch(name):
        stem, side, _tail = found.groups()
        yield f"{stem}小区{side}区"
        yield f"{stem}{side}区"
        yield f"{stem}{side}院"
    if "第" in name and (found := _SCHOOL.search(name)):
        yield name.replace("第", "")
    if found := re.fullmatch(r"(.{2,}[厂段局社司校站所])(?:宿舍|家属院|家属楼|家属区)", name):
        base = found[1]
        yield from (f"{base}{tail}" for tail in ("宿舍", "家属院", "家属楼", "家属区") if base + tail != name)


def facility_names(name: str, prefixes: tuple[str, ...]) -> Iterator[Spelling]:
    """Yield how else a facility is written: 第五中学, 五中, 外国语学校 without the town's name; one of a chain."""
    if found := _BRANCH.fullmatch(name):
        base, branch = found.groups()
        yield Spelling(base, Said.BRANCH)
        yield Spelling(f"{branch}{base}", Said.SHORT)
        yield Spelling(f"{base}{branch}店", Said.SHORT)
    bare = next(
        (name.removeprefix(p) for p in prefixes if name.startswith(p) and len(name) - len(p) >= 3), ""
    )
    for whole in filter(None, (name, bare)):
        if found := _SCHOOL.fullmatch(whole):
            front, number, kind = found.groups()
            short = {"中学": "中", "小学": "小", "医院": "院", "幼儿园": "幼"}.get(kind, "")
            yield Spelling(f"{front}{number}{kind}", Said.SHORT)
            yield Spelling(f"{front}{number}{short}", Said.SHORT)
            if len(number) == 1 or number == "十":
                digits = numeral_to_int(number)
                yield Spelling(f"{front}第{digits}{kind}", Said.SHORT)
                yield Spelling(f"{front}{digits}{short}", Said.SHORT)
    if bare:
        yield Spelling(bare, Said.SHORT)


def building_number(words: str) -> str:
    """Find the number of a building in words: “三号楼” → “3”, “G2栋” → “g2”, “3-2-501” → “3”; empty where there is none."""
    text = normalise_address(words).casefold()
    if found := _DASHED.match(text):
        return str(int(found[1]))
    found = _BUILDING.search(text)
    if found is None:
        spelled = _HAN_NUMBER.search(text)
        return _plain(spelled[1]) if spelled else ""
    return _plain(found[1])


def _plain(number: str) -> str:
    if number.isdigit() and number.isascii():
        return str(int(number))
    if number.isascii():
        return number.lstrip("0") or number
    try:
        return str(numeral_to_int(number))
    except ValueError:
        return ""


# -------- one character wrong

# Where these differ, another place is meant: 第二宿舍 and 第三宿舍, 东区 and 西区.
_TELLING: Final = frozenset(
    "一二三四五六七八九十百零两东南西北左右前后上下大小新老甲乙丙丁0123456789abcdefgh"
)


def one_edit(said: str, name: str) -> tuple[int, str] | None:
    """Say at which character of a name what was typed differs by one: wrong, missing, too many, or two swapped.

    None where it is the same, differs more, or differs in a character that tells two places apart.
    """
    short, long_ = len(said), len(name)
    if abs(short - long_) > 1 or said == name:
        return None
    at = 0
    while at < min(short, long_) and said[at] == name[at]:
        at += 1
    if short == long_:
        if said[at + 1 :] == name[at + 1 :]:
            return _told(at, "wrong", said[at] + name[at])
        if said[at : at + 2] == name[at : at + 2][::-1] and said[at + 2 :] == name[at + 2 :]:
            return _told(at, "swapped", "")
        return None
    if short < long_:
        return _told(at, "missing", name[at]) if said[at:] == name[at + 1 :] else None
    return _told(at, "extra", said[at]) if said[at + 1 :] == name[at:] else None


def _told(at: int, how: str, differing: str) -> tuple[int, str] | None:
    return None if any(char in _TELLING for char in differing) else (at, how)
