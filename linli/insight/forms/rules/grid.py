"""A form as cells: what stands where, which cells are one, which are empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or several that were merged: its first row and column, counted from 0."""

    row: int
    col: int
    text: str = ""
    kind: Kind = Kind.BLANK
    rows: int = 1
    cols: int = 1
    is_boxed: bool = False
    is_percent: bool = False

    @property
    def is_blank(self) -> bool:
        """Say whether nothing stands in it."""
        return self.kind is Kind.BLANK


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook or one table of a paper."""

    name: str
    height: int
    width: int
    cells: tuple[Cell, ...]
    is_fixed: bool = False
    """Whether rows can't be told from the empty paper below: everything that is there has a cell (Word)."""
    _at: dict[tuple[int, int], Cell] = field(default_factory=dict, compare=False, repr=False)

    def at(self, row: int, col: int) -> Cell:
        """Give the cell that covers a place; one that is not there is blank."""
        if not self._at and self.cells:
            for cell in self.cells:
                for r in range(cell.row, min(cell.row + cell.rows, self.height)):
                    for c in range(cell.col, min(cell.col + cell.cols, self.width)):
                        self._at[r, c] = cell
        return self._at.get((row, col)) or Cell(row, col)

    def row(self, row: int) -> list[Cell]:
        """Give the cells of a row, each once, from the left."""
        found: list[Cell] = []
        for col in range(self.width):
            cell = self.at(row, col)
            if not found or found[-1] is not cell:
                found.append(cell)
        return found


@dataclass(frozen=True, slots=True)
class Paper:
    """A form: its tables, and, of a Word file, its lines outside of them with their place."""

    format: str
    tables: tuple[Table, ...]
    lines: tuple[tuple[int, str], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Give what JSON can carry."""
        return {
            "format": self.format,
            "lines": self.lines,
            "tables": [
                {
                    "name": t.name,
                    "height": t.height,
                    "width": t.width,
                    "is_fixed": t.is_fixed,
                    "cells": [
                        (c.row, c.col, c.text, c.kind.value, c.rows, c.cols, c.is_boxed, c.is_percent)
                        for c in t.cells
                    ],
                }
                for t in self.tables
            ],
        }

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Paper:
        """Read what `as_data` gave."""
        tables = tuple(
            Table(
                t["name"],
                t["height"],
                t["width"],
                tuple(Cell(r, c, text, Kind(kind), *rest) for r, c, text, kind, *rest in t["cells"]),
                t["is_fixed"],
            )
            for t in data["tables"]
        )
        return cls(data["format"], tables, tuple((int(n), str(text)) for n, text in data["lines"]))
