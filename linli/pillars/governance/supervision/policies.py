"""Who sees which matters, as a pair; who raises them; who keeps responsibility lists; who opens a lead."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.pillars.governance.supervision.models import DisciplineLead, Supervision

SEERS = GRID | COMMUNITY | CENTRE | LEADING | HANDLING
RAISING = CENTRE | LEADING
HANDING = COMMUNITY | CENTRE | LEADING | HANDLING


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with supervision at all."""
    return actor.has(SEERS)


def reaches(actor: Actor, matter: Supervision) -> bool:
    """Say whether an actor sees a matter."""
    return actor.is_system or (actor.has(SEERS) and flow.reaches(actor, matter.case))


def reachable(actor: Actor) -> Q:
    """Match the matters an actor sees."""
    if actor.is_system:
        return Q()
    return flow.reachable(actor, prefix="case__") if actor.has(SEERS) else Q(pk__in=[])


def raises_at(actor: Actor, office: Unit) -> bool:
    """Say whether an actor raises matters at an office, and keeps its responsibility lists."""
    return any(p.unit_id == office.pk and p.role in RAISING for p in actor.posts)


def offices_raised_at(actor: Actor) -> frozenset[int]:
    """Give the offices at which an actor raises matters. No query."""
    return frozenset(
        p.unit_id for p in actor.posts if p.role in RAISING and p.unit_kind == UnitKind.SUBDISTRICT
    )


def owes(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor answers for what a unit's responsibility list asks: by a post there."""
    return any(p.unit_id == unit.pk and p.role in SEERS for p in actor.posts)


def hands_over(actor: Actor) -> bool:
    """Say whether somebody may hand a lead to the discipline body."""
    return actor.has(HANDING)


def receives(actor: Actor, lead: DisciplineLead) -> bool:
    """Say whether an actor opens a lead: by a post at the discipline body itself. Nobody above it does."""
    return lead.body_id in receiving_units(actor)


def receiving_units(actor: Actor) -> frozenset[int]:
    """Give the units at which an actor may receive leads, if they are discipline bodies. No query."""
    return frozenset(p.unit_id for p in actor.posts if p.role in HANDLING | LEADING)
