"""Who sees which enterprises and their needs, always as pairs: one row, many rows."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, INTAKE, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import Ground, at
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseNeed


class NoSuchEnterprise(Refusal):
    """Absent, or out of reach; both look the same."""


KEEPING = GRID | COMMUNITY | CENTRE | INTAKE | LEADING
GROUND = Ground(at((UnitKind.GRID, UnitKind.WORKSTATION, UnitKind.COMMUNITY, UnitKind.SUBDISTRICT), KEEPING))


def grounds(actor: Actor) -> list[int]:
    """List the units whose enterprises an actor keeps. No query."""
    return GROUND.of_actor(actor)


def above(actor: Actor) -> list[int]:
    """List the units in whose ground an actor keeps enterprises: their own and those above, up to the office. No query."""
    return sorted({pk for post in actor.posts if GROUND.of(post) is not None for pk in post.line})


def keeps_some(actor: Actor) -> bool:
    """Say whether an actor keeps any enterprises. No query."""
    return bool(grounds(actor))


def keeps_at(actor: Actor, area: Unit) -> bool:
    """Say whether an actor keeps what lies in a unit. No query."""
    return actor.is_system or not set(grounds(actor)).isdisjoint(area.line)


def runs_office(actor: Actor, office: Unit) -> bool:
    """Say whether an actor acts for the whole of an office: its centre, leaders and sections. No query."""
    return actor.is_system or office.pk in grounds(actor)


def reaches(actor: Actor, enterprise: Enterprise) -> bool:
    """Say whether an actor sees an enterprise."""
    return keeps_at(actor, enterprise.area)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the enterprises an actor sees."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), f"{prefix}area")


def reaches_need(actor: Actor, need: EnterpriseNeed) -> bool:
    """Say whether an actor sees a need: whoever may see its case."""
    return flow.reaches(actor, need.case)


def reachable_needs(actor: Actor) -> Q:
    """Match the needs an actor sees."""
    return flow.reachable(actor, prefix="case__")
