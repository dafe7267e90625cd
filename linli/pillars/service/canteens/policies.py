"""Who works in which canteen, always as a pair. Menus are everybody's; who eats is known to the community alone."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, HANDLING, LEADING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.standards.departments import DepartmentRole
from linli.pillars.service.canteens.models import Canteen

TILL = COMMUNITY | {Role.COUNTER_CLERK}


class NoSuchCanteen(Refusal):
    """Absent, or not theirs."""


def works_in_canteens(actor: Actor) -> bool:
    """Say whether an actor's posts can have to do with canteens at all. No query."""
    return actor.has(COMMUNITY) or any(
        (p.role == Role.COUNTER_CLERK and p.unit_kind == UnitKind.COMMUNITY)
        or (p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING)
        for p in actor.posts
    )


def ground_of(actor: Actor) -> frozenset[int]:
    """Return the units whose canteens an actor works for. One query for a section of the office, none for others."""
    found = {
        p.unit_id
        for p in actor.posts
        if p.role in TILL and p.unit_kind in (UnitKind.COMMUNITY, UnitKind.WORKSTATION)
    }
    sections = {
        p.unit_id: p.line
        for p in actor.posts
        if p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING
    }
    if sections:
        duty = DepartmentRole.CIVIL_AFFAIRS.value
        for pk in Unit.objects.filter(pk__in=sections, handles__contains=[duty]).values_list("pk", flat=True):
            found.update(sections[pk][-2:-1])
    return frozenset(found)


def reaches(actor: Actor, canteen: Canteen) -> bool:
    """Say whether an actor works for a canteen."""
    return actor.is_system or not ground_of(actor).isdisjoint(canteen.community.line)


def reachable(actor: Actor, prefix: str = "community__") -> Q:
    """Match the canteens an actor works for."""
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for pk in sorted(ground_of(actor)):
        found |= Q(**{f"{prefix}path__contains": f"/{pk}/"})
    return found


def settles(actor: Actor, canteen: Canteen) -> bool:
    """Say whether an actor closes months and corrects: the community's own people and the section, not the till alone."""
    return (
        actor.is_system
        or any(
            p.role != Role.COUNTER_CLERK and p.unit_id in canteen.community.line and p.role in COMMUNITY
            for p in actor.posts
        )
        or (any(p.unit_kind == UnitKind.OFFICE for p in actor.posts) and reaches(actor, canteen))
    )
