"""The 15-digit code of a grid: district (6), subdistrict (3), community (3), number in the community (3).

Numbers run from west to east, then from north to south inside the community. Kind and dates of a grid are not
in its code: they change, the code must not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from linli.kernel.sources import Source
from linli.kernel.standards import divisions

SOURCE: Final = Source(
    "北京市单元网格划分与编码地方标准; 网格标识码字段见 GB/T 47678.5-2026",
    "单元网格编码: 15 位",
    "https://renrendoc.com/paper/357496345.html",
    date(2026, 11, 21),
    "The local standard was read on a document-sharing site; the length is confirmed by GB/T 47678.5.",
)

_CODE: Final = re.compile(r"([1-9][0-9]{5})([0-9]{3})([0-9]{3})([0-9]{3})")
ROW_SHARE: Final = 0.5  # LOCAL: centres that differ in latitude by less than half a mean row count as one row


@dataclass(frozen=True, slots=True)
class GridCode:
    """The parts of a grid code."""

    community: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.community}{self.sequence:03d}"

    @property
    def subdistrict(self) -> str:
        """The 12-digit division code of the subdistrict."""
        return divisions.ancestor(self.community, divisions.Level.SUBDISTRICT)


def build(community: str, sequence: int) -> str:
    """Return the 15-digit code of the grid number `sequence` (1–999) of a community's 12-digit code.

    :raises ValueError: when the community is no community or the number is out of range.
    """
    if divisions.level_of(community) is not divisions.Level.COMMUNITY:
        raise ValueError(f"not a community: {community!r}")
    if not 1 <= sequence <= 999:
        raise ValueError(f"a grid number of {sequence}")
    return str(GridCode(community, sequence))


def parse(text: str) -> GridCode:
    """Read a 15-digit grid code.

    :raises ValueError: when it is none.
    """
    match = _CODE.fullmatch(text.strip())
    if match is None or match[2] == "000" or match[3] == "000" or match[4] == "000":
        raise ValueError(f"not a grid code: {text!r}")
    return GridCode("".join(match.groups()[:3]), int(match[4]))


def is_code(text: str) -> bool:
    """Say whether `text` is a well-formed grid code."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def in_order(centres: Iterable[tuple[float, float]]) -> Sequence[int]:
    """Return the places of `centres` (longitude, latitude) in numbering order: rows from north, each from
    west.

    The rule says west to east, then north to south; real centres never share a latitude, so they are first
    put into rows (LOCAL).
    """
    points = list(centres)
    if not points:
        return []
    north_first = sorted(range(len(points)), key=lambda place: (-points[place][1], points[place][0]))
    extent = points[north_first[0]][1] - points[north_first[-1]][1]
    tolerance = extent / max(1.0, len(points) ** 0.5) * ROW_SHARE
    rows: list[list[int]] = []
    for place in north_first:
        if rows and points[rows[-1][0]][1] - points[place][1] <= tolerance:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place for row in rows for place in sorted(row, key=lambda place: points[place][0])]
