"""Opening a file of items: a table (Excel, csv) with the headings of `rules.sheet`, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from linli.base.files.sheets import open_sheet
from linli.kernel.refusals import Refusal
from linli.pillars.service.catalog.operations._import import NoItemSheet, items_of_json, items_of_rows
from linli.pillars.service.catalog.rules.item import Item
from linli.pillars.service.catalog.rules.reading import FORMAT, content_of
from linli.pillars.service.catalog.rules.sheet import heads_known

LOOKED_AT = 10
"""Rows among which the headings may stand, below a title."""


class NoItemFile(Refusal):
    """A JSON file is broken, or holds no list of items."""


def items_of_file(path: Path) -> list[tuple[int, Item | Refusal]]:
    """Read a file of items; a row that is none stands as its refusal.

    :raises NoItemFile, NoItemSheet, UnableToReadSheet: the file as a whole cannot be read.
    """
    with path.open("rb") as file:
        first = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first in (b"{", b"["):
        return _of_json(path)
    return _of_sheet(path)


def _of_json(path: Path) -> list[tuple[int, Item | Refusal]]:
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:  # no JSON, no UTF-8, or brackets without end
        raise NoItemFile from error
    entries = held.get("items") if isinstance(held, dict) else held
    if not isinstance(entries, list):
        raise NoItemFile
    return list(items_of_json(entries))


def _of_sheet(path: Path) -> list[tuple[int, Item | Refusal]]:
    with open_sheet(path) as sheet:
        heads: list[str] = []
        rows = []
        for number, cells in sheet.rows:
            said = ["" if cell is None else str(cell).removesuffix(".0") for cell in cells]
            if heads:
                rows.append((number, dict(zip(heads, said, strict=False))))
            elif heads_known(cell.strip() for cell in said):
                heads = [cell.strip() for cell in said]
            elif number > LOOKED_AT:
                break
    if not heads:
        raise NoItemSheet
    return list(items_of_rows(rows))


def json_of(items: Iterable[Item]) -> str:
    """Write items as a JSON file that `items_of_file` reads."""
    held = {"format": FORMAT, "items": [content_of(item) for item in items]}
    return json.dumps(held, ensure_ascii=False, indent=1)
