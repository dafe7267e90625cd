"""The ground of a community in pieces that no line may cut: a building with the land around it, a block without homes.

Pieces come from one noded drawing of streets, today's lines and half-way lines between buildings, so that they tile the
ground exactly, whatever is joined. Coordinates are metres on a plane of the community.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class House:
    """A building: how many households, which grid today, in which compound."""

    id: int
    outline: BaseGeometry
    households: float
    grid: int
    compound: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A street as a line of the drawing."""

    name: str
    width_m: float
    line: LineString


@dataclass(frozen=True, slots=True)
class Ground:
    """What a proposal starts from: today's shapes by grid, houses, streets, past cases as points."""

    today: Mapping[int, BaseGeometry]
    houses: tuple[House, ...]
    ways: tuple[Way, ...] = ()
    cases: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class Piece:
    """A part of the ground that stays whole; `today` says how many households belong to which grid now."""

    shape: BaseGeometry
    grid: int
    houses: tuple[int, ...] = ()
    households: float = 0.0
    cases: int = 0
    today: dict[int, float] = field(default_factory=dict)
    compound: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """What two neighbouring pieces share: how long, along what, and whether today's grids part there."""

    length_m: float
    kind: str
    cost: float
    road: str = ""
    width_m: float = 0.0
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces, and who lies beside whom."""

    all: tuple[Piece, ...]
    sides: Mapping[tuple[int, int], Side]

    def beside(self) -> list[list[int]]:
        """Return the neighbours of each piece."""
        out: list[list[int]] = [[] for _ in self.all]
        for a, b in self.sides:
            out[a].append(b)
            out[b].append(a)
        return [sorted(each) for each in out]


def roundness(shape: BaseGeometry) -> float:
    """Return how compact a shape is: 1 for a circle, towards 0 for a string (Polsby–Popper)."""
    return 4 * math.pi * shape.area / shape.length**2 if shape.length else 0.0


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Join pieces into one shape; exact, because they share their corners."""
    return shapely.coverage_union_all(list(shapes))
