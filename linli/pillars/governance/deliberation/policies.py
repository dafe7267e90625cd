"""Who sees which topics, who may propose one, and who keeps the committees; what is scoped, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, ActorKind
from linli.pillars.governance.deliberation.flow import CONVENING
from linli.pillars.governance.deliberation.models import Topic

SEERS = COMMUNITY | CENTRE | LEADING | HANDLING | GRID
GROUND = frozenset({UnitKind.COMMUNITY, UnitKind.SUBDISTRICT})


def reaches(actor: Actor, topic: Topic) -> bool:
    """Say whether a member of staff sees a topic."""
    return actor.is_system or (actor.has(SEERS) and flow.reaches(actor, topic.case))


def reachable(actor: Actor) -> Q:
    """Match the topics a member of staff sees."""
    if actor.is_system:
        return Q()
    return flow.reachable(actor, prefix="case__") if actor.has(SEERS) else Q(pk__in=[])


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with topics at all."""
    return actor.has(SEERS)


def convenes_at(actor: Actor, unit: Unit) -> bool:
    """Say whether somebody convenes for a community or the street: by a post there or above it."""
    line = set(unit.line)
    return any(p.unit_id in line and p.role in CONVENING for p in actor.posts)


def convening_units(actor: Actor) -> Q:
    """Match the communities and streets somebody convenes for."""
    ids = [p.unit_id for p in actor.posts if p.role in CONVENING]
    found = Q(pk__in=[])
    for pk in ids:
        found |= Q(path__contains=f"/{pk}/") | Q(pk=pk)
    return found & Q(kind__in=GROUND)


def is_resident(actor: Actor) -> bool:
    """Say whether somebody is a resident with an account."""
    return actor.kind is ActorKind.RESIDENT and actor.account_id is not None


def sees_posted(actor: Actor) -> Q:
    """Match what a resident sees: topics shown to everybody, and one's own."""
    mine = Q(proposer_id=actor.account_id) if actor.account_id else Q(pk__in=[])
    return Q(posted_at__isnull=False) | mine
