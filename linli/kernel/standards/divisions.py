"""The 12-digit statistical division code: province, city, county (2+2+2), township level (3), committee level
(3).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Final

from linli.kernel.sources import Source

SOURCE: Final = Source(
    "统计用区划代码和城乡划分代码编制规则 (国统字〔2009〕)",
    "代码结构与编制",
    "https://suixincha.cn/areacode/code/220581102000",
    date(2026, 11, 22),
    "Structure read in a reproduction of the rule.",
)

_CODE: Final = re.compile(r"[1-9][0-9]{11}")


class Level(StrEnum):
    """How deep a division code reaches; the names are those of the unit tree where one exists."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"


# How many digits say something at each level; the rest are zeros.
DIGITS: Final = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.SUBDISTRICT: 9,
    Level.COMMUNITY: 12,
}


def is_code(text: str) -> bool:
    """Say whether `text` is a well-formed 12-digit code (whether the place exists is another question)."""
    return _CODE.fullmatch(text) is not None


def pad(digits: str) -> str:
    """Return the 12-digit form of a shortened code (`370102` → `370102000000`).

    :raises ValueError: when it has not 2, 4, 6, 9 or 12 digits.
    """
    if len(digits) not in DIGITS.values():
        raise ValueError(f"not a division code: {digits!r}")
    code = digits.ljust(12, "0")
    if not is_code(code):
        raise ValueError(f"not a division code: {digits!r}")
    return code


def level_of(code: str) -> Level:
    """Return the level of a 12-digit code, read off its trailing zeros.

    :raises ValueError: when it is no code.
    """
    if not is_code(code):
        raise ValueError(f"not a division code: {code!r}")
    return next(level for level, digits in DIGITS.items() if code[digits:].strip("0") == "")


def ancestor(code: str, level: Level) -> str:
    """Return the 12-digit code of the division at `level` that holds `code`.

    :raises ValueError: when `code` is no code or lies above `level`.
    """
    if DIGITS[level_of(code)] < DIGITS[level]:
        raise ValueError(f"{code} lies above {level.value}")
    return code[: DIGITS[level]].ljust(12, "0")


def parent(code: str) -> str | None:
    """Return the code one level up, or None for a province."""
    levels = list(DIGITS)
    place = levels.index(level_of(code))
    return ancestor(code, levels[place - 1]) if place else None


def contains(outer: str, inner: str) -> bool:
    """Say whether `inner` is `outer` or lies in it."""
    return is_code(inner) and inner.startswith(outer[: DIGITS[level_of(outer)]])


def is_subdistrict_office(code: str) -> bool:
    """Say whether the township part names a subdistrict (001–099), not a town (100–199) or township
    (200–399).
    """
    return is_code(code) and 1 <= int(code[6:9]) <= 99


def is_residents_committee(code: str) -> bool:
    """Say whether the last part names a residents' committee (001–199), not a villagers' committee
    (200–399).
    """
    return is_code(code) and 1 <= int(code[9:]) <= 199
