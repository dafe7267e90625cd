"""What tests of patrols share: a road of the hamlet, planned."""

from __future__ import annotations

from typing import Any

from linli.base.places.models import Facility, Road
from linli.pillars.governance.patrols import operations as op
from linli.pillars.governance.patrols.models import Beat
from linli.pillars.governance.patrols.rules import BeatKind, BeatRecord
from tests.town import IN_FIRST_GRID, MONDAY, Town


def road(town: Town, name: str = "柳岸路") -> Road:
    """Draw a road through the first community."""
    line = {"type": "LineString", "coordinates": [[117.001, 36.005], [117.019, 36.005]]}
    return Road.objects.get_or_create(office=town.office, name=name, defaults={"line": line})[0]


def beat(town: Town, who: str = "secretary", **fields: Any) -> Beat:
    """Plan the road: Monday to Friday, the community's secretary answers for it."""
    one = road(town)
    given: dict[str, Any] = {
        "kind": BeatKind.ROAD,
        "name": one.name,
        "weekdays": (0, 1, 2, 3, 4),
        "road_id": one.pk,
    }
    record = BeatRecord(
        **{**given, **{k: v for k, v in fields.items() if k in BeatRecord.__dataclass_fields__}}
    )
    steward = town.people[fields.get("steward", "secretary")].posts.select_related("unit").get()
    at, area = fields.get("at", MONDAY), fields.get("area", town.communities[0])
    return op.keep_beat(actor=town.actor(who, at), at=at, area=area, record=record, steward=steward)


def lamp(town: Town, name: str = "柳岸路路灯 1", **fields: Any) -> Facility:
    """Stand a lamp in the first grid; the heating station answers for it, of all units."""
    lon, lat = fields.pop("point", IN_FIRST_GRID)
    given: dict[str, Any] = {
        "area": town.grids[0],
        "owner": town.heating,
        "kind": "component",
        "component_code": "01037",
    }
    return Facility.objects.create(name=name, lon=lon, lat=lat, **{**given, **fields})
