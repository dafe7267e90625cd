"""What an open table is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

MOST_UNPACKED_MB: Final = 2000

Cell = str | int | float | bool | datetime | date | time | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open table. `rows` gives each row once, with its number as people see it, starting at 1."""

    name: str
    names: tuple[str, ...]
    """All tables of the workbook; empty for text."""
    encoding: str
    """Of text; empty for workbooks."""
    is_lossy: bool
    """Some characters could not be read and became �."""
    about: int
    """How many rows there are, about."""
    rows: Iterator[tuple[int, tuple[Cell, ...]]]
