"""Who covers whom: an assignment of doors to households that link them, under load limits. Pure: no Django.

A minimum-cost flow: every stairwell of a building sends its doors to helpers within reach or leaves them uncovered; a helper
takes up to its share freely, up to its limit for a price. Its matrix is totally unimodular, so the vertex that the simplex
method ends in is whole, and the bound it proves is the cost it found: nothing is covered twice, no limit is passed, and no
other assignment covers more, keeps more ties or is nearer, in that order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil, cos, hypot, radians
from typing import Any, Final

from linli.kernel.sources import local_choice

SOURCE: Final = local_choice(
    "Seed 003 says 一人联十户，十户联百家: read as a household that links ten, each of which tells ten, a hundred at most. "
    "No text says how far away somebody may live."
)
TEN: Final = 10
HUNDRED: Final = 100
"""The most doors that one household links, by way of its tens."""
REACH_M: Final = 1_200
"""LOCAL: who lives further away than a walk of a quarter of an hour is no neighbour."""

CONSENT: Final = "我联系的那些户，登录以后会看到我的称呼和“先锋户”三个字，也就知道我是党员。"
"""What a vanguard household agrees to, word for word; kept with each consent."""

PAPER_DAYS: Final = 365
"""LOCAL: an older paper is signed anew, that nobody is known by what they said years ago."""

UNCOVERED: Final = 10_000_000
TIE: Final = 20_000
"""A tie is kept before twenty kilometres of nearer ways; nobody is left out for it."""
OTHER_GRID: Final = 150
OVER_SHARE: Final = 60
"""Metres that somebody in the same grid, and a door within the even share of a helper, are worth."""

_METRES: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class Place:
    """A stairwell with so many doors; `ground` is its grid."""

    id: tuple[int, int]
    lon: float
    lat: float
    ground: int
    doors: int


@dataclass(frozen=True, slots=True)
class Helper:
    """A household that links others, where it lives, and how many doors it can take."""

    id: int
    lon: float
    lat: float
    ground: int
    limit: int = HUNDRED


class Level(StrEnum):
    """Who on the staff answers for a community in the chain."""

    CADRE = "cadre"
    COMMITTEE = "committee"


class Gap(StrEnum):
    """Why doors are covered by nobody."""

    NOBODY = "nobody"
    FAR = "far"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Covering:
    """How many doors of which place each helper covers, and which are left, with why. `cost` equals the proven `bound`."""

    given: Mapping[tuple[tuple[int, int], int], int]
    gaps: Mapping[tuple[int, int], tuple[int, Gap]]
    cost: int
    bound: float

    @property
    def covered(self) -> int:
        """How many doors somebody covers."""
        return sum(self.given.values())

    @property
    def loads(self) -> dict[int, int]:
        """How many doors each helper covers."""
        found: dict[int, int] = defaultdict(int)
        for (_place, helper), doors in self.given.items():
            found[helper] += doors
        return dict(found)


def metres(place: Place, helper: Helper) -> int:
    """Return how far a helper lives from a place, in whole metres."""
    wide = _METRES * cos(radians(place.lat))
    return round(hypot((place.lon - helper.lon) * wide, (place.lat - helper.lat) * _METRES))


def even_share(places: Iterable[Place], helpers: Sequence[Helper]) -> int:
    """Return how many doors each would have if all had the same."""
    doors = sum(place.doors for place in places)
    return ceil(doors / len(helpers)) if helpers else 0


def price(place: Place, helper: Helper) -> int:
    """Return what a door there costs a helper: the way, and more in another grid."""
    return metres(place, helper) + (OTHER_GRID if place.ground != helper.ground else 0)


def cover(
    places: Sequence[Place],
    helpers: Sequence[Helper],
    ties: Mapping[tuple[tuple[int, int], int], int] | None = None,
    reach_m: int = REACH_M,
) -> Covering:
    """Assign doors to helpers: as many as can be, then keeping ties, then near and even. Exact.

    `ties` says how many doors of a place a helper covers by now; what is not there any more counts for nothing.
    """
    places = [place for place in places if place.doors > 0]
    near = {place.id: [h for h in helpers if h.limit > 0 and metres(place, h) <= reach_m] for place in places}
    arcs, supplies = _arcs(places, near, ties or {})
    if not arcs:
        given: dict[tuple[tuple[int, int], int], int] = {}
        bound = cost = float(sum(supplies) * UNCOVERED)
    else:
        given, cost, bound = _solve(arcs, supplies, helpers, even_share(places, helpers))
    gaps = {}
    for place in places:
        left = place.doors - sum(given.get((place.id, h.id), 0) for h in near[place.id])
        if left:
            why = Gap.NOBODY if not helpers else Gap.FAR if not near[place.id] else Gap.FULL
            gaps[place.id] = (left, why)
    return Covering(given, gaps, round(cost), bound)


@dataclass(frozen=True, slots=True)
class _Arc:
    node: int
    place: tuple[int, int]
    helper: int
    cost: int


def _arcs(
    places: Sequence[Place],
    near: Mapping[tuple[int, int], list[Helper]],
    ties: Mapping[tuple[tuple[int, int], int], int],
) -> tuple[list[_Arc], list[int]]:
    """Give the ways doors may go, and how many doors each node has: those tied to one helper are a node of their own."""
    arcs: list[_Arc] = []
    supplies: list[int] = []
    tied: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for (place_id, helper_id), doors in sorted(ties.items()):
        tied[place_id].append((helper_id, doors))
    for place in places:
        left = place.doors
        here = {helper.id for helper in near[place.id]}
        parts: list[tuple[int | None, int]] = []
        for helper_id, doors in tied.get(place.id, ()):
            if helper_id in here and (held := min(doors, left)) > 0:
                parts.append((helper_id, held))
                left -= held
        if left:
            parts.append((None, left))
        for keeps, doors in parts:
            node = len(supplies)
            supplies.append(doors)
            arcs += [
                _Arc(node, place.id, helper.id, price(place, helper) - (TIE if helper.id == keeps else 0))
                for helper in near[place.id]
            ]
    return arcs, supplies


def _solve(
    arcs: Sequence[_Arc], supplies: Sequence[int], helpers: Sequence[Helper], share: int
) -> tuple[dict[tuple[tuple[int, int], int], int], float, float]:
    """Solve the flow: doors over arcs, doors left out, and doors over the even share of each helper."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    used = sorted({arc.helper for arc in arcs})
    column = {helper_id: n for n, helper_id in enumerate(used)}
    limits = {helper.id: helper.limit for helper in helpers}
    n_arcs, n_nodes, n_helpers = len(arcs), len(supplies), len(used)
    width = n_arcs + n_nodes + n_helpers
    costs = np.zeros(width)
    costs[:n_arcs] = [arc.cost for arc in arcs]
    costs[n_arcs : n_arcs + n_nodes] = UNCOVERED
    costs[n_arcs + n_nodes :] = OVER_SHARE
    steps = np.arange(n_arcs)
    sent = coo_array(
        (
            np.ones(n_arcs + n_nodes),
            (
                np.concatenate([[arc.node for arc in arcs], np.arange(n_nodes)]),
                np.concatenate([steps, n_arcs + np.arange(n_nodes)]),
            ),
        ),
        shape=(n_nodes, width),
    )
    taken = coo_array(
        (
            np.concatenate([np.ones(n_arcs), -np.ones(n_helpers)]),
            (
                np.concatenate([[column[arc.helper] for arc in arcs], np.arange(n_helpers)]),
                np.concatenate([steps, n_arcs + n_nodes + np.arange(n_helpers)]),
            ),
        ),
        shape=(n_helpers, width),
    )
    free = np.array([min(share, limits[helper_id]) for helper_id in used], dtype=float)
    most = np.concatenate(
        [
            np.full(n_arcs, np.inf),
            np.array(supplies, dtype=float),
            np.array([limits[helper_id] for helper_id in used]) - free,
        ]
    )
    found: Any = linprog(
        costs,
        A_ub=taken.tocsr(),
        b_ub=free,
        A_eq=sent.tocsr(),
        b_eq=np.array(supplies, dtype=float),
        bounds=np.column_stack([np.zeros(width), most]),
        method="highs-ds",
    )
    flows = np.rint(found.x[:n_arcs]).astype(int)
    given: dict[tuple[tuple[int, int], int], int] = defaultdict(int)
    for arc, doors in zip(arcs, flows.tolist(), strict=True):
        if doors:
            given[arc.place, arc.helper] += doors
    cost = float(np.rint(found.x) @ costs)
    return dict(given), cost, _bound(found, supplies, free, most)


