"""Which numbers of a table may be shown: none below five, and none that the others give away. Pure.

A table is counts by row and column with its totals. A count of one to four is hidden. Whoever knows every other number
can still bound a hidden one by adding and taking away: so more numbers are hidden, the smallest first, until each
small one could be any of at least five values. Nothing is rounded, nothing is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Five, as everywhere in Linli where people are counted; no rule for open data names a number."
)
LEAST: Final = 5
TOTAL: Final = ""
"""The key of the row and of the column that are sums."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown: None where a number is hidden."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Key, int | None]

    @property
    def hidden(self) -> frozenset[Key]:
        """What is hidden."""
        return frozenset(key for key, value in self.cells.items() if value is None)


def summed(rows: Sequence[str], columns: Sequence[str], counts: Mapping[Key, int]) -> dict[Key, int]:
    """Return every cell of a table with the sums of its rows, of its columns, and of all."""
    cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    out = dict(cells)
    for row in rows:
        out[row, TOTAL] = sum(cells[row, column] for column in columns)
    for column in columns:
        out[TOTAL, column] = sum(cells[row, column] for row in rows)
    out[TOTAL, TOTAL] = sum(cells.values())
    return out


def shown(
    rows: Sequence[str], columns: Sequence[str], counts: Mapping[Key, int], least: int = LEAST
) -> Shown:
    """Hide what must not be shown. Two small linear programs for each hidden number and round."""
    cells = summed(rows, columns, counts)
    small = sorted(key for key, value in cells.items() if 0 < value < least)
    hidden = set(small)
    lines = _lines(rows, columns)
    for key in small:  # hiding more for the next only widens what this one could be
        while _width(key, cells, hidden, lines) < least - 1 and _hide_one_more(key, cells, hidden, lines):
            pass
    return Shown(
        tuple(rows), tuple(columns), {key: None if key in hidden else value for key, value in cells.items()}
    )


def _lines(rows: Sequence[str], columns: Sequence[str]) -> list[tuple[Key, ...]]:
    """Return the sums that whoever reads a table knows to hold: the parts, then what they come to."""
    across = [(*((row, column) for column in columns), (row, TOTAL)) for row in (*rows, TOTAL)]
    down = [(*((row, column) for row in rows), (TOTAL, column)) for column in (*columns, TOTAL)]
    return [*across, *down]


def _hide_one_more(
    key: Key, cells: Mapping[Key, int], hidden: set[Key], lines: Sequence[tuple[Key, ...]]
) -> bool:
    """Hide the smallest number beside a hidden one that says something about it, sums last; say whether there was one."""
    near = _reach(key, hidden, lines)
    said = [line for line in lines if near & set(line)]
    # A sum with one hidden part says what it is: there first, and best where two such sums meet.
    alone = [line for line in said if len(hidden & set(line)) == 1]
    beside = [other for line in alone or said for other in line if other not in hidden]
    if not beside:
        return False
    times = Counter(beside)
    hidden.add(
        min(
            times,
            key=lambda at: (cells[at] == 0, TOTAL in at, at == (TOTAL, TOTAL), -times[at], cells[at], at),
        )
    )
    return True


def _reach(key: Key, hidden: set[Key], lines: Sequence[tuple[Key, ...]]) -> set[Key]:
    """Return the hidden numbers that hang together with one, line by line."""
    found, ahead = {key}, [key]
    while ahead:
        at = ahead.pop()
        for line in lines:
            if at in line:
                for other in hidden & set(line):
                    if other not in found:
                        found.add(other)
                        ahead.append(other)
    return found


def _width(key: Key, cells: Mapping[Key, int], hidden: set[Key], lines: Sequence[tuple[Key, ...]]) -> int:
    low, high = span(key, cells, hidden, lines)
    return high - low


def span(
    key: Key, cells: Mapping[Key, int], hidden: set[Key] | frozenset[Key], lines: Sequence[tuple[Key, ...]]
) -> tuple[int, int]:
    """Return the least and the most that a hidden number can be for whoever knows all that is shown."""
    import numpy as np
    from scipy.optimize import linprog

    unknown = {each: number for number, each in enumerate(sorted(_reach(key, set(hidden), lines)))}
    left, right = [], []
    for line in lines:
        if not unknown.keys() & set(line):
            continue
        row, known = np.zeros(len(unknown)), 0
        for number, each in enumerate(line):
            sign = -1 if number == len(line) - 1 else 1
            if each in unknown:
                row[unknown[each]] = sign
            else:
                known += sign * cells[each]
        left.append(row)
        right.append(-known)
    cost = np.zeros(len(unknown))
    cost[unknown[key]] = 1.0
    bounds = []
    for sign in (1, -1):
        found = linprog(
            sign * cost, A_eq=np.array(left), b_eq=np.array(right), bounds=(0, None), method="highs-ds"
        )
        bounds.append(sign * found.fun if found.status == 0 else float("inf"))
    low, high = bounds
    return round(low), round(high) if high != float("inf") else 10**9
