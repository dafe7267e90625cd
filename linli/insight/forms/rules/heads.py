"""Reading the head of a table and its sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from linli.insight.forms.rules.grid import Cell, Kind, Table
from linli.insight.forms.rules.plain import UNITS, bare, folded
from linli.insight.forms.rules.slots import Column, Path

MOST_CELLS: Final = 40_000
MOST_COLUMNS: Final = 200
COVERED: Final = 0.8
"""Share of the columns over which a row must say something to be the head of a table."""
TOTALS: Final = (
    "合计",
    "总计",
    "小计",
    "共计",
    "汇总",
    "总合计",
    "全街道合计",
    "全社区合计",
    "街道合计",
    "社区合计",
)
SERIAL: Final = ("序号", "编号", "行次", "代码", "行号", "栏次", "序", "NO", "No", "指标代码")
UNIT_HEADS: Final = ("计量单位", "单位", "计量", "指标单位")
ITEM_HEADS: Final = (
    "指标",
    "项目",
    "指标名称",
    "内容",
    "统计项目",
    "类别",
    "统计指标",
    "项目名称",
    "事项",
    "统计内容",
    "名称",
    "分类",
)
NOTES: Final = (
    "注:",
    "注：",
    "说明:",
    "说明：",
    "备注:",
    "备注：",
    "填表说明",
    "填报说明",
    "填报要求",
    "统计口径",
    "注1",
    "注释",
    "★",
    "※",
    "备注说明",
)
BLANK: Final = re.compile(
    r"([^\s_＿:：,，;；。]{2,24})\s*[:：]\s*([_＿\s　]*)(?=$|[\s_＿　])|([一-鿿（）()]{2,24}?)\s*[_＿]{2,}\s*([一-鿿%]{0,3})"
)
NUMBER: Final = re.compile(r"^-?\d+(?:\.\d+)?%?$")
CODES: Final = re.compile(r"^(?:[甲乙丙丁戊己庚]|\(?\d{1,2}\)?|[A-Z]|—+|-+)$")


def said(table: Table, row: int) -> list[Cell]:
    """List what a row says."""
    return [c for c in table.row(row) if not c.is_blank and c.row == row]


def empty(cell: Cell) -> bool:
    """Say whether nothing stands in a cell."""
    return cell.is_blank


def is_total(text: str) -> bool:
    """Say whether some words mean a total."""
    return bare(text) in TOTALS


def spans(table: Table, cell: Cell) -> bool:
    """Say whether a cell lies over nearly all of a table."""
    return cell.cols >= COVERED * max(width_of(table), 1)


def width_of(table: Table) -> int:
    """Give how wide a table is."""
    return max((c.col + c.cols for c in table.cells if not c.is_blank or c.is_boxed), default=0)


def blanks_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Find the blanks within a text: which one, its label, and the unit that follows."""
    for nth, found in enumerate(BLANK.finditer(text)):
        label = found[1] or found[3]
        unit = ""
        if found[3]:
            unit = next((UNITS[found[4][:n]] for n in (3, 2, 1) if found[4][:n] in UNITS), "")
        yield nth, label, unit


def is_head(table: Table, row: int) -> bool:
    """Say whether a row begins the head of a table: it says something over nearly every column, and not as one text."""
    cells = table.row(row)
    texts = [c for c in cells if c.kind is Kind.TEXT and c.row == row]
    width = width_of(table)
    if len(texts) < 2 or any(c.kind in (Kind.NUMBER, Kind.FORMULA) for c in cells):
        return False
    if any(BLANK.search(c.text) for c in texts):
        return False
    first = texts[0].col
    covered = sum(c.cols for c in texts)
    if covered < COVERED * (width - first):
        return False
    last = row + max(c.rows for c in texts)
    return last < table.height or table.height == row + 1


