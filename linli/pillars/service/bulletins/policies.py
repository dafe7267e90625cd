"""Who may see and write which bulletins at the desk, always as a pair. What is shown, everybody may read."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.pillars.service.bulletins.flow import DRAFTERS, SPEAKERS
from linli.pillars.service.bulletins.models import Bulletin

WRITING_UNITS = frozenset({UnitKind.COMMUNITY, UnitKind.SUBDISTRICT, UnitKind.OFFICE})
"""Bulletins speak for a community, the street or one of its sections."""
COMPANIES = frozenset({UnitKind.PARTNER, UnitKind.PROPERTY})
"""Units of the area that speak in the column."""


def sees_any(actor: Actor) -> bool:
    """Say whether somebody writes bulletins or a column, or reads them through before they are shown. No query."""
    return actor.has(DRAFTERS) or speaks(actor)


def reaches(actor: Actor, bulletin: Bulletin) -> bool:
    """Say whether an actor sees a bulletin at the desk, draft or not."""
    return actor.is_system or (sees_any(actor) and flow.reaches(actor, bulletin.case))


def reachable(actor: Actor) -> Q:
    """Match the bulletins an actor sees at the desk."""
    if actor.is_system:
        return Q()
    return flow.reachable(actor, prefix="case__") if sees_any(actor) else Q(pk__in=[])


def _speaks(post: HeldPost) -> bool:
    return post.role in SPEAKERS and post.unit_kind in COMPANIES


def speaks(actor: Actor) -> bool:
    """Say whether somebody writes for a company in its column. No query."""
    return any(_speaks(post) for post in actor.posts)


def writing_posts(actor: Actor) -> tuple[HeldPost, ...]:
    """Give the posts in which an actor may write a bulletin, or a column. No query."""
    return tuple(
        p for p in actor.posts if (p.role in DRAFTERS and p.unit_kind in WRITING_UNITS) or _speaks(p)
    )


def writes_for(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor may write in the name of a unit."""
    return any(p.unit_id == unit.pk for p in writing_posts(actor))
