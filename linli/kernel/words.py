"""Words as they arrive from outside: sheets, other programs, pasted text. Made fit to keep, and nothing else changed."""

from __future__ import annotations

import re
from typing import Final

# Control characters but for tab and line feed, and halves of surrogate pairs: no database or printer takes them.
_UNFIT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_EDGE: Final = " \t\n\u3000\u200b\u200e\u200f\ufeff\xa0"


def clean(text: str) -> str:
    """Return `text` with what cannot be kept taken out, line ends made plain and its edges trimmed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNFIT.sub("", text).strip(_EDGE)
    return _BLANK_LINES.sub("\n\n", text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, each run of white space one space."""
    return " ".join(clean(text).split())
