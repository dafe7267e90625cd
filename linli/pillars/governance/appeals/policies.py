"""Who answers an office's appeals."""

from __future__ import annotations

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.appeals.flow import JUDGING


def judges(actor: Actor, office: Unit) -> bool:
    """Say whether an actor answers the appeals that come to an office: by a post of its leaders or its centre. No query."""
    return any(p.unit_id == office.pk and p.role in JUDGING for p in actor.posts)
