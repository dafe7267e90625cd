"""What may be revealed about residents: to those who serve their grid."""

from __future__ import annotations

from linli.base.orgs.roles import COMMUNITY, GRID
from linli.base.people.actors import Actor
from linli.base.people.models import Resident
from linli.base.people.revealing import Found

REVEALED = "people.Resident"
FIELDS = ("name", "phone")


def find_resident(actor: Actor, id: int, field: str) -> Found | None:
    """Give a resident's name or number to the grid workers and the community of their door; None otherwise."""
    row = Resident.objects.select_related("household__building__grid").filter(pk=id).first()
    if row is None or row.household is None or not getattr(row, field):
        return None
    line = row.household.building.grid.line
    if not any(p.unit_id in line and p.role in GRID | COMMUNITY for p in actor.posts):
        return None
    print_ = bytes(row.phone_print) if row.phone_print else None
    return Found(getattr(row, field), person_id=row.account_id, person_print=print_)
