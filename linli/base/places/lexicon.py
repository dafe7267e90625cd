"""The words by which an office's ground is called, made ready for reading: names, what people make of them, their sounds.

Pure: rows in, a `Lexicon` out. `gazetteer` fills it from the database, `reading` reads messages with it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from shapely.geometry import LineString

from linli.base.places import naming
from linli.base.places.naming import Said
from linli.kernel.chinese import normalise_address
from linli.kernel.sounds import sounds

SHORTEST: Final = 3
"""Shorter names are part of too many other words: alone they make somebody ask, never fill in."""


class Kind(StrEnum):
    """What a place is."""

    COMMUNITY = "community"
    GRID = "grid"
    ESTATE = "estate"
    BUILDING = "building"
    FACILITY = "facility"
    CROSSING = "crossing"
    ROAD = "road"
    POINT = "point"


class Rule(StrEnum):
    """Why words are taken for a place."""

    NAME = "name"  # as it is called
    ALIAS = "alias"  # as people call it
    ADDRESS = "address"  # by road and door
    SHORT = "short"  # without what kind of place it is
    BRANCH = "branch"  # one of several of that name
    SOUND = "sound"  # spelled by ear
    TYPO = "typo"  # one character wrong, missing or swapped
    PART = "part"  # begun, not finished
    BUILDING = "building"  # the number of the building
    CROSSING = "crossing"  # two roads
    ROAD = "road"  # the road said with it
    COMMUNITY = "community"  # the community said with it
    NEARBY = "nearby"  # near another place said with it
    POINT = "point"  # near where the reporter stands


CERTAIN, LIKELY, WEAK = 3, 2, 1
"""How much a match is worth. What is only weak makes somebody ask."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place somebody can mean: whose ground it is, and where. `unit_id` is its grid, or the community if in several."""

    kind: Kind
    name: str
    unit_id: int
    community_id: int
    lon: float | None = None
    lat: float | None = None
    road: str = ""
    estate: int = -1
    line: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a name stands for, by which rule, and how much that is worth."""

    place: int
    rule: Rule
    worth: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A community or a grid with all it is called."""

    id: int
    is_grid: bool
    names: tuple[str, ...]
    community_id: int


@dataclass(frozen=True, slots=True)
class EstateRow:
    """A housing estate."""

    id: int
    name: str
    aliases: Sequence[str]
    address: str
    community_id: int
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building; without an estate it is called by its own name."""

    estate_id: int | None
    grid_id: int
    number: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A facility, shop, gate, landmark; a component (lamp, cover) is found by its full name only."""

    area_id: int
    name: str
    aliases: Sequence[str]
    lon: float
    lat: float
    is_component: bool = False


