"""Compounds (小区) and buildings of 清泉街道: who could live where, and what residents call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

import shapely
from shapely import Polygon

from linli.demo import callings, lots, names, sheet, works
from linli.demo.allotting import Lot, allot
from linli.demo.lots import Draft, Patch
from linli.demo.plan import Block, GridArea, Plan, draw
from linli.demo.sheet import Point


@dataclass(frozen=True, slots=True)
class Stairwell:
    """A stairwell (单元): how high it goes and how many doors a floor has."""

    number: int
    floors: int
    doors: int
    has_lift: bool

    def rooms(self) -> Iterator[str]:
        """Yield the numbers on the doors, from the ground up."""
        for floor in range(1, self.floors + 1):
            for door in range(1, self.doors + 1):
                yield f"{floor}{door:02d}"


@dataclass(frozen=True, slots=True)
class Building:
    """A building with its outline on the map. `compound` is None for what stands on a street of its own."""

    id: int
    compound: int | None
    community: int
    grid: str
    name: str
    number: int
    use: str  # home, shop, school, office, public, mall, market, works, hospital, station
    floors: int
    polygon: Polygon
    stairwells: tuple[Stairwell, ...]

    @property
    def homes(self) -> int:
        return sum(stairwell.floors * stairwell.doors for stairwell in self.stairwells)

    @property
    def at(self) -> Point:
        centre = self.polygon.centroid
        return Point(round(centre.x, sheet.DECIMALS), round(centre.y, sheet.DECIMALS))


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound with a gate, a name and the names people use for it."""

    id: int
    name: str
    aliases: tuple[str, ...]
    kind: str  # dorm, walkup, resettled, estate, highrise, courtyards
    community: int
    grid: str
    address: str
    built: int
    gate: Point
    polygon: Polygon
    homes: int
    managed: str  # company, owners, unit, none: by whom the common parts are looked after


@dataclass(frozen=True, slots=True)
class Ground:
    """Open ground: garden, park lawn, pond, track, square, car park."""

    kind: str
    community: int
    grid: str
    polygon: Polygon


@dataclass(frozen=True, slots=True)
class Place:
    """A lot where nobody lives, with the use it was given; facilities get their names from these."""

    id: int
    use: str
    community: int
    grid: str
    polygon: Polygon
    buildings: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Everything that stands on the plan."""

    plan: Plan
    compounds: tuple[Compound, ...]
    buildings: tuple[Building, ...]
    places: tuple[Place, ...]
    grounds: tuple[Ground, ...]

    @property
    def homes(self) -> int:
        return sum(compound.homes for compound in self.compounds)

    def grid_beside(self, code: str) -> GridArea:
        """Return the general grid of the same community that lies nearest to a grid."""
        here = next(grid for grid in self.plan.grids if grid.code == code)
        others = [
            grid for grid in self.plan.grids_of(here.community) if grid.kind == "general" and grid != here
        ]
        return min(
            others, key=lambda grid: (round(grid.polygon.distance(here.polygon.centroid), 7), grid.code)
        )

    def community_beside(self, seq: int) -> int:
        """Return the number of the community that lies nearest to the middle of another."""
        middle = self.plan.communities[seq - 1].polygon.centroid
        others = [area for area in self.plan.communities if area.seq != seq]
        return min(others, key=lambda area: (round(area.polygon.distance(middle), 7), area.seq)).seq

    def buildings_of(self, compound: int) -> tuple[Building, ...]:
        """Return the houses of flats of a compound in the order of their numbers."""
        return tuple(house for house in self.buildings if house.compound == compound and house.use == "home")


# No compound is so small that it is not worth a gate.
SMALLEST = 100


class _Builder:
    """Collects what is built, so that numbers run on from lot to lot."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.caller = callings.Caller(plan)
        self.compounds: list[Compound] = []
        self.buildings: list[Building] = []
        self.places: list[Place] = []
        self.grounds: list[Ground] = []
        # What an earlier lot of a community had no room for, the next ones take in, up to its size.
        self.wanted: Counter[int] = Counter()
        self.built: Counter[int] = Counter()

    def grounds_from(self, patches: Sequence[Patch], lot: Lot) -> None:
        for patch in patches:
            inside = patch.sheet.intersection(lot.land)
            for piece in getattr(inside, "geoms", [inside]):
                if piece.geom_type == "Polygon" and piece.area > 30:
                    self.grounds.append(
                        Ground(patch.kind, lot.community, lot.grid, sheet.polygon_lonlat(piece))
                    )

    def house(self, draft: Draft, lot: Lot, *, compound: int | None, name: str, number: int) -> Building:
        stairwells = tuple(
            Stairwell(each, draft.floors, draft.doors, has_lift=draft.floors >= 7)
            for each in range(1, draft.stairwells + 1)
        )
        polygon = sheet.rectangle_lonlat(draft.u, draft.v, draft.width, draft.depth)
        building = Building(
            len(self.buildings),
            compound,
            lot.community,
            lot.grid,
            name,
            number,
            draft.use,
            draft.floors,
            polygon,
            stairwells,
        )
        self.buildings.append(building)
        return building

    def live(self, lot: Lot, kind: str, street: Polygon, rng: Random) -> None:
        """Build a compound on a lot."""
        front = lots.shops(lot.land, street, rng) if kind != "courtyards" else []
        taken = shapely.unary_union([shop.outline() for shop in front]) if front else Polygon()
        if kind == "courtyards":
            houses = lots.courtyards(lot.land, taken, rng)
        else:
            houses = lots.rows(lot.land, kind, taken, rng)
        self.wanted[lot.community] += lot.homes
        most = min(self.wanted[lot.community], names.COMMUNITIES[lot.community - 1].households)
        houses, gardens = lots.thin_out(houses, max(SMALLEST, most - self.built[lot.community]), kind)
        self.built[lot.community] += sum(house.homes for house in houses)
        if not houses:
            self.work(replace(lot, use="park"), street, rng)
            return
        number = len(self.compounds)
        called = self.caller.compound(lot, kind, rng)
        for at, draft in enumerate(houses, 1):
            label = f"{at} 号楼" if kind != "courtyards" else f"{at} 号"
            self.house(draft, lot, compound=number, name=label, number=at)
        for at, draft in enumerate(front, 1):
            self.house(draft, lot, compound=None, name=f"{called.street}商铺 {at}", number=at)
        self.grounds_from(gardens, lot)
        self.compounds.append(
            Compound(
                id=number,
                name=called.name,
                aliases=called.aliases,
                kind=kind,
                community=lot.community,
                grid=lot.grid,
                address=called.address,
                built=called.built,
                gate=called.gate,
                polygon=sheet.polygon_lonlat(lot.land),
                homes=sum(house.homes for house in houses),
                managed=_managed(kind, rng),
            )
        )

    def work(self, lot: Lot, street: Polygon, rng: Random) -> None:
        """Build a lot where nobody lives."""
        front = lots.shops(lot.land, street, rng) if lot.use in {"works", "market", "offices"} else []
        land = lot.land
        if front:
            land = land.difference(shapely.unary_union([shop.outline(5.0) for shop in front]))
            land = max(getattr(land, "geoms", [land]), key=lambda piece: piece.area)
        houses, patches = works.LAYOUTS[lot.use](land, rng)
        first = len(self.buildings)
        for at, draft in enumerate([*houses, *front], 1):
            self.house(draft, lot, compound=None, name=f"{at} 号", number=at)
        self.grounds_from(patches, lot)
        polygon = sheet.polygon_lonlat(lot.land)
        built = tuple(range(first, len(self.buildings)))
        self.places.append(Place(len(self.places), lot.use, lot.community, lot.grid, polygon, built))


