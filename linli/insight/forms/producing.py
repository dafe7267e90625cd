"""From a form as it was filled to values in their places, for the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from linli.insight.forms import lists
from linli.insight.forms.papers.writing import Extra, Put
from linli.insight.forms.rules.filled import Filled, ListFilled, State
from linli.insight.forms.rules.grid import Paper
from linli.insight.forms.rules.listing import LEAVE, SERIAL_CODE
from linli.insight.forms.rules.plain import heading
from linli.insight.forms.rules.slots import Layout
from linli.insight.forms.sources import FIGURES, Row

Words = Callable[[Sequence[tuple[str, str]]], str]
ADDED: Final = frozenset({"staff", "households", "buildings"})
"""Columns of registers that are added up at the foot of a list; figures are, unless they are shares."""


def puts_of(
    paper: Paper,
    layout: Layout,
    cells: Iterable[Filled],
    listed: Iterable[tuple[ListFilled, Sequence[Row]]],
    *,
    doubts_in_words: Words,
) -> tuple[list[Put], list[Extra]]:
    """Say what goes where, and which lists need more rows than they have."""
    extra: list[Extra] = []
    puts: list[Put] = []
    listed = list(listed)
    for one, rows in listed:
        puts += _rows(paper, one, rows, doubts_in_words)
        if one.rows and len(rows) > len(one.rows):
            extra.append(Extra(one.table, one.rows[-1], len(rows) - len(one.rows)))
        puts += _total(layout, one, rows)
    for cell in cells:
        if cell.value in (None, "") or cell.state not in (State.SURE, State.CHECK):
            continue
        note = doubts_in_words(cell.doubts) if cell.state == State.CHECK else ""
        puts.append(
            Put(cell.table, cell.row, cell.col, cell.value, cell.nth, cell.state == State.CHECK, note)
        )
    return [_moved(put, extra) for put in puts], extra


def _moved(put: Put, extra: Iterable[Extra]) -> Put:
    """Give the place that a value has once lists above it have grown. Rows of the list itself are counted from its first."""
    down = sum(e.many for e in extra if e.table == put.table and put.row > e.like and not put.is_listed)
    return (
        Put(put.table, put.row + down, put.col, put.value, put.nth, put.is_doubtful, put.note)
        if down
        else put
    )


def _rows(paper: Paper, one: ListFilled, rows: Sequence[Row], doubts_in_words: Words) -> list[Put]:
    if not rows:
        return []
    first, room = (one.rows[0], len(one.rows)) if one.rows else (one.first, 0)
    if not one.rows and paper.tables[one.table].is_fixed:
        return []
    note = doubts_in_words(one.doubts)
    made = []
    for n, row in enumerate(rows):
        at = one.rows[n] if n < room else (one.rows[-1] + n - room + 1 if one.rows else first + n)
        for col, _head, code, _key in one.columns:
            value = n + 1 if code == SERIAL_CODE else "" if code in ("", LEAVE) else row.values.get(code, "")
            if value not in ("", None):
                made.append(
                    Put(
                        one.table,
                        at,
                        col,
                        value,
                        None,
                        bool(one.doubts),
                        note if n == 0 else "",
                        is_listed=True,
                    )
                )
    return made


def _total(layout: Layout, one: ListFilled, rows: Sequence[Row]) -> list[Put]:
    """Add up the columns of a list at its foot, where the form leaves that blank and a sum means something."""
    if one.total is None or not rows:
        return []
    made = []
    wanted = {s.col for s in layout.slots if s.table == one.table and s.row == one.total}
    for col, head, code, _key in one.columns:
        figure = FIGURES.get(code.removeprefix("figure:"))
        adds = code in ADDED or (figure is not None and figure.unit != "percent")
        total = (
            lists.total_of(rows, code)
            if col in wanted and adds and not heading(head).words.endswith("率")
            else None
        )
        if total is not None:
            made.append(Put(one.table, one.total, col, total))
    return made
