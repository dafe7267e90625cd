"""Who may keep the house: units, posts, grids, the catalogue."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import Actor


def keeps_house(actor: Actor, unit: Unit | None = None) -> bool:
    """Say whether an actor may change units, posts, grids and the catalogue (of a unit)."""
    keeps = [post for post in actor.posts if post.role == Role.SYSTEM_ADMIN]
    return bool(keeps) and (unit is None or any(post.unit_id in unit.line for post in keeps))
