"""The owners' roll as a sheet, row by row, before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from linli.base.files.sheets import open_sheet
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.deliberation.operations import RollTooLong
from linli.pillars.governance.estates import rules
from linli.pillars.governance.estates.operations._prepare import Door

LOOKED_AT: Final = 10
"""So many rows of a sheet are searched for its headings."""


class NoRollSheet(Refusal):
    """The sheet has no row that names a door and an area, or nothing below it."""


def rows_of_roll(path: Path) -> list[tuple[int, Door | Refusal]]:
    """Read a sheet of owners' doors, row by row; a row that cannot be read, or a door twice, stands as its refusal.

    Columns beside the door and its area are not looked at: names stay where they are.

    :raises NoRollSheet, UnableToReadSheet: the file as a whole cannot be read. :raises RollTooLong: too many doors.
    """
    heads: list[str] = []
    rows: list[tuple[int, Door | Refusal]] = []
    seen: set[str] = set()
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else clean_line(str(cell)) for cell in cells]
            if heads:
                if any(said):
                    if len(rows) >= rules.MOST_DOORS:
                        raise RollTooLong(most=rules.MOST_DOORS)
                    rows.append((number, _door_in(dict(zip(heads, said, strict=False)), seen)))
            elif rules.is_roll_head(said):
                heads = said
            elif number > LOOKED_AT:
                break
    if not rows:
        raise NoRollSheet
    return rows


def _door_in(cells: dict[str, str], seen: set[str]) -> Door | Refusal:
    try:
        label, area = rules.door_of(cells)
    except rules.StrangeDoor as refusal:
        return refusal
    if label in seen:
        return rules.StrangeDoor(label=label[:60])
    seen.add(label)
    return Door(label, area)
