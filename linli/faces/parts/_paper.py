"""A document of an application as a Word file: title, number, paragraphs, tables, who seals it and when, receipt."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from linli.faces.parts._blank import blank
from linli.kernel.papers import Sheet, Table

HEAD: Final = "宋体"
INDENT: Final = Cm(1.1)
RECEIPT: Final = "签收人：　　　　　　　　　　签收时间：　　　　年　　月　　日"
SIGNED: Final = "承诺人（签名或盖章）："
ERASED: Final = "这份文书的内容已依法删除。"


def docx_of(sheet: Sheet) -> bytes:
    """Write a document as a Word file."""
    paper = blank(title=sheet.title, signer=sheet.signer)
    _add(paper, sheet.title, WD_ALIGN_PARAGRAPH.CENTER, face=HEAD, size=22, is_bold=True)
    _add(paper, sheet.number, WD_ALIGN_PARAGRAPH.CENTER)
    if sheet.is_erased:
        _add(paper, ERASED)
    for i, words in enumerate(sheet.paragraphs):
        for line in words.split("\n"):
            is_addressee = i == 0 and words.endswith("：")
            _add(paper, line, is_indented=not is_addressee)
    for table in sheet.tables:
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
    drawn = paper.add_table(rows=1, cols=len(table.heads) + 1, style="Table Grid")
    for cell, words in zip(drawn.rows[0].cells, ("序号", *table.heads), strict=True):
        cell.text = words
    for i, row in enumerate(table.rows, 1):
        for cell, words in zip(drawn.add_row().cells, (str(i), *row), strict=True):
            cell.text = words
