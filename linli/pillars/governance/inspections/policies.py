"""Who keeps and checks which shops, always as pairs: one row, many rows."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, INTAKE, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import Ground, at
from linli.kernel.refusals import Refusal
from linli.pillars.governance.inspections.models import Rectification, Shop


class NoSuchShop(Refusal):
    """Absent, or out of reach; both look the same."""


KEEPING = GRID | COMMUNITY | CENTRE | INTAKE | LEADING
GROUND = Ground(at((UnitKind.GRID, UnitKind.WORKSTATION, UnitKind.COMMUNITY, UnitKind.SUBDISTRICT), KEEPING))


def grounds(actor: Actor) -> list[int]:
    """List the units whose shops an actor keeps. No query."""
    return GROUND.of_actor(actor)


def keeps_some(actor: Actor) -> bool:
    """Say whether an actor keeps any shops. No query."""
    return bool(grounds(actor))


def keeps_at(actor: Actor, area: Unit) -> bool:
    """Say whether an actor keeps what lies in a unit. No query."""
    return actor.is_system or not set(grounds(actor)).isdisjoint(area.line)


def runs_office(actor: Actor, office: Unit) -> bool:
    """Say whether an actor acts for the whole of an office: its centre, leaders and sections. No query."""
    return actor.is_system or office.pk in grounds(actor)


def reaches(actor: Actor, shop: Shop) -> bool:
    """Say whether an actor sees a shop."""
    return keeps_at(actor, shop.area)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the shops an actor sees."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), f"{prefix}area")


def reaches_rectification(actor: Actor, row: Rectification) -> bool:
    """Say whether an actor sees an order: whoever may see its case."""
    return flow.reaches(actor, row.case)


def reachable_rectifications(actor: Actor) -> Q:
    """Match the orders an actor sees."""
    return flow.reachable(actor, "case__")
