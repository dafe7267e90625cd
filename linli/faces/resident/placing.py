"""Where a report is: the point on the map, else the words, else the grid its reporter lives in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people import queries as people
from linli.base.places import queries as places
from linli.base.places.candidates import Question
from linli.base.places.finding import Found, Proposal
from linli.faces.resident.readers import Reader
from linli.kernel.geo import parse_point
from linli.kernel.refusals import Refusal
from linli.pillars.service.bulletins import queries as bulletins
from linli.pillars.service.bulletins.queries import Shown

MOST_CHOICES = 6
NEAR_ENOUGH_M = 1000
"""LOCAL: a point this far outside our grids may be a slip of the finger; farther is another office's ground."""


class FarAway(Refusal):
    """The point lies far outside everything this installation serves: `km`."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where it is, as far as it is known; `choices` are what the words may mean when they mean several."""

    lon: float | None = None
    lat: float | None = None
    area: Unit | None = None
    words: str = ""
    choices: tuple[Found, ...] = ()

    @property
    def is_point(self) -> bool:
        return self.lon is not None and self.lat is not None


def place_of(
    *,
    lon: float | None,
    lat: float | None,
    where: str,
    text: str,
    home: Unit | None,
    at_home: bool,
    is_settled: bool = False,
) -> Placed:
    """Say where a report is: by the point, the words for the place, or those of the message.

    Words that mean several places, or another one than the point, become `choices`; `is_settled` says that they were
    asked about already. At most six queries.

    :raises FarAway: a point on the map that lies far outside.
    """
    if lon is None or lat is None:
        try:
            point = parse_point(where)
        except ValueError:
            pass
        else:
            lon, lat, where = point.lon, point.lat, ""
    if lon is not None and lat is not None:
        placed = _at_point(lon, lat, where)
        return placed if is_settled else _against(placed, places.propose(where, text, point=(lon, lat)))
    living = home if at_home else None
    if not where and living is not None:
        return Placed(area=living)
    proposal = places.propose(where, text)
    if (chosen := proposal.chosen) is not None:
        return Placed(lon=chosen.lon, lat=chosen.lat, area=living, words=where or chosen.words)
    if proposal.unit_id is not None:
        return Placed(area=living or Unit.objects.get(pk=proposal.unit_id), words=where)
    return Placed(area=living, words=where, choices=proposal.found[:MOST_CHOICES])


def _at_point(lon: float, lat: float, where: str) -> Placed:
    spot = places.spot_at(lon, lat)
    if spot.grid is not None and spot.outside_m > NEAR_ENOUGH_M:
        raise FarAway(km=round(spot.outside_m / 1000) or 1)
    return Placed(lon=lon, lat=lat, area=spot.grid, words=where or spot.near)


def _against(placed: Placed, proposal: Proposal) -> Placed:
    """Ask about words that say another place than the point; the point stays among the choices."""
    if proposal.question is not Question.CONFLICT or placed.lon is None or placed.lat is None:
        return placed
    spot = places.spot_at(placed.lon, placed.lat)
    name = spot.near or str(spot.grid or "")
    here = Found(gettext("地图上点的地方：%(name)s") % {"name": name}, placed.lon, placed.lat, True)
    return replace(placed, choices=(*proposal.found[: MOST_CHOICES - 1], here))


def outages_at(placed: Placed, text: str, at: datetime) -> tuple[Shown, ...]:
    """Give the outages that are known where a report is and that its words speak of. Five queries, mostly none."""
    if not bulletins.speaks_of_outage(text):
        return ()
    area = placed.area
    if area is None and placed.lon is not None and placed.lat is not None:
        area = places.grid_at(placed.lon, placed.lat)
    return bulletins.known_outages(at=at, area=area, text=text)


def home_of(reader: Reader) -> Unit | None:
    """Return the grid a reader lives in: as the phone was told, else where their household is.

    At most two queries, none for a phone that was told nothing.
    """
    grid_id = reader.grid_id
    if grid_id is None and reader.account is not None:
        grid_id = people.home_grid_of(reader.account)
    return _grid(grid_id) if grid_id else None


def grid_of_reports(reader: Reader, area_ids: Iterable[int]) -> Unit | None:
    """Return the grid of the last report, for a reader who never said where they live. One query.

    It is a guess and is told as one; where somebody said “not mine” nothing is guessed.
    """
    wanted = list(dict.fromkeys(area_ids)) if reader.grid_id is None else []
    found = {unit.pk: unit for unit in _grids().filter(pk__in=wanted)} if wanted else {}
    return next((found[pk] for pk in wanted if pk in found), None)


def _grid(unit_id: int) -> Unit | None:
    return _grids().filter(pk=unit_id).first()


def _grids() -> QuerySet[Unit]:
    rows = Unit.objects.select_related("parent__parent", "grid")
    return rows.filter(kind=UnitKind.GRID, is_active=True)
