"""Who sees which whistles, who may blow one, and who speaks for a called department; what is scoped, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.pillars.governance.whistles.flow import SPEAKERS
from linli.pillars.governance.whistles.models import Call, Offer, Whistle

SEERS = COMMUNITY | CENTRE | LEADING | HANDLING
BLOWING = frozenset({UnitKind.COMMUNITY, UnitKind.SUBDISTRICT})
"""Who may whistle: the street, and its communities."""
CLAIMING = frozenset({UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.PARTNER})
"""Who may take on a piece of a whistle: whom one can call, and partners of the place, whom one can only ask."""


def reaches(actor: Actor, whistle: Whistle) -> bool:
    """Say whether an actor sees a whistle."""
    return actor.is_system or (actor.has(SEERS) and flow.reaches(actor, whistle.case))


def reachable(actor: Actor) -> Q:
    """Match the whistles an actor sees."""
    if actor.is_system:
        return Q()
    return flow.reachable(actor, prefix="case__") if actor.has(SEERS) else Q(pk__in=[])


def blowing_posts(actor: Actor) -> tuple[HeldPost, ...]:
    """Give the posts in which an actor may blow a whistle. No query."""
    return tuple(p for p in actor.posts if p.role in SPEAKERS and p.unit_kind in BLOWING)


def blows_for(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor may blow a whistle in the name of a unit."""
    return any(p.unit_id == unit.pk for p in blowing_posts(actor))


def works_at(actor: Actor, unit_id: int) -> bool:
    """Say whether an actor answers for a called department: by a post there, not by one above it."""
    return any(p.unit_id == unit_id and p.role in HANDLING | LEADING for p in actor.posts)


def offers_for(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor says what a unit would do: who works there."""
    return unit.kind in CLAIMING and works_at(actor, unit.pk)


def claiming_posts(actor: Actor) -> tuple[HeldPost, ...]:
    """Give the posts in which an actor may take something on. No query."""
    return tuple(p for p in actor.posts if p.unit_kind in CLAIMING and p.role in HANDLING | LEADING)


def offer_reaches(actor: Actor, offer: Offer) -> bool:
    """Say whether an actor sees what a unit offers: who is where the unit is, and who stands above it."""
    if actor.is_system:
        return True
    line = set(offer.unit.line)
    return actor.has(SEERS) and (offer.unit.parent_id in _above(actor) or not line.isdisjoint(_own(actor)))


def offers_reachable(actor: Actor) -> Q:
    """Match the offers an actor sees."""
    if actor.is_system:
        return Q()
    if not actor.has(SEERS):
        return Q(pk__in=[])
    found = Q(unit__parent__in=sorted(_above(actor)))
    for unit_id in sorted(_own(actor)):
        found |= Q(unit__path__contains=f"/{unit_id}/")
    return found


def _own(actor: Actor) -> set[int]:
    return {p.unit_id for p in actor.posts}


def _above(actor: Actor) -> set[int]:
    return {unit_id for p in actor.posts for unit_id in p.line}


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with whistles at all."""
    return actor.has(SEERS)


def answers(actor: Actor, call: Call) -> bool:
    """Say whether an actor answers for a call."""
    return works_at(actor, call.unit_id)