def end_of_head(table: Table, first: int) -> int:
    """Give the last row of the head that begins at a row: as deep as its merged cells, and what hangs below groups."""
    last = max(c.row + c.rows - 1 for c in table.row(first) if c.kind is Kind.TEXT)
    groups = [c for c in table.row(first) if c.kind is Kind.TEXT and c.cols > 1]
    row = first
    while (groups and row < last) or (groups and row == last and row + 1 < table.height):
        row += 1
        below = [table.at(row, c) for g in groups for c in range(g.col, g.col + g.cols)]
        fresh = [c for c in below if c.row == row]
        if row > last and not (fresh and all(c.kind is Kind.TEXT for c in fresh)):
            break
        last = max([last, *(c.row + c.rows - 1 for c in fresh)])
        groups = [c for c in dict.fromkeys(fresh) if c.cols > 1]
    nxt = last + 1
    if nxt < table.height:
        codes = [bare(c.text) or folded(c.text) for c in said(table, nxt)]
        figures = [int(m) for m in codes if m.isdigit()]
        runs = len(figures) >= 2 and all(b - a == 1 for a, b in pairwise(figures))
        if (
            len(codes) >= max(3, COVERED * table.width)
            and all(CODES.match(c) for c in codes)
            and (runs or not figures)
        ):
            return nxt
    return last


def path_of(table: Table, first: int, last: int, col: int) -> Path:
    """Give what stands above a column, from the top."""
    found: list[Cell] = []
    for row in range(first, last + 1):
        cell = table.at(row, col)
        if cell.kind is Kind.TEXT and cell not in found and not CODES.match(bare(cell.text) or "x"):
            found.append(cell)
    return tuple(c.text.strip() for c in found)


def is_foot(table: Table, row: int, cells: list[Cell]) -> bool:
    """Say whether a row is below the table: who filled it in, who checked it."""
    if any(BLANK.search(c.text) for c in cells) and len(cells) <= 4:
        return True
    return len(cells) == 1 and not cells[0].is_boxed and not table.is_fixed


def is_example(table: Table, row: int) -> bool:
    """Say whether a row only shows how it is filled."""
    texts = [bare(c.text) for c in said(table, row)]
    return any(
        t in ("例", "示例", "样例", "举例") or t.startswith(("示例", "例如", "样例")) for t in texts[:2]
    )


def sides(table: Table, columns: list[Column], body: list[int]) -> list[int]:
    """Give the columns from the left that say what a row is."""
    found: list[int] = []
    for column in columns:
        cells = [table.at(r, column.col) for r in body]
        texts = [c for c in cells if c.kind is Kind.TEXT and not NUMBER.match(folded(c.text))]
        is_serial = bool(column.path) and bare(column.path[-1]) in SERIAL
        is_unit = bool(column.path) and bare(column.path[-1]) in UNIT_HEADS
        full = [c for c in cells if not c.is_blank]
        if (
            (is_serial and (len(full) == len(cells) or not found))
            or (is_unit and texts)
            or (cells and len(texts) >= 0.6 * len(cells))
        ):
            found.append(column.col)
        else:
            break
    return found


def beside_of(table: Table, columns: list[Column], side: list[int], row: int) -> Path:
    """Give what stands beside a row, from the left."""
    found: list[Cell] = []
    for col in side:
        path, cell = columns[col].path, table.at(row, col)
        # A total is written where the numbers of rows stand, whether or not its cell was widened.
        if path and bare(path[-1]) in (*SERIAL, *UNIT_HEADS) and not is_total(cell.text):
            continue
        if cell.kind is Kind.TEXT and cell not in found:
            found.append(cell)
    return tuple(c.text.strip() for c in found)


def unit_of_row(table: Table, columns: list[Column], side: list[int], row: int) -> str:
    """Give the unit that a column of units names for a row."""
    for column in columns:
        if column.path and bare(column.path[-1]) in UNIT_HEADS:
            return UNITS.get(folded(table.at(row, column.col).text), "")
    return ""
