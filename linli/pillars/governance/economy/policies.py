"""Who reads an office's indicators and projects, and who keeps them, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import SECTIONS, Ground, at
from linli.kernel.refusals import Refusal
from linli.pillars.governance.economy.models import KeyProject


class NoSuchProject(Refusal):
    """Absent, or out of reach; both look the same."""


READING = Ground(
    own=at((UnitKind.SUBDISTRICT, UnitKind.DISTRICT, UnitKind.CITY), CENTRE | LEADING),
    above={**SECTIONS, **at((UnitKind.COMMUNITY,), COMMUNITY)},
)
KEEPING = Ground(at((UnitKind.SUBDISTRICT,), CENTRE | LEADING))


def grounds(actor: Actor) -> list[int]:
    """List the units whose indicators and projects an actor reads. No query."""
    return READING.of_actor(actor)


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with these at all. No query."""
    return bool(grounds(actor))


def reaches(actor: Actor, project: KeyProject) -> bool:
    """Say whether an actor reads a project."""
    return actor.is_system or not set(grounds(actor)).isdisjoint(project.office.line)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the projects, or whatever has an office at the prefix, that an actor reads."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), f"{prefix}office")


def kept_offices(actor: Actor) -> list[int]:
    """List the offices whose indicators and projects an actor keeps: its centre, leaders and sections. No query."""
    return KEEPING.of_actor(actor)


def keeps(actor: Actor, office: Unit) -> bool:
    """Say whether an actor keeps the indicators and projects of an office. No query."""
    return actor.is_system or office.pk in kept_offices(actor)
