"""Doors in the hamlet: two houses in the first grid, one in the second, and who lives there."""

from __future__ import annotations

import uuid
from typing import Any

from linli.base.people.models import Household, Resident
from linli.base.people.vault import fingerprint
from linli.base.places.models import Building, Compound
from linli.pillars.governance.visits import operations as op
from linli.pillars.governance.visits.models import Visit
from linli.pillars.governance.visits.operations import Met
from tests.town import MONDAY, Town


def houses(town: Town) -> list[Household]:
    """Build three houses with two doors each; the first two stand in the first grid."""
    court = Compound.objects.create(community=town.communities[0], name="官园小区", lon=117.005, lat=36.005)
    rows = [
        Building.objects.create(
            compound=court,
            grid=town.grids[1] if n == 3 else town.grids[0],
            number=f"{n}号楼",
            lon=117.001 + n * 0.002 + (0.006 if n == 3 else 0),
            lat=36.004,
        )
        for n in (1, 2, 3)
    ]
    return [
        Household.objects.create(building=house, stairwell=1, floor=floor, room=f"{floor}01")
        for house in rows
        for floor in (1, 3)
    ]


def lives(door: Household, name: str = "钱玉兰", phone: str = "13800003333") -> Resident:
    """Let somebody live behind a door."""
    return Resident.objects.create(
        household=door,
        name=name,
        phone=phone,
        phone_print=fingerprint(phone, "phone"),
        source="本人登记",
        since=MONDAY.date(),
    )


def visit(town: Town, door: Household, *, who: str = "worker", **given: Any) -> Visit:
    """Write a visit to a door down."""
    said = {"at": MONDAY, "key": uuid.uuid4(), "outcome": "well", **given}
    return op.record_visit(actor=town.actor(who), met=Met(household_id=door.pk), **said)
