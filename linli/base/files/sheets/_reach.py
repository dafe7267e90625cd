"""How far a workbook reaches: the last cell with something in it, found without keeping any."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

MOST_PLACES: Final = 100_000_000
"""Rows times columns that are laid out to be read (LOCAL): a million rows of a hundred columns."""
_PIECE: Final = 1024 * 1024
_OVERLAP: Final = 256
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_FILLED: Final = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>')


def too_far(path: Path) -> str:
    """Name the last cell of the first sheet that reaches further than can be read, or nothing where none does."""
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if _SHEET.fullmatch(name):
                row, column = _end(packed, name)
                if row * column > MOST_PLACES:
                    return f"{_column_name(column)}{row}"
    return ""


def _end(packed: zipfile.ZipFile, name: str) -> tuple[int, int]:
    row = column = 0
    rest = b""
    with packed.open(name) as part:
        while piece := part.read(_PIECE):
            seen = rest + piece
            for letter, number in _FILLED.findall(seen):
                row, column = max(row, int(number)), max(column, column_number(letter))
            rest = seen[-_OVERLAP:]
    return row, column


def column_number(letters: bytes) -> int:
    """Give the number of a column that a workbook names: A is 1, AA is 27."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


def _column_name(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
