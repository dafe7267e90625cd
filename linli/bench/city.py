"""The city that cases happen in: its tree of units, its grids on the map, its staff; laid out in memory."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Final

from linli.base.orgs.roles import Role, UnitKind
from linli.demo.names import words

# DESIGN 9 and issue “it holds a city”: 150 subdistricts, 2,250 communities, about 11,000 grids.
SUBDISTRICTS: Final = 150
COMMUNITIES: Final = 15
GRIDS: Final = (4, 5, 5, 5, 6)
SECTIONS: Final = words("城管办 平安办 民生办 社保所 环卫所 市政所 园林所 供热站 供水站 燃气站 房管所 物业办")
"""Who a subdistrict dispatches to; the fields they handle are the first-level headings of the catalogue."""

ORIGIN: Final = (116.0, 36.0)
STEP: Final = 0.012
"""Degrees from one community's corner to the next: about 1.2 km."""

BLOCK: Final = 15
"""Subdistricts of a district, and of a row on the map."""

_FIRST = words("清泉 柳岸 南山 东湖 西河 北园 钟楼 书院 石桥 春晓 官园 河滨 新桥 站前 云谷")
_SECOND = words("里 坊 园 苑 居 庄 营 台 洼 桥")


@dataclass(frozen=True, slots=True)
class Body:
    """A unit as it is written: its id is its place in the list, `line` the ids from the root to it."""

    id: int
    kind: UnitKind
    name: str
    code: str
    parent: int | None
    line: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody with one post; the account's id and the post's are the same number."""

    id: int
    role: Role
    unit: int


@dataclass(slots=True)
class Ward:
    """One subdistrict as the loader needs it: where things happen, who works there."""

    office: Body
    communities: list[Body] = field(default_factory=list)
    grids: list[Body] = field(default_factory=list)
    sections: list[Body] = field(default_factory=list)
    boxes: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)
    staff: dict[int, list[Hand]] = field(default_factory=dict)
    busy: list[float] = field(default_factory=list)

    def grid(self, rng: Random) -> Body:
        """Draw a grid; some are much busier than others."""
        return self.grids[bisect(self.busy, rng.random() * self.busy[-1])]

    def hand(self, unit: int, rng: Random) -> Hand | None:
        held = self.staff.get(unit)
        return rng.choice(held) if held else None


@dataclass(slots=True)
class City:
    """Everything that does not change while cases come in."""

    bodies: list[Body] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)
    wards: list[Ward] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def ward(self, rng: Random) -> Ward:
        """Draw a subdistrict; the busiest has about five times the cases of the quietest."""
        return self.wards[bisect(self.busy, rng.random() * self.busy[-1])]


class _Layout:
    """The city while it is being laid out."""

    def __init__(self, seed: int) -> None:
        self.city = City()
        self.rng = Random(seed)

    def add(self, kind: UnitKind, name: str, parent: Body | None, code: str = "") -> Body:
        number = len(self.city.bodies) + 1
        line = (*(parent.line if parent else ()), number)
        body = Body(number, kind, name, code, parent.id if parent else None, line)
        self.city.bodies.append(body)
        return body

    def hire(self, ward: Ward, unit: Body, *roles: Role) -> None:
        for role in roles:
            hand = Hand(len(self.city.hands) + 1, role, unit.id)
            self.city.hands.append(hand)
            ward.staff.setdefault(unit.id, []).append(hand)

    def lead(self, unit: Body) -> None:
        """Give the city, or a district, somebody who looks at its board."""
        self.city.hands.append(Hand(len(self.city.hands) + 1, Role.LEADER, unit.id))

    def subdistrict(self, s: int, district: Body) -> None:
        name = _FIRST[s % len(_FIRST)] + _SECOND[s // len(_FIRST) % len(_SECOND)]
        office = self.add(
            UnitKind.SUBDISTRICT, f"{name}街道", district, f"{district.code}{s % BLOCK + 1:03d}"
        )
        ward = Ward(office)
        self.city.wards.append(ward)
        self.hire(ward, office, Role.DISPATCHER, Role.DISPATCHER, Role.COUNTER_CLERK, Role.LEADER)
        for title in SECTIONS:
            section = self.add(UnitKind.OFFICE, f"{name}{title}", office)
            ward.sections.append(section)
            self.hire(ward, section, Role.SECTION_STAFF)
        for c in range(COMMUNITIES):
            # A row of subdistricts is 15 long; each holds a strip of 3 × 5 communities.
            west = ORIGIN[0] + (s % BLOCK * 3 + c % 3) * STEP
            self.community(ward, f"{name}{c + 1}社区", c, west, ORIGIN[1] + (s // BLOCK * 5 + c // 3) * STEP)
        ward.busy = list(accumulate(self.rng.paretovariate(1.6) for _ in ward.grids))

    def community(self, ward: Ward, name: str, c: int, west: float, south: float) -> None:
        body = self.add(UnitKind.COMMUNITY, name, ward.office, f"{ward.office.code}{c + 1:03d}")
        ward.communities.append(body)
        self.hire(ward, body, Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER)
        count = self.rng.choice(GRIDS)
        for g in range(count):
            grid = self.add(UnitKind.GRID, f"{name}第 {g + 1} 网格", body, f"{body.code}{g + 1:03d}")
            ward.grids.append(grid)
            ward.boxes[grid.id] = (
                west + STEP * g / count,
                south,
                west + STEP * (g + 1) / count,
                south + STEP,
            )
            self.hire(ward, grid, Role.GRID_WORKER)


def lay_out(subdistricts: int = SUBDISTRICTS, seed: int = 1) -> City:
    """Lay out a city. The same numbers give the same city, unit by unit."""
    layout = _Layout(seed)
    root = district = layout.add(UnitKind.CITY, "试量市", None, "9902")
    for s in range(subdistricts):
        if s % BLOCK == 0:
            nth = s // BLOCK + 1
            district = layout.add(UnitKind.DISTRICT, f"试量{nth}区", root, f"9902{nth:02d}")
        layout.subdistrict(s, district)
    for body in [body for body in layout.city.bodies if body.kind in (UnitKind.CITY, UnitKind.DISTRICT)]:
        layout.lead(body)
    city = layout.city
    city.busy = list(accumulate(1 / (1 + s * 4 / max(subdistricts, 1)) for s in range(subdistricts)))
    return city
