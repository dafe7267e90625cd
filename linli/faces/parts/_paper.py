"""A document of an application as a Word file: title, number, paragraphs, tables, who seals it and when, receipt."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from linli.faces.parts._blank import blank
from linli.kernel.papers import Sheet, Table

HEAD: Final = "宋体"
INDENT: Final = Cm(1.1)
RECEIPT: Final = "签收人：　　　　　　　　　　签收时间：　　　　年　　月　　日"
SIGNED: Final = "承诺人（签名或盖章）："
NUMBER: Final = "序号"
CELL: Final = Pt(12)
PADDING, SHORT, LATIN = 1.5, 7.5, 0x2E7F
"""In letters: what a cell keeps free at its sides, up to where a column is a short one; the last code that is no Chinese."""
ERASED: Final = "这份文书的内容已依法删除。"


def docx_of(sheet: Sheet) -> bytes:
    """Write a document as a Word file."""
    paper = blank(title=sheet.title, signer=sheet.signer)
    _add(paper, sheet.title, WD_ALIGN_PARAGRAPH.CENTER, face=HEAD, size=22, is_bold=True)
    _add(paper, sheet.number, WD_ALIGN_PARAGRAPH.CENTER)
    if sheet.is_erased:
        _add(paper, ERASED)
    for line, is_indented in sheet.lines:
        _add(paper, line, is_indented=is_indented)
    for number, table in enumerate(sheet.tables):
        if number:
            # Two tables without a line between them are one to an office program.
            _add(paper, "", size=6)
        _table(paper, table)
    if not sheet.is_erased:
        _add(paper, "")
        signer = f"{SIGNED}{'　' * 8}" if sheet.is_signed_by_applicant else f"{sheet.signer}（印章）"
        _add(paper, signer, WD_ALIGN_PARAGRAPH.RIGHT)
        _add(paper, sheet.date, WD_ALIGN_PARAGRAPH.RIGHT)
    if sheet.has_receipt:
        _add(paper, "")
        _add(paper, RECEIPT, size=12)
    if sheet.phones:
        _add(paper, sheet.phones, size=12)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _add(
    paper: Any,
    words: str,
    align: Any = None,
    *,
    face: str = "",
    size: float = 0,
    is_bold: bool = False,
    is_indented: bool = False,
) -> None:
    paragraph = paper.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    if is_indented:
        paragraph.paragraph_format.first_line_indent = INDENT
    run = paragraph.add_run(words)
    run.bold = is_bold
    if size:
        run.font.size = Pt(size)
    if face:
        run.font.name = face
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _table(paper: Any, table: Table) -> None:
    rows = [(str(i), *row) for i, row in enumerate(table.rows, 1)]
    drawn = paper.add_table(rows=1, cols=len(table.heads) + 1, style="Table Grid")
    drawn.autofit = False
    widths = _widths(paper.sections[0], (NUMBER, *table.heads), rows)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    _row(drawn.rows[0], (NUMBER, *table.heads), widths, is_bold=True)
    # The heads stand on top of every page that the table runs over.
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        _row(drawn.add_row(), row, widths)


def _row(row: Any, words: Sequence[str], widths: Sequence[int], *, is_bold: bool = False) -> None:
    for cell, said, width in zip(row.cells, words, widths, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(said)
        run.font.size, run.bold = CELL, is_bold


def _widths(section: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Share the width of the page by what the columns say: short ones get their words on one line, long ones the rest."""
    whole = section.page_width - section.left_margin - section.right_margin
    asked = [max(_letters(words) for words in column) + PADDING for column in zip(heads, *rows, strict=True)]
    short = sum(each for each in asked if each <= SHORT)
    left = whole / CELL - short
    if len(asked) * PADDING < left and short < sum(asked):
        part = left / (sum(asked) - short)
        asked = [each if each <= SHORT else each * part for each in asked]
    return [int(whole * each / sum(asked)) for each in asked]


def _letters(words: str) -> float:
    """Count how wide words are, in letters of Chinese; digits and Latin ones are half as wide."""
    return sum(1 if ord(letter) > LATIN else 0.5 for letter in words)
