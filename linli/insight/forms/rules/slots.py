"""What a form wants, as it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Path = tuple[str, ...]


class Where(StrEnum):
    """What kind of place a slot is."""

    CELL = "cell"
    BESIDE = "beside"
    INSIDE = "inside"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Slot:
    """A blank that wants a value, with what stands above it, beside it, and what it is counted in."""

    table: int
    row: int
    col: int
    above: Path
    beside: Path
    unit: str = ""
    where: Where = Where.CELL
    nth: int = 0
    is_percent: bool = False

    @property
    def address(self) -> str:
        """Name the place for the file: table, row, column and, inside of a text, which blank."""
        return (
            f"{self.table}:{self.row}:{self.col}:{self.nth}"
            if self.where != Where.LINE
            else f"line:{self.row}:{self.nth}"
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A number or formula that the form already holds within a table."""

    table: int
    row: int
    col: int
    above: Path
    beside: Path
    text: str
    is_formula: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list."""

    col: int
    path: Path
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a row for each of something: its columns, its blank rows, the rows whose name is given already."""

    table: int
    first: int
    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    named: tuple[tuple[int, str], ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All that a form wants."""

    title: str
    slots: tuple[Slot, ...]
    lists: tuple[Listing, ...]
    given: tuple[Given, ...]
    notes: tuple[str, ...]
    headings: tuple[str, ...]
    units: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
