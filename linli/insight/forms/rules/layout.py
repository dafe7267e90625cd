"""Where a form wants something: the head of a table in one row or several, what stands at its side, labels with a blank."""

from __future__ import annotations

import re
from typing import Final

from linli.insight.forms.rules.grid import Cell, Kind, Paper, Table
from linli.insight.forms.rules.heads import (
    BLANK,
    ITEM_HEADS,
    NOTES,
    NUMBER,
    SERIAL,
    UNIT_HEADS,
    beside_of,
    blanks_in,
    empty,
    end_of_head,
    is_example,
    is_foot,
    is_head,
    is_total,
    path_of,
    said,
    sides,
    spans,
    unit_of_row,
)
from linli.insight.forms.rules.plain import bare, folded, heading
from linli.insight.forms.rules.slots import Column, Given, Layout, Listing, Slot, Where


class _Reader:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.slots: list[Slot] = []
        self.lists: list[Listing] = []
        self.given: list[Given] = []
        self.notes: list[str] = []
        self.heads: list[str] = []
        self.titles: list[str] = []

    # ------------------------------------------------------------ a table

    def table(self, index: int, table: Table) -> None:
        row = 0
        while row < table.height:
            cells = said(table, row)
            if not cells:
                row += 1
            elif self._is_note(cells):
                self.notes += [c.text.strip() for c in cells]
                row += 1
            elif is_head(table, row):
                row = self._region(index, table, row)
            elif len(cells) == 1 and not self._blanks(table, row, cells) and not BLANK.search(cells[0].text):
                self.titles.append(cells[0].text)
                row += 1
            else:
                self._pairs(index, table, row)
                row += 1

    @staticmethod
    def _is_note(cells: list[Cell]) -> bool:
        return folded(cells[0].text).startswith(tuple(folded(n) for n in NOTES)) and len(cells) <= 2

    @staticmethod
    def _blanks(table: Table, row: int, cells: list[Cell]) -> list[Cell]:
        return [c for c in table.row(row) if c.is_blank and (c.is_boxed or table.is_fixed)]

    def _pairs(self, index: int, table: Table, row: int) -> None:
        """Read labels with a blank: in the next cell, or behind a colon in the same one."""
        cells = table.row(row)
        above: list[str] = []
        for place, cell in enumerate(cells):
            if cell.kind is not Kind.TEXT or cell.row != row:
                continue
            inside = list(blanks_in(cell.text))
            follower = cells[place + 1] if place + 1 < len(cells) else None
            boxed = follower is not None and follower.is_blank and (follower.is_boxed or table.is_fixed)
            ends = folded(cell.text).endswith((":", "："))
            beside = ends and follower is not None and follower.is_blank and (boxed or cell.cols == 1)
            if inside and not (beside and len(inside) == 1):
                self._texts(index, row, cell.col, cell.text, Where.INSIDE)
            elif follower is not None and follower.is_blank and (boxed or ends) and follower.row == row:
                label = heading(cell.text)
                if label.words:
                    self.heads.append(label.words)
                    path = (*above, cell.text.rstrip(":： "))
                    self.slots.append(
                        Slot(
                            index,
                            row,
                            follower.col,
                            (),
                            path,
                            label.unit,
                            Where.BESIDE,
                            is_percent=follower.is_percent,
                        )
                    )
            elif follower is not None and follower.kind is Kind.TEXT and cell.rows > 1:
                above = [cell.text]

    def _texts(self, index: int, row: int, col: int, text: str, where: Where) -> None:
        for nth, label, unit in blanks_in(text):
            self.heads.append(heading(label).words)
            self.slots.append(Slot(index, row, col, (), (label,), unit or heading(label).unit, where, nth))

    # ------------------------------------------------------------ a region: head and body

    def _region(self, index: int, table: Table, first: int) -> int:
        last = end_of_head(table, first)
        columns = [Column(c, path_of(table, first, last, c)) for c in range(table.width)]
        columns = [
            Column(c.col, c.path, next((u for p in reversed(c.path) if (u := heading(p).unit)), ""))
            for c in columns
        ]
        body = []
        row = last + 1
        while row < table.height:
            cells = said(table, row)
            if cells and (self._is_note(cells) or is_foot(table, row, cells)):
                break
            if (
                len(cells) == 1
                and spans(table, cells[0])
                and row + 1 < table.height
                and is_head(table, row + 1)
            ):
                break
            if not cells and not table.is_fixed and not any(c.is_boxed for c in table.row(row)):
                if row > last + 1:
                    break
                body.append(row)
                row += 1
                break
            body.append(row)
            row += 1
        self.heads += [h for c in columns for p in c.path if (h := heading(p).words)]
        self._body(index, table, columns, body)
        return row

    def _body(self, index: int, table: Table, columns: list[Column], body: list[int]) -> None:
        body = [r for r in body if not is_example(table, r)]
        totals = [r for r in body if any(is_total(c.text) for c in said(table, r)[:2])]
        plain = [r for r in body if r not in totals]
        side = sides(table, columns, plain)
        serial = {c.col for c in columns if c.path and bare(c.path[-1]) in SERIAL}
        words = [c for c in side if c not in serial]
        if not words:
            shown = tuple(c for c in columns if c.path)
            rows = tuple(
                r for r in plain if all(empty(table.at(r, c.col)) for c in columns if c.col not in serial)
            )
            if not rows and table.is_fixed and not plain:
                rows = ()
            first = min(body, default=0)
            self.lists.append(Listing(index, first, rows, shown, total=totals[0] if totals else None))
            for r in totals:
                self._cells(index, table, columns, side, r)
            return
        for r in plain + totals:
            self._cells(index, table, columns, side or words, r)
        anchor = words[0]
        named = tuple((r, table.at(r, anchor).text) for r in plain if table.at(r, anchor).kind is Kind.TEXT)
        shown = tuple(c for c in columns if c.path)
        self.lists.append(Listing(index, min(body), (), shown, named, totals[0] if totals else None))
        item = bare(columns[anchor].path[-1]) if columns[anchor].path else ""
        if item in ITEM_HEADS or not item:
            self.heads += [heading(text).words for _r, text in named]

    def _cells(self, index: int, table: Table, columns: list[Column], side: list[int], row: int) -> None:
        beside = beside_of(table, columns, side, row)
        unit = unit_of_row(table, columns, side, row)
        for column in columns:
            cell = table.at(row, column.col)
            if column.col in side or cell.row != row or cell.col != column.col or not column.path:
                continue
            if bare(column.path[-1]) in UNIT_HEADS:
                continue
            if cell.is_blank:
                own = next((u for p in reversed(beside) if (u := heading(p).unit)), "")
                self.slots.append(
                    Slot(
                        index,
                        row,
                        column.col,
                        column.path,
                        beside,
                        column.unit or unit or own,
                        is_percent=cell.is_percent,
                    )
                )
            elif cell.kind in (Kind.NUMBER, Kind.FORMULA) or NUMBER.match(folded(cell.text)):
                self.given.append(
                    Given(index, row, column.col, column.path, beside, cell.text, cell.kind is Kind.FORMULA)
                )


