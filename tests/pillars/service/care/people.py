"""Somebody to look after in the hamlet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linli.base.orgs.models import Unit
from linli.pillars.service.care import operations as op
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.care.operations import Ground
from tests.town import MONDAY, Town

ALONE = Ground("alone", "consent", "本人当面答应")
ALLOWANCE = Ground("allowance")


def somebody(
    town: Town,
    *grounds: Ground,
    grid: Unit | None = None,
    who: str = "clerk",
    at: datetime = MONDAY,
    level: str = "",
    **fields: Any,
) -> CarePerson:
    """Take an elder up in the first grid, with a level if one is given."""
    given = {"name": "孙桂香", "phone": "13800002222", "door": "1 单元 301", **fields}
    person = op.take_up(
        actor=town.actor(who), at=at, grid=grid or town.grids[0], grounds=grounds or (ALONE,), **given
    )
    if level:
        person = op.set_level(
            actor=town.actor(who), at=at, person_id=person.pk, level=level, reason="摔过一跤"
        )
    return person
