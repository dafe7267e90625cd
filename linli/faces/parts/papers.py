"""Papers as Word files. What writes them is read when the first is asked for: most processes of a server never need it."""

from __future__ import annotations

from typing import Final

from linli.kernel.papers import Sheet

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_of(sheet: Sheet) -> bytes:
    """Write a document as a Word file."""
    from linli.faces.parts import _paper

    return _paper.docx_of(sheet)
