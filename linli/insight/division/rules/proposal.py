"""A proposal: which pieces make which grid, whose it becomes, what parts it from the next, and how it compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, pstdev
from typing import Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from linli.insight.division.rules import ground as grounds
from linli.insight.division.rules.ground import Ground, Pieces, Side
from linli.insight.division.rules.pieces import pieces_of
from linli.insight.division.rules.search import Limits, Search, counts, proposed_count

LEAST_BORDER_M: Final = 15.0
MOSTLY: Final = 0.7


class Why(StrEnum):
    """Why a grid is outside its limits, when it is."""

    FEW = "few"  # the community, or a part of it that nothing joins to the rest, has too few
    ONE_BUILDING = "one_building"  # one building alone holds more
    NO_COUNT = "no_count"  # so many households cannot be divided within the limits at all
    CHOSEN = "chosen"  # the number of grids that was asked for leaves no other way
    UNFOUND = "unfound"  # no division of whole buildings within the limits was found


@dataclass(frozen=True, slots=True)
class Drawn:
    """A grid as it is or as it is proposed. `grid` is the one of today whose name and people it keeps."""

    grid: int | None
    shape: BaseGeometry
    households: float
    cases: int
    work: float
    houses: tuple[int, ...]
    kept: float = 0.0
    why: Why | None = None

    @property
    def roundness(self) -> float:
        """How compact it is; 1 is a circle."""
        return grounds.roundness(self.shape)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a border: along which street, between which compounds, or through which."""

    kind: str
    length_m: float
    road: str = ""
    width_m: float = 0.0
    compounds: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Border:
    """What parts two proposed grids (by their place in the proposal), the longest stretch first."""

    one: int
    other: int
    length_m: float
    today: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What a division is judged by; the smaller the spread and the larger the roundness, the better."""

    grids: int
    least: float
    most: float
    spread_homes: float
    spread_work: float
    roundness: float
    within: int
    line_m: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A division of a community beside the one in force."""

    drawn: tuple[Drawn, ...]
    borders: tuple[Border, ...]
    today: tuple[Drawn, ...]
    before: Measures
    after: Measures
    moved: float
    choices: tuple[int, ...]
    households: float


def propose(ground: Ground, *, count: int | None = None, limits: Limits | None = None) -> Proposal:
    """Divide a ground into grids within limits; `count` asks for so many. The same ground gives the same proposal."""
    limits = limits or Limits()
    pieces = pieces_of(ground)
    groups: list[set[int]] = []
    parts = _parts(pieces)
    total = sum(piece.households for piece in pieces.all)
    for part in parts:
        homes = sum(pieces.all[at].households for at in part)
        today = len({pieces.all[at].grid for at in part})
        wanted = proposed_count(homes, today, limits)
        if count is not None:
            wanted = max(1, round(count * homes / total)) if len(parts) > 1 and total else count
        groups += Search(pieces, sorted(part), min(wanted, len(part)), limits).run()
    groups.sort(key=lambda group: _order(pieces, group))
    work = _work(pieces)
    keeps = _keeps(pieces, groups, list(ground.today))
    drawn = tuple(
        _drawn(pieces, group, work, keeps.get(number), _why(pieces, group, parts, limits, count))
        for number, group in enumerate(groups)
    )
    before = tuple(_as_today(pieces, ground, work, grid) for grid in ground.today)
    now = [{at for at, piece in enumerate(pieces.all) if piece.grid == grid} for grid in ground.today]
    return Proposal(
        drawn=drawn,
        borders=_borders(pieces, groups),
        today=before,
        before=measured(before, limits, _line(pieces, now)),
        after=measured(drawn, limits, _line(pieces, groups)),
        moved=total - sum(each.kept for each in drawn),
        choices=tuple(counts(total, limits)),
        households=total,
    )


def _parts(pieces: Pieces) -> list[set[int]]:
    """Return the parts of the ground that hang together, those without a home joined to nobody left out as they are."""
    beside = pieces.beside()
    left = set(range(len(pieces.all)))
    parts = []
    while left:
        start = min(left)
        part, ahead = {start}, [start]
        left.discard(start)
        while ahead:
            for other in beside[ahead.pop()]:
                if other in left:
                    left.discard(other)
                    part.add(other)
                    ahead.append(other)
        parts.append(part)
    return parts


def _order(pieces: Pieces, group: set[int]) -> tuple[float, float]:
    """Number grids from the north, west to east, in rows of 240 m."""
    area = sum(pieces.all[at].shape.area for at in group)
    x = sum(pieces.all[at].shape.centroid.x * pieces.all[at].shape.area for at in group) / area
    y = sum(pieces.all[at].shape.centroid.y * pieces.all[at].shape.area for at in group) / area
    return -round(y / 240), x


def _work(pieces: Pieces) -> list[float]:
    """Share a hundred per cent of the work among the pieces: half by past cases, half by households."""
    cases = sum(piece.cases for piece in pieces.all)
    homes = sum(piece.households for piece in pieces.all)
    if not cases or not homes:
        return [
            100 * (piece.households / homes if homes else piece.cases / max(1, cases)) for piece in pieces.all
        ]
    return [50 * piece.cases / cases + 50 * piece.households / homes for piece in pieces.all]


