"""Publishing a list: read from a sheet whole, compared with the version before, never changed after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from linli.base.files.sheets import open_sheet
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.duties import policies, rules
from linli.pillars.governance.duties.models import Duty, DutyList
from linli.pillars.governance.duties.rules import Changes, DutyTwice, Line

LOOKED_AT = 10
"""Rows among which the headings may stand, below a title."""
MOST_ROWS = 2_000


class NotYourList(Refusal):
    """Somebody publishes the list of an office they hold no post at: `unit`."""


class NoDutySheet(Refusal):
    """The file holds no row of headings, or nothing below it."""


class ListBasisMissing(Refusal):
    """Nobody says which document published the list."""


class RowsRefused(Refusal):
    """Some rows cannot be read: a list with holes is none, nothing was taken in. `count`."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: its number, and the line it says or why it says none."""

    row: int
    read: Line | Refusal


def lines_of_file(path: Path) -> list[SheetRow]:
    """Read a sheet; a row that is no duty stands as its refusal. A merged first column is read downward.

    :raises NoDutySheet, UnableToReadSheet: the file as a whole cannot be read.
    """
    heads: list[str] = []
    rows: list[SheetRow] = []
    kind = ""
    seen: set[tuple[str, str]] = set()
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else clean_line(str(cell)).removesuffix(".0") for cell in cells]
            if not heads:
                heads = rules.heads_of(said)
                if not heads and number > LOOKED_AT:
                    break
            elif any(said) and len(rows) < MOST_ROWS:
                named = dict(zip(heads, said, strict=False))
                kind = named.get("类别") or kind
                rows.append(SheetRow(number, _read({**named, "类别": kind}, seen)))
    if not rows:
        raise NoDutySheet
    return rows


def _read(cells: dict[str, str], seen: set[tuple[str, str]]) -> Line | Refusal:
    try:
        line = rules.line_of(cells)
    except Refusal as refusal:
        return refusal
    if line.place in seen:
        return DutyTwice(number=line.number)
    seen.add(line.place)
    return line


def publish_list(
    *, actor: Actor, at: datetime, office: Unit, basis: str, from_date: date, rows: Sequence[SheetRow]
) -> tuple[DutyList, Changes]:
    """Publish the list of an office as its next version, and say what it changes. The same list again changes nothing.

    :raises NotYourList: no post there. :raises RowsRefused: a row that is no duty.
    :raises ListBasisMissing: nobody says which document it is.
    """
    if not policies.publishes_for(actor, office):
        raise NotYourList(unit=str(office))
    if not clean_line(basis):
        raise ListBasisMissing
    lines = [row.read for row in rows if isinstance(row.read, Line)]
    if len(lines) < len(rows) or not lines:
        raise RowsRefused(count=len(rows) - len(lines))
    with transaction.atomic():
        # Two who publish at once make two versions, one after the other.
        Unit.objects.select_for_update().get(pk=office.pk)
        last = DutyList.objects.filter(office=office).order_by("-version").first()
        before = [duty.line for duty in last.duties.all()] if last else []
        changes = rules.changes_between(before, lines)
        if last is not None and changes.is_none:
            return last, changes
        made = DutyList.objects.create(
            office=office,
            version=last.version + 1 if last else 1,
            basis=clean_line(basis)[:200],
            from_date=from_date,
            published_at=at,
        )
        Duty.objects.bulk_create(
            Duty(
                list=made,
                order=order,
                kind=line.kind.value,
                number=line.number,
                block=line.block,
                name=line.name,
                lead=line.lead,
                part=line.part,
                basis=line.basis,
            )
            for order, line in enumerate(lines, 1)
        )
    return made, changes
