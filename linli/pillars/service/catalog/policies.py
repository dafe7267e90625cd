"""Who may keep the items of an office, and who sees drafts. What is published is everybody's."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import HANDLING, INTAKE, LEADING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.pillars.service.catalog.models import ServiceItem

_OFFICE = INTAKE | LEADING | {Role.SYSTEM_ADMIN}


def _kept(actor: Actor) -> set[int]:
    found = {p.unit_id for p in actor.posts if p.role in _OFFICE and p.unit_kind == UnitKind.SUBDISTRICT}
    for post in actor.posts:
        # A section of the office writes the items of its own field.
        if post.role in HANDLING | LEADING and post.unit_kind == UnitKind.OFFICE:
            found.update(post.line)
    return found


def keeps(actor: Actor, office: Unit) -> bool:
    """Say whether an actor may write, publish and end items of an office. No query."""
    return actor.is_system or office.pk in _kept(actor)


def keeps_some(actor: Actor) -> bool:
    """Say whether an actor keeps the items of any office. No query."""
    return bool(_kept(actor))


def reaches(actor: Actor, item: ServiceItem) -> bool:
    """Say whether an actor may read a version: published ones are everybody's, drafts those of who keeps them."""
    return item.published_at is not None or actor.is_system or item.office_id in _kept(actor)


def reachable(actor: Actor) -> Q:
    """Match the versions an actor may read."""
    if actor.is_system:
        return Q()
    return Q(published_at__isnull=False) | Q(office_id__in=_kept(actor))