def read(paper: Paper) -> Layout:
    """Find what a form wants."""
    reader = _Reader(paper)
    for number, text in paper.lines:
        if folded(text).startswith(tuple(folded(n) for n in NOTES)):
            reader.notes.append(text.strip())
        elif any(True for _ in blanks_in(text)):
            reader._texts(-1, number, 0, text, Where.LINE)
        elif text.strip() and len(reader.titles) < 3:
            reader.titles.append(text)
    for index, table in enumerate(paper.tables):
        reader.table(index, table)
    title = max((t.strip() for t in reader.titles[:4]), key=_title_weight, default="")
    texts = [text for _n, text in paper.lines]
    texts += [c.text for t in paper.tables for c in t.cells if c.kind is Kind.TEXT]
    units = [f"({m[1]})" for text in texts for m in _UNIT.finditer(folded(text))]
    return Layout(
        title,
        tuple(reader.slots),
        tuple(reader.lists),
        tuple(reader.given),
        tuple(reader.notes),
        tuple(reader.heads),
        tuple(units),
        tuple(text for text in texts if _TIME.search(folded(text))),
    )


_UNIT: Final = re.compile(r"(?:^|[^一-鿿]|计量)单位[:：]([一-鿿%]{1,3})(?![一-鿿、])")
_TIME: Final = re.compile(
    r"^[(（]?(?:统计|截止|截至|所属|报告|填报|报表)[^。]{0,8}[:：]?\d{4}[年\-./]|^[(（]?\d{4}年[\d月日度第季一二三四至\-—]*[)）]?$"
)
_TITLE_ENDS: Final = (
    "表",
    "台账",
    "名册",
    "花名册",
    "清单",
    "月报",
    "季报",
    "年报",
    "名单",
    "报表",
    "底数",
    "情况",
    "摸底",
    "登记",
    "册",
)


def _title_weight(text: str) -> tuple[bool, int]:
    plain = re.sub(r"[(（][^)）]*[)）]$", "", folded(text))
    return plain.endswith(_TITLE_ENDS), -abs(len(plain) - 18)
