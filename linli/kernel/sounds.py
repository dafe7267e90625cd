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


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Read the table: a private character for each syllable, without tones. About 40 ms, once."""
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pypinyin")
    readings: dict[str, str] = json.loads(Path(found.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    syllables: dict[str, str] = {}
    table: dict[int, str] = {}
    spelled: dict[str, str] = {}
    for point, given in readings.items():
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
