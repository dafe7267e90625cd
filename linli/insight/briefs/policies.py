"""Who writes and sends an office's briefs, and who reads what was sent, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.insight.briefs.models import Brief
from linli.kernel.refusals import Refusal

READERS = LEADING | CENTRE | {Role.COMMUNITY_SECRETARY}
"""To whom a brief is sent: leaders and centre of the office, secretaries of its communities, leaders of its sections."""


class NoSuchBrief(Refusal):
    """Absent, or not theirs to read."""


def kept_offices(actor: Actor) -> list[int]:
    """List the offices whose briefs an actor writes and sends: its leaders and its centre. No query."""
    return sorted(
        p.unit_id for p in actor.posts if p.role in LEADING | CENTRE and p.unit_kind == UnitKind.SUBDISTRICT
    )


def keeps(actor: Actor, office: Unit) -> bool:
    """Say whether an actor writes the briefs of an office. No query."""
    return actor.is_system or office.pk in kept_offices(actor)


def _read_offices(actor: Actor) -> list[int]:
    """List the offices whose briefs an actor reads once they are sent. No query."""
    found = set(kept_offices(actor))
    for post in actor.posts:
        if post.role in COMMUNITY and post.unit_kind == UnitKind.COMMUNITY:
            found.add(post.line[-2])
        if post.role in HANDLING | LEADING and post.unit_kind == UnitKind.OFFICE:
            found.add(post.line[-2])
    return sorted(found)


def reads_some(actor: Actor) -> bool:
    """Say whether somebody has to do with briefs at all. No query."""
    return bool(_read_offices(actor)) or actor.has(LEADING)


def reaches(actor: Actor, brief: Brief) -> bool:
    """Say whether an actor reads a brief: a draft where it is written, a sent one below and above too."""
    if keeps(actor, brief.office):
        return True
    above = any(p.role in LEADING and p.unit_id in brief.office.line for p in actor.posts)
    return brief.sent_at is not None and (above or brief.office_id in _read_offices(actor))


def reachable(actor: Actor) -> Q:
    """Match the briefs an actor reads."""
    if actor.is_system:
        return Q()
    read = Q(office__in=_read_offices(actor))
    for post in actor.posts:
        if post.role in LEADING:
            read |= Q(office__path__contains=f"/{post.unit_id}/")
    return Q(office__in=kept_offices(actor)) | (read & Q(sent_at__isnull=False))
