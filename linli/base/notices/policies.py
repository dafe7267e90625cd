"""Who may see and tend what, always as a pair: one row, many rows."""

from __future__ import annotations

from django.db.models import Q

from linli.base.notices.models import Notice
from linli.base.notices.refusals import NotYourNotices
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import WORKING, Role
from linli.base.people.actors import Actor


def keeps(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor keeps the house for a unit: a system administrator there or above."""
    return actor.is_system or any(p.role == Role.SYSTEM_ADMIN and p.unit_id in unit.line for p in actor.posts)


def works_at(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor does the work of a unit itself: such a one may connect the unit's own system."""
    return any(p.role in WORKING and p.unit_id == unit.pk for p in actor.posts)


def require_keeper(actor: Actor, unit: Unit) -> None:
    """Refuse anybody who does not keep the house for a unit.

    :raises NotYourNotices:
    """
    if not keeps(actor, unit):
        raise NotYourNotices


def tends(actor: Actor, notice: Notice) -> bool:
    """Say whether an actor may see (without its words) and resend a message. Log-in codes belong to no office."""
    return (
        notice.channel != Notice.Channel.IN_APP and notice.office is not None and keeps(actor, notice.office)
    )


def tended(actor: Actor) -> Q:
    """Match the messages an actor may see and resend."""
    if actor.is_system:
        return Q(office__isnull=False) & ~Q(channel=Notice.Channel.IN_APP)
    found = Q(pk__in=[])
    for post in actor.posts:
        if post.role == Role.SYSTEM_ADMIN:
            found |= Q(office__path__contains=f"/{post.unit_id}/")
    return found & ~Q(channel=Notice.Channel.IN_APP)
