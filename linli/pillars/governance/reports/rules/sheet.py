"""From a row of a hotline's sheet to what was reported: columns by name, dates by sense, flaws by name.

Pure. A row becomes a `Draft` or a `Flaw`; what makes it a case is the operation `import_reports`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from linli.kernel.refusals import Refusal
from linli.kernel.standards.hotline_sheets import (
    CLASSES,
    COLUMNS,
    DONE,
    NATURES,
    RUNNING,
    SEVERAL,
    YES,
    Field,
)
from linli.kernel.words import clean, clean_line
from linli.kernel.written_dates import AmbiguousDateError, Order, UnreadableDateError, read_moment

MOST_TEXT: Final = 32_767
"""What a cell of Excel holds; beyond that nobody wrote it."""

MOST_TITLE: Final = 120
MOST_NUMBER: Final = 60
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(minutes=10)
"""Clocks of two systems differ a little."""

HEADER_WITHIN: Final = 15
"""A sheet may open with a title and remarks before its columns are named."""

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_MANGLED = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d{7,15}")


class ColumnsUnknown(Refusal):
    """No column of the sheet is known to hold the words of a message: `names` are those it has."""


class StatePolicy(StrEnum):
    """Which rows come in closed: those that were answered or say so, none, or all."""

    AUTO = "auto"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands: positions from 0, several where a sheet spreads a field."""

    at: Mapping[Field, tuple[int, ...]]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a row does not become a case: `code` has its words in `texts`."""

    row: int
    code: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What one row says."""

    row: int
    number: str
    title: str
    text: str
    filed_at: datetime | None
    name: str
    phone: str
    classes: tuple[str, ...]
    nature: str
    place: str
    area: tuple[str, ...]
    lon: float | None
    lat: float | None
    answer: str
    answered_at: datetime | None
    is_done: bool | None
    is_urgent: bool
    is_confidential: bool


def plain(name: str) -> str:
    """Return a column's name as names are compared: half-width, lower case, without brackets, spaces and marks."""
    text = _BRACKETS.sub("", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in text if c.isalnum() or c == "_")


_FIELD_OF = {plain(name): (kind, rank) for kind, names in COLUMNS.items() for rank, name in enumerate(names)}


def columns_of(cells: Sequence[object], given: Mapping[str, str]) -> Columns:
    """Match one row of cells as the names of columns; `given` (field → name, or “#3”) goes before every name known."""
    names = tuple(clean_line(str(cell)) if cell is not None else "" for cell in cells)
    plain_names = [plain(name) for name in names]
    found: dict[Field, list[tuple[int, int]]] = {}
    for position, name in enumerate(plain_names):
        if name in _FIELD_OF:
            kind, rank = _FIELD_OF[name]
            found.setdefault(kind, []).append((rank, position))
    at = {
        kind: tuple(
            p for _, p in (sorted(places) if kind not in SEVERAL else sorted(places, key=lambda x: x[1]))
        )
        for kind, places in found.items()
    }
    at = {kind: places if kind in SEVERAL else places[:1] for kind, places in at.items()}
    for word, name in given.items():
        if name.startswith("#") and name[1:].isdecimal():
            at[Field(word)] = (int(name[1:]) - 1,)
        elif plain(name) in plain_names:
            at[Field(word)] = (plain_names.index(plain(name)),)
        else:
            at.pop(Field(word), None)
    return Columns(at, names)


def find_header(rows: Sequence[Sequence[object]], given: Mapping[str, str]) -> tuple[int, Columns] | None:
    """Find the row that names the columns: the one with most names known, if one of them holds the words."""
    best: tuple[int, int, Columns] | None = None
    for i, cells in enumerate(rows[:HEADER_WITHIN]):
        columns = columns_of(cells, given)
        has_words = Field.TEXT in columns.at or Field.TITLE in columns.at
        score = len(columns.at)
        if (
            has_words
            and all(Field(word) in columns.at for word in given)
            and (best is None or score > best[0])
        ):
            best = (score, i, columns)
    return (best[1], best[2]) if best else None


def _text(cells: Sequence[object], columns: Columns, kind: Field) -> str:
    found = (cells[p] for p in columns.at.get(kind, ()) if p < len(cells))
    return " ".join(filter(None, (_shown(cell) for cell in found)))


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))


def _raw(cells: Sequence[object], columns: Columns, kind: Field) -> object:
    place = next(iter(columns.at.get(kind, ())), None)
    cell = cells[place] if place is not None and place < len(cells) else None
    return (clean(cell) or None) if isinstance(cell, str) else cell


def _moment(
    cells: Sequence[object], columns: Columns, kind: Field, day: Field | None, order: Order
) -> datetime | None:
    written, on = _raw(cells, columns, kind), _raw(cells, columns, day) if day else None
    if written is None:
        written, on = on, None
    if written is None:
        return None
    if on is not None and (isinstance(written, time) or len(str(written)) <= len("23:59:59")):
        try:
            within = read_moment(f"2000-01-01 {written}") - read_moment("2000-01-01")
        except UnreadableDateError:
            within = None
        if within is not None:
            return read_moment(on, order) + within
    return read_moment(written, order)