def _bound(found: Any, supplies: Sequence[int], free: Any, most: Any) -> float:
    """Return what the prices of the solution prove: no assignment costs less."""
    upper = found.upper.marginals
    finite = most < float("inf")
    return float(
        found.eqlin.marginals @ [float(n) for n in supplies]
        + found.ineqlin.marginals @ free
        + upper[finite] @ most[finite]
    )


def mean_way(covering: Covering, places: Iterable[Place], helpers: Iterable[Helper]) -> int:
    """Return how many metres a covered door is from whoever covers it, on average."""
    where, who = {place.id: place for place in places}, {helper.id: helper for helper in helpers}
    total = sum(
        metres(where[place], who[helper]) * doors for (place, helper), doors in covering.given.items()
    )
    return round(total / covering.covered) if covering.covered else 0


def greedy(places: Sequence[Place], helpers: Sequence[Helper], reach_m: int = REACH_M) -> Covering:
    """Assign every place in turn to the nearest helper that has room: what one would do by hand, to compare with."""
    room = {helper.id: helper.limit for helper in helpers}
    given: dict[tuple[tuple[int, int], int], int] = {}
    gaps: dict[tuple[int, int], tuple[int, Gap]] = {}
    cost = 0
    for place in places:
        left = place.doors
        near = [h for h in helpers if metres(place, h) <= reach_m]
        for helper in sorted(near, key=lambda h: (price(place, h), h.id)):
            take = min(left, room[helper.id])
            if take:
                given[place.id, helper.id] = take
                room[helper.id] -= take
                left -= take
                cost += take * price(place, helper)
        if left:
            gaps[place.id] = (left, Gap.NOBODY if not helpers else Gap.FAR if not near else Gap.FULL)
            cost += left * UNCOVERED
    found = Covering(given, gaps, cost, float("nan"))
    share = even_share(places, helpers)
    over = sum(max(load - min(share, limit), 0) for load, limit in _loads(found, helpers))
    return replace(found, cost=cost + OVER_SHARE * over)


