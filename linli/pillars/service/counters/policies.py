"""Who may see and who serves which halls, as pairs: one row, many rows.

A hall belongs to a unit. Who works at that unit, or in an office right below it, serves there; who sees work above or at
it sees it.
"""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.roles import COMMUNITY, HANDLING, INTAKE, SEEING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.pillars.service.counters.models import Hall

SERVING = INTAKE | COMMUNITY | HANDLING
"""Roles that stand at a guide desk or sit at a window."""


def _homes(post: HeldPost) -> tuple[int, ...]:
    """Return the units whose hall a post serves: its own, and for an office of the subdistrict that."""
    above = post.line[-2:-1] if post.unit_kind == UnitKind.OFFICE else ()
    return (post.unit_id, *above)


def serves(actor: Actor, hall: Hall) -> bool:
    """Say whether an actor may work in a hall."""
    return any(post.role in SERVING and hall.unit_id in _homes(post) for post in actor.posts)


def reaches(actor: Actor, hall: Hall) -> bool:
    """Say whether an actor may see a hall: who serves there, and who sees work at its unit or above. `unit` is loaded."""
    if actor.is_system or serves(actor, hall):
        return True
    return any(post.role in SEEING and post.unit_id in hall.unit.line for post in actor.posts)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the halls an actor may see."""
    if actor.is_system:
        return Q()
    homes = {unit for post in actor.posts if post.role in SERVING for unit in _homes(post)}
    found = Q(**{f"{prefix}unit__in": homes})
    for post in actor.posts:
        if post.role in SEEING:
            found |= Q(**{f"{prefix}unit__path__startswith": f"/{'/'.join(map(str, post.line))}/"})
    return found
