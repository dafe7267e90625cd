"""Where another system says something is: a point on somebody's ground, or words that name a place beyond doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.places import gazetteer
from linli.base.places import queries as places
from linli.pillars.governance.reports.operations import NoSuchOffice

MOST_AWAY_M: Final = 500
"""LOCAL: a point this far outside all grids is somebody else's ground."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Whose ground it is, and the point where one is known."""

    office: Unit
    area: Unit | None
    lon: float | None
    lat: float | None
    words: str


def place_of(office: Unit | None, point: tuple[float, float] | None, words: str) -> Placed:
    """Find whose ground a place is; without an office the point must tell. At most five queries.

    :raises NoSuchOffice: outside of the office, or of every office here; or nothing tells which.
    """
    if point is None:
        if office is None:
            raise NoSuchOffice
        named = gazetteer.of(office).place_in(words) if words else None
        area = Unit.objects.get(pk=named.unit_id) if named else None
        return Placed(office, area, named.lon if named else None, named.lat if named else None, words)
    spot = places.spot_at(*point)
    if spot.grid is not None:
        own = orgs.office_of(orgs.line_up(spot.grid))
        if spot.outside_m > MOST_AWAY_M or (office is not None and own is not None and own.pk != office.pk):
            raise NoSuchOffice
        office = office or own
    if office is None:
        raise NoSuchOffice
    return Placed(office, spot.grid, point[0], point[1], words)
