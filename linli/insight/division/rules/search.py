"""Divide pieces into grids of one piece each: like work, few homes, short lines along streets, little change.

Two neighbouring grids are thrown together and parted anew along the best branch of a random tree through their pieces,
again and again; then single pieces and whole compounds change sides as long as it helps. The same ground gives the same
answer: chance comes from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import pi
from random import Random
from typing import Final

from linli.insight.division.rules.ground import Pieces
from linli.kernel.standards import grid_sizes as sizes

STARTS: Final = 5
TURNS: Final = 50
"""How often two grids are parted anew, for each grid and start."""
BRANCHES: Final = 4
SEED: Final = 20260701
OUTSIDE: Final = 20.0
BROKEN: Final = 60.0
"""What a grid outside its limits weighs, and each household by which it is: no balance pays for a broken limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many households a grid holds."""

    least: float = sizes.LEAST_HOUSEHOLDS
    most: float = sizes.MOST_HOUSEHOLDS

    def broken_by(self, households: float) -> float:
        """Return how many households a grid is out of its limits by."""
        return max(self.least - households, households - self.most, 0.0)


def counts(total: float, limits: Limits) -> range:
    """Return into how many grids so many households can be divided within the limits; may be empty."""
    least = max(1, -int(-(total - 1e-9) // limits.most))
    most = int((total + 1e-9) // limits.least) if limits.least else least + 20
    return range(least, most + 1)


def proposed_count(total: float, today: int, limits: Limits) -> int:
    """Say how many grids to propose: as near to today's number as leaves the mean grid some room to grow."""
    fit = counts(total, limits)
    if not fit:
        return max(1, round(total / ((limits.least + limits.most) / 2)))
    roomy = [n for n in fit if total / n <= limits.most * sizes.ROOM] or [fit[-1]]
    return min(roomy, key=lambda n: (abs(n - today), n))


