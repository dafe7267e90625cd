"""Who publishes an office's data: its leaders. Everybody reads what stands."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import LEADING, UnitKind
from linli.base.people.actors import Actor


def offices(actor: Actor) -> list[int]:
    """List the offices whose data an actor publishes. No query."""
    own = {p.unit_id for p in actor.posts if p.unit_kind == UnitKind.SUBDISTRICT and p.role in LEADING}
    return sorted(own)


def publishes_some(actor: Actor) -> bool:
    """Say whether an actor publishes for any office. No query."""
    return bool(offices(actor))


def publishes(actor: Actor, office: Unit) -> bool:
    """Say whether an actor publishes for an office. No query."""
    return actor.is_system or office.pk in offices(actor)
