"""How large a form may be (LOCAL): a sheet that people fill has hundreds of cells, seldom thousands."""

from __future__ import annotations

from typing import Final

MOST_CELLS: Final = 30_000
MOST_ROWS: Final = 3_000
MOST_COLUMNS: Final = 120
MOST_TABLES: Final = 20


class TooLarge(Exception):
    """More than a form has."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooFar(Exception):
    """Something stands far away from the form: in this `cell`."""

    def __init__(self, cell: str) -> None:
        super().__init__(cell)
        self.cell = cell
