"""An empty page as offices write on it: A4, its margins, its face, in Chinese as it is written on the mainland."""

from __future__ import annotations

from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

BODY: Final = "仿宋"
"""The face that official papers are set in; a machine without it takes its own."""


def blank(*, title: str, signer: str, face: str = BODY, size: float = 16) -> Any:
    """Give an empty paper. Its language is said: without it commas and full stops stand where Taipei has them."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = face, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    paper.core_properties.title, paper.core_properties.author = title, signer
    return paper
