"""Who sees the list and who publishes it; who asks grid workers for something; who sees which tasks, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.pillars.governance.duties.models import Task

SEERS = GRID | COMMUNITY | CENTRE | LEADING | HANDLING
ASKING = frozenset({UnitKind.SUBDISTRICT, UnitKind.OFFICE, UnitKind.DEPARTMENT})
"""Whose sections and departments ask something of grid workers."""


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with duties and tasks at all."""
    return actor.has(SEERS)


def reaches(actor: Actor, task: Task) -> bool:
    """Say whether an actor sees a task."""
    return actor.is_system or (actor.has(SEERS) and flow.reaches(actor, task.case))


def reachable(actor: Actor) -> Q:
    """Match the tasks an actor sees."""
    if actor.is_system:
        return Q()
    return flow.reachable(actor, prefix="case__") if actor.has(SEERS) else Q(pk__in=[])


def offices(actor: Actor) -> Q:
    """Match the offices whose list an actor reads: those above a post, and those of the district a department serves."""
    posts = [p for p in actor.posts if p.role in SEERS]
    lines = {unit for post in posts for unit in post.line}
    beside = {unit for p in posts if p.unit_kind == UnitKind.DEPARTMENT for unit in p.line[:-1]}
    below = {p.unit_id for p in posts if p.unit_kind in (UnitKind.DISTRICT, UnitKind.CITY)}
    mine = Q(pk__in=lines) | Q(parent__in=beside) | Q(parent__in=below)
    return mine & Q(kind=UnitKind.SUBDISTRICT, is_active=True)


def publishes_for(actor: Actor, office: Unit) -> bool:
    """Say whether an actor publishes the list of an office."""
    return any(p.unit_id == office.pk and p.role in CENTRE | LEADING for p in actor.posts)


def publishes_some(actor: Actor) -> bool:
    """Say whether an actor publishes the list of some office. No query."""
    return any(p.unit_kind == UnitKind.SUBDISTRICT and p.role in CENTRE | LEADING for p in actor.posts)


def asking_posts(actor: Actor) -> tuple[HeldPost, ...]:
    """Give the posts in which an actor may ask grid workers for something. No query."""
    return tuple(p for p in actor.posts if p.role in HANDLING | LEADING and p.unit_kind in ASKING)


def asks_for(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor may ask in the name of a unit."""
    return any(p.unit_id == unit.pk for p in asking_posts(actor))
