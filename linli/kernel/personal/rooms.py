"""Whose door it is: rooms behind a building, a stairwell or a neighbour. The building itself is no person's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from linli.kernel.personal import Kind, Stretch

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_SPOKEN = r"[一二三四五六七八九][一二三四五六七八九零〇][一二三四五六七八九零〇]{1,2}"
# 501, 1203: a floor, and a door below fifty; 500 and 1200 are amounts.
_NUMBER = r"(?:\d{1,2}(?:0[1-9]|[1-4]\d))(?!\d)"
_NOT_A_MEASURE = (
    r"(?![多余来]?[人个元块米次年月日天平号栋幢%.度分秒吨条辆路](?!天)|[多余来]户|户人?家?都|[.,]\d)"
)
_STAIRWELL = rf"(?:{_COUNT}|[东南西北中甲乙丙丁A-Fa-f])[ ]?单元[ \-,]?(?:(?:{_COUNT}|顶)[ ]?[楼层][ \-]?)?"
_SIDE = r"(?:[东南西北中左右]{1,2}(?:户|门(?!口)|手|边(?:那|的)?[户家]))"
_DOOR = (
    rf"(?:{_NUMBER}{_NOT_A_MEASURE}[室房户号]?(?![内外])|{_SPOKEN}(?:室|房|户|号)?|{_SIDE}"
    rf"|{_COUNT}(?:室(?![内外])|号(?!楼)|户(?![人都]))|\d{{3,4}}[室房])"
)

_ROOM: Final = re.compile(
    r"(?=[\d一二三四五六七八九十东南西北中甲乙丙丁A-Fa-f房门室楼隔对我他她邻住漏渗流水进到 \-])(?:"
    rf"{_STAIRWELL}{_DOOR}"  # 2单元501室, 二单元3楼西户, 三单元四零一
    r"|(?<!\d)\d{3,4}[ ]?(?:室(?![内外])|房间|房(?![产屋租子价地顶补型源贷改])|住户|业主)"  # 501室, 1203房
    r"|(?:房间号|房号|门牌号?|室号)[:是为 ]{0,2}(?P<door>(?:\d{1,3}-){0,2}\d{3,4}(?!\d))"
    rf"|{_COUNT}[楼层][ \-]?(?:{_SIDE}|\d{{3,4}}[室房户]|{_NUMBER}{_NOT_A_MEASURE})"  # 3楼西户, 9楼902
    rf"|(?:楼上|楼下|隔壁|对门|我家|他家|她家|邻居|住在?|[漏渗流水][到进]了?)的?(?P<near>{_NUMBER}{_NOT_A_MEASURE}(?:室|号|户|家)?)"
    rf"|(?<=[栋幢座楼#])[ \-]?(?<!\d)(?:{_NUMBER}{_NOT_A_MEASURE}[室房户号]?(?![内外])|{_SPOKEN}))"  # 3号楼501, G2栋-320
)
_AND_ROOM: Final = re.compile(rf"(?:[、/]|和|与|跟|到|至|还有)({_NUMBER}{_NOT_A_MEASURE}[室房户号]?)")
_DASHED: Final = re.compile(r"(?<![\d\-])(\d{1,3})-\d{1,2}-\d{3,4}(?![\d\-])")
_BELOW_BUILDING: Final = re.compile(rf"(?:{_STAIRWELL}|{_COUNT}[楼层](?=[^号]|$)).*")


def rooms_in(plain: str) -> Iterator[Stretch]:
    """Yield rooms, in order. Of 3-2-501 the building stays."""
    found = [Stretch(Kind.ROOM, match.end(1), match.end()) for match in _DASHED.finditer(plain)]
    for match in _ROOM.finditer(plain):
        group = match.lastgroup or 0
        found.append(Stretch(Kind.ROOM, match.start(group), match.end(group)))
        end = match.end()
        while further := _AND_ROOM.match(plain, end):
            found.append(Stretch(Kind.ROOM, further.start(1), further.end(1)))
            end = further.end()
    yield from sorted(found, key=lambda one: one.start)


def below_building(plain: str) -> int | None:
    """Find where an address goes below the building; None where it doesn't."""
    starts = [one.start for one in rooms_in(plain)]
    if match := _BELOW_BUILDING.search(plain):
        starts.append(match.start())
    return min(starts, default=None)
