"""Judge what a file is and open it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from linli.base.files.refusals import (
    FileEmpty,
    FileTooLarge,
    FileUnpacksTooLarge,
    SheetDamaged,
    SheetIsWebPage,
    SheetKindRefused,
)
from linli.base.files.sheets import _text, _workbook
from linli.base.files.sheets._table import MOST_UNPACKED_MB, Sheet

MB: Final = 1024 * 1024
MOST_MB: Final = 500
MOST_PARTS: Final = 10_000
SNIFFED: Final = 4096
MOST_ZEROS: Final = 0.1

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite")
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style")


@contextmanager
def open_sheet(path: Path, *, name: str = "") -> Iterator[Sheet]:
    """Open the table of a file, or the one called `name` of its workbook; else the first that is not empty.

    :raises UnableToReadSheet: a subclass says why. :raises FileEmpty, FileTooLarge, FileUnpacksTooLarge: as named.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty
    if size > MOST_MB * MB:
        raise FileTooLarge(most_mb=MOST_MB)
    with path.open("rb") as file:
        head = file.read(SNIFFED)
    if head.startswith(_ZIP):
        _look_into(path)
    if head.startswith((_ZIP, _OLE)):
        with _workbook.reading(path, name) as sheet:
            yield sheet
        return
    if head.startswith(_OTHERS) or (not head.startswith(_UTF16) and head.count(0) > MOST_ZEROS * len(head)):
        raise SheetKindRefused
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise SheetIsWebPage
    with _text.reading(path) as sheet:
        yield sheet


def _look_into(path: Path) -> None:
    """Refuse a packed file that unpacks without end, before anything unpacks it."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SheetDamaged from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_MB * MB:
        raise FileUnpacksTooLarge(most_mb=MOST_UNPACKED_MB)
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise SheetKindRefused