def _keeps(pieces: Pieces, groups: Sequence[set[int]], today: Sequence[int]) -> dict[int, int]:
    """Say which proposed grid goes on as which of today's: as many households as possible keep their grid worker."""
    held = np.zeros((len(groups), len(today)))
    place = {grid: number for number, grid in enumerate(today)}
    for number, group in enumerate(groups):
        for at in group:
            for grid, homes in pieces.all[at].today.items():
                held[number, place[grid]] += homes
            # Where nobody lives, the ground decides.
            held[number, place[pieces.all[at].grid]] += pieces.all[at].shape.area * 1e-9
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-held)
    return {int(row): today[int(column)] for row, column in zip(rows, columns, strict=True)}


def _drawn(
    pieces: Pieces, group: set[int], work: Sequence[float], grid: int | None, why: Why | None
) -> Drawn:
    mine = [pieces.all[at] for at in sorted(group)]
    return Drawn(
        grid,
        grounds.joined(piece.shape for piece in mine),
        sum(piece.households for piece in mine),
        sum(piece.cases for piece in mine),
        sum(work[at] for at in group),
        tuple(sorted(house for piece in mine for house in piece.houses)),
        sum(piece.today.get(grid, 0.0) for piece in mine) if grid is not None else 0.0,
        why,
    )


def _as_today(pieces: Pieces, ground: Ground, work: Sequence[float], grid: int) -> Drawn:
    share = {
        at: piece.today.get(grid, 0.0) / piece.households if piece.households else float(piece.grid == grid)
        for at, piece in enumerate(pieces.all)
    }
    homes = sum(piece.today.get(grid, 0.0) for piece in pieces.all)
    return Drawn(
        grid,
        ground.today[grid],
        homes,
        sum(piece.cases for piece in pieces.all if piece.grid == grid),
        sum(work[at] * part for at, part in share.items()),
        tuple(sorted(house.id for house in ground.houses if house.grid == grid)),
        homes,
    )


def _why(
    pieces: Pieces, group: set[int], parts: Sequence[set[int]], limits: Limits, count: int | None
) -> Why | None:
    homes = sum(pieces.all[at].households for at in group)
    if limits.broken_by(homes) < 0.5:
        return None
    part = next(part for part in parts if group <= part)
    whole = sum(pieces.all[at].households for at in part)
    if any(pieces.all[at].households > limits.most for at in group):
        return Why.ONE_BUILDING
    if whole < limits.least:
        return Why.FEW
    if not counts(whole, limits):
        return Why.NO_COUNT
    if count is not None and count not in counts(whole, limits):
        return Why.CHOSEN
    return Why.UNFOUND


def measured_as(pieces: Pieces, groups: Sequence[set[int]], limits: Limits) -> Measures:
    """Measure any division of the pieces, as proposals are measured."""
    work = _work(pieces)
    drawn = [_drawn(pieces, group, work, None, None) for group in groups]
    return measured(drawn, limits, _line(pieces, groups))


def measured(drawn: Sequence[Drawn], limits: Limits, line_m: float) -> Measures:
    """Measure a division: spreads are the standard deviation over the mean."""
    homes = [each.households for each in drawn] or [0.0]
    work = [each.work for each in drawn] or [0.0]
    return Measures(
        grids=len(drawn),
        least=min(homes),
        most=max(homes),
        spread_homes=pstdev(homes) / fmean(homes) if fmean(homes) else 0.0,
        spread_work=pstdev(work) / fmean(work) if fmean(work) else 0.0,
        roundness=fmean(each.roundness for each in drawn) if drawn else 0.0,
        within=sum(limits.broken_by(each) < 0.5 for each in homes),
        line_m=line_m,
    )


def _line(pieces: Pieces, groups: Sequence[set[int]]) -> float:
    owner = {at: number for number, group in enumerate(groups) for at in group}
    return sum(side.length_m for (a, b), side in pieces.sides.items() if owner[a] != owner[b])


def _borders(pieces: Pieces, groups: Sequence[set[int]]) -> tuple[Border, ...]:
    owner = {at: number for number, group in enumerate(groups) for at in group}
    between: dict[tuple[int, int], list[tuple[int, int, Side]]] = defaultdict(list)
    for (a, b), side in pieces.sides.items():
        one, other = sorted((owner[a], owner[b]))
        if one != other:
            between[one, other].append((a, b, side))
    out = []
    for (one, other), sides in sorted(between.items()):
        length = sum(side.length_m for _, _, side in sides)
        if length < LEAST_BORDER_M:
            continue
        along: dict[tuple[str, str, tuple[int, ...]], list[Side]] = defaultdict(list)
        for a, b, side in sides:
            near = {pieces.all[at].compound for at in (a, b)} - {None}
            names: tuple[int, ...] = () if side.road else tuple(sorted(c for c in near if c is not None))
            kind = "road" if side.road else side.kind
            along[kind, side.road, names].append(side)
        stretches = [
            Stretch(kind, sum(s.length_m for s in found), road, max(s.width_m for s in found), names)
            for (kind, road, names), found in along.items()
        ]
        stretches.sort(key=lambda each: (-each.length_m, each.kind, each.road, each.compounds))
        today = sum(side.length_m for _, _, side in sides if side.is_today) / length
        out.append(Border(one, other, length, today, tuple(stretches)))
    return tuple(out)


def divided_compounds(
    houses: Mapping[int, tuple[int | None, float]], drawn: Sequence[Drawn]
) -> dict[int, float]:
    """Return the compounds that lie in more than one proposed grid, with their households."""
    grids: dict[int, set[int]] = defaultdict(set)
    homes: dict[int, float] = defaultdict(float)
    for number, each in enumerate(drawn):
        for house in each.houses:
            compound, held = houses[house]
            if compound is not None and held:
                grids[compound].add(number)
                homes[compound] += held
    return {compound: homes[compound] for compound, found in grids.items() if len(found) > 1}
