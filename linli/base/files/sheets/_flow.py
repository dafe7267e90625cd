"""A table that leaves as it is made: a workbook of one sheet, packed row by row, so that its length costs no memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from io import RawIOBase
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from linli.base.files.sheets._write import MOST_IN_A_CELL
from linli.kernel import clock

MOST_ROWS: Final = 1_048_575
"""What a sheet of Excel holds below its head."""

PIECE: Final = 500
"""Rows packed at a time."""

# What XML does not take as it stands: control characters and halves of surrogate pairs are left out.
_ODD: Final = re.compile(r"[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MEANT: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_DAY_ZERO: Final = datetime(1899, 12, 30)
_DAY: Final = timedelta(days=1)
_BOLD, _MINUTE, _DATE, _SECOND = 1, 2, 3, 4

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/>'
    '<numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class _Sent(RawIOBase):
    """Takes what the packer writes, until it is taken away."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def take(self) -> bytes:
        """Give what has come since the last time."""
        found, self.parts = b"".join(self.parts), []
        return found


def flowing_sheet(
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[object]],
    *,
    frozen_columns: int = 0,
    to_the_second: bool = False,
) -> Iterator[bytes]:
    """Make a workbook of one table, piece by piece: a name and a width a column; rows in the order they come.

    Words stay words whatever they begin with: a leading “=” would run in Excel. A table that broke off is no workbook.
    """
    sent = _Sent()
    with ZipFile(sent, "w", ZIP_DEFLATED, compresslevel=4) as book:
        for name, text in _PARTS.items():
            book.writestr(name, _HEAD + text)
        name = "".join(c for c in title if c not in "[]:*?/\\")[:31]
        book.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            f'<sheet name="{_written(name).replace(chr(34), "&quot;")}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_opening(columns, frozen_columns).encode())
            held: list[str] = []
            for row in rows:
                held.append(_row(row, to_the_second))
                if len(held) == PIECE:
                    sheet.write("".join(held).encode())
                    held = []
                    yield sent.take()
            sheet.write(("".join(held) + "</sheetData></worksheet>").encode())
    yield sent.take()


def _opening(columns: Sequence[tuple[str, float]], frozen_columns: int) -> str:
    corner = f"{_letter(frozen_columns)}2"
    split = f'xSplit="{frozen_columns}" ' if frozen_columns else ""
    pane = "bottomRight" if frozen_columns else "bottomLeft"
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, (_name, width) in enumerate(columns, 1)
    )
    head = "".join(_words(name, f' s="{_BOLD}"') for name, _width in columns)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane {split}ySplit="1" '
        f'topLeftCell="{corner}" activePane="{pane}" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData><row>{head}</row>"
    )


def _letter(place: int) -> str:
    """Name a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _row(values: Sequence[object], to_the_second: bool) -> str:
    return f"<row>{''.join([_cell(value, to_the_second) for value in values])}</row>"


def _cell(value: object, to_the_second: bool) -> str:
    if isinstance(value, str):
        return _words(value)
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, datetime):
        # Excel knows no zones: what it shows must be what the clock on the wall said.
        shown = clock.local(value).replace(tzinfo=None) if value.tzinfo else value
        return f'<c s="{_SECOND if to_the_second else _MINUTE}"><v>{(shown - _DAY_ZERO) / _DAY:.10f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DATE}"><v>{(value - _DAY_ZERO.date()).days}</v></c>'
    return _words(str(value))


def _words(text: str, style: str = "") -> str:
    if not text:
        return "<c/>"
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{_written(text)}</t></is></c>'


def _written(text: str) -> str:
    if len(text) > MOST_IN_A_CELL:
        text = text[:MOST_IN_A_CELL]
    return _ODD.sub(lambda odd: _MEANT.get(odd[0], ""), text) if _ODD.search(text) else text
