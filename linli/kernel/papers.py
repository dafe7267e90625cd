"""A paper of an office as data: what a page shows and a Word file holds."""

from __future__ import annotations

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
