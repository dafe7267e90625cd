"""Chinese words as people type them: width and case folded, cut into pairs of characters for full-text search."""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(r"[㐀-鿿]+|[a-z0-9]+")


def normalise(text: str) -> str:
    """Return `text` with full-width forms made half-width and capitals made small."""
    return unicodedata.normalize("NFKC", text).casefold()


def search_tokens(text: str) -> list[str]:
    """Cut a text into what it is found by: every Chinese character and pair of them, every word and number."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalise(text)):
        if run.isascii():
            found[run] = None
            continue
        for i, char in enumerate(run):
            found[char] = None
            if i + 1 < len(run):
                found[run[i : i + 2]] = None
    return list(found)


def query_tokens(text: str) -> list[str]:
    """Cut what somebody searches for: pairs where there are pairs, single characters only where they stand alone."""
    found: dict[str, None] = {}
    for run in _RUN.findall(normalise(text)):
        if run.isascii() or len(run) == 1:
            found[run] = None
        else:
            found.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(found)
