"""Where somebody means: from a point, or from the words people use for places."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from django.db.models import F, QuerySet
from django.db.models.functions import Power

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.places import gazetteer, index
from linli.base.places.candidates import Candidate, Question, Reading, Reason
from linli.base.places.lexicon import Kind
from linli.base.places.models import Building
from linli.base.written import written

METRES_A_DEGREE = 111_000.0
SQUEEZE = 0.8
"""A degree of longitude is about four fifths of one of latitude where this is used."""

NEAR_M = 80
"""How far a building may be for a point to be called after it."""

SHORTEST = 2
MOST_ASKED = 8
"""Offices whose names are all looked through for words without a point; beyond, half the estates' names are there twice."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Spot:
    """What is at a point: its grid (or the nearest one, `outside_m` away) and a name people know."""

    grid: Unit | None
    outside_m: float
    near: str


@dataclass(frozen=True, slots=True)
class Found:
    """A place that words may mean. `is_exact` where a building or a facility was named, not only an estate."""

    words: str
    lon: float
    lat: float
    is_exact: bool
    unit_id: int = 0
    reasons: tuple[Reason, ...] = ()
    away_m: float | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What words mean: the place that is certain, else the question, and the places to choose from.

    `unit_id` is set without a `chosen` where only a community or a grid is certain.
    """

    question: Question
    chosen: Found | None = None
    found: tuple[Found, ...] = ()
    unit_id: int | None = None


def spot_at(lon: float, lat: float) -> Spot:
    """Say what is at a point. Three queries."""
    known = index.current()
    unit_id, outside = known.grid_at(lon, lat), 0.0
    if unit_id is None and (unit_id := known.nearest(lon, lat)) is not None:
        outline = known.shapes[known.unit_ids.index(unit_id)]
        outside = outline.distance(shapely.Point(lon, lat)) * METRES_A_DEGREE * SQUEEZE
    grid = next(iter(orgs.line_of(unit_id)), None) if unit_id else None
    return Spot(grid, outside, _near(lon, lat))


def _near(lon: float, lat: float) -> str:
    dy = NEAR_M / METRES_A_DEGREE
    dx = dy / SQUEEZE
    near = _nearest(lon=lon, lat=lat, west=lon - dx, east=lon + dx, south=lat - dy, north=lat + dy)
    return str(near[0]) if near else ""


@written
def _nearest(
    *, lon: float, lat: float, west: float, east: float, south: float, north: float
) -> QuerySet[Building]:
    rows = Building.objects.filter(lon__range=(west, east), lat__range=(south, north)).order_by(
        Power((F("lon") - lon) * SQUEEZE, 2) + Power(F("lat") - lat, 2), "pk"
    )
    return rows.select_related("compound")[:1]


def find_places(words: str, *, most: int = 8, office: Unit | None = None) -> list[Found]:
    """List the places that words may mean, the surest first. Two small queries an office.

    “清泉小区三号楼” finds the building, then the estate; “清泉” what begins so; a road alone what lies on it.
    """
    return list(propose(words, office=office).found[:most])


def propose(*texts: str, office: Unit | None = None, point: tuple[float, float] | None = None) -> Proposal:
    """Say what place words mean: filled in where one is certain, otherwise what to choose from, with reasons.

    The first text was written as a place, those behind it were not; the first that names a place decides. Without an
    office it is the point's, else all are asked; of a city's many offices none is, without a point. Two small queries an
    office.
    """
    said = [text.strip()[:LONGEST] for text in texts]
    if not any(len(text) >= SHORTEST for text in said):
        return Proposal(Question.UNKNOWN)
    readings = [gazetteer.of(each).reader.read_fields(*said, point=point) for each in _asked(office, point)]
    return _proposal([one for one in readings if one.question is not Question.UNKNOWN])


def _asked(office: Unit | None, point: tuple[float, float] | None) -> list[Unit]:
    if office is not None:
        return [office]
    if point is not None and (unit_id := index.current().grid_at(*point)) is not None:
        held = orgs.office_of(orgs.line_of(unit_id))
        return [held] if held and held.is_active else []
    found = list(orgs.offices()[: MOST_ASKED + 1])
    return found if len(found) <= MOST_ASKED else []


def _proposal(readings: list[Reading]) -> Proposal:
    named = [one for one in readings if one.chosen is None or one.chosen.kind is not Kind.POINT]
    if not named:
        return Proposal(Question.UNKNOWN)
    found = [place for one in named for candidate in one.choices if (place := _found(candidate))]
    if len(named) > 1:
        # Two offices have a place of that name.
        return Proposal(Question.WHICH, None, tuple(found))
    one = named[0]
    if one.chosen is None:
        return Proposal(one.question, None, tuple(found))
    chosen = _found(one.chosen)
    if chosen is not None and chosen.words not in {place.words for place in found}:
        found.insert(0, chosen)
    return Proposal(Question.NONE, chosen, tuple(found), one.chosen.unit_id)


def _found(one: Candidate) -> Found | None:
    if one.lon is None or one.lat is None or one.kind is Kind.POINT:
        return None
    return Found(one.name, one.lon, one.lat, one.is_exact, one.unit_id, one.reasons, one.away_m)
