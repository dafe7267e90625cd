"""Papers as Word files. What writes them is read when the first is asked for: most processes of a server never need it."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

from linli.kernel.papers import BriefPaper, Sheet

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_of(sheet: Sheet) -> bytes:
    """Write a document as a Word file."""
    from linli.faces.parts import _paper

    return _paper.docx_of(sheet)


def brief_docx_of(brief: BriefPaper) -> bytes:
    """Write a brief as a Word file, with its numbers as links and its charts as charts."""
    from linli.faces.parts import _brieffile

    return _brieffile.written(brief)


def word_of(sheet: Sheet) -> HttpResponse:
    """Give a paper as a Word file to take away."""
    response = HttpResponse(docx_of(sheet), content_type=DOCX)
    name = quote(f"{sheet.title} {sheet.number}".strip() + ".docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response
