"""By which words a name is found, and what is asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from linli.kernel.chinese import all_of, half_width, query_tokens, quoted, search_tokens
from linli.kernel.sounds import initials

SOUND: Final = "~"
"""Stands before first letters of sounds, which are no words."""

LONGEST_SOUND: Final = 24
MOST_WORDS: Final = 160
LONGEST_ASKED: Final = 60
"""Characters of a question that are read."""

_LETTERS = re.compile(r"[a-z0-9]{2,24}", re.ASCII)
_LAST_LETTERS = re.compile(r"[a-z0-9]+$", re.ASCII)


def words_of(names: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """Cut what something is found by: the words of its names and of what else is known of it, and how its names begin
    to sound from each character on (翠湖园: ~chy, ~hy, ~y).
    """
    found: dict[str, None] = {}
    for name in filter(None, names):
        found |= dict.fromkeys(search_tokens(name))
        for way in initials(name):
            found |= {SOUND + way[start : start + LONGEST_SOUND]: None for start in range(len(way))}
    for text in filter(None, others):
        found |= dict.fromkeys(search_tokens(text))
    return list(found)[:MOST_WORDS]


def question(asked: str) -> str:
    """Return what somebody typed as a `tsquery`; empty where nothing can be looked for.

    All words must be there, the last of letters or digits by its beginning; letters alone are first letters of sounds too.
    """
    plain = half_width(asked[:LONGEST_ASKED]).casefold().strip()
    tokens = query_tokens(plain)
    if not tokens:
        return ""
    begun = _LAST_LETTERS.search(plain)
    if begun and tokens[-1] == begun[0]:
        rest = all_of(tokens[:-1])
        words = f"{rest} & {quoted(tokens[-1])}:*" if rest else f"{quoted(tokens[-1])}:*"
    else:
        words = all_of(tokens)
    if _LETTERS.fullmatch(plain):
        return f"({words}) | {quoted(SOUND + plain)}:*"
    return words
