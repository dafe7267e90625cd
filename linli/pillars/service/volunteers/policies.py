"""Who organises which activities, always as a pair. What is planned, everybody may read."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.kernel.refusals import Refusal
from linli.pillars.service.volunteers.models import Activity


class NoSuchActivity(Refusal):
    """Absent, or not theirs to see."""


class NoSuchEmergency(Refusal):
    """Absent, or another office's."""


ABOVE = COMMUNITY | CENTRE | LEADING


def _counts(post: HeldPost) -> bool:
    if post.unit_kind == UnitKind.VOLUNTEER:
        return post.role in HANDLING
    return post.role in ABOVE and post.unit_kind in (UnitKind.COMMUNITY, UnitKind.SUBDISTRICT)


def organises_any(actor: Actor) -> bool:
    """Say whether an actor organises volunteers anywhere. No query."""
    return any(_counts(p) for p in actor.posts)


def organises(actor: Actor, team: Unit) -> bool:
    """Say whether an actor organises for a team: in a post there, or in the community or street above."""
    return any(_counts(p) and p.unit_id in team.line for p in actor.posts)


def opens(actor: Actor, area: Unit) -> bool:
    """Say whether an actor opens and ends emergencies on a ground: the community, or the street above it."""
    return any(
        _counts(p) and p.unit_kind != UnitKind.VOLUNTEER and p.unit_id in area.line for p in actor.posts
    )


def grounds(actor: Actor) -> Q:
    """Match the units on whose ground an actor opens emergencies."""
    found = Q(pk__in=[])
    for p in actor.posts:
        if _counts(p) and p.unit_kind != UnitKind.VOLUNTEER:
            found |= Q(path__contains=f"/{p.unit_id}/")
    return found


def emergencies(actor: Actor) -> Q:
    """Match the emergencies an actor sees: of the offices in which they organise volunteers. Who stands where is by post."""
    return Q(office__in={unit for p in actor.posts if _counts(p) for unit in p.line})


def reaches(actor: Actor, activity: Activity) -> bool:
    """Say whether an actor sees who comes to an activity."""
    return organises(actor, activity.team)


def reachable(actor: Actor, prefix: str = "team__") -> Q:
    """Match the activities whose people an actor sees."""
    found = Q(pk__in=[])
    for post in actor.posts:
        if _counts(post):
            found |= Q(**{f"{prefix}path__contains": f"/{post.unit_id}/"})
    return found


def askable(activity: Activity) -> Q:
    """Match the volunteers whom the organisers may ask to come: of its own office, and grown-up unless it takes minors."""
    own = Q(account__is_active=True, grid__path__contains=f"/{activity.office_id}/")
    return own if activity.takes_minors else own & Q(is_minor=False)
