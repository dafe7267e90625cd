"""Who may see which applications, always as a pair: one row, many rows."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, GRID, HANDLING, INTAKE, LEADING
from linli.base.people.actors import Actor
from linli.pillars.service.applications.models import Application

SEES = INTAKE | COMMUNITY | HANDLING | LEADING
"""Grid workers and volunteers see no applications: what somebody lives on is not their neighbours' business."""


def reaches(actor: Actor, application: Application) -> bool:
    """Say whether an actor may see an application. No query when the case is loaded."""
    return actor.is_system or not _sight(actor).isdisjoint(application.case.reach)


def reachable(actor: Actor) -> Q:
    """Match the applications an actor may see."""
    if actor.is_system:
        return flow.reachable(actor, prefix="case__")
    ids = sorted(_sight(actor))
    return Q(case__reach__overlap=ids) if ids else Q(pk__in=[])


def _sight(actor: Actor) -> frozenset[int]:
    return frozenset(p.unit_id for p in actor.posts if p.role in SEES)


def is_front(actor: Actor, application: Application) -> bool:
    """Say whether an actor stands at the window, or above it: they see all of it, specialists what was handed to them."""
    case = application.case
    if actor.is_system:
        return True
    for post in actor.posts:
        if post.role in INTAKE | LEADING and post.unit_id in (case.office_id, *case.office.line):
            return True
        if post.role in INTAKE | COMMUNITY and post.unit_id in case.area.line:
            return True
    return False


def takes_in_for(actor: Actor, unit: Unit) -> bool:
    """Say whether somebody may take applications in at a unit: its window, or the window of the office above it."""
    return any(p.role in INTAKE | COMMUNITY and p.unit_id in unit.line for p in actor.posts)


def visits_for(actor: Actor, unit: Unit) -> bool:
    """Say whether somebody may bring an application in from a doorstep on a unit's ground (上门收件, 帮办代办)."""
    return takes_in_for(actor, unit) or any(
        p.role in GRID | COMMUNITY and unit.pk in p.line for p in actor.posts
    )