@dataclass(frozen=True, slots=True)
class RoadRow:
    """A road with its line."""

    name: str
    aliases: Sequence[str]
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything an office calls by name. `prefixes` are names of the office and above that people leave out."""

    units: Iterable[UnitRow]
    estates: Iterable[EstateRow]
    buildings: Iterable[BuildingRow]
    facilities: Iterable[FacilityRow]
    roads: Iterable[RoadRow]
    prefixes: tuple[str, ...] = ()


def key(text: str) -> str:
    """Return words as they are compared: one width, no spaces, numerals before 号, 楼, 单元 … as digits, small letters."""
    return normalise_address(text).casefold()


@dataclass
class Lexicon:
    """All names of one office."""

    places: list[Place] = field(default_factory=list)
    names: dict[str, list[Hit]] = field(default_factory=dict)
    stems: dict[str, list[int]] = field(default_factory=dict)
    buildings: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    """The community of each grid and of each community."""

    @cached_property
    def heads(self) -> dict[str, tuple[int, ...]]:
        """Lengths of names by their first two characters, longest first."""
        return _heads(self.names)

    @cached_property
    def stem_heads(self) -> dict[str, tuple[int, ...]]:
        """Lengths of stems by their first two characters, longest first."""
        return _heads(self.stems)

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Names by how they sound; those with digits too, whose digits must be the same."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            if len(name) >= SHORTEST:
                found[sounds(name)].append(name)
        return dict(found)

    @cached_property
    def sound_heads(self) -> dict[str, tuple[int, ...]]:
        """Lengths of names in sounds, by their first two."""
        return _heads(self.by_sound)

    @cached_property
    def pairs(self) -> dict[str, list[tuple[str, str, str]]]:
        """Names that may be mistyped, by each pair of characters in them, with what stands before and after it.

        Common pairs are left out; a name of four characters with one slip keeps one pair at least.
        """
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for name, hits in self.names.items():
            if len(name) < naming.LEAST_TYPO or any(c.isdigit() or c == "(" for c in name):
                continue
            if all(self.places[hit.place].kind is Kind.ROAD for hit in hits):
                continue
            for at in range(len(name) - 1):
                found[name[at : at + 2]].append((name, name[:at], name[at + 2 :]))
        return {pair: names for pair, names in found.items() if len(names) <= naming.MOST_OF_A_PAIR}


def _heads(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name in names:
        found[name[:2]].add(len(name))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


def build(rows: Rows, grid_at: Callable[[float, float], int | None]) -> Lexicon:
    """Make the lexicon of an office. Half a second for a subdistrict of 40,000 homes."""
    return _Builder(rows, grid_at).lexicon


class _Builder:
    def __init__(self, rows: Rows, grid_at: Callable[[float, float], int | None]) -> None:
        self.lexicon = Lexicon()
        self.grid_at = grid_at
        self.prefixes = rows.prefixes
        self._units(rows.units)
        self.roads = sorted((key(row.name) for row in rows.roads), key=len, reverse=True)
        for row in rows.roads:
            self._road(row)
        self._estates(list(rows.estates), list(rows.buildings))
        for facility in rows.facilities:
            self._facility(facility)
        for name, hits in self.lexicon.names.items():
            # What a place is called goes before what another might be called.
            best = max(hit.worth for hit in hits)
            self.lexicon.names[name] = [hit for hit in hits if hit.worth == best]

    def add(self, place: Place) -> int:
        self.lexicon.places.append(place)
        return len(self.lexicon.places) - 1

    def call(self, name: str, place: int, rule: Rule, worth: int) -> None:
        """Let a place be called by a name; a better reason for the same name wins."""
        if len(name) < 2:
            return
        if len(name) < SHORTEST and self.lexicon.places[place].kind not in (Kind.ROAD, Kind.COMMUNITY):
            # Such names are weighed by what stands behind them.
            stems = self.lexicon.stems.setdefault(name, [])
            if place not in stems:
                stems.append(place)
            return
        hits = self.lexicon.names.setdefault(name, [])
        hit = Hit(place, rule, min(worth, WEAK) if len(name) < SHORTEST else worth)
        for at, held in enumerate(hits):
            if held.place == place:
                hits[at] = max(held, hit, key=lambda one: one.worth)
                return
        hits.append(hit)

    def _units(self, rows: Iterable[UnitRow]) -> None:
        for row in rows:
            self.lexicon.parents[row.id] = row.community_id
            kind = Kind.GRID if row.is_grid else Kind.COMMUNITY
            place = self.add(Place(kind, row.names[0], row.id, row.community_id))
            for name in row.names:
                self.call(key(name), place, Rule.NAME, CERTAIN)

    def _road(self, row: RoadRow) -> None:
        place = self.add(Place(Kind.ROAD, row.name, 0, 0, line=row.line))
        for name in (row.name, *row.aliases):
            if len(name) >= SHORTEST or key(name).endswith(("路", "街", "巷", "道")):
                self.call(key(name), place, Rule.NAME, CERTAIN)

    def _estates(self, rows: list[EstateRow], houses: list[BuildingRow]) -> None:
        at_home: dict[int, list[BuildingRow]] = defaultdict(list)
        for house in houses:
            if house.estate_id is not None:
                at_home[house.estate_id].append(house)
            elif (called := key(house.name)) and re.search(r"[^\d号楼栋幢座#]", called):
                self._alone(house, called)
        for row in rows:
            mine = at_home[row.id]
            grids = {house.grid_id for house in mine}
            if not grids and row.lon is not None and row.lat is not None:
                grids = {grid for grid in [self.grid_at(row.lon, row.lat)] if grid is not None}
            unit_id = next(iter(grids)) if len(grids) == 1 else row.community_id
            address = key(row.address)
            estate = self.add(
                Place(
                    Kind.ESTATE,
                    row.name,
                    unit_id,
                    row.community_id,
                    row.lon,
                    row.lat,
                    road=self._road_in(address),
                )
            )
            self._call_estate(estate, row, address)
            numbered: dict[str, list[int]] = defaultdict(list)
            for house in mine:
                number = naming.building_number(house.number) or key(house.number)
                name = house.name or f"{row.name}{house.number}"
                place = Place(
                    Kind.BUILDING,
                    name,
                    house.grid_id,
                    row.community_id,
                    house.lon,
                    house.lat,
                    estate=estate,
                )
                numbered[number].append(self.add(place))
                if house.name and len(key(house.name)) >= SHORTEST:
                    self.call(key(house.name), numbered[number][-1], Rule.NAME, CERTAIN)
            self.lexicon.buildings[estate] = dict(numbered)

    def _alone(self, house: BuildingRow, called: str) -> None:
        community = self.lexicon.parents.get(house.grid_id, 0)
        place = Place(
            Kind.BUILDING,
            house.name,
            house.grid_id,
            community,
            house.lon,
            house.lat,
            road=self._road_in(called),
        )
        self.call(called, self.add(place), Rule.NAME, CERTAIN)

    def _call_estate(self, estate: int, row: EstateRow, address: str) -> None:
        name = key(row.name)
        self.call(name, estate, Rule.NAME, CERTAIN)
        for alias in row.aliases:
            self.call(key(str(alias)), estate, Rule.ALIAS, CERTAIN)
        if re.search(r"\d号", address):
            self.call(address, estate, Rule.ADDRESS, CERTAIN)
            self.call(f"{address}院", estate, Rule.ADDRESS, CERTAIN)
        for said in naming.estate_names(name):
            self.call(said, estate, Rule.ALIAS, LIKELY)
        stem = naming.stem_of(name)
        if stem and stem != name and estate not in (held := self.lexicon.stems.setdefault(stem, [])):
            held.append(estate)

    def _facility(self, row: FacilityRow) -> None:
        area = row.area_id if row.area_id in self.lexicon.parents else self.grid_at(row.lon, row.lat)
        if area is None:
            return
        name = key(row.name)
        place = self.add(
            Place(
                Kind.FACILITY,
                row.name,
                area,
                self.lexicon.parents.get(area, area),
                row.lon,
                row.lat,
                road=self._road_in(name),
            )
        )
        self.call(name, place, Rule.NAME, CERTAIN)
        if row.is_component:
            return
        for alias in row.aliases:
            self.call(key(str(alias)), place, Rule.ALIAS, CERTAIN)
        for said in naming.facility_names(name, self.prefixes):
            branch = said.how is Said.BRANCH
            self.call(said.words, place, Rule.BRANCH if branch else Rule.ALIAS, LIKELY)

    def _road_in(self, words: str) -> str:
        return next((road for road in self.roads if road in words), "")


def crossing_of(one: Place, other: Place) -> tuple[float, float] | None:
    """Find where two roads meet, in degrees; None where they don't, or along a stretch."""
    a, b = LineString(one.line), LineString(other.line)
    met = a.intersection(b)
    if met.is_empty:
        gap = a.distance(b)
        if gap > naming.ALMOST_MEET:
            return None
        met = a.interpolate(a.project(b.interpolate(b.project(a.centroid))))
    point = met.representative_point()
    return point.x, point.y