# Compounds of the cast are looked after by companies of the cast.
_KNOWN = {community.known[1] for community in names.COMMUNITIES} - {"柳行新村"}


def _managed(kind: str, rng: Random) -> str:
    """Say who looks after the common parts where no company does: in old compounds often nobody."""
    odds: Mapping[str, tuple[str, ...]] = {
        "dorm": ("none", "none", "unit", "owners"),
        "walkup": ("none", "none", "owners"),
        "courtyards": ("none",),
        "resettled": ("none", "none", "owners"),
        "estate": ("owners", "none"),
        "highrise": ("owners",),
    }
    return rng.choice(odds[kind])


def _served(found: Sequence[Compound]) -> Iterator[Compound]:
    """Let companies look after those of the cast and the newest: 33 of them."""
    ranked = sorted(found, key=lambda each: (each.name not in _KNOWN, -each.built, each.id))
    served = {each.id for each in ranked[: names.SERVED]}
    for each in found:
        yield replace(each, managed="company") if each.id in served else each


@lru_cache(maxsize=4)
def build(plan: Plan | None = None) -> Town:
    """Build the town on its plan. The same plan always gives the same town."""
    plan = plan or draw()
    builder = _Builder(plan)
    wide = _wide_streets(plan)
    for lot in allot(plan):
        rng = Random(f"{plan.seed}:lot:{lot.community}:{lot.number}")
        street = wide[lot.block]
        if lot.use in _HOMES:
            builder.live(lot, lot.use, street, rng)
        else:
            builder.work(lot, street, rng)
    return Town(
        plan,
        tuple(_served(builder.compounds)),
        tuple(builder.buildings),
        tuple(builder.places),
        tuple(builder.grounds),
    )


_HOMES = {"dorm", "walkup", "courtyards", "resettled", "estate", "highrise"}


def _wide_streets(plan: Plan) -> dict[int, Polygon]:
    """Return, block by block, the surface of the streets beside it that are wide enough for shops."""
    return {block.id: _street_side(block) for block in plan.blocks}


def _street_side(block: Block) -> Polygon:
    """Return the ring between the land of a block and 14 m beyond it; lanes are too narrow to count."""
    gap = block.sheet.buffer(12).difference(block.land.buffer(2.0))
    # Opening with a radius wider than half a lane leaves only arterials and collectors.
    return gap.buffer(-9.0).buffer(9.5)


def homes_by_grid(town: Town) -> dict[str, int]:
    """Return how many homes each grid holds."""
    held = dict.fromkeys((grid.code for grid in town.plan.grids), 0)
    for compound in town.compounds:
        held[compound.grid] += compound.homes
    return held


def community_name(compound: Compound) -> str:
    """Return the name of the community in which a compound lies."""
    return names.COMMUNITIES[compound.community - 1].name
