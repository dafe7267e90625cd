"""Writes a brief with python-docx; charts are parts of the file, with their values inside."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from linli.faces.parts._blank import blank
from linli.kernel.papers import BriefPaper, Chart, Line

HEAD, SMALL = "黑体", 12
SANS: Final = '<a:latin typeface="Arial"/><a:ea typeface="黑体"/>'
SAID: Final = f'<a:pPr><a:defRPr sz="1000">{SANS}</a:defRPr></a:pPr>'
LETTERS: Final = f"<c:txPr><a:bodyPr/><a:p>{SAID}<a:endParaRPr/></a:p></c:txPr>"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CHART_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
COLOUR: Final = "1F6F6B"


def written(brief: BriefPaper) -> bytes:
    """Write a brief as a Word file."""
    paper = blank(title=f"{brief.title} {brief.days}", signer=brief.signer)
    _words(
        paper.add_paragraph(), brief.title, face="宋体", size=22, is_bold=True
    ).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _words(paper.add_paragraph(), brief.days).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in brief.lines:
        _line(paper.add_paragraph(), line)
    for n, chart in enumerate(brief.charts, 1):
        _chart(paper, chart, n)
    # Who signs never stands alone on a page: what is before it comes along.
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    end = _words(paper.add_paragraph(), brief.note, size=SMALL)
    end.paragraph_format.space_before = Pt(12)
    end.paragraph_format.keep_with_next = True
    for words in (brief.signer, brief.made):
        signed = _words(paper.add_paragraph(), words)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.keep_with_next = words == brief.signer
    _number_pages(paper.sections[0])
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _words(paragraph: Any, words: str, *, face: str = "", size: float = 0, is_bold: bool = False) -> Any:
    run = paragraph.add_run(words)
    run.bold = is_bold
    if size:
        run.font.size = Pt(size)
    if face:
        run.font.name = face
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return paragraph


def _line(paragraph: Any, line: Line) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    if line.is_head:
        paragraph.paragraph_format.space_before = Pt(12)
        paragraph.paragraph_format.keep_with_next = True
    else:
        paragraph.paragraph_format.first_line_indent = Cm(1.1)
    for words, url in line.pieces:
        if url:
            _link(paragraph, words, url)
        else:
            _words(paragraph, words, face=HEAD if line.is_head else "", is_bold=line.is_head)


def _number_pages(section: Any) -> None:
    """Put the number of the page under each, as official papers have it."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _words(paragraph, "— ", size=SMALL)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("1")._element)
    paragraph._p.append(field)
    _words(paragraph, " —", size=SMALL)


def _link(paragraph: Any, words: str, url: str) -> None:
    """Write a number as a link to its figure, underlined by dots."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    mark = OxmlElement("w:u")
    mark.set(qn("w:val"), "dotted")
    run._element.get_or_add_rPr().append(mark)
    link.append(run._element)
    paragraph._p.append(link)


def _chart(paper: Any, chart: Chart, number: int) -> None:
    """Put a chart into the paper: a part with its values, and a frame that leads to it."""
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, _chart_xml(chart).encode(), paper.part.package
    )
    rel = paper.part.relate_to(part, CHART_REL)
    height = int(Cm(1.7 + 0.75 * len(chart.bars)))
    frame = (
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:a="{A}" xmlns:c="{C}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{int(Cm(15.2))}" cy="{height}"/>'
        f'<wp:docPr id="{100 + number}" name="chart {number}" descr="{escape(_said(chart), {chr(34): "&quot;"})}"/>'
        f'<a:graphic><a:graphicData uri="{C}"><c:chart r:id="{rel}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.add_run()._element.append(parse_xml(frame))


def _said(chart: Chart) -> str:
    """Say a chart in words, for who does not see it."""
    return f"{chart.title}：" + "，".join(f"{label} {value:g}" for label, value in chart.bars)


def _chart_xml(chart: Chart) -> str:
    """Write bars lying down, the first on top, each with its value."""
    n = len(chart.bars)
    labels = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(label)}</c:v></c:pt>' for i, (label, _v) in enumerate(chart.bars)
    )
    values = "".join(
        f'<c:pt idx="{i}"><c:v>{value:g}</c:v></c:pt>' for i, (_l, value) in enumerate(chart.bars)
    )
    bold = '<a:pPr><a:defRPr sz="1200" b="1"/></a:pPr>'
    title = (
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p>{bold}<a:r><a:rPr sz="1200" b="1">{SANS}</a:rPr>'
        f'<a:t>{escape(chart.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
    shown = (
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{C}" xmlns:a="{A}"><c:chart>{title}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>a</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(chart.title)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{COLOUR}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls>{LETTERS}{shown}<c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>a</c:f><c:strCache><c:ptCount val="{n}"/>{labels}</c:strCache></c:strRef></c:cat>'
        f'<c:val><c:numRef><c:f>b</c:f><c:numCache><c:formatCode>#,##0</c:formatCode><c:ptCount val="{n}"/>{values}'
        '</c:numCache></c:numRef></c:val></c:ser><c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{LETTERS}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
        '<c:axPos val="t"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )
