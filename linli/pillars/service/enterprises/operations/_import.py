"""Taking a sheet of enterprises in: row by row, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from linli.base.files.sheets import open_sheet
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.operations._register import keep_enterprise
from linli.pillars.service.enterprises.rules.record import Record, is_head, record_of

LOOKED_AT = 10
"""Rows among which the headings may stand, below a title."""
MOST_ROWS = 5_000
"""What a request takes in; more comes in several files."""
LATER = ("no_code", "form", "trade", "size", "taxpayer", "staff_count", "founded_date", "address")


class NoEnterpriseSheet(Refusal):
    """The file holds no row of headings with 名称."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row: `what` is “new”, “changed”, “same” or “refused”."""

    row: int
    name: str
    what: str
    refusal: Refusal | None = None


def records_of_file(path: Path) -> list[tuple[int, str, Record | Refusal]]:
    """Read a sheet of enterprises; a row that is none stands as its refusal.

    :raises NoEnterpriseSheet, UnableToReadSheet: the file as a whole cannot be read.
    """
    heads: list[str] = []
    rows: list[tuple[int, str, Record | Refusal]] = []
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else clean_line(str(cell)).removesuffix(".0") for cell in cells]
            if heads:
                if any(said) and len(rows) < MOST_ROWS:
                    rows.append(_read(number, dict(zip(heads, said, strict=False))))
            elif is_head(said):
                heads = said
            elif number > LOOKED_AT:
                break
    if not heads:
        raise NoEnterpriseSheet
    return rows


def _read(number: int, cells: dict[str, str]) -> tuple[int, str, Record | Refusal]:
    name = cells.get("名称", "")[:80]
    try:
        return number, name, record_of(cells)
    except Refusal as refusal:
        return number, name, refusal


def import_enterprises(
    *, actor: Actor, at: datetime, office: Unit, rows: Iterable[tuple[int, str, Record | Refusal]]
) -> tuple[Taken, ...]:
    """Take rows in: a code that is known brings its record up to date, a name without a code that is known too.

    A cell that is empty leaves what is kept. A few statements a row.
    """
    found = []
    for number, name, read in rows:
        if isinstance(read, Refusal):
            found.append(Taken(number, name, "refused", read))
            continue
        try:
            found.append(_take(actor, at, office, number, read))
        except Refusal as refusal:
            found.append(Taken(number, name, "refused", refusal))
    return tuple(found)


def _take(actor: Actor, at: datetime, office: Unit, number: int, read: Record) -> Taken:
    same = Enterprise.objects.select_related("area", "office").filter(office=office, ended_at=None)
    row = same.filter(uscc=read.uscc).first() if read.uscc else same.filter(uscc="", name=read.name).first()
    if row is None:
        keep_enterprise(actor=actor, at=at, office=office, record=read)
        return Taken(number, read.name, "new")
    was = {name: getattr(row, name) for name in ("name", "uscc", *LATER, "contact_name", "contact_phone")}
    said = {name: getattr(read, name) or before for name, before in was.items()}
    if read.uscc:
        said["no_code"] = ""
    if said == was:
        return Taken(number, read.name, "same")
    keep_enterprise(actor=actor, at=at, enterprise=row, record=Record(**said))
    return Taken(number, read.name, "changed")