class Search:
    """One connected part of the ground and the numbers that its division is judged by."""

    def __init__(self, pieces: Pieces, members: Sequence[int], count: int, limits: Limits) -> None:
        self.members = sorted(members)
        inside = set(self.members)
        self.count = count
        self.limits = limits
        self.homes = {at: pieces.all[at].households for at in self.members}
        self.total = sum(self.homes.values())
        cases = sum(pieces.all[at].cases for at in self.members)
        # Half of the work is where it was, half where people live: a year's cases alone would follow one bad winter.
        by_case = 0.5 * self.total / cases if cases else 0.0
        by_home = 0.5 if cases else 1.0
        self.work = {at: by_case * pieces.all[at].cases + by_home * self.homes[at] for at in self.members}
        self.cost: dict[int, dict[int, float]] = {at: {} for at in self.members}
        self.kind: dict[int, dict[int, float]] = {at: {} for at in self.members}
        self.area = {at: pieces.all[at].shape.area for at in self.members}
        self.edge = {at: pieces.all[at].shape.length for at in self.members}
        self.beside: dict[int, dict[int, float]] = {at: {} for at in self.members}
        for (a, b), side in pieces.sides.items():
            if a in inside and b in inside:
                self.beside[a][b] = self.beside[b][a] = side.length_m
                self.cost[a][b] = self.cost[b][a] = side.cost
                self.kind[a][b] = self.kind[b][a] = sizes.LINE_COST["inside"] / sizes.LINE_COST[side.kind]
        self.yard = max(1.0, (sum(self.area.values()) * max(1, count - 1)) ** 0.5)
        self.mean = max(1e-9, self.total / count)
        grids = sorted({grid for at in self.members for grid in pieces.all[at].today})
        self.place = {grid: number for number, grid in enumerate(grids)}
        self.stays = {
            at: [(self.place[grid], held) for grid, held in pieces.all[at].today.items() if held]
            for at in self.members
        }
        self.compound = {at: pieces.all[at].compound for at in self.members}
        self.grid = {at: pieces.all[at].grid for at in self.members}

    # -------- judging

    def alone(self, group: Collection[int]) -> float:
        """Judge one grid by itself: how far its work and homes are from the mean, from the limits, and from a circle."""
        homes = work = 0.0
        for at in group:
            homes += self.homes[at]
            work += self.work[at]
        return self._judged(homes, work) + self.string(group)

    def string(self, group: Collection[int]) -> float:
        """Judge how far one grid is from a circle (Polsby–Popper)."""
        area = edge = 0.0
        for at in group:
            area += self.area[at]
            edge += self.edge[at]
            for beside, length in self.beside[at].items():
                if beside in group:
                    edge -= length
        return sizes.ROUND_WEIGHT * (1 - 4 * pi * area / (edge * edge)) / self.count if edge > 0 else 0.0

    def _judged(self, homes: float, work: float) -> float:
        off_work, off_homes = work / self.mean - 1, homes / self.mean - 1
        even = sizes.WORK_WEIGHT * off_work * off_work + sizes.HOMES_WEIGHT * off_homes * off_homes
        broken = self.limits.broken_by(homes)
        return even / self.count + (OUTSIDE + BROKEN * broken / self.limits.most if broken > 0.5 else 0.0)

    def line(self, one: Iterable[int], other: set[int]) -> float:
        """Judge the line between two sets of pieces."""
        length: float = 0
        for at in one:
            for beside, cost in self.cost[at].items():
                if beside in other:
                    length += cost
        return float(sizes.LINE_WEIGHT * length / self.yard)

    def held(self, group: Iterable[int]) -> list[float]:
        """Return how many households of each of today's grids are in a group."""
        out = [0.0] * len(self.place)
        for at in group:
            for number, homes in self.stays[at]:
                out[number] += homes
        return out

    def change(self, held: Sequence[Sequence[float]]) -> float:
        """Judge how many households get another grid worker when each of today's goes on where most of its homes are."""
        if not self.total or not self.place:
            return 0.0
        stay = sum(max(column) for column in zip(*held, strict=True))
        return float(sizes.CHANGE_WEIGHT * (1 - stay / self.total))

    def whole(self, groups: Sequence[set[int]]) -> float:
        """Judge a division."""
        value = sum(self.alone(group) for group in groups)
        for number, one in enumerate(groups):
            rest = set().union(*groups[number + 1 :]) if number + 1 < len(groups) else set()
            value += self.line(one, rest)
        return value + self.change([self.held(group) for group in groups])

    # -------- parting

    def part(
        self, merged: set[int], rng: Random, shares: tuple[int, int], others: Sequence[Sequence[float]]
    ) -> tuple[float, set[int], set[int]] | None:
        """Part a connected set in two along the best branch of a random tree; `shares` says for how many grids each side
        is. Return what it is worth, and the two sides.
        """
        order, parent = self._tree(merged, rng)
        homes = {at: self.homes[at] for at in order}
        work = {at: self.work[at] for at in order}
        for at in reversed(order[1:]):
            homes[parent[at]] += homes[at]
            work[parent[at]] += work[at]
        total_homes, total_work = homes[order[0]], work[order[0]]
        small, large = shares
        found = []
        for at in order[1:]:
            for low, high in {(small, large), (large, small)}:
                value = self._share(homes[at], work[at], low) + self._share(
                    total_homes - homes[at], total_work - work[at], high
                )
                found.append((value, at))
        found.sort()
        children: dict[int, list[int]] = {at: [] for at in order}
        for at in order[1:]:
            children[parent[at]].append(at)
        best: tuple[float, set[int], set[int]] | None = None
        tried: set[int] = set()
        for value, at in found:
            if at in tried:
                continue
            tried.add(at)
            if len(tried) > BRANCHES or (best is not None and value >= best[0]):
                break
            branch = self._branch(at, children)
            rest = merged - branch
            worth = value + self.line(branch, rest) + self.string(branch) + self.string(rest)
            worth += self.change([*others, self.held(branch), self.held(rest)])
            if best is None or worth < best[0]:
                best = worth, branch, rest
        return best

    def _share(self, homes: float, work: float, grids: int) -> float:
        return grids * self._judged(homes / grids, work / grids)

    @staticmethod
    def _branch(at: int, children: Mapping[int, list[int]]) -> set[int]:
        out, ahead = set(), [at]
        while ahead:
            each = ahead.pop()
            out.add(each)
            ahead += children[each]
        return out

    def _tree(self, merged: set[int], rng: Random) -> tuple[list[int], dict[int, int]]:
        """Grow a random tree that crosses walls and streets seldom, so that its branches are whole compounds (Prim)."""
        chance = rng.random
        start = min(merged) if len(merged) < 2 else sorted(merged)[int(chance() * len(merged))]
        order, parent, seen = [start], {}, {start}
        heap: list[tuple[float, int, int]] = []

        def open_(at: int) -> None:
            for beside, kind in self.kind[at].items():
                if beside in merged and beside not in seen:
                    heappush(heap, (kind * (0.15 + chance()), beside, at))

        open_(start)
        while heap:
            _, at, came = heappop(heap)
            if at in seen:
                continue
            seen.add(at)
            order.append(at)
            parent[at] = came
            open_(at)
        return order, parent

    # -------- searching

    def first(self, rng: Random, *, from_today: bool) -> list[set[int]]:
        """Return a division to begin with: today's grids, or everything, parted until there are enough."""
        if from_today:
            groups = self._parts_of_today()
        else:
            groups = [(set(self.members), self.count)]
        while len(groups) > 1 and sum(parts for _, parts in groups) > self.count:
            groups = self._merged(groups)
        while sum(parts for _, parts in groups) < self.count:
            at = max(range(len(groups)), key=lambda i: (self._size(groups[i][0]) / groups[i][1], -i))
            groups[at] = (groups[at][0], groups[at][1] + 1)
        out: list[set[int]] = []
        ahead = groups
        while ahead:
            group, parts = ahead.pop()
            if parts == 1:
                out.append(group)
                continue
            small = parts // 2
            tries = [self.part(group, rng, (small, parts - small), ()) for _ in range(4)]
            known = [each for each in tries if each is not None]
            if not known:
                out.append(group)  # one piece cannot be parted
                continue
            _, one, other = min(known, key=lambda each: each[0])
            one, other = sorted((one, other), key=self._size)
            ahead += [(one, small), (other, parts - small)]
        return out

    def _size(self, group: Iterable[int]) -> float:
        return sum(self.homes[at] for at in group)

    def _parts_of_today(self) -> list[tuple[set[int], int]]:
        left = set(self.members)
        groups = []
        while left:
            start = min(left)
            group, ahead = {start}, [start]
            left.discard(start)
            while ahead:
                at = ahead.pop()
                for beside in self.cost[at]:
                    if beside in left and self.grid[beside] == self.grid[start]:
                        left.discard(beside)
                        group.add(beside)
                        ahead.append(beside)
            groups.append((group, max(1, round(self._size(group) / self.mean))))
        return groups

    def _merged(self, groups: list[tuple[set[int], int]]) -> list[tuple[set[int], int]]:
        """Join the smallest group with its smallest neighbour."""
        order = sorted(range(len(groups)), key=lambda i: (self._size(groups[i][0]), min(groups[i][0])))
        for at in order:
            near = [
                i
                for i in order
                if i != at and any(b in groups[i][0] for a in groups[at][0] for b in self.cost[a])
            ]
            if near:
                one, other = groups[at][0], groups[near[0]][0]
                rest = [each for i, each in enumerate(groups) if i not in (at, near[0])]
                both = one | other
                return [*rest, (both, max(1, round(self._size(both) / self.mean)))]
        return groups

    def improve(self, groups: list[set[int]], rng: Random) -> tuple[float, list[set[int]]]:
        """Part neighbours anew as often as `TURNS` says, then let pieces change sides."""
        count = len(groups)
        owner = {at: number for number, group in enumerate(groups) for at in group}
        alone = [self.alone(group) for group in groups]
        held = [self.held(group) for group in groups]
        heat = 0.05
        turns = TURNS * count
        value = best = self.whole(groups)
        kept = [set(group) for group in groups]
        pairs = self._pairs(owner)
        for turn in range(turns if count > 1 else 0):
            a, b = pairs[int(rng.random() * len(pairs))]
            others = [held[i] for i in range(count) if i not in (a, b)]
            before = alone[a] + alone[b] + self.line(groups[a], groups[b]) + self.change(held)
            found = self.part(groups[a] | groups[b], rng, (1, 1), others)
            if found is None or found[0] - before > heat * (1 - turn / turns) * rng.random():
                continue
            value += found[0] - before
            one, other = found[1], found[2]
            if len(one & groups[a]) + len(other & groups[b]) < len(one & groups[b]) + len(other & groups[a]):
                one, other = other, one
            for number, group in ((a, one), (b, other)):
                groups[number] = group
                alone[number], held[number] = self.alone(group), self.held(group)
                for at in group:
                    owner[at] = number
            pairs = self._pairs(owner)
            if value < best - 1e-9:
                best, kept = value, [set(group) for group in groups]
        return self._polished(kept)

    def _pairs(self, owner: Mapping[int, int]) -> list[tuple[int, int]]:
        """Return which groups lie beside each other."""
        found = {(owner[a], owner[b]) for a in self.members for b in self.cost[a] if owner[a] < owner[b]}
        return sorted(found)

    def _polished(self, groups: list[set[int]]) -> tuple[float, list[set[int]]]:
        """Let single pieces, and what a grid holds of a compound, change sides as long as it helps."""
        owner = {at: number for number, group in enumerate(groups) for at in group}
        for _ in range(6):
            moved = False
            for at in self.members:
                for part in self._movable(at, groups[owner[at]]):
                    here = owner[at]
                    ahead = sorted({owner[b] for a in part for b in self.cost[a]} - {here})
                    if len(part) >= len(groups[here]) or not self._holds(groups[here] - part):
                        continue
                    for there in ahead:
                        if self._gain(groups, here, there, part) < -1e-9:
                            groups[here] = groups[here] - part
                            groups[there] = groups[there] | part
                            for each in part:
                                owner[each] = there
                            moved = True
                            break
            if not moved:
                break
        return self.whole(groups), groups

    def _movable(self, at: int, group: set[int]) -> list[set[int]]:
        compound = self.compound[at]
        if compound is None:
            return [{at}]
        mine = {each for each in group if self.compound[each] == compound}
        return [{at}, mine] if len(mine) > 1 and at == min(mine) else [{at}]

    def _gain(self, groups: list[set[int]], here: int, there: int, part: set[int]) -> float:
        """Say what it is worth that a part changes sides; below nothing is better."""
        rest, more = groups[here] - part, groups[there] | part
        if not self._holds(more):
            return 0.0
        before = self.alone(groups[here]) + self.alone(groups[there]) + self.line(part, groups[there])
        after = self.alone(rest) + self.alone(more) + self.line(part, rest)
        held = [self.held(group) for group in groups]
        was = self.change(held)
        held[here], held[there] = self.held(rest), self.held(more)
        return after + self.change(held) - before - was

    def _holds(self, group: set[int]) -> bool:
        """Say whether a set of pieces hangs together."""
        if not group:
            return False
        start = next(iter(group))
        seen, ahead = {start}, [start]
        while ahead:
            for beside in self.cost[ahead.pop()]:
                if beside in group and beside not in seen:
                    seen.add(beside)
                    ahead.append(beside)
        return len(seen) == len(group)

    def run(self) -> list[set[int]]:
        """Return the best division of all starts."""
        best: tuple[float, list[set[int]]] | None = None
        for start in range(STARTS):
            rng = Random(SEED + start)
            groups = self.first(rng, from_today=start % 2 == 0)
            found = self.improve(groups, rng)
            if best is None or found[0] < best[0] - 1e-9:
                best = found
        return best[1] if best else []
