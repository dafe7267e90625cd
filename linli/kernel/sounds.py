"""How Chinese words sound, so that what was typed by ear or by voice is taken for what was meant: 翠胡 for 翠湖.

The readings come from `pypinyin`; only its table of characters is read, the dictionary of phrases is not.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import normalize

_PRIVATE = 0xE000
# Pairs that input methods offer as one and that much of the country says as one.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FINALS = (("eng", "en"), ("ing", "in"))


def _readings() -> dict[str, str]:
    """Read how each character, by its code point, is said: with tones, the usual way first."""
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pypinyin")
    readings: dict[str, str] = json.loads(Path(found.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return readings


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Read the table: a private character for each syllable, without tones. About 40 ms, once."""
    syllables: dict[str, str] = {}
    table: dict[int, str] = {}
    spelled: dict[str, str] = {}
    for point, given in _readings().items():
        first = given.partition(",")[0]
        if first not in spelled:
            spelled[first] = _plain(first)
        sound = spelled[first]
        table[int(point)] = syllables.setdefault(sound, chr(_PRIVATE + len(syllables)))
    return table


def _plain(syllable: str) -> str:
    """Return a syllable without its tone, with sounds merged that people mix up."""
    letters = "".join(c for c in normalize("NFD", syllable) if c.isascii() and c.isalpha())
    for many, one in _INITIALS:
        if letters.startswith(many):
            letters = one + letters[len(many) :]
    for many, one in _FINALS:
        if letters.endswith(many):
            letters = letters[: -len(many)] + one
    return letters


def sounds(text: str) -> str:
    """Return the text with each Chinese character replaced by one that stands for its sound; the length stays."""
    return text.translate(_table())


_FIRST_BITE = 8
"""Ways to read a name's first letters that are kept: three characters with two readings each."""

# What a name may begin with otherwise: 银行 is yh, 重庆 cq. Characters whose second reading names use, by its letter.
_OTHERWISE = {
    "行": "h", "长": "c", "重": "c", "乐": "y", "厦": "x", "单": "s", "曾": "z", "解": "x", "朝": "z", "调": "t", "盛": "c",
    "传": "z", "弹": "t", "会": "k", "翟": "z", "查": "z", "召": "s", "参": "s", "番": "p",
}  # fmt: skip


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    """Read the first letter of each character. About 40 ms, once."""
    table: dict[int, str] = {}
    for point, given in _readings().items():
        letter = normalize("NFD", given.partition(",")[0])[:1]
        if letter.isascii() and letter.isalpha():
            table[int(point)] = letter
    return table


def initials(text: str) -> tuple[str, ...]:
    """Return the first letters of a text's sounds, as people type them: 翠湖银行 gives chyh (and chyx).

    Letters and digits stay; everything else is left out. The usual reading comes first; at most eight are given.
    """
    table, ways = _letters(), [""]
    for char in normalize("NFKC", text).casefold():
        letter = char if char.isascii() and char.isalnum() else table.get(ord(char), "")
        other = _OTHERWISE.get(char, letter)
        both = (letter, other) if other != letter and len(ways) < _FIRST_BITE else (letter,)
        ways = [way + one for way in ways for one in both]
    return tuple(way for way in dict.fromkeys(ways) if way)
