"""How the templates are drawn: a workbook or a Word paper from rows, with merged cells, borders and fonts."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter, range_boundaries

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@dataclass(frozen=True)
class Template:
    """A form, who fills it, and what it should hold: values by “B3” (or “1!B3” for a further table, “line 2” for a line)."""

    name: str
    data: bytes
    right: Mapping[str, Any]
    empty: Sequence[str] = ()
    """Look-alikes: places that must stay empty."""
    who: str = "leader"
    sure: bool = False
    """Whether nothing may be doubted in it."""
    near: Sequence[str] = field(default=())
    """Places where a proposal with a warning is as good as an empty place."""


def xlsx(
    rows: Sequence[Sequence[Any]],
    *,
    merge: Sequence[str] = (),
    boxed: str = "",
    title: int = 1,
    widths: Sequence[float] = (),
    formats: Mapping[str, str] | None = None,
    name: str = "Sheet1",
) -> bytes:
    """Draw a workbook: `boxed` is the range with borders, the first `title` rows stand large above."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value not in (None, ""):
                sheet.cell(r, c, value)
    for ref in merge:
        sheet.merge_cells(ref)
    if boxed:
        left, top, right, bottom = range_boundaries(boxed)
        for r in range(top, bottom + 1):
            for c in range(left, right + 1):
                sheet.cell(r, c).border = BOX
    for r in range(1, title + 1):
        for cell in sheet[r]:
            cell.font = Font(name="方正小标宋简体", size=18, bold=True)
            cell.alignment = Alignment(horizontal="center")
    for c, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(c)].width = width
    for ref, form in (formats or {}).items():
        sheet[ref].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx(
    before: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    merge: Sequence[tuple[int, int, int, int]] = (),
    after: Sequence[str] = (),
) -> bytes:
    """Draw a paper: lines, a table, lines; `merge` are first row and column, last row and column, counted from 0."""
    paper = Document()
    for line in before:
        paper.add_paragraph().add_run(line).font.size = Pt(14)
    if rows:
        table = paper.add_table(rows=len(rows), cols=max(map(len, rows)))
        table.style = "Table Grid"
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    table.cell(r, c).paragraphs[0].add_run(text).font.name = "仿宋"
        for top, left, bottom, right in merge:
            table.cell(top, left).merge(table.cell(bottom, right))
    for line in after:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