def _loads(covering: Covering, helpers: Iterable[Helper]) -> list[tuple[int, int]]:
    loads = covering.loads
    return [(loads.get(helper.id, 0), helper.limit) for helper in helpers]


@dataclass(frozen=True, slots=True)
class Slice:
    """Doors of a place that one helper covers: from the `first` on, so many."""

    place: tuple[int, int]
    helper: int
    first: int
    doors: int


def slices(covering: Covering) -> list[Slice]:
    """Cut the doors of each place into runs, one for each helper: neighbours stay together."""
    by_place: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for (place, helper), doors in covering.given.items():
        by_place[place].append((helper, doors))
    found = []
    for place, parts in sorted(by_place.items()):
        first = 0
        for helper, doors in sorted(parts):
            found.append(Slice(place, helper, first, doors))
            first += doors
    return found


def doors_in(doors: int, stairwells: int, number: int) -> int:
    """Return how many doors of a building a stairwell has, where only the building is counted: even, the first have more."""
    each, more = divmod(doors, max(stairwells, 1))
    return each + (number <= more)


def door_of(floor: int | None, room: str, doors: int, floors: int) -> int | None:
    """Return which door of a stairwell a room is, counted from the ground up from 0; None where its number does not say.

    Rooms are numbered floor by floor (302: the second on the third), so many on each as the doors of the stairwell give.
    """
    if not (room.isascii() and room.isdigit()) or len(room) < 3 or doors < 1:
        return None
    level = floor if floor is not None else int(room[:-2])
    each = ceil(doors / max(floors, 1))
    found = (level - 1) * each + int(room[-2:]) - 1
    return min(found, doors - 1) if level >= 1 and int(room[-2:]) >= 1 else None


def shared_out(helpers: Mapping[int, tuple[int, int | None]], stewards: Sequence[int]) -> dict[int, int]:
    """Give each helper one of the stewards of its community: who had it keeps it, grids stay together, loads even.

    `helpers` gives the grid of each and who had it. At most one grid more or less than even: a grid is not parted unless one
    alone is more than an even share.
    """
    if not stewards:
        return {}
    share = ceil(len(helpers) / len(stewards))
    load = dict.fromkeys(stewards, 0)
    found: dict[int, int] = {}
    for helper, (_grid, had) in sorted(helpers.items()):
        if had in load and load[had] < share:
            found[helper] = had
            load[had] += 1
    for helper, (grid, _had) in sorted(helpers.items(), key=lambda one: (one[1][0], one[0])):
        if helper in found:
            continue
        with_grid = {found[other] for other, (g, _h) in helpers.items() if g == grid and other in found}
        free = [one for one in stewards if load[one] < share]
        chosen = min(free, key=lambda one: (one not in with_grid, load[one], one))
        found[helper] = chosen
        load[chosen] += 1
    return found
