"""Lists of a form: rows from a register for whoever may read all of it, names that were given looked up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time

from linli.insight.forms import sources
from linli.insight.forms.given import LEVELS, Circumstances, shown
from linli.insight.forms.rules.filled import Filled, ListFilled, State, names_of, words_of
from linli.insight.forms.rules.grounds import Grounds
from linli.insight.forms.rules.listing import LEAVE, SERIAL_CODE, Listed, is_named_list, recognise
from linli.insight.forms.rules.plain import bare, heading
from linli.insight.forms.rules.slots import Slot, Where
from linli.insight.forms.rules.sums import state_of
from linli.insight.forms.rules.wanting import KEPT_OPEN, title_bag
from linli.insight.forms.sources import Row, Whose
from linli.insight.forms.sources.registers import MOST_ROWS, Asking
from linli.kernel.clock import SHANGHAI


def recognised(given: Circumstances, grounds: Grounds) -> list[Listed]:
    """Say which lists of a form are known, and which only have their given names looked up."""
    title = title_bag(given.layout, grounds)
    found = []
    for listing in given.layout.lists:
        if listing.named and not is_named_list(listing, sources.SPECS):
            continue
        one = recognise(listing, title, sources.SPECS, sources.CONCEPTS, given.mapping or {})
        if one is not None:
            found.append(replace(one, is_lookup=bool(listing.named)))
    return found


def _places(one: Listed) -> set[tuple[int, int, int]]:
    """List the cells that a register fills by itself; figures beside given names are counted as in any table."""
    rows = [row for row, _name in one.listing.named]
    columns = [
        c.col
        for c, code, _key in one.columns
        if code and not code.startswith("figure:") and c.col != one.anchor
    ]
    return {(one.listing.table, row, col) for row in rows for col in columns}


def taken(given: Circumstances, found: Iterable[Listed]) -> set[tuple[int, int, int]]:
    """List the cells that lists fill: all of a table of blank rows, those known of one with names."""
    taken = set[tuple[int, int, int]]()
    by_table = {one.listing.table: one for one in found}
    for listing in given.layout.lists:
        one = by_table.get(listing.table)
        if listing.named:
            taken |= _places(one) if one is not None and one.listing is listing else set()
        else:
            rows = {*listing.rows, *([listing.total] if listing.total is not None else [])}
            taken |= {
                (s.table, s.row, s.col)
                for s in given.layout.slots
                if s.table == listing.table and s.row in rows
            }
    return taken


def _asking(given: Circumstances, one: Listed | ListFilled, *, is_open: bool = False) -> Asking:
    period = None
    if given.period is not None:
        period = tuple(
            datetime.combine(d, time(), SHANGHAI) for d in (given.period.start, given.period.until)
        )
    return Asking(given.ground, given.at, period, tuple(one.narrowed), is_open)  # type: ignore[arg-type]


def rows_of(given: Circumstances, one: Listed | ListFilled, *, is_open: bool = False) -> list[Row]:
    """Read the rows of a list for its ground, with figures where its columns ask for them.

    Nothing for whoever may not read all of it: half a list would be a wrong list.
    """
    register = sources.REGISTERS[one.register]
    if not given.reached.covers(register.whose, given.ground):
        return []
    rows = register.rows(_asking(given, one, is_open=is_open))
    codes = {code.removeprefix("figure:") for _col, code in _codes(one) if code.startswith("figure:")}
    if not codes:
        return rows
    asks = [
        (code, given.period)
        for code in codes
        if not sources.FIGURES[code].is_flow or given.period is not None
    ]
    tallies = sources.read(asks, office=given.ground, at=given.at)
    made = []
    for row in rows:
        unit = given.units.get(row.unit_id)
        values = dict(row.values)
        for (code, _period), tally in tallies.items():
            figure = tally.figure
            if unit is None or LEVELS.get(unit.kind, 0) < LEVELS[figure.level]:
                continue
            reading = tally.over([unit])
            if given.reached.covers(figure.whose, unit) and reading.value is not None:
                values[f"figure:{code}"] = shown(reading.value, figure, "", is_percent=False)
        made.append(replace(row, values=values))
    return made


def _codes(one: Listed | ListFilled) -> list[tuple[int, str]]:
    if isinstance(one, Listed):
        return [(c.col, code) for c, code, _key in one.columns]
    return [(col, code) for col, _head, code, _key in one.columns]


def _shut(given: Circumstances, one: Listed) -> str:
    register = sources.REGISTERS[one.register]
    if not given.reached.covers(register.whose, given.ground):
        return "party" if register.whose is Whose.PARTY else "not_yours"
    return "period" if register.is_flow and given.period is None else ""


def filled(given: Circumstances, one: Listed) -> ListFilled:
    """Say what a list is filled with."""
    listing, register = one.listing, sources.REGISTERS[one.register]
    columns = tuple(
        (c.col, "·".join(heading(p).words for p in c.path), code, key) for c, code, key in one.columns
    )
    made = ListFilled(
        listing.table, one.register, State.SURE.value, columns, listing.rows, listing.first, listing.total, one.narrowed,
        whose="" if register.whose is Whose.GROUND else register.whose.value,
    )  # fmt: skip
    if why := _shut(given, one):
        return replace(made, state=State.ASK.value, why=why, about=str(given.ground))
    count = len(rows_of(given, one))
    doubts = one.doubts
    if count >= MOST_ROWS:
        doubts = (*doubts, ("many", str(MOST_ROWS)))
    return replace(made, state=state_of(doubts), count=count, doubts=doubts)


def unknown(given: Circumstances, found: Iterable[Listed]) -> tuple[ListFilled, ...]:
    """Name the tables of blank rows of which no register is known."""
    known = {(one.listing.table, one.listing.first) for one in found}
    return tuple(
        ListFilled(
            listing.table, "", State.ASK.value,
            tuple((c.col, "·".join(heading(p).words for p in c.path), "", "") for c in listing.columns),
            listing.rows, listing.first, listing.total,
            why="left" if (given.mapping or {}).get(f"%{listing.table}") == KEPT_OPEN else "no_register",
        )
        for listing in given.layout.lists
        if not listing.named and listing.columns and (listing.table, listing.first) not in known
    )  # fmt: skip


# ------------------------------------------------------------ names that were given


def looked_up(given: Circumstances, found: Iterable[Listed], grounds: Grounds) -> dict[str, Filled]:
    """Fill the rows whose names the form gives, from the register, where exactly one has that name."""
    cells: dict[str, Filled] = {}
    names = names_of(given.layout.slots)
    for one in found:
        if not one.is_lookup:
            continue
        rows = rows_of(given, one)
        anchor = next(c for c in sources.REGISTERS[one.register].spec.columns if c.is_anchor)
        by_name: dict[str, list[Row]] = {}
        by_unit = {row.id: row for row in rows}
        for row in rows:
            by_name.setdefault(bare(str(row.values.get(anchor.code, ""))), []).append(row)
        codes = dict(_codes(one))
        places = _places(one)
        for slot in (s for s in given.layout.slots if (s.table, s.row, s.col) in places):
            name = next((n for r, n in one.listing.named if r == slot.row), "")
            same = next((hits for part in slot.beside if (hits := by_name.get(bare(part), []))), [])
            if sources.REGISTERS[one.register].spec.pieces:
                ground, _rest = grounds.find_along(slot.beside)
                same = [by_unit[ground.id]] if ground is not None and ground.id in by_unit else []
            cells[slot.address] = _looked_up(
                given, one, slot, names[slot.address], name, codes[slot.col], same
            )
    return cells


def _looked_up(
    given: Circumstances, one: Listed, slot: Slot, called: str, name: str, code: str, same: list[Row]
) -> Filled:
    nth = slot.nth if slot.where in (Where.INSIDE, Where.LINE) else None
    key = next((k for c, _code, k in one.columns if c.col == slot.col), "")
    cell = Filled(
        slot.address, slot.table, slot.row, slot.col, nth, called, key, words_of(slot), State.ASK.value
    )
    register = sources.REGISTERS[one.register]
    if code in (LEAVE, SERIAL_CODE):
        return replace(cell, state=State.LEAVE.value)
    if why := _shut(given, one):
        return replace(cell, why=why, about=str(given.ground))
    if len(same) != 1:
        return replace(cell, why="no_such_row" if not same else "several_rows", about=name)
    value = same[0].values.get(code, "")
    if value in ("", None):
        return replace(cell, why="empty_there", about=name)
    # Which register was meant is beyond doubt: one of its rows bears the name.
    return replace(
        cell, value=value, state=State.SURE.value, by=f"register:{one.register}:{code}:{same[0].id}",
        at=given.at.isoformat(timespec="minutes"), whose="" if register.whose is Whose.GROUND else register.whose.value,
    )  # fmt: skip


def total_of(rows: Iterable[Row], code: str) -> int | float | None:
    """Add up a column of a list, where it holds numbers only."""
    values = [row.values.get(code, "") for row in rows]
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    return sum(numbers) if numbers and len(numbers) == len(values) else None
