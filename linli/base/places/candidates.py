"""Places that words may mean, with the reasons; what is asked where none is certain. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from linli.base.places.lexicon import LIKELY, Kind, Place, Rule
from linli.kernel.geo import distance_m

NEAR_M: Final = 250
"""LOCAL: a place this near to where the reporter stands is no contradiction, even across a border."""

STANDS_OUT: Final = 3
"""Of several places of a name the nearest is meant when the next is this many times as far."""


class Question(StrEnum):
    """What is to be asked when no place is certain."""

    NONE = ""
    WHICH = "which"  # several places can be meant
    CONFLICT = "conflict"  # the words say one place, the point another
    ROAD = "road"  # a road without a place on it
    SURE = "sure"  # one place, but it was said too vaguely
    UNKNOWN = "unknown"  # no place of ours was named


@dataclass(frozen=True, slots=True)
class Reason:
    """Which words stand for what, by which rule."""

    rule: Rule
    said: str
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant. `unit_id` is the grid, or the community where its grid is not known."""

    kind: Kind
    name: str
    unit_id: int
    lon: float | None
    lat: float | None
    worth: int
    reasons: tuple[Reason, ...] = ()
    away_m: float | None = None
    place: int = -1
    """Its number in the lexicon."""

    @property
    def is_exact(self) -> bool:
        """Whether it is a spot, not only an estate or a community."""
        return self.kind in (Kind.BUILDING, Kind.FACILITY, Kind.CROSSING, Kind.POINT)


@dataclass(frozen=True, slots=True)
class Reading:
    """What words say of a place: the winner if there is one, else the question and what to choose from."""

    chosen: Candidate | None = None
    question: Question = Question.NONE
    choices: tuple[Candidate, ...] = ()


def candidate_of(place: Place, number: int, worth: int, reasons: tuple[Reason, ...]) -> Candidate:
    """Return a place of the lexicon as a candidate."""
    return Candidate(
        place.kind, place.name, place.unit_id, place.lon, place.lat, worth, reasons, place=number
    )


def away(one: Candidate, point: tuple[float, float]) -> Candidate:
    """Return a candidate with its distance from a point."""
    if one.lon is None or one.lat is None:
        return one
    return replace(one, away_m=distance_m((one.lon, one.lat), point))


def order(one: Candidate) -> tuple[float, str]:
    """Order candidates by distance, then by name."""
    return (one.away_m if one.away_m is not None else 1e9, one.name)


def nearest(held: list[Candidate]) -> Candidate | None:
    """Give the nearest of several if the next is far farther."""
    if len(held) < 2 or held[0].away_m is None:
        return None
    other = next((one for one in held[1:] if one.unit_id != held[0].unit_id), None)
    if other is None or other.away_m is None:
        return None
    near = max(held[0].away_m, 1.0)
    return held[0] if near <= NEAR_M and other.away_m > max(STANDS_OUT * near, NEAR_M) else None


def with_reason(one: Candidate, rule: Rule, said: str, name: str) -> Candidate:
    """Return a candidate that a further reason speaks for: it is weak no more."""
    worth = max(one.worth, LIKELY)
    return replace(one, worth=worth, reasons=(*one.reasons, Reason(rule, said, name)))


_FINE = (Kind.COMMUNITY, Kind.GRID, Kind.ESTATE, Kind.CROSSING, Kind.FACILITY, Kind.BUILDING)


def fineness(one: Candidate) -> tuple[int, int]:
    """Say how fine a candidate is: a building before an estate before a community."""
    return (_FINE.index(one.kind) if one.kind in _FINE else 0, len(one.reasons))


def close_by(held: list[Candidate]) -> bool:
    """Say whether candidates lie so near each other that one point stands for all."""
    first = held[0]
    if first.lon is None or first.lat is None:
        return False
    return all(
        one.lon is not None
        and one.lat is not None
        and distance_m((first.lon, first.lat), (one.lon, one.lat)) < NEAR_M / 2
        for one in held
    )
