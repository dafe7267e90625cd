"""The child that opens a workbook: `python -m linli.base.files.sheets.child FILE [SHEET]`.

Writes one line of JSON for the workbook and one for each row that is not empty, or why it could not. Its memory and time
are bounded; nothing but the reader is loaded here.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final

MOST_MEMORY: Final = 4 * 1024**3
MOST_SECONDS: Final = 900


def _bound() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def _cell(value: Any) -> Any:
    if isinstance(value, bool | int | str):
        return value if value != "" else None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return str(value)
    return None


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Give the rows that are not empty. A cell merged downwards says the same in every row it covers."""
    if sheet.start is None:
        return
    left = sheet.start[1]  # the reader leaves out empty columns on the left, but no rows above
    spans: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (last, _) in sheet.merged_cell_ranges or ():
        if last > row and column >= left:
            spans.setdefault(row, []).append((column - left, last))
    held: dict[int, tuple[int, Any]] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = [_cell(value) for value in values]
        for column, (last, value) in list(held.items()):
            if row > last:
                del held[column]
            elif column < len(cells) and cells[column] is None:
                cells[column] = value
        for column, last in spans.get(row, ()):
            if column < len(cells):
                held[column] = (last, cells[column])
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield row + 1, cells


def main(path: str, name: str = "") -> None:
    """Say what the workbook holds."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
        if name and name not in names:
            return _say({"refused": "no-sheet", "names": names})
        sheet = book.get_sheet_by_name(name) if name else None
        for candidate in [] if name else names:
            found = book.get_sheet_by_name(candidate)
            sheet = sheet or found
            if found.start is not None:
                sheet = found
                break
        if sheet is None:
            return _say({"refused": "damaged"})
        _say({"name": sheet.name, "names": names, "about": sheet.total_height})
        for row in _rows(sheet):
            _say(row)
    except PasswordError:
        _say({"refused": "locked"})
    except MemoryError:
        _say({"refused": "too-large"})
    except (CalamineError, OSError, ValueError, OverflowError):
        _say({"refused": "damaged"})


if __name__ == "__main__":
    _bound()
    main(*sys.argv[1:])
