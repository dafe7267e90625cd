"""A whole sheet: open it, find its columns, take it in batch by batch, and give back what was refused as a sheet."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from linli.base.files.sheets import Cell, Sheet, SheetWriter, open_sheet
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.written_dates import Order
from linli.pillars.governance.reports.operations._import import (
    SOURCE,
    Intake,
    Taken,
    not_here_yet,
    numbered,
    prepare_import,
    take_numbered,
)
from linli.pillars.governance.reports.operations._import_read import (
    Read,
    Understood,
    processes_for,
    reading,
)
from linli.pillars.governance.reports.rules.sheet import (
    HEADER_WITHIN,
    Columns,
    ColumnsUnknown,
    Draft,
    Flaw,
    StatePolicy,
    find_header,
    read_draft,
)

BATCH: Final = 500

Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """How a sheet is to be read: columns by name, order of dates, what comes in closed, rows without a time."""

    given: Mapping[str, str] = field(default_factory=dict)
    table: str = ""
    order: Order = Order.YEAR_FIRST
    policy: StatePolicy = StatePolicy.AUTO
    takes_undated: bool = True
    is_trial: bool = False
    refused_to: Path | None = None
    processes: int = 0
    """How many read; 0 is one a core for a big sheet."""


@dataclass(slots=True)
class SheetTaken:
    """What became of a sheet. `columns` are the names found, by field; `refused_at` holds the refused rows."""

    columns: Mapping[str, str]
    is_lossy: bool
    imported: int = 0
    skipped: int = 0
    refused: int = 0
    placed: int = 0
    classed: int = 0
    closed: int = 0
    undated: int = 0
    refused_at: Path | None = None

    def add(self, taken: Taken) -> None:
        """Count a batch."""
        for name in ("imported", "skipped", "placed", "classed", "closed", "undated"):
            setattr(self, name, getattr(self, name) + getattr(taken, name))


def import_sheet(
    *,
    actor: Actor,
    at: datetime,
    path: Path,
    office: Unit,
    source: str = SOURCE,
    options: SheetOptions | None = None,
    reason_of: Callable[[Flaw], str] = lambda flaw: flaw.code,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> SheetTaken:
    """Make cases of every row of a sheet, each once: taken up again after a stop, it goes on where it was.

    Rows that can't become a case go to a sheet, each with its reason in words (`reason_of`); the others come in.

    :raises UnableToReadSheet: it is no table. :raises ColumnsUnknown: no column holds the words of a message.
    """
    options = options or SheetOptions()
    with open_sheet(path, name=options.table) as sheet:
        columns, rows = _header(sheet, options.given)
        taken = SheetTaken(_shown(columns), sheet.is_lossy)
        refusals = _Refusals(columns, reason_of)
        intake = prepare_import(office=office, source=source)
        readers = replace(intake.readers, policy=options.policy)
        processes = options.processes or processes_for(sheet.about)
        with reading(readers, processes) as read:
            waiting: deque[_Batch] = deque()
            batches = iter(lambda: list(islice(rows, BATCH)), [])
            while True:
                # One batch more than there are processes is being read while one is written.
                while len(waiting) <= processes - (processes < 2) and (batch := next(batches, None)):
                    drafts, flaws = _read(batch, columns, at, options)
                    waiting.append(_Batch(batch, flaws, numbered(intake, drafts)))
                    waiting[-1].send(read, intake, ahead=processes > 1)
                if not waiting:
                    break
                one = waiting.popleft()
                made = take_numbered(
                    actor, at, intake, one.rows, options.policy, options.is_trial, one.understood()
                )
                taken.add(made)
                refusals.add([*one.flaws, *made.flaws], one.cells)
                progress(min(one.cells[-1][0], sheet.about), sheet.about)
        taken.refused = refusals.count
        taken.refused_at = refusals.save(path, options.refused_to)
    return taken


@dataclass(slots=True)
class _Batch:
    """Rows on their way: as they came, what was wrong with some, the others with their numbers and what they say."""

    cells: Sequence[Row]
    flaws: list[Flaw]
    rows: list[tuple[Draft, str]]
    _sent: list[tuple[Draft, str]] = field(default_factory=list)
    _read: Future[list[Understood]] | list[Understood] = field(default_factory=list)

    def send(self, read: Read, intake: Intake, *, ahead: bool) -> None:
        """Have the new rows read by another process; without one they are read when they are taken in."""
        if ahead:
            self._sent = not_here_yet(intake, self.rows)
            self._read = read([draft for draft, _ in self._sent])

    def understood(self) -> dict[str, Understood]:
        """Give what was read, by number."""
        read = self._read.result() if isinstance(self._read, Future) else self._read
        return {number: one for (_, number), one in zip(self._sent, read, strict=True)}


def _header(sheet: Sheet, given: Mapping[str, str]) -> tuple[Columns, Iterator[Row]]:
    first = list(islice(sheet.rows, HEADER_WITHIN))
    found = find_header([cells for _, cells in first], given)
    if found is None:
        names = [str(cell) for cell in first[0][1] if cell is not None] if first else []
        raise ColumnsUnknown(names="、".join(name[:30] for name in names[:30]))
    at, columns = found
    return columns, chain(first[at + 1 :], sheet.rows)


def _shown(columns: Columns) -> dict[str, str]:
    names = columns.names
    return {
        kind.value: " + ".join(names[p] if p < len(names) else f"#{p + 1}" for p in places)
        for kind, places in columns.at.items()
    }


def _read(
    batch: Sequence[Row], columns: Columns, at: datetime, options: SheetOptions
) -> tuple[list[Draft], list[Flaw]]:
    drafts, flaws = [], []
    for number, cells in batch:
        if not any(cell not in (None, "") for cell in cells):
            continue
        found = read_draft(number, cells, columns, at=at, order=options.order)
        if isinstance(found, Flaw):
            flaws.append(found)
        elif found.filed_at is None and not options.takes_undated:
            flaws.append(Flaw(number, "date-missing"))
        else:
            drafts.append(found)
    return drafts, flaws


class _Refusals:
    """The rows that were refused, as they came, each with its reason."""

    def __init__(self, columns: Columns, reason_of: Callable[[Flaw], str]) -> None:
        self._columns = columns
        self._reason_of = reason_of
        self._writer: SheetWriter | None = None

    @property
    def count(self) -> int:
        return self._writer.count if self._writer else 0

    def add(self, flaws: Sequence[Flaw], batch: Sequence[Row]) -> None:
        cells = dict(batch) if flaws else {}
        for flaw in sorted(flaws, key=lambda flaw: flaw.row):
            if self._writer is None:
                headers = [_("行"), _("原因"), *self._columns.names]
                self._writer = SheetWriter(_("没有收下的行"), headers, widths=[8, 44])
            self._writer.add([flaw.row, self._reason_of(flaw), *cells[flaw.row]])

    def save(self, path: Path, to: Path | None) -> Path | None:
        """Write the sheet beside the one it comes from, or where there is leave to write."""
        if self._writer is None:
            return None
        name = f"{path.stem}.refused.xlsx"
        for place in [to] if to else [path.with_name(name), Path.cwd() / name]:
            if _is_writable(place.parent):
                self._writer.save(place)
                return place
        place = Path(tempfile.mkdtemp(prefix="linli-")) / name
        self._writer.save(place)
        return place


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
