"""What is put where in a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linli.insight.forms.rules.heads import BLANK


@dataclass(frozen=True, slots=True)
class Put:
    """A value for a place: a cell, the nth blank within a cell's text, or within a line outside of tables."""

    table: int
    row: int
    col: int
    value: str | int | float
    nth: int | None = None
    is_doubtful: bool = False
    note: str = ""
    is_listed: bool = False
    """Whether it is a row of a list, whose place is final however much the list has grown."""

    def as_data(self) -> list[Any]:
        """Give what JSON can carry."""
        return [self.table, self.row, self.col, self.value, self.nth, self.is_doubtful, self.note]


@dataclass(frozen=True, slots=True)
class Extra:
    """Rows that a list needs more than it has: `many`, made like `like`, put below it."""

    table: int
    like: int
    many: int

    def as_data(self) -> list[int]:
        """Give what JSON can carry."""
        return [self.table, self.like, self.many]


def with_blank_filled(text: str, nth: int, value: str) -> str:
    """Put a value into the nth blank of a text, where its line or its space is."""
    found = list(BLANK.finditer(text))
    if nth >= len(found):
        return text
    one = found[nth]
    if one[1] is not None:
        start, end = one.span(2)
        kept = " " if text[end:].strip() else ""
        return f"{text[:start]}{value}{kept}{text[end:]}"
    start = one.end(3)
    end = one.start(4)
    return f"{text[:start]}{value}{text[end:]}"
