"""A sheet of people to look after, as a community keeps it: row by row, taken in twice it makes nobody twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from linli.base.files.sheets import open_sheet
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.standards.care_groups import GROUPS
from linli.pillars.service.care import policies, rules
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.care.operations._people import Basis, Ground, set_level, take_up

LOOKED_AT = 10
MOST_ROWS = 5_000


class NoCareSheet(Refusal):
    """No row has the headings for name, grid and group."""


class TooManyPeople(Refusal):
    """More rows than a community has people."""


@dataclass(frozen=True, slots=True)
class TakenRow:
    """What became of a row: `refusal` says why nothing did."""

    row: int
    refusal: Refusal | None = None
    is_new: bool = False


def people_of_file(path: Path) -> list[tuple[int, rules.Listed | Refusal]]:
    """Read a sheet; a row that is unclear stands as its refusal.

    :raises NoCareSheet, TooManyPeople, UnableToReadSheet: the file as a whole cannot be read.
    """
    found: list[tuple[int, rules.Listed | Refusal]] = []
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
                raise TooManyPeople(most=MOST_ROWS)
            try:
                cells_by_name = {f: s for f, s in zip(fields, said, strict=False) if f and s}
                found.append((number, rules.listed(number, cells_by_name)))
            except rules.RowUnclear as refusal:
                found.append((number, refusal))
    if not fields:
        raise NoCareSheet
    return found


def import_people(
    *, actor: Actor, at: datetime, rows: Sequence[tuple[int, rules.Listed | Refusal]]
) -> list[TakenRow]:
    """Take the people of a sheet in, each row whole or not at all; grids are found by name or code on one's own ground.

    What a row calls its ground counts as the consent where a group asks for one: a row without it is refused.
    """
    reach = policies.reach_of(actor)
    grids: dict[str, Unit | None] = {}
    for grid in Unit.objects.filter(kind=UnitKind.GRID, is_active=True):
        if actor.is_system or policies.knows_all(reach, grid):
            for name in {grid.name, grid.short_name, grid.code} - {""}:
                grids[name] = None if name in grids else grid
    taken = []
    for number, row in rows:
        if isinstance(row, Refusal):
            taken.append(TakenRow(number, row))
            continue
        home = grids.get(row.grid)
        if home is None:
            taken.append(TakenRow(number, rules.RowUnclear(row=number, column="grid")))
            continue
        try:
            taken.append(_take(actor, at, home, row))
        except Refusal as refusal:
            taken.append(TakenRow(number, refusal))
    return taken


def _take(actor: Actor, at: datetime, grid: Unit, row: rules.Listed) -> TakenRow:
    with transaction.atomic():
        before = CarePerson.objects.count()
        person = take_up(
            actor=actor,
            at=at,
            grid=grid,
            name=row.name,
            phone=row.phone,
            door=row.door,
            grounds=[Ground(code, _basis(code), row.ground) for code in row.groups],
        )
        if row.level and person.level != row.level:
            set_level(actor=actor, at=at, person_id=person.pk, level=row.level, reason=row.reason)
        return TakenRow(row.row, is_new=CarePerson.objects.count() > before)


def _basis(code: str) -> str:
    group = GROUPS[code]
    if group.asks_consent:
        return Basis.CONSENT.value
    return Basis.DUTY.value
