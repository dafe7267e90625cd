"""Which place words name beyond doubt: for thousands of messages at a time, from names held in memory.

`finding.find_places` proposes what somebody may mean; here a place counts only when nothing else can be meant. Two
places named, a name that two estates bear, an estate that lies in two grids: what is left is as coarse as it must be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.finding import house_number
from linli.base.places.models import Building, Compound
from linli.kernel.chinese import normalise

SHORTEST: Final = 3
"""Names of two characters are part of too many other words."""

AFTER: Final = 12
"""Within how many characters after an estate's name its building is named."""

_TAILS: Final = ("社区居民委员会", "社区居委会", "居委会", "社区", "村委会", "村")


@dataclass(frozen=True, slots=True)
class Named:
    """A place named beyond doubt: the unit whose ground it is, and a point where one building or estate is meant."""

    unit_id: int
    name: str
    lon: float | None = None
    lat: float | None = None


@dataclass
class _Estate:
    id: int
    name: str
    community_id: int
    lon: float | None
    lat: float | None
    grids: set[int] = field(default_factory=set)
    buildings: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class _Target:
    kind: str  # "estate" or "unit"
    id: int


class Gazetteer:
    """The names of one office's ground: communities, grids, estates and their buildings."""

    def __init__(self, office: Unit) -> None:
        """Read the names. Three queries."""
        units = orgs.subtree(office).filter(is_active=True, kind__in=[UnitKind.COMMUNITY, UnitKind.GRID])
        self._units = {unit.pk: unit for unit in units}
        compounds = list(Compound.objects.filter(community__in=self._units))
        self._estates = {
            row.pk: _Estate(row.pk, row.name, row.community_id, row.lon, row.lat) for row in compounds
        }
        for building in Building.objects.filter(compound__in=self._estates).select_related("compound"):
            estate = self._estates[building.compound_id or 0]
            estate.grids.add(building.grid_id)
            number = house_number(building.number) or building.number
            estate.buildings[number].append(
                Named(building.grid_id, str(building), building.lon, building.lat)
            )
        names: dict[str, set[_Target]] = defaultdict(set)
        for row in compounds:
            for name in (row.name, *row.aliases):
                names[self._key(str(name))].add(_Target("estate", row.pk))
        self._exact: dict[str, set[int]] = defaultdict(set)
        for unit in self._units.values():
            for name in _names_of(unit):
                self._exact[self._key(name)].add(unit.pk)
                if unit.kind == UnitKind.COMMUNITY:
                    names[self._key(name)].add(_Target("unit", unit.pk))
        self._names = {name: targets for name, targets in names.items() if len(name) >= SHORTEST}
        # Longest first: “清泉小区北苑” is not “清泉小区”.
        pattern = "|".join(map(re.escape, sorted(self._names, key=len, reverse=True)))
        self._pattern = re.compile(pattern) if pattern else None

    @staticmethod
    def _key(name: str) -> str:
        return normalise(name).replace(" ", "")

    def unit_called(self, words: tuple[str, ...]) -> Named | None:
        """Find the unit that a sheet's own columns name (“东里社区”, “第3网格”, a code); nothing in doubt."""
        held: set[int] | None = None
        for word in words:
            ids = self._exact.get(self._key(word))
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
        """Find the one place that the first text names which names any; nothing in doubt."""
        if self._pattern is None:
            return None
        for text in texts:
            said = self._key(text)
            found = list(self._pattern.finditer(said))
            if found:
                return self._settle(said, found)
        return None

    def _settle(self, said: str, found: list[re.Match[str]]) -> Named | None:
        targets = [self._names[match[0]] for match in found]
        estates = {t.id for some in targets for t in some if t.kind == "estate"}
        units = {t.id for some in targets for t in some if t.kind == "unit"}
        if len(estates) > 1 and units:
            # “东里社区的阳光花园”: the community says which of two estates of one name is meant.
            estates = {i for i in estates if self._estates[i].community_id in units}
        if len(estates) > 1 or len(units) > 1:
            return None
        if not estates:
            return next((Named(i, str(self._units[i])) for i in units), None)
        estate = self._estates[next(iter(estates))]
        if units - {estate.community_id}:
            return None
        numbers = {house_number(said[match.end() : match.end() + AFTER]) for match in found}
        buildings = [b for number in numbers - {""} for b in estate.buildings.get(number, ())]
        if len(buildings) == 1:
            return buildings[0]
        unit_id = next(iter(estate.grids)) if len(estate.grids) == 1 else estate.community_id
        return Named(unit_id, estate.name, estate.lon, estate.lat)


def _names_of(unit: Unit) -> set[str]:
    names = {unit.name, unit.short_name, unit.code} - {""}
    if unit.kind == UnitKind.COMMUNITY:
        stem = next((unit.name.removesuffix(t) for t in _TAILS if unit.name.endswith(t)), unit.name)
        names |= {stem + tail for tail in _TAILS}
        names.discard(stem)
    return names