def read_draft(
    row: int, cells: Sequence[object], columns: Columns, *, at: datetime, order: Order = Order.YEAR_FIRST
) -> Draft | Flaw:
    """Read one row; `at` is now, because nothing is filed ahead of it."""
    title, text = clean_line(_text(cells, columns, Field.TITLE)), _text(cells, columns, Field.TEXT)
    if not text:
        title, text = "", title
    if not text:
        return Flaw(row, "no-text")
    if len(title) > MOST_TITLE:
        title, text = "", f"{title}\n{text}"
    if len(text) > MOST_TEXT:
        return Flaw(row, "text-too-long", {"length": len(text), "most": MOST_TEXT})
    number = _text(cells, columns, Field.NUMBER)
    if _MANGLED.fullmatch(number):
        return Flaw(row, "number-mangled", {"number": number})
    if len(number) > MOST_NUMBER:
        return Flaw(row, "number-too-long", {"most": MOST_NUMBER})
    moments: list[datetime | None] = []
    for kind, day in ((Field.TIME, Field.DAY), (Field.ANSWERED_AT, None)):
        try:
            moment = _moment(cells, columns, kind, day, order)
        except AmbiguousDateError as error:
            return Flaw(row, "date-ambiguous", {"written": str(error)})
        except UnreadableDateError:
            return Flaw(row, "date-unreadable", {"written": _text(cells, columns, kind)[:40]})
        if moment is not None and not EARLIEST <= moment <= at + AHEAD:
            return Flaw(row, "date-out-of-range", {"written": _text(cells, columns, kind)[:40]})
        moments.append(moment)
    filed_at, answered_at = moments
    if filed_at and answered_at and answered_at < filed_at:
        return Flaw(row, "answered-before-filed")
    status = plain(_text(cells, columns, Field.STATUS))
    nature = nature_of(_text(cells, columns, Field.NATURE))
    lon, lat = point_of(_raw(cells, columns, Field.LON), _raw(cells, columns, Field.LAT))
    return Draft(
        row=row,
        number=number,
        title=title,
        text=text,
        filed_at=filed_at,
        name=clean_line(_text(cells, columns, Field.NAME))[:60],
        phone=phone_of(_text(cells, columns, Field.PHONE)),
        classes=_words(cells, columns, Field.CATEGORY),
        nature=nature,
        place=clean_line(_text(cells, columns, Field.PLACE))[:200],
        area=_words(cells, columns, Field.AREA),
        lon=lon,
        lat=lat,
        answer=_text(cells, columns, Field.ANSWER)[:MOST_TEXT],
        answered_at=answered_at,
        is_done=True if status in DONE else False if status in RUNNING else None,
        is_urgent=plain(_text(cells, columns, Field.URGENT)) in YES,
        # Who reports wrongdoing is protected unless they say otherwise.
        is_confidential=nature == "report" or plain(_text(cells, columns, Field.CONFIDENTIAL)) in YES,
    )


def _words(cells: Sequence[object], columns: Columns, kind: Field) -> tuple[str, ...]:
    found = (cells[p] for p in columns.at.get(kind, ()) if p < len(cells))
    return tuple(filter(None, (clean_line(_shown(cell))[:60] for cell in found)))


def nature_of(word: str) -> str:
    """Say what somebody wants, from the word a sheet has for it; help where it says nothing we know."""
    text = unicodedata.normalize("NFKC", word).strip().removesuffix("类").removesuffix("件")
    return NATURES.get(text) or (text.lower() if text.lower() in NATURES.values() else "help")


def phone_of(written: str) -> str:
    """Take the first phone number out of a cell; empty where there is none."""
    text = unicodedata.normalize("NFKC", written).replace("-", "").replace(" ", "")
    found = _PHONE.search(text)
    return found[0] if found else ""


def point_of(lon: object, lat: object) -> tuple[float | None, float | None]:
    """Take a point in degrees; nothing where it is none, out of the country or in the Gulf of Guinea."""
    try:
        x, y = float(str(lon)), float(str(lat))
    except ValueError:
        return None, None
    return (x, y) if 73 <= x <= 136 and 3 <= y <= 54 else (None, None)


def names_of(
    categories: Iterable[tuple[str, str, str, Sequence[str]]],
) -> dict[str, str]:
    """Index a catalogue (code, name, English, words people use) by what a class may be called.

    A word that people use for two categories names neither.
    """
    names: dict[str, str] = {}
    said: dict[str, set[str]] = {}
    for code, name, english, words in categories:
        for written in (code, name, english):
            if written:
                names.setdefault(plain(written), code)
        for word in words:
            said.setdefault(plain(word), set()).add(code)
    for word, codes in said.items():
        if len(codes) == 1:
            names.setdefault(word, next(iter(codes)))
    for word, code in CLASSES.items():
        if code in names.values():
            names.setdefault(plain(word), code)
    return names


def category_of(classes: Sequence[str], names: Mapping[str, str]) -> str:
    """Find the category that a sheet's classes name, the finest first; empty where none is known."""
    for written in reversed(classes):
        if code := names.get(plain(written)):
            return code
    return ""


def closes(draft: Draft, policy: StatePolicy) -> bool:
    """Say whether a row comes in closed."""
    if policy != StatePolicy.AUTO:
        return policy == StatePolicy.CLOSED
    return draft.is_done is True or (bool(draft.answer) and draft.is_done is None)
