"""A table as a sheet that Excel opens."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from linli.faces.desk.export import XLSX
from linli.kernel import clock

COLUMN_WIDTH = 20


def sheet_of(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], at: datetime
) -> FileResponse:
    """Return rows as a workbook of one sheet, in the order they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    head = [WriteOnlyCell(sheet, name) for name in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    kept = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 closed with the response
    book.save(kept)
    kept.seek(0)
    response = FileResponse(kept, content_type=XLSX)
    name = quote(f"{title} {clock.local(at):%Y-%m-%d %H%M}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response


def _cell(sheet: Any, value: object) -> Any:
    if isinstance(value, datetime):
        # Excel knows no zones: what it shows must be what the clock on the wall said.
        cell = WriteOnlyCell(sheet, clock.local(value).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value)))
    cell.data_type = "s"  # words stay words: a leading “=” would run in Excel
    return cell
