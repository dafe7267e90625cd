"""Reading a sheet of shops: the cells of each row by its headings. What a row means is decided row by row."""

from __future__ import annotations

from pathlib import Path

from linli.base.files.sheets import open_sheet
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.inspections.rules.shops import is_head

LOOKED_AT = 10
"""Rows among which the headings may stand, below a title."""
MOST_ROWS = 5_000
"""What a request takes in; more comes in several files."""


class NoShopSheet(Refusal):
    """The file holds no row of headings with 店招 and 经营种类."""


def rows_of_file(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a sheet of shops, row by row.

    :raises NoShopSheet, UnableToReadSheet: the file as a whole cannot be read.
    """
    heads: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else clean_line(str(cell)).removesuffix(".0") for cell in cells]
            if heads:
                if any(said) and len(rows) < MOST_ROWS:
                    rows.append((number, dict(zip(heads, said, strict=False))))
            elif is_head(said):
                heads = said
            elif number > LOOKED_AT:
                break
    if not heads:
        raise NoShopSheet
    return rows
