"""Sums of a form: those it wants, and whether those it has agree with their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from linli.insight.forms.rules.filled import Filled, State
from linli.insight.forms.rules.heads import TOTALS
from linli.insight.forms.rules.plain import bare, folded, heading
from linli.insight.forms.rules.slots import Layout, Slot
from linli.insight.forms.rules.wanting import Want, What

NEAR: Final = 0.005


def _number(text: str) -> float | None:
    try:
        return float(folded(text).rstrip("%"))
    except ValueError:
        return None


def summed(wants: Sequence[Want], cells: Mapping[str, Filled]) -> dict[str, float | int]:
    """Give the sums that can be made: of those whose parts are all known."""
    made: dict[str, float | int] = {}
    for want in wants:
        if want.what is not What.SUM:
            continue
        values = [cells[a].value if a in cells and cells[a].is_number else None for a in want.sums]
        if values and all(v is not None for v in values):
            total = sum(v for v in values if isinstance(v, int | float))
            made[want.slot.address] = int(total) if total == int(total) else round(total, 2)
    return made


def disagreeing(layout: Layout, cells: Mapping[str, Filled]) -> dict[str, tuple[str, str]]:
    """Find totals that are not the sum of their parts: by address (of the cell, or “table:row:col” of one that was given).

    Each says what it says and what the parts make.
    """
    values: dict[tuple[int, int, int], float] = {}
    paths: dict[tuple[int, int, int], tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for slot in layout.slots:
        cell = cells.get(slot.address)
        place = (slot.table, slot.row, slot.col)
        paths[place] = (slot.above, slot.beside)
        if cell is not None and cell.is_number and isinstance(cell.value, int | float):
            values[place] = float(cell.value)
    for given in layout.given:
        place = (given.table, given.row, given.col)
        paths[place] = (given.above, given.beside)
        number = _number(given.text)
        if number is not None and not given.is_formula:
            values[place] = number
    found: dict[str, tuple[str, str]] = {}
    for place, total in values.items():
        for parts in (_above(place, layout, paths), _across(place, paths)):
            if len(parts) > 1 and all(p in values for p in parts):
                made = sum(values[p] for p in parts)
                if abs(made - total) > NEAR:
                    found[":".join(map(str, place)) + ":0"] = (_plain(total), _plain(made))
    return found


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


def _is_share(above: Sequence[str]) -> bool:
    return any(heading(p).unit == "percent" or heading(p).words.endswith(("率", "比", "度")) for p in above)


def _above(
    place: tuple[int, int, int],
    layout: Layout,
    paths: Mapping[tuple[int, int, int], tuple[tuple[str, ...], tuple[str, ...]]],
) -> list[tuple[int, int, int]]:
    """List the parts of a total at the foot of a column: the named rows of its list."""
    table, row, col = place
    above, beside = paths[place]
    if not any(bare(p) in ("合计", "总计", "共计") for p in beside) or _is_share(above) or _is_share(beside):
        return []
    listing = next((one for one in layout.lists if one.table == table and one.total == row), None)
    rows = [r for r, _n in listing.named] if listing else []
    parts = [(table, r, col) for r in rows if (table, r, col) in paths]
    if len(parts) < len(rows) or any(
        heading(p).is_among or _is_share((p,)) for _t, r, _c in parts for p in paths[table, r, col][1]
    ):
        return []
    return parts


def _across(
    place: tuple[int, int, int], paths: Mapping[tuple[int, int, int], tuple[tuple[str, ...], tuple[str, ...]]]
) -> list[tuple[int, int, int]]:
    """List the parts of a total that stands beside them under one group."""
    table, row, _col = place
    above, _beside = paths[place]
    if not above or bare(above[-1]) not in TOTALS:
        return []
    group = above[:-1]
    parts = [
        p
        for p, (head, _b) in paths.items()
        if p[:2] == (table, row) and p != place and head[: len(group)] == group and len(head) == len(above)
    ]
    heads = [paths[p][0] for p in parts]
    if any(_is_share(h) or heading(h[-1]).is_among or bare(h[-1]) in TOTALS for h in heads):
        return []
    return parts


def state_of(doubts: Sequence[tuple[str, str]]) -> str:
    """Say how sure something with these doubts is."""
    return State.CHECK.value if doubts else State.SURE.value


def slot_of(layout: Layout, address: str) -> Slot | None:
    """Find a blank by its address."""
    return next((slot for slot in layout.slots if slot.address == address), None)
