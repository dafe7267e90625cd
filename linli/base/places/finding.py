"""Where somebody means: from a point, or from the words people use for places.

Names of compounds, buildings and facilities are matched as they are said; nothing is guessed beyond that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import shapely
from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.places import index
from linli.base.places.models import Building, Compound, Facility
from linli.kernel.chinese import normalise, numeral_to_int

METRES_A_DEGREE = 111_000.0
SQUEEZE = 0.8
"""A degree of longitude is about four fifths of one of latitude where this is used."""

NEAR_M = 80
"""How far a building may be for a point to be called after it."""

SHORTEST = 2
LONGEST = 80
_HOUSE = re.compile(r"([0-9]{1,4}|[零〇一二三四五六七八九十百两]{1,6})(?:号楼|号院|栋|幢|座|号|#)")
# Both ways: what was typed may be part of the name, or hold the name among other words.
_CALLED = """
    position(%(said)s in lower(replace({name}, ' ', ''))) > 0
    OR position(lower(replace({name}, ' ', '')) in %(said)s) > 0
"""
_COMPOUNDS = f"""
    SELECT * FROM places_compound WHERE lon IS NOT NULL AND ({_CALLED.format(name="name")} OR EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(aliases) AS nick WHERE {_CALLED.format(name="nick")}
    )) ORDER BY length(name), id LIMIT %(most)s
"""
_FACILITIES = f"SELECT * FROM places_facility WHERE {_CALLED.format(name='name')} ORDER BY length(name), id LIMIT %(most)s"


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


def spot_at(lon: float, lat: float) -> Spot:
    """Say what is at a point. Three queries."""
    known = index.current()
    unit_id, outside = known.grid_at(lon, lat), 0.0
    if unit_id is None and (unit_id := known.nearest(lon, lat)) is not None:
        outline = known.shapes[known.unit_ids.index(unit_id)]
        outside = outline.distance(shapely.Point(lon, lat)) * METRES_A_DEGREE * SQUEEZE
    grid = Unit.objects.select_related("parent").filter(pk=unit_id).first() if unit_id else None
    return Spot(grid, outside, _near(lon, lat))


def _near(lon: float, lat: float) -> str:
    reach = NEAR_M / METRES_A_DEGREE
    box = Q(lon__range=(lon - reach / SQUEEZE, lon + reach / SQUEEZE), lat__range=(lat - reach, lat + reach))
    rows = list(Building.objects.filter(box).select_related("compound")[:100])
    if not rows:
        return ""
    return str(min(rows, key=lambda b: ((b.lon - lon) * SQUEEZE) ** 2 + (b.lat - lat) ** 2))


def house_number(words: str) -> str:
    """Find the number of a building in words: “三号楼” → “3”; empty where there is none."""
    found = _HOUSE.search(normalise(words).replace(" ", ""))
    if not found:
        return ""
    said = found[1]
    try:
        return str(int(said) if said.isascii() else numeral_to_int(said))
    except ValueError:
        return ""


def find_places(words: str, *, most: int = 8) -> list[Found]:
    """List the places that words may mean, the surest first. Three queries.

    “清泉小区三号楼” finds the building, “清泉” the estate; a road alone is no place.
    """
    said = normalise(words).replace(" ", "")[:LONGEST]
    if len(said) < SHORTEST:
        return []
    given = {"said": said, "most": most}
    compounds = list(Compound.objects.raw(_COMPOUNDS, given))
    found = _buildings(compounds, said, most)
    found += [Found(f.name, f.lon, f.lat, True) for f in Facility.objects.raw(_FACILITIES, given)]
    found += [
        Found(c.name, c.lon, c.lat, False) for c in compounds if c.lon is not None and c.lat is not None
    ]
    return list({f.words: f for f in reversed(found)}.values())[::-1][:most]


def _buildings(compounds: list[Compound], said: str, most: int) -> list[Found]:
    number = house_number(said)
    if not number:
        return []
    written = [f"{number}{tail}" for tail in ("", "号楼", "号", "栋", "幢", "座", "号院")]
    rows = Building.objects.filter(compound__in=compounds, number__in=written).select_related("compound")
    return [Found(str(b), b.lon, b.lat, True) for b in rows.order_by("pk")[:most]]
