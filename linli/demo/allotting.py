"""Give every lot of the town a use: homes until a grid holds its share, then what a quarter needs besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random

import shapely
from shapely import Polygon

from linli.demo import lots, names
from linli.demo.plan import Block, GridArea, Plan

LOT_M2 = {"centre": 19_000, "old": 21_000, "new": 33_000, "edge": 36_000, "strip": 40_000}
# More than half of the path that parts two lots, metres.
PATH = 3.6
# Homes a hectare of each kind really holds once shops, gardens and margins are off.
HOMES_PER_HA = {
    "dorm": 225,
    "walkup": 160,
    "resettled": 175,
    "estate": 160,
    "highrise": 260,
    "courtyards": 78,
}
KINDS = {
    "centre": ("walkup", "dorm", "walkup", "highrise", "estate", "courtyards"),
    "old": ("walkup", "dorm", "walkup", "courtyards", "resettled", "walkup", "estate"),
    "new": ("highrise", "estate", "estate", "highrise", "resettled"),
    "edge": ("resettled", "estate", "highrise", "walkup"),
    "strip": ("walkup",),
}
# What a community needs first, then what fills the rest of each sort of quarter.
NEEDED = ("school", "kindergarten", "government", "market", "park")
FILLING = {
    "centre": ("offices", "mall", "government", "offices", "hotel", "site"),
    "old": ("works", "government", "offices", "hotel", "works", "site"),
    "new": ("offices", "park", "school", "site", "mall", "offices", "hotel"),
    "edge": ("works", "market", "works", "offices", "site"),
    "strip": ("park",),
}


@dataclass(frozen=True, slots=True)
class Lot:
    """A piece of land inside a block: its use and, for homes, how many it should hold."""

    number: int
    community: int
    grid: str
    grid_seq: int
    block: int
    quarter: str
    land: Polygon
    use: str
    homes: int


def allot(plan: Plan) -> list[Lot]:
    """Give every lot of the town with its use, community by community, grid by grid."""
    return _joined(list(_allotted(plan)), names.COMPOUNDS)


def _joined(found: list[Lot], compounds: int) -> list[Lot]:
    """Join lots of one block where people live, the smallest first, until there are so many compounds.

    What stood behind one wall stays one compound, whatever paths cross it; courtyards are no part of one.
    """
    while sum(lot.homes > 0 for lot in found) > compounds:
        beside = [pair for pair in combinations(found, 2) if _may_join(*pair)]
        if not beside:
            break
        left, right = min(beside, key=lambda pair: (pair[0].homes + pair[1].homes, pair[0].block))
        land = shapely.unary_union([left.land, right.land]).buffer(PATH).buffer(-PATH)
        use = max(left, right, key=lambda lot: (_is_known(lot), lot.homes)).use
        one = replace(left, land=land, use=use, homes=left.homes + right.homes)
        found = [one if lot is left else lot for lot in found if lot is not right]
    return found


def _may_join(left: Lot, right: Lot) -> bool:
    one = left.block == right.block and min(left.homes, right.homes) > 0
    return one and "courtyards" not in (left.use, right.use) and left.land.distance(right.land) < 2 * PATH


def _is_known(lot: Lot) -> bool:
    """Say whether a compound of the cast stands here."""
    grid, _name, kind = names.COMMUNITIES[lot.community - 1].known
    return (lot.grid_seq, lot.use) == (grid, kind)


def _allotted(plan: Plan) -> Iterator[Lot]:
    for area in plan.communities:
        rng = Random(f"{plan.seed}:allot:{area.seq}")
        grids = plan.grids_of(area.seq)
        number = 0
        wanted = list(NEEDED)
        lanes: list[int] = []
        known = names.COMMUNITIES[area.seq - 1]
        share = _shares(known.households, known.general, rng)
        for grid in grids:
            pieces = _pieces(plan, grid, rng)
            uses = (
                _special(grid, pieces)
                if grid.kind == "special"
                else _uses(area.seq, grid, pieces, share, wanted, lanes, rng)
            )
            for (block, land), (use, homes) in zip(pieces, uses, strict=True):
                number += 1
                yield Lot(number, area.seq, grid.code, grid.seq, block.id, block.quarter, land, use, homes)


def _shares(total: int, count: int, rng: Random) -> list[int]:
    """Share the households of a community among its general grids, a little unevenly."""
    parts = [rng.uniform(0.86, 1.14) for _ in range(count)]
    return [round(total * each / sum(parts)) for each in parts]


def _pieces(plan: Plan, grid: GridArea, rng: Random) -> list[tuple[Block, Polygon]]:
    """Cut the land of a grid into lots; a special grid keeps its blocks whole."""
    out = []
    for number in grid.blocks:
        block = plan.blocks[number]
        most = 1e9 if grid.kind == "special" else LOT_M2[block.quarter] * rng.uniform(0.9, 1.5)
        out += [(block, land) for land in lots.split(block.land, most)]
    return out


def _special(grid: GridArea, pieces: list[tuple[Block, Polygon]]) -> list[tuple[str, int]]:
    return [(grid.use, 0) for _ in pieces]


def _uses(
    community: int,
    grid: GridArea,
    pieces: list[tuple[Block, Polygon]],
    share: list[int],
    wanted: list[str],
    lanes: list[int],
    rng: Random,
) -> list[tuple[str, int]]:
    """Decide the lots of a general grid: homes for its share, community needs, the rest as it comes."""
    target = share[grid.seq - 1]
    order = [at for at, (block, _) in enumerate(pieces) if block.quarter != "strip"]
    rng.shuffle(order)
    uses: dict[int, tuple[str, int]] = {}
    known = names.COMMUNITIES[community - 1].known
    left = target
    kinds = [kind for kind in KINDS[pieces[0][0].quarter] if kind != "courtyards" or not lanes]
    spare = 1 if len(order) > 2 else 0
    for turn, at in enumerate(order):
        block, land = pieces[at]
        if left <= target * 0.03 or (len(order) - turn <= spare and left < target * 0.2):
            break
        room = sum(pieces[each][1].area for each in order[turn : len(order) - spare]) or land.area
        kind = known[2] if known[0] == grid.seq and turn == 0 else _kind(kinds, left, land.area, room, rng)
        if kind == "courtyards":
            # One old quarter of courtyards to a community; the others were pulled down long ago.
            lanes.append(at)
            kinds.remove(kind)
        homes = min(left, round(HOMES_PER_HA[kind] * land.area / 10_000 * 1.3))
        uses[at] = (kind, homes)
        left -= min(homes, round(HOMES_PER_HA[kind] * land.area / 10_000))
    for at, (block, land) in enumerate(pieces):
        if at not in uses:
            uses[at] = (_other(block.quarter, land.area, wanted, rng), 0)
    return [uses[at] for at in range(len(pieces))]


def _kind(kinds: list[str], left: int, area: float, room: float, rng: Random) -> str:
    """Pick a kind of compound at home in the quarter that houses its share of those still without one."""
    need = left / room * 10_000
    # Towers must keep their distance: on a small lot there would be one.
    kinds = [kind for kind in kinds if kind != "highrise" or area > 15_000]
    fit = [kind for kind in kinds if HOMES_PER_HA[kind] >= need * 0.85]
    fit = [kind for kind in fit if HOMES_PER_HA[kind] * area / 10_000 < left * 1.8] or fit
    return rng.choice(fit or [max(kinds, key=HOMES_PER_HA.__getitem__)])


def _other(quarter: str, area: float, wanted: list[str], rng: Random) -> str:
    if quarter == "strip":
        return "park"
    if area < 5_000:
        return rng.choice(("park", "kindergarten", "government"))
    if wanted:
        return wanted.pop(0)
    return rng.choice(FILLING[quarter])
