"""Text with commas or tabs, in the encodings that Excel and Chinese systems write."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from linli.base.files.refusals import EncodingUnknown, SheetQuoteOpen
from linli.base.files.sheets._table import Cell, Sheet

MOST_IN_A_CELL: Final = 4 * 1024 * 1024
BROKEN_SHARE: Final = 0.01
"""A few characters cut in half by another system do not make a file unreadable."""

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@contextmanager
def reading(path: Path) -> Iterator[Sheet]:
    """Open a text table. Reads the file once to judge its encoding, and again row by row."""
    encoding, is_lossy, about = encoding_of(path)
    csv.field_size_limit(MOST_IN_A_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
        file.seek(0)
        yield Sheet("", (), encoding, is_lossy, about, _rows(file, separator_of(sample)))


def encoding_of(path: Path) -> tuple[str, bool, int]:
    """Judge the encoding of a text: what it says itself, UTF-8, then GB18030; whether some of it is broken; its lines.

    :raises EncodingUnknown: it is none of them.
    """
    with path.open("rb") as file:
        head = file.read(4)
    told = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    for encoding in (told,) if told else ("utf-8", "gb18030"):
        broken, other, lines = _measure(path, encoding)
        if broken <= BROKEN_SHARE * other:
            return encoding, broken > 0, lines
    raise EncodingUnknown


def _measure(path: Path, encoding: str) -> tuple[int, int, int]:
    """Count what could not be read, what is not plain ASCII, and the lines."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    broken = other = lines = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            broken += text.count("\ufffd")
            lines += text.count("\n")
            other += len(text) - len(text.encode("ascii", "ignore"))
            if not chunk:
                return broken, other, lines


def separator_of(sample: str) -> str:
    """Judge what stands between cells: whatever cuts the first full line into most of them."""
    counts: dict[str, int] = {}
    for separator in (",", "\t", ";", "|"):
        try:
            rows = csv.reader(io.StringIO(sample), delimiter=separator)
            counts[separator] = max((len(row) for _, row in zip(range(10), rows, strict=False)), default=0)
        except csv.Error:
            counts[separator] = 0
    return max(counts, key=lambda separator: counts[separator])


def _rows(file: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    rows = csv.reader(file, delimiter=separator)
    number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetQuoteOpen(line=rows.line_num) from error
        number += 1
        yield number, tuple(map(_plain, row))


def _plain(cell: str) -> str:
    # ="00123" is how text is kept from becoming a number when Excel opens a csv.
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1].replace('""', '"')
    return cell
