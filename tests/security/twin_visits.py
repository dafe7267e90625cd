"""What the twin offices have of visits: a door with somebody behind it; and a page of a diary."""

from __future__ import annotations

import uuid
from typing import Any

from linli.base.orgs.models import Unit
from linli.base.people.models import Household, Resident
from linli.base.places.models import Building
from linli.pillars.governance.visits.models import DiaryPage
from tests.security.twin_care import PHONES
from tests.town import MONDAY


def visited(twin: Any, place: str, grid: Unit, writer: str) -> None:
    """A door in a grid, a resident with a number, a page of the diary of whoever goes there."""
    house = Building.objects.create(grid=grid, number="9号楼", name="9号楼", lon=117.0, lat=36.0)
    door = Household.objects.create(building=house, room="301")
    who = Resident.objects.create(household=door, name="钱玉兰", phone=PHONES[place], source="本人登记")
    page = DiaryPage.objects.create(
        owner=twin.town.people[writer], words="今天聊得很好。", at=MONDAY, key=uuid.uuid4()
    )
    things = twin.things[place]
    things.household_id, things.resident_id, things.page_id = door.pk, who.pk, page.pk
