"""The names of an office's ground, held in memory until somebody changes a place: from words to a place in microseconds.

`of(office)` gives what `lexicon` made of the database; a row that changes with every change of a place says when to make
it anew. `reading` says what the words mean.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from linli.base.asked import mark, register_mark
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places import index, naming
from linli.base.places.candidates import Reading
from linli.base.places.lexicon import (
    BuildingRow,
    EstateRow,
    FacilityRow,
    RoadRow,
    Rows,
    UnitRow,
    build,
    key,
)
from linli.base.places.models import Building, Compound, Facility, PlacesRevision, Road
from linli.base.places.reading import Reader

_TAILS: Final = ("社区居民委员会", "社区居委会", "居委会", "社区", "村委会", "村")
_OFFICE_TAILS: Final = ("街道办事处", "街道", "镇人民政府", "镇", "乡", "区", "县", "市")

MOST_HELD: Final = 40
"""Offices whose names stay in memory; about ten megabytes each."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place named beyond doubt: the unit whose ground it is, and a point where one building or estate is meant."""

    unit_id: int
    name: str
    lon: float | None = None
    lat: float | None = None


class Gazetteer:
    """The names of one office's ground: communities, grids, estates, buildings, roads, shops, landmarks."""

    def __init__(self, office: Unit) -> None:
        """Read the names and make them ready. Seven queries; half a second for 40,000 homes."""
        units = orgs.subtree(office).filter(is_active=True, kind__in=[UnitKind.COMMUNITY, UnitKind.GRID])
        self._units = {unit.pk: unit for unit in units}
        grids = index.current()
        self.reader = Reader(build(_rows(office, self._units), grids.grid_at), grids.grid_at)
        self._exact: dict[str, set[int]] = defaultdict(set)
        for unit in self._units.values():
            for name in (*_names_of(unit), unit.code):
                if name:
                    self._exact[key(name)].add(unit.pk)

    def read(self, text: str, *, point: tuple[float, float] | None = None, is_place: bool = False) -> Reading:
        """Say what place a text means. No query."""
        return self.reader.read(text, point=point, is_place=is_place)

    def unit_called(self, words: tuple[str, ...]) -> Named | None:
        """Find the unit that a sheet's own columns name (“东里社区”, “第3网格”, a code); nothing in doubt."""
        held: set[int] | None = None
        for word in words:
            ids = self._exact.get(key(word))
            if not ids:
                continue
            inside = {i for i in ids if held is None or held & set(self._units[i].line)}
            if not inside:
                return None
            held = inside
        if held is None or len(held) != 1:
            return None
        unit = self._units[next(iter(held))]
        return Named(unit.pk, str(unit))

    def place_in(self, *texts: str) -> Named | None:
        """Find the one place that the first text which names any names; nothing in doubt. No query."""
        chosen = self.reader.read_fields(*texts, is_loose=False).chosen
        return Named(chosen.unit_id, chosen.name, chosen.lon, chosen.lat) if chosen else None


# -------- one per office, until a place changes

_lock = threading.Lock()
_held: dict[int, tuple[tuple[UUID | None, int], Gazetteer]] = {}


def of(office: Unit) -> Gazetteer:
    """Give the names of an office as they are now. One small query; seven more when a place has changed."""
    version = (mark("places"), index.current().version)
    held = _held.get(office.pk)
    if held is not None and held[0] == version:
        return held[1]
    with _lock:
        held = _held.get(office.pk)
        if held is not None and held[0] == version:
            return held[1]
        made = Gazetteer(office)
        while len(_held) >= MOST_HELD:
            _held.pop(next(iter(_held)))
        _held[office.pk] = (version, made)
        return made


register_mark("places", f"SELECT value FROM {PlacesRevision._meta.db_table}")


# -------- from the database


def _rows(office: Unit, units: dict[int, Unit]) -> Rows:
    compounds = list(
        Compound.objects.filter(community__in=units).values_list(
            "id", "name", "aliases", "address", "community_id", "lon", "lat"
        )
    )
    buildings = Building.objects.filter(grid__in=units).values_list(
        "compound_id", "grid_id", "number", "name", "lon", "lat"
    )
    facilities = Facility.objects.filter(area__in=[*units, office.pk], ended_on=None).values_list(
        "area_id", "name", "aliases", "lon", "lat", "component_code"
    )
    roads = Road.objects.filter(office=office).values_list("name", "aliases", "line")
    return Rows(
        units=[_unit_row(unit) for unit in units.values()],
        estates=[EstateRow(*row) for row in compounds],
        buildings=[BuildingRow(*row) for row in buildings],
        facilities=[
            FacilityRow(area, name, aliases, lon, lat, is_component=bool(code) and name[-1:].isdigit())
            for area, name, aliases, lon, lat, code in facilities
        ],
        roads=[RoadRow(name, aliases, _line(line)) for name, aliases, line in roads],
        prefixes=_prefixes(office),
    )


def _unit_row(unit: Unit) -> UnitRow:
    is_grid = unit.kind == UnitKind.GRID
    community = unit.parent_id if is_grid and unit.parent_id else unit.pk
    return UnitRow(unit.pk, is_grid, tuple(_names_of(unit)), community)


def _line(given: object) -> tuple[tuple[float, float], ...]:
    points = given.get("coordinates", ()) if isinstance(given, dict) else ()
    return tuple((float(x), float(y)) for x, y, *_ in points)


def _prefixes(office: Unit) -> tuple[str, ...]:
    """Give the names of the office and of what lies above it, which people leave out: 清泉第五中学 is 第五中学."""
    found = []
    for unit in orgs.line_up(office):
        for name in (unit.name, _stem(unit.name, _OFFICE_TAILS)):
            if len(name) >= naming.LEAST_PREFIX and name not in found:
                found.append(name)
    return tuple(sorted(found, key=len, reverse=True))


def _stem(name: str, tails: Iterable[str]) -> str:
    return next((name.removesuffix(t) for t in tails if name.endswith(t)), name)


def _names_of(unit: Unit) -> list[str]:
    """List what a unit is called, its own name first."""
    names = dict.fromkeys((unit.name, unit.short_name))
    if unit.kind == UnitKind.COMMUNITY:
        stem = _stem(unit.name, _TAILS)
        names |= dict.fromkeys(stem + tail for tail in _TAILS)
        if stem != unit.name:
            names.pop(stem, None)
    return [name for name in names if name]
