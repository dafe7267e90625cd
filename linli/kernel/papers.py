"""A paper of an office as data: what a page shows and a Word file holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document: its heads and its rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document ready to be shown or printed."""

    kind: str
    title: str
    number: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...]
    signer: str
    date: str
    phones: str
    has_receipt: bool
    is_signed_by_applicant: bool
    is_erased: bool = False

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """Give the paragraphs line by line, and say which begin with two letters' room: all but the addressee."""
        return [
            (line, not (i == 0 and words.endswith("：")))
            for i, words in enumerate(self.paragraphs)
            for line in words.split("\n")
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """A heading or a sentence of a brief, in pieces: words, and the address a number leads to."""

    is_head: bool
    pieces: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with their labels."""

    title: str
    bars: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class BriefPaper:
    """A brief on paper: title, days, sentences, charts, who signs it and when."""

    title: str
    days: str
    lines: Sequence[Line]
    charts: Sequence[Chart]
    signer: str
    made: str
    note: str
