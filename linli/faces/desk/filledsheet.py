"""A form as it looks, cell by cell: what the department wrote, what was filled, what is to be looked at, what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.faces.parts.shapes import Words
from linli.insight.forms.queries import Opened
from linli.insight.forms.rules.filled import Filled, ListFilled, State
from linli.insight.forms.rules.grid import Cell, Kind, Table
from linli.insight.forms.rules.listing import LEAVE, SERIAL_CODE
from linli.insight.forms.sources import Row
from linli.insight.forms.texts import STATES, column_words, doubts_in_words, source_of, why_in_words

MOST_SHOWN: Final = 60
"""Rows of a sheet that a page shows; the file has all of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of the page."""

    text: str
    rows: int = 1
    cols: int = 1
    state: str = ""
    word: Words = ""
    anchor: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the page."""

    name: str
    rows: tuple[tuple[Shown, ...], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A cell in the list below the sheet: what it is, what it holds, from where, and what it held the time before."""

    number: int
    cell: Filled
    words: str
    value: str
    state: Words
    why: str
    source: str
    was: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list in words: of what, how many rows, which columns are known and which are not."""

    label: Words
    state: Words
    count: int
    why: str
    known: tuple[str, ...]
    missing: tuple[str, ...]
    code: str = ""
    key: str = field(default="")


def sheets(opened: Opened) -> list[Sheet]:
    """Lay out every table, and the lines of a paper that have a blank."""
    cells = {(c.table, c.row, c.col): c for c in opened.cells if c.nth is None}
    inside: dict[tuple[int, int, int], list[Filled]] = {}
    for cell in opened.cells:
        if cell.nth is not None:
            inside.setdefault((cell.table, cell.row, cell.col), []).append(cell)
    found = []
    if lines := _lines(opened, inside):
        found.append(lines)
    for index, table in enumerate(opened.paper.tables):
        listed = [(one, rows) for one, rows in opened.lists if one.table == index and rows]
        found.append(_sheet(index, table, cells, inside, listed))
    return [sheet for sheet in found if sheet.rows]


def _lines(opened: Opened, inside: Mapping[tuple[int, int, int], list[Filled]]) -> Sheet | None:
    rows = []
    for number, text in opened.paper.lines:
        parts = inside.get((-1, number, 0), [])
        rows.append((_inside(text, parts) if parts else Shown(text, is_head=False),))
    return Sheet("", tuple(rows)) if rows else None


def _inside(text: str, parts: Sequence[Filled]) -> Shown:
    from linli.insight.forms.papers.writing import with_blank_filled

    for cell in sorted(parts, key=lambda c: -(c.nth or 0)):
        if cell.value not in (None, ""):
            text = with_blank_filled(text, cell.nth or 0, str(cell.value))
    worst = max((c.state for c in parts), key=("leave", "sure", "check", "ask").index)
    return Shown(text, state=worst, word=STATES[worst], anchor=parts[0].address)


def _sheet(
    index: int,
    table: Table,
    cells: Mapping[tuple[int, int, int], Filled],
    inside: Mapping[tuple[int, int, int], list[Filled]],
    listed: Iterable[tuple[ListFilled, Sequence[Row]]],
) -> Sheet:
    put: dict[tuple[int, int], Shown] = {}
    after: dict[int, list[tuple[Shown, ...]]] = {}
    more = 0
    for one, rows in listed:
        room = list(one.rows)
        for n, row in enumerate(rows):
            filled = {col: _of_list(one, row, code, n) for col, _h, code, _k in one.columns}
            if n < len(room):
                put.update({(room[n], col): shown for col, shown in filled.items() if shown.text})
            else:
                at = room[-1] if room else max(one.first - 1, 0)
                after.setdefault(at, []).append(
                    tuple(filled.get(col, Shown("")) for col in range(table.width))
                )
        more += max(0, one.count - len(rows))
    made: list[tuple[Shown, ...]] = []
    for r in range(table.height):
        line = tuple(_shown(index, cell, cells, inside, put) for cell in table.row(r) if cell.row == r)
        if any(s.text or s.state for s in line):
            made.append(line)
        made += after.get(r, ())
    cut = max(0, len(made) - MOST_SHOWN)
    return Sheet(table.name if not table.is_fixed else "", tuple(made[:MOST_SHOWN]), more + cut)


def _of_list(one: ListFilled, row: Row, code: str, n: int) -> Shown:
    value = n + 1 if code == SERIAL_CODE else "" if code in ("", LEAVE) else row.values.get(code, "")
    return Shown(
        str(value),
        state=one.state if value not in ("", None) else "",
        word=STATES[one.state] if n == 0 else "",
    )


def _shown(
    index: int,
    cell: Cell,
    cells: Mapping[tuple[int, int, int], Filled],
    inside: Mapping[tuple[int, int, int], list[Filled]],
    put: Mapping[tuple[int, int], Shown],
) -> Shown:
    place = (index, cell.row, cell.col)
    if parts := inside.get(place):
        found = _inside(cell.text, parts)
        return Shown(found.text, cell.rows, cell.cols, found.state, found.word, found.anchor)
    if (cell.row, cell.col) in put:
        found = put[cell.row, cell.col]
        return Shown(found.text, cell.rows, cell.cols, found.state)
    filled = cells.get(place)
    if filled is None:
        text = _("公式") if cell.kind is Kind.FORMULA else cell.text
        return Shown(text, cell.rows, cell.cols, is_head=cell.kind is Kind.TEXT)
    state = filled.state if filled.state != State.LEAVE else ""
    return Shown(
        said(filled.value), cell.rows, cell.cols, state, STATES[filled.state] if state else "", filled.address
    )


def said(value: Any) -> str:
    """Write a value."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def lines(opened: Opened) -> list[Line]:
    """List every cell that was filled, doubted or is asked, with what it held the time before."""
    found = []
    for number, cell in enumerate(opened.cells):
        if cell.state == State.LEAVE:
            continue
        why = (
            doubts_in_words(cell.doubts)
            if cell.state == State.CHECK
            else why_in_words(cell.why, cell.about)
            if cell.state == State.ASK
            else ""
        )
        was = opened.was.get(cell.name)
        was_value = said(was.value) if was is not None else ""
        found.append(
            Line(
                number, cell, cell.words, said(cell.value), STATES[cell.state], why,
                source_of(cell) if cell.value is not None else "", was_value, _change(cell.value,
                    was.value if was else None),
            )
        )  # fmt: skip
    return found


def _change(now: Any, was: Any) -> str:
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (now, was))
    if not numbers or now == was:
        return ""
    change = round(now - was, 4)
    return f"+{change:g}" if change > 0 else f"−{-change:g}"


def list_lines(opened: Opened) -> list[ListLine]:
    """Say of every list what it is filled with, and which columns nobody here can fill."""
    from linli.insight.forms.sources import REGISTERS

    found = []
    for one, _rows in opened.lists:
        known = tuple(
            f"{head} ← {column_words(one.register, code)}"
            for _c, head, code, _k in one.columns
            if code not in ("", LEAVE, SERIAL_CODE)
        )
        missing = tuple(head for _c, head, code, _k in one.columns if not code)
        why = why_in_words(one.why, one.about) if one.state == State.ASK else doubts_in_words(one.doubts)
        label = REGISTERS[one.register].label if one.register else _("没认出来的表")
        found.append(
            ListLine(
                label,
                STATES[one.state],
                one.count,
                why,
                known if one.register else (),
                missing,
                one.register,
                f"%{one.table}",
            )
        )
    return found
