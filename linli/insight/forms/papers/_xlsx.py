"""Workbooks: cells with their borders and merges out; values back in, with everything else left as it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, Final

from linli.base.files.sheets import column_number
from linli.insight.forms.papers._bounds import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TABLES,
    TooFar,
    TooLarge,
)
from linli.insight.forms.papers.writing import with_blank_filled
from linli.insight.forms.rules.grid import Cell, Kind, Paper, Table

_MERGE: Final = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"')
_CELL: Final = re.compile(rb"<(?:\w+:)?c[ >/]")
MOST_ASTRAY: Final = 20
"""So few cells beyond the bounds were written by mistake (LOCAL); more are a list too long for a form."""
_AMBER: Final = "FFFFE9A8"


def _look_into(data: bytes) -> None:
    """Refuse what would cost memory to open: a merge over a million cells, a sheet of a hundred thousand."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if not re.match(r"xl/worksheets/[^/]+\.xml$", name):
                continue
            body = packed.read(name)
            if len(_CELL.findall(body)) > MOST_CELLS:
                raise TooLarge(MOST_CELLS)
            for left, top, right, bottom in _MERGE.findall(body):
                rows, cols = int(bottom) - int(top) + 1, column_number(right) - column_number(left) + 1
                if rows * cols > MOST_CELLS:
                    raise TooLarge(MOST_CELLS)


def _opened(data: bytes) -> Any:
    from openpyxl import load_workbook

    _look_into(data)
    book = load_workbook(io.BytesIO(data))
    if len(book.sheetnames) > MOST_TABLES:
        raise TooLarge(MOST_CELLS)
    return book


