"""Who sees which bodies' calendars and who keeps them, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.assemblies.models import MeetingRule


class NoSuchMeetingRule(Refusal):
    """Absent, or out of reach; both look the same."""


SEEING = COMMUNITY | CENTRE | LEADING
GROUND = frozenset({UnitKind.COMMUNITY, UnitKind.SUBDISTRICT})


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with these calendars at all. No query."""
    return any(p.role in SEEING and p.unit_kind in GROUND for p in actor.posts)


def reaches(actor: Actor, rule: MeetingRule) -> bool:
    """Say whether an actor sees a body's calendar: by a post at its unit or above."""
    line = set(rule.unit.line)
    return actor.is_system or any(p.unit_id in line and p.role in SEEING for p in actor.posts)


def reachable(actor: Actor) -> Q:
    """Match the rules an actor sees."""
    if actor.is_system:
        return Q()
    found = Q(pk__in=[])
    for post in actor.posts:
        if post.role in SEEING:
            found |= Q(unit__path__contains=f"/{post.unit_id}/")
    return found


def keeps_at(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor keeps the calendars of a unit: by a post in it."""
    return actor.is_system or any(p.unit_id == unit.pk and p.role in SEEING for p in actor.posts)


def kept_units(actor: Actor) -> list[int]:
    """List the units whose calendars an actor keeps. No query."""
    return sorted({p.unit_id for p in actor.posts if p.role in SEEING and p.unit_kind in GROUND})
