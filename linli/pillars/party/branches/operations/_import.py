"""A sheet of members, as an organisation keeps it: row by row, taken in twice it makes nobody twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from linli.base.files.sheets import open_sheet
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies, rules
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.operations._members import enrol_members
from linli.pillars.party.branches.rules import Enrolled

LOOKED_AT = 10
MOST_ROWS = 5_000


class NoMemberSheet(Refusal):
    """No row has the headings for name and organisation."""


class TooManyMembers(Refusal):
    """More rows than an office has members: `most`."""


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row that was refused, and why."""

    row: int
    refusal: Refusal


def members_of_file(path: Path) -> list[tuple[int, Enrolled | Refusal]]:
    """Read a sheet; a row that is unclear stands as its refusal.

    :raises NoMemberSheet, TooManyMembers, UnableToReadSheet: the file as a whole cannot be read.
    """
    found: list[tuple[int, Enrolled | Refusal]] = []
    fields: list[str] = []
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else str(cell).removesuffix(".0").strip() for cell in cells]
            if not fields:
                if rules.is_head(said):
                    fields = rules.fields_of(said)
                elif number > LOOKED_AT:
                    break
                continue
            if not any(said):
                continue
            if len(found) >= MOST_ROWS:
                raise TooManyMembers(most=MOST_ROWS)
            try:
                found.append(
                    (
                        number,
                        rules.enrolled(number, {f: s for f, s in zip(fields, said, strict=False) if f and s}),
                    )
                )
            except rules.MemberRowUnclear as refusal:
                found.append((number, refusal))
    if not fields:
        raise NoMemberSheet
    return found


def import_members(
    *, actor: Actor, at: datetime, rows: Sequence[tuple[int, Enrolled | Refusal]]
) -> tuple[int, int, list[TakenRow]]:
    """Take the members of a sheet in. Returns how many are new, how many stood there, and the rows refused.

    Organisations are found by name among those the actor keeps, grids by name or code on their office's ground.
    """
    kept = Organisation.objects.filter(policies.keepable(actor), closed_on=None).select_related("unit")
    organisations = _named({org.pk: (org, org.unit) for org in kept})
    offices = {org.office_id for org in organisations.values() if org is not None}
    refused: list[TakenRow] = []
    taken: dict[Organisation, list[tuple[int, Enrolled, Unit | None]]] = defaultdict(list)
    grids = _grids(offices)
    for number, row in rows:
        if isinstance(row, Refusal):
            refused.append(TakenRow(number, row))
            continue
        organisation = organisations.get(row.organisation)
        grid = grids.get(row.grid) if row.grid else None
        if organisation is None:
            refused.append(TakenRow(number, rules.MemberRowUnclear(row=number, column="organisation")))
        elif row.grid and (grid is None or organisation.office_id not in grid.line):
            refused.append(TakenRow(number, rules.MemberRowUnclear(row=number, column="grid")))
        else:
            taken[organisation].append((number, row, grid))
    new = same = 0
    for organisation, given in taken.items():
        try:
            made = enrol_members(
                actor=actor, at=at, organisation=organisation, rows=[(row, grid) for _n, row, grid in given]
            )
        except Refusal as refusal:
            refused += [TakenRow(number, refusal) for number, _row, _grid in given]
            continue
        new += made
        same += len(given) - made
    return new, same, sorted(refused, key=lambda one: one.row)


def _named(found: dict[int, tuple[Organisation, Unit]]) -> dict[str, Organisation | None]:
    names: dict[str, Organisation | None] = {}
    for org, unit in found.values():
        for name in {unit.name, unit.short_name} - {""}:
            names[name] = None if name in names else org
    return names


def _grids(offices: set[int]) -> dict[str, Unit | None]:
    grids: dict[str, Unit | None] = {}
    for grid in Unit.objects.filter(kind=UnitKind.GRID, is_active=True) if offices else ():
        if not offices.isdisjoint(grid.line):
            for name in {grid.name, grid.short_name, grid.code} - {""}:
                grids[name] = None if name in grids else grid
    return grids
