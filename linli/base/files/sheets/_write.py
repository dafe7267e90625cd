"""Write a table that opens in Excel and WPS and runs nothing: every cell is text, a number or a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from linli.kernel import clock
from linli.kernel.words import clean

MOST_IN_A_CELL: Final = 32_767
"""What Excel holds."""

_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class SheetWriter:
    """A workbook of one table, written row by row; `save` makes the file."""

    def __init__(self, title: str, headers: Sequence[str], widths: Sequence[float] = ()) -> None:
        # Sixteen megabytes that a process needs only once it writes its first sheet.
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        self._write_only_cell = WriteOnlyCell
        self._short, self._long = (Alignment(vertical="top", wrap_text=is_long) for is_long in (False, True))
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(title[:31])
        self._sheet.freeze_panes = "A2"
        for i, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(i)].width = width
        cells = [self._cell(header) for header in headers]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)
        self.count = 0

    def add(self, values: Iterable[object]) -> None:
        """Add a row."""
        self._sheet.append([self._cell(value) for value in values])
        self.count += 1

    def save(self, path: Path) -> None:
        """Make the file; the writer is done then. A half-written file never stands under the name."""
        part = path.with_name(f".{path.name}.part")
        try:
            self._book.save(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _cell(self, value: object) -> Any:
        if isinstance(value, datetime):
            value = clock.local(value).replace(tzinfo=None) if value.tzinfo else value
            cell = self._write_only_cell(self._sheet, value=value)
            cell.number_format = _MOMENT
        elif isinstance(value, date):
            cell = self._write_only_cell(self._sheet, value=value)
            cell.number_format = _DAY
        elif value is None or isinstance(value, bool | int | float):
            cell = self._write_only_cell(self._sheet, value=value)
        else:
            # As text, whatever it begins with: words of a resident must never become a formula.
            cell = self._write_only_cell(self._sheet, value="")
            cell.value = clean(str(value))[:MOST_IN_A_CELL]
            cell.data_type = "s"
            cell.alignment = self._long if len(str(value)) > 20 else self._short
        return cell
