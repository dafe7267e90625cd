"""Who reaches a kind of facility on foot, where the gaps are, and where one more helps most. Up to eight queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import FootNetwork
from linli.insight.circles import ground, rules
from linli.insight.circles.ground import Ground, Place
from linli.kernel.standards import walking

MOST_GAPS: Final = 12
MOST_FROM: Final = 3
FAR: Final = 3.0
"""Who lives farther from everything than so many circles counts as that far: a walk nobody takes. LOCAL."""
AIMS: Final = ("reach", "near")


@dataclass(frozen=True, slots=True)
class Reached:
    """How many of a community, of a compound, of an age reach the nearest facility."""

    name: str
    within: int
    whole: int
    lon: float | None = None
    lat: float | None = None
    key: str = ""

    @property
    def without(self) -> int:
        """Those who do not reach one."""
        return self.whole - self.within

    @property
    def percent(self) -> float | None:
        """The share that reaches one."""
        return round(100 * self.within / self.whole, 1) if self.whole else None


@dataclass(frozen=True, slots=True)
class NewPlace:
    """One place for a new facility: what it adds by itself, and from which compounds they come."""

    place: Place
    adds: int
    where_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewSites:
    """Where so many more help most, beside today: people who reach one, mean metres, and the bound nobody can pass."""

    places: tuple[NewPlace, ...]
    aim: str
    before: int
    after: int
    bound: int
    metres_before: int
    metres_after: int
    metres_bound: int
    is_proved: bool
    candidates: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of facility beside its standard: whom it is for, and how many of them have one near."""

    kind: str
    need: walking.Need
    facilities: int
    reached: Reached
    are_people: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle of so many metres on foot around all facilities of a kind."""

    metres: float
    facilities: tuple[Place, ...]
    whole: Reached
    ages: tuple[Reached, ...]
    communities: tuple[Reached, ...]
    gaps: tuple[Reached, ...]
    lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...]
    new: NewSites | None
    unplaced: int
    are_people: bool
    walked: FootNetwork | None


def subdistrict_of(unit: Unit) -> Unit | None:
    """Return the subdistrict a unit is or lies in; None above one. One query."""
    ids = [int(pk) for pk in unit.path.strip("/").split("/") if pk]
    return Unit.objects.filter(pk__in=ids, kind=UnitKind.SUBDISTRICT).first()


def kinds(*, unit: Unit, office: Unit) -> tuple[Kind, ...]:
    """Say for every kind of the standards how many of those it is for have one near enough, the worst first; nothing where
    there are no homes or ways. Three queries, and four more after a change of the map.
    """
    there, walked = ground.ground_of(office)
    if there is None:
        return ()
    counts = ground.counts_of(office)
    paces = ground.paces_of(walked)
    streets = there.network.streets(paces[""])
    mine = _mine(there, unit)
    out = []
    for kind, need in walking.NEEDS.items():
        weights, are_people = _weights(there, counts, need.ages)
        sources = [spot for spot, _place in there.places.get(kind, ())]
        far = streets.distances(sources, range(len(there.homes)), walking.MINUTES[need.minutes])
        reached = np.array([each is not None for each in far]) & mine
        whole = Reached(
            unit.name, round(float(weights[reached].sum())), round(float(weights[mine].sum())), key=kind
        )
        out.append(Kind(kind, need, len(sources), whole, are_people))
    return tuple(sorted(out, key=lambda each: (each.reached.percent or 0.0, each.kind)))


def circle(
    *,
    unit: Unit,
    office: Unit,
    kind: str,
    minutes: int,
    pace: str = "",
    new: int = 0,
    aim: str = "reach",
) -> Circle | None:
    """Reckon the circle of a kind of facility for the homes of a unit, by the ways and facilities of its whole office.
    None where there are no homes or ways. Three queries, and four more after a change of the map.
    """
    there, walked = ground.ground_of(office)
    if there is None:
        return None
    paces = ground.paces_of(walked)
    metres = ground.limit_of(paces[pace], paces[""], minutes)
    streets = there.network.streets(paces[pace])
    counts = ground.counts_of(office)
    weights, are_people = _weights(there, counts, walking.NEEDS[kind].ages)
    mine = _mine(there, unit)
    sources = [spot for spot, _place in there.places.get(kind, ())]
    far = streets.distances(sources, range(len(there.homes)), metres)
    reached = np.array([each is not None for each in far])
    rows = [
        (home.community_name, home.compound, float(weight), bool(ok))
        for home, weight, ok, is_mine in zip(there.homes, weights, reached, mine, strict=True)
        if is_mine
    ]
    place_of = there.compounds
    return Circle(
        metres=metres,
        facilities=tuple(place for _spot, place in there.places.get(kind, ())),
        whole=_of(unit.name, weights, reached, mine),
        ages=tuple(
            _of("", there.people(counts, (band,)), reached, mine, key=band) for band in walking.AGES if counts
        ),
        communities=_by_name((name, weight, ok) for name, _compound, weight, ok in rows),
        gaps=_gaps([(compound, weight, ok) for _name, compound, weight, ok in rows], place_of),
        lines=tuple((_up(there, one), _up(there, other)) for one, other in streets.within(sources, metres)),
        new=_new(there, streets, np.where(mine, weights, 0.0), sources, metres, new, aim) if new else None,
        unplaced=sum(there.network.spots[at] is None for at in np.flatnonzero(mine).tolist()),
        are_people=are_people,
        walked=walked,
    )


def _weights(
    there: Ground, counts: Mapping[tuple[int, str], int], ages: tuple[str, ...]
) -> tuple[np.ndarray, bool]:
    """Return how many live in each home whom it is for, and whether these are people; households where nobody counted."""
    bands = ages or tuple(walking.AGES)
    return (there.people(counts, bands), True) if counts else (there.households, False)


def _mine(there: Ground, unit: Unit) -> np.ndarray:
    if unit.kind in (UnitKind.COMMUNITY, UnitKind.GRID):
        return np.array([unit.pk in (home.community, home.grid) for home in there.homes])
    return np.ones(len(there.homes), dtype=bool)


def _of(name: str, weights: np.ndarray, reached: np.ndarray, mine: np.ndarray, key: str = "") -> Reached:
    within, whole = float(weights[reached & mine].sum()), float(weights[mine].sum())
    return Reached(name, round(within), round(whole), key=key)


def _up(there: Ground, at: tuple[float, float]) -> tuple[float, float]:
    point = there.flat.to_point(at)
    return round(point.lon, 6), round(point.lat, 6)


def _by_name(rows: Iterable[tuple[str, float, bool]]) -> tuple[Reached, ...]:
    held: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for name, homes, ok in rows:
        held[name][0] += homes if ok else 0.0
        held[name][1] += homes
    out = [Reached(name, round(within), round(whole)) for name, (within, whole) in held.items()]
    return tuple(sorted(out, key=lambda each: (each.percent or 0.0, each.name)))


def _gaps(rows: list[tuple[int | None, float, bool]], compounds: Mapping[int, Place]) -> tuple[Reached, ...]:
    held: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for compound, homes, ok in rows:
        if compound is not None and compound in compounds:
            held[compound][0] += homes if ok else 0.0
            held[compound][1] += homes
    out = [
        Reached(compounds[pk].name, round(within), round(whole), compounds[pk].lon, compounds[pk].lat)
        for pk, (within, whole) in held.items()
        if round(within) < round(whole)
    ]
    return tuple(sorted(out, key=lambda each: (-each.without, each.name)))


def _new(
    there: Ground,
    streets: rules.Streets,
    weights: np.ndarray,
    sources: list[int],
    metres: float,
    count: int,
    aim: str,
) -> NewSites:
    """Choose among the compounds of the office where so many more help most."""
    doors = range(len(there.homes))
    most = metres * FAR
    far = np.array(
        [
            [most if each is None else each for each in streets.distances([spot], doors, most)]
            for spot in range(there.first_site, there.first_site + len(there.sites))
        ]
    ).reshape(len(there.sites), len(there.homes))
    today = np.array([most if each is None else each for each in streets.distances(sources, doors, most)])
    reach = (far <= metres) & (today > metres)[None, :]
    count = min(count, walking.MOST_NEW)
    best = (
        rules.covering(reach, weights, count) if aim == "reach" else rules.median(far, today, weights, count)
    )
    chosen = sorted(best.chosen, key=lambda site: -float(weights[reach[site]].sum()))
    nearest = np.minimum(today, far[chosen].min(axis=0)) if chosen else today
    everybody = max(1.0, float(weights.sum()))
    before = round(float(weights[today <= metres].sum()))
    bound = best.bound if aim == "reach" else 0.0
    return NewSites(
        places=tuple(
            NewPlace(
                there.sites[site],
                round(float(weights[reach[site]].sum())),
                _where_from(there, weights, (far[site] < today) & (reach[site] if aim == "reach" else True)),
            )
            for site in chosen
        ),
        aim=aim,
        before=before,
        after=round(float(weights[nearest <= metres].sum())),
        bound=before + round(bound),
        metres_before=round(float((today * weights).sum()) / everybody),
        metres_after=round(float((nearest * weights).sum()) / everybody),
        metres_bound=round((best.bound if aim == "near" else 0.0) / everybody),
        is_proved=best.is_proved,
        candidates=len(there.sites),
    )


def _where_from(there: Ground, weights: np.ndarray, who: np.ndarray) -> tuple[str, ...]:
    """Name the compounds where most of those live whom a new place serves."""
    held: dict[int, float] = defaultdict(float)
    for at in np.flatnonzero(who).tolist():
        compound = there.homes[at].compound
        if compound is not None and compound in there.compounds:
            held[compound] += float(weights[at])
    most = sorted(held, key=lambda pk: (-held[pk], pk))
    return tuple(there.compounds[pk].name for pk in most[:MOST_FROM] if held[pk] >= 0.5)
