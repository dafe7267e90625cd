"""No hidden number can be reckoned from those that are shown, whoever adds and takes away."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.insight.opendata.rules import LEAST, TOTAL, Key, shown, summed

ROWS, COLUMNS = ("a", "b", "c"), ("x", "y")
counts = st.lists(st.integers(0, 9), min_size=6, max_size=6).map(
    lambda values: dict(zip(product(ROWS, COLUMNS), values, strict=True))
)


def could_be(cells: dict[Key, int], hidden: frozenset[Key], most: int = 16) -> dict[Key, set[int]]:
    """Try every table an attacker could think of, and collect what each hidden number is in those that fit."""
    free = [key for key in product(ROWS, COLUMNS) if key in hidden]
    found: dict[Key, set[int]] = {key: set() for key in hidden}
    for values in product(range(most), repeat=len(free)):
        table = {key: cells[key] for key in product(ROWS, COLUMNS)} | dict(zip(free, values, strict=True))
        whole = summed(ROWS, COLUMNS, table)
        if all(whole[key] == cells[key] for key in cells if key not in hidden):
            for key in hidden:
                found[key].add(whole[key])
    return found


@settings(max_examples=60, deadline=None)
@given(counts)
def test_nobody_can_reckon_a_small_number_back(table: dict[Key, int]) -> None:
    cells = summed(ROWS, COLUMNS, table)
    kept = shown(ROWS, COLUMNS, table)
    assert {key for key, value in cells.items() if 0 < value < LEAST} <= kept.hidden
    assert all(kept.cells[key] == cells[key] for key in cells if key not in kept.hidden)
    if len([key for key in kept.hidden if TOTAL not in key]) <= 3:
        for key, values in could_be(cells, kept.hidden).items():
            assert len(values) >= LEAST or cells[key] >= LEAST, key


def test_what_is_large_is_all_shown() -> None:
    table = {key: 5 + number for number, key in enumerate(product(ROWS, COLUMNS))}
    assert not shown(ROWS, COLUMNS, table).hidden


def test_nothing_is_no_secret() -> None:
    assert not shown(ROWS, COLUMNS, {}).hidden
