"""The register of components: one kept or gone, a whole sheet or map taken in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.base.files.sheets import open_sheet
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.places import index
from linli.base.places.models import Facility
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.kernel.standards.components import COMPONENTS
from linli.kernel.words import clean_line
from linli.pillars.governance.patrols import policies, queries
from linli.pillars.governance.patrols.policies import NoSuchComponent
from linli.pillars.governance.patrols.rules import ComponentRecord, is_head, record_of, rows_of_geojson

LOOKED_AT = 10
MOST_ROWS = 20_000
SAME = 1e-6
"""About ten centimetres: nearer than that two of a kind are one."""


class NoComponents(Refusal):
    """The file is no map of points and no sheet with 经度 and 纬度."""


class ComponentElsewhere(Refusal):
    """It stands outside this office's ground."""


class ComponentKnown(Refusal):
    """Another component has this number: `number`."""


class ComponentGone(Refusal):
    """It is noted as gone."""


class OwnerUnknown(Refusal):
    """No unit of the office or the district has this name: `owner`."""


class NotYourComponents(Refusal):
    """Components are kept by the office: its centre, leaders and sections."""


def rows_of_file(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a map (GeoJSON points) or a sheet, row by row.

    :raises NoComponents, UnableToReadSheet: the file as a whole cannot be read.
    """
    with path.open("rb") as file:
        is_map = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    if is_map:
        rows = rows_of_geojson(_json(path))
        if not rows:
            raise NoComponents
        return rows[:MOST_ROWS]
    return _rows_of_sheet(path)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise NoComponents from None


def _rows_of_sheet(path: Path) -> list[tuple[int, dict[str, str]]]:
    heads: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    with open_sheet(path) as sheet:
        for number, cells in sheet.rows:
            said = ["" if cell is None else clean_line(str(cell)) for cell in cells]
            if heads:
                if any(said) and len(rows) < MOST_ROWS:
                    rows.append((number, dict(zip(heads, said, strict=False))))
            elif is_head(said):
                heads = [word.strip() for word in said]
            elif number > LOOKED_AT:
                break
    if not heads:
        raise NoComponents
    return rows


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row: `what` is “new”, “changed”, “same” or “refused”."""

    row: int
    name: str
    what: str
    refusal: Refusal | None = None


def take_components(
    *, actor: Actor, office: Unit, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> tuple[Taken, ...]:
    """Take the rows of a sheet or a map in: the same one again changes nothing. Each row whole, or refused.

    One is known again by its number, else by kind and point. A dozen queries for all of them.

    :raises NotYourComponents: not of those who act for the office.
    """
    if not policies.keeps_components(actor, office):
        raise NotYourComponents
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        known = _Known(office)
        found, new, changed = [], [], []
        for number, cells in rows:
            try:
                record = record_of(cells)
                row, what = known.take(record)
            except Refusal as refusal:
                name = str(cells.get("名称") or cells.get("标识码") or "")[:60]
                found.append(Taken(number, name, "refused", refusal))
                continue
            if what == "new":
                new.append(row)
            elif what == "changed":
                changed.append(row)
            found.append(Taken(number, row.name, what))
        Facility.objects.bulk_create(new, batch_size=1_000)
        kept = [row for row in changed if row.pk is not None]
        fields = ["name", "owner", "area", "lon", "lat", "component_code", "kind", "number"]
        Facility.objects.bulk_update(kept, fields, batch_size=500)
    return tuple(found)


class _Known:
    """What is there already, and whose names owners have."""

    def __init__(self, office: Unit) -> None:
        mine = Q(area__path__startswith=office.path)
        rows = list(Facility.objects.filter(mine, ended_on=None).exclude(component_code=""))
        self.office = office
        self.by_number = {row.number: row for row in rows if row.number}
        self.by_place = {_place(row.component_code, row.lon, row.lat): row for row in rows}
        self.map = index.current()
        self.units = Unit.objects.in_bulk(
            list(Unit.objects.filter(path__startswith=office.path).values_list("pk", flat=True))
        )
        self.owners = queries.owners_of(office)

    def take(self, record: ComponentRecord) -> tuple[Facility, str]:
        owner = None
        if record.owner and (owner := self.owners.get(record.owner)) is None:
            raise OwnerUnknown(owner=record.owner)
        area = self.units.get(self.map.grid_at(record.lon, record.lat) or 0)
        if area is None:
            raise ComponentElsewhere
        row = self.by_number.get(record.number) if record.number else None
        row = row or self.by_place.get(_place(record.code, record.lon, record.lat))
        if row is not None and record.number and row.number and row.number != record.number:
            row = None
        is_new = row is None
        row = row or Facility(kind="component", component_code=record.code)
        before = _said(row)
        row.component_code, row.area, row.lon, row.lat = record.code, area, record.lon, record.lat
        row.number = record.number or row.number
        row.name = record.name or row.name or _named(record)
        row.owner = owner or row.owner
        self.by_place[_place(record.code, record.lon, record.lat)] = row
        if row.number:
            self.by_number[row.number] = row
        return row, "new" if is_new else "same" if _said(row) == before else "changed"


def _said(row: Facility) -> tuple[object, ...]:
    place = _place(row.component_code, row.lon, row.lat) if row.lon is not None else ()
    return (row.name, row.number, row.owner_id, row.area_id, place)


def _place(code: str, lon: float, lat: float) -> tuple[str, int, int]:
    return code, round(lon / SAME), round(lat / SAME)


def _named(record: ComponentRecord) -> str:
    return f"{COMPONENTS[record.code].name} {record.number}".strip()


def _theirs(actor: Actor, pk: int) -> Facility:
    rows = Facility.objects.select_for_update(of=("self",)).select_related("area", "owner")
    row = rows.filter(pk=pk).exclude(component_code="").first()
    if row is None or not policies.reaches_component(actor, row):
        raise NoSuchComponent
    office = orgs.office_of(orgs.line_up(row.area))
    if office is None or not policies.keeps_components(actor, office):
        raise NotYourComponents
    if row.ended_on is not None:
        raise ComponentGone
    return row


def keep_component(
    *, actor: Actor, component: Facility, name: str, number: str = "", owner: Unit | None = None
) -> Facility:
    """Put right what is kept about a component: its name, its number, who answers for it.

    :raises NoSuchComponent: :raises NotYourComponents: :raises ComponentGone: :raises ComponentKnown:
    """
    try:
        with transaction.atomic():
            row = _theirs(actor, component.pk)
            row.name = clean_line(name)[:80] or row.name
            row.number, row.owner = clean_line(number)[:20], owner
            row.save(update_fields=["name", "number", "owner"])
    except IntegrityError:
        raise ComponentKnown(number=number) from None
    return row


def end_component(*, actor: Actor, at: datetime, component: Facility) -> Facility:
    """Note that a component is gone; what was reported about it stays.

    :raises NoSuchComponent: :raises NotYourComponents: :raises ComponentGone:
    """
    with transaction.atomic():
        row = _theirs(actor, component.pk)
        row.ended_on = clock.local(at).date()
        row.save(update_fields=["ended_on"])
    return row