def _sheets(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def read(data: bytes) -> Paper:
    """Read every visible sheet."""
    return Paper("xlsx", tuple(_table(sheet) for sheet in _sheets(_opened(data))))


def _written(sheet: Any) -> list[tuple[tuple[int, int], Any]]:
    """Give the cells that are in the file, row by row; what lies between them is not laid out, however far they stand."""
    return sorted(sheet._cells.items())


def _is_boxed(cell: Any) -> bool:
    border = cell.border
    return bool((border.left.style and border.top.style) or (border.right.style and border.bottom.style))


def _table(sheet: Any) -> Table:
    spans = {
        (m.min_row, m.min_col): (m.max_row - m.min_row + 1, m.max_col - m.min_col + 1)
        for m in sheet.merged_cells.ranges
    }
    covered = {
        (r, c)
        for m in sheet.merged_cells.ranges
        for r in range(m.min_row, m.max_row + 1)
        for c in range(m.min_col, m.max_col + 1)
    } - set(spans)
    found: list[Cell] = []
    astray: list[str] = []
    for place, cell in _written(sheet):
        if place in covered:
            continue
        value, boxed = cell.value, _is_boxed(cell)
        if value in (None, "") and not boxed and place not in spans:
            continue
        if value not in (None, "") and (cell.row > MOST_ROWS or cell.column > MOST_COLUMNS):
            astray.append(cell.coordinate)
        rows, cols = spans.get(place, (1, 1))
        percent = "%" in (cell.number_format or "")
        found.append(Cell(cell.row - 1, cell.column - 1, *_said(value), rows, cols, boxed, percent))
    if 0 < len(astray) <= MOST_ASTRAY:
        raise TooFar(astray[-1])
    height = max((c.row + c.rows for c in found), default=0)
    width = max((c.col + c.cols for c in found), default=0)
    if height > MOST_ROWS or width > MOST_COLUMNS:
        raise TooLarge(MOST_CELLS)
    return Table(sheet.title, height, width, tuple(found))


def _said(value: Any) -> tuple[str, Kind]:
    if value is None or (isinstance(value, str) and not value.strip()):
        return "", Kind.BLANK
    if isinstance(value, str):
        return value[:500], Kind.FORMULA if value.startswith("=") else Kind.TEXT
    if isinstance(value, bool | int | float):
        return str(value), Kind.NUMBER
    return str(getattr(value, "text", value))[:500], Kind.FORMULA if hasattr(value, "ref") else Kind.TEXT


# ------------------------------------------------------------ writing


def write(data: bytes, puts: Sequence[Sequence[Any]], extra: Sequence[Sequence[int]]) -> bytes:
    """Put values in."""
    book = _opened(data)
    sheets = _sheets(book)
    for table, like, count in sorted(extra, key=lambda e: -e[1]):
        _lengthen(sheets[table], like + 1, count)
    blanks: dict[tuple[int, int, int], list[Sequence[Any]]] = {}
    for put in puts:
        table, row, col, value, nth, is_doubtful, note = put
        if nth is not None:
            blanks.setdefault((table, row, col), []).append(put)
            continue
        _set(sheets[table].cell(row + 1, col + 1), value)
        if is_doubtful:
            _mark(sheets[table].cell(row + 1, col + 1), note)
    for (table, row, col), many in blanks.items():
        cell = sheets[table].cell(row + 1, col + 1)
        text = str(cell.value or "")
        for put in sorted(many, key=lambda p: -p[4]):  # from the right: the places before stay where they are
            text = with_blank_filled(text, put[4], str(put[3]))
        _set(cell, text)
        if any(put[5] for put in many):
            _mark(cell, next(put[6] for put in many if put[5]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set(cell: Any, value: Any) -> None:
    if isinstance(value, str):
        cell.value = ""
        cell.value = value[:2000]
        cell.data_type = "s"  # words stay words, whatever they begin with: “=” would run in Excel
    else:
        cell.value = value


def _mark(cell: Any, note: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=_AMBER)
    if note and cell.comment is None:
        cell.comment = Comment(note[:500], "Linli", height=90, width=260)


def _lengthen(sheet: Any, like: int, many: int) -> None:
    """Put rows below one, made like it; what stands below moves down, formulas and merges with it."""
    from openpyxl.utils import get_column_letter

    ends = [place for place, _cell in _written(sheet) if place[0] <= MOST_ROWS and place[1] <= MOST_COLUMNS]
    last, width = max(row for row, _col in ends), max(col for _row, col in ends)
    heights = {row: d.height for row, d in sheet.row_dimensions.items() if d.height}
    moved = [m for m in sheet.merged_cells.ranges if m.min_row > like]
    for merge in moved:
        sheet.unmerge_cells(str(merge))
    if last > like:
        sheet.move_range(f"A{like + 1}:{get_column_letter(width)}{last}", rows=many, translate=True)
    for row in range(last, like, -1):
        if row in heights:
            sheet.row_dimensions[row + many].height = heights[row]
    for merge in moved:
        sheet.merge_cells(
            start_row=merge.min_row + many,
            end_row=merge.max_row + many,
            start_column=merge.min_col,
            end_column=merge.max_col,
        )
    for row in range(like + 1, like + many + 1):
        sheet.row_dimensions[row].height = heights.get(like)
        for col in range(1, width + 1):
            fresh, model = sheet.cell(row, col), sheet.cell(like, col)
            fresh._style = copy(model._style)
    _stretch(sheet, like, many)


_RANGE: Final = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)")


def _stretch(sheet: Any, like: int, many: int) -> None:
    """Have sums that ended with the last row of the list end with its new last one."""
    for cell in _formulas(sheet):
        cell.value = _RANGE.sub(
            lambda m: (
                f"{m[1]}{m[2]}:{m[3]}{int(m[4]) + many}"
                if int(m[2]) <= like <= int(m[4]) and int(m[4]) < like + 1
                else m[0]
            ),
            cell.value,
        )


def _formulas(sheet: Any) -> Iterable[Any]:
    return (
        cell for _place, cell in _written(sheet) if isinstance(cell.value, str) and cell.value.startswith("=")
    )
