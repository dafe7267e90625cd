"""Chinese as people type it: widths, numerals in addresses, and the pairs of characters that full-text search
needs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final

HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""The Chinese characters, as the inside of a regular expression's character class."""

_ONE_HAN: Final = re.compile(rf"[{HAN}]")
_RUN: Final = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")

LONGEST_WORD: Final = 64
"""Characters by which a word of another script is found; PostgreSQL refuses a lexeme of more than 2,046 bytes."""

_DIGITS: Final = {
    **{char: value for value, char in enumerate("〇一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
    "幺": 1,
}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS: Final = {"万": 10_000, "亿": 100_000_000}
_SHORT: Final = {"廿": 20, "卅": 30}
_NUMERAL: Final = "".join((*_DIGITS, *_UNITS, *_SHORT))

# Words that follow a number in an address. 路 and 街 are missing on purpose: 经四路 and 二环路 are names.
_AFTER_NUMBER: Final = "号楼|号院|号|栋|幢|座|单元|层|楼|室|户|房|区|期|排|院|弄|门|组|队|米"
_ADDRESS_NUMERAL: Final = re.compile(rf"([{_NUMERAL}]+)(?=(?:{_AFTER_NUMBER}))")
# Gridded roads of the north (经十路, 纬二路) are typed both ways; their names are written with numerals.
_GRIDDED_ROAD: Final = re.compile(r"(?<=[经纬])(\d{1,2})(?=(?:路|街))")


# -------- reading and writing


def normalise(text: str) -> str:
    """Return `text` with full-width forms made half-width, compatibility forms unified and capitals made
    small.
    """
    if _SIMPLE.fullmatch(text):
        return text.translate(_FOLDED)
    return unicodedata.normalize("NFKC", text).casefold()


_SIMPLE: Final = re.compile("[\t\n\r -~\u00b7\u2010-\u2027\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*")
"""Characters that change for themselves, whatever stands beside them: nearly every message is made of them."""


class _ByCharacter(dict[int, str | int]):
    """A table for `str.translate` that learns each character at its first use: asking it is what takes time."""

    def __init__(self, of: Callable[[int], str | int]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str | int:
        self[code] = found = self._of(code)
        return found


_FOLDED: Final = _ByCharacter(lambda code: unicodedata.normalize("NFKC", chr(code)).casefold())


def half_width(text: str) -> str:
    """Return `text` with full-width ASCII and the ideographic space made half-width; the length stays the
    same.
    """
    return text.translate(_HALF_WIDTH)


_HALF_WIDTH: Final = _ByCharacter(
    lambda code: code - 0xFEE0 if 0xFF01 <= code <= 0xFF5E else 0x20 if code == 0x3000 else code
)


def numeral_to_int(text: str) -> int:
    """Read a Chinese numeral: counted (`二十三`, `一百零五`), listed (`一二〇一` → 1201) or short (`廿三`).

    :raises ValueError: when it is not one.
    """
    if not text:
        raise ValueError("an empty numeral")
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = 0
    digit: int | None = None
    last_unit = 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                raise ValueError(f"not a numeral: {text!r}")
            digit = _DIGITS[char]
        elif char in _UNITS or char in _SHORT:
            unit = _UNITS.get(char, 10)
            if unit >= last_unit or (char in _SHORT and digit):
                raise ValueError(f"not a numeral: {text!r}")
            section += _SHORT.get(char, (1 if digit is None or digit == 0 else digit) * unit)
            digit, last_unit = None, unit
        elif char in _MYRIADS:
            section += digit or 0
            if not section and not total:
                raise ValueError(f"not a numeral: {text!r}")
            total = (total + section) * _MYRIADS[char] if char == "亿" else total + section * _MYRIADS[char]
            section, digit, last_unit = 0, None, 10_000
        else:
            raise ValueError(f"not a numeral: {text!r}")
    return total + section + (digit or 0)


def int_to_numeral(number: int) -> str:
    """Write a number from 0 to 9999 as people say it: 10 → `十`, 23 → `二十三`, 105 → `一百零五`.

    :raises ValueError: when it is out of range.
    """
    if not 0 <= number <= 9999:
        raise ValueError(f"no numeral for {number}")
    if number == 0:
        return "零"
    written = ""
    owed_zero = False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if owed_zero else "") + "〇一二三四五六七八九"[digit] + word
            owed_zero = False
        elif written:
            owed_zero = True
    return written.removeprefix("一") if written.startswith("一十") else written


def normalise_address(text: str) -> str:
    """Return an address in the one spelling that is stored and searched: `三号楼二单元５０１室` →
    `3号楼2单元501室`.

    Widths are unified, spaces go, dashes become `-`, numerals before an address word become digits, and
    digits in gridded road names become numerals (`经10路` → `经十路`).
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[‐-―−﹣－~～]+", "-", text)
    text = _ADDRESS_NUMERAL.sub(_digits, text)
    return _GRIDDED_ROAD.sub(lambda match: int_to_numeral(int(match[1])), text)


def _digits(match: re.Match[str]) -> str:
    try:
        return str(numeral_to_int(match[1]))
    except ValueError:
        return match[1]


# -------- search


def search_tokens(text: str) -> list[str]:
    """Cut a text into what it is found by: each Chinese character and pair of them, each word and number.

    Numerals in front of address words count as digits, so 三号楼 and 3号楼 find each other.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(_ADDRESS_NUMERAL.sub(_digits, normalise(text))):
        if not _is_han(run[0]):
            found[run[:LONGEST_WORD]] = None
            continue
        for char, after in pairwise(run):
            found[char] = None
            found[char + after] = None
        found[run[-1]] = None
    return list(found)


def query_tokens(text: str) -> list[str]:
    """Cut what somebody searches for: pairs where there are pairs, single characters only where they stand
    alone.

    A text matches when it has all of them. Pairs can match across a gap (甲乙…乙丙 for 甲乙丙); show the
    ranking.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(_ADDRESS_NUMERAL.sub(_digits, normalise(text))):
        if len(run) == 1 or not _is_han(run[0]):
            found[run[:LONGEST_WORD]] = None
        else:
            found.update(dict.fromkeys(run[place : place + 2] for place in range(len(run) - 1)))
    return list(found)


def search_query(text: str) -> str:
    """Return what somebody searches for as a PostgreSQL `tsquery` that asks for all of it; empty for no
    words.

    Cast it (`%s::tsquery`) and store the other side with `array_to_tsvector(search_tokens(…))`: the server's
    own text parser knows no Chinese and, under the C locale, throws it away.
    """
    return all_of(query_tokens(text))


def all_of(tokens: Iterable[str]) -> str:
    """Return a `tsquery` that asks for every one of some tokens, as `search_query`; empty for none."""
    return " & ".join(map(quoted, tokens))


def quoted(token: str) -> str:
    """Write a token as a lexeme of a `tsquery`, whatever stands in it."""
    return "'" + token.replace("'", "").replace("\\", "") + "'"


def _is_han(char: str) -> bool:
    return _ONE_HAN.match(char) is not None
