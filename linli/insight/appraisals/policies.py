"""Who keeps the assessment of an office's units, who reads it, and who speaks for a unit."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, HANDLING, LEADING, Role, UnitKind
from linli.base.people.actors import Actor
from linli.insight.appraisals.models import AppraisalRound
from linli.kernel.refusals import Refusal

SPEAKING = LEADING | HANDLING | {Role.COMMUNITY_SECRETARY}
"""Who speaks for a unit: its secretary, its leader, who handles matters in it."""
ASSESSED = (UnitKind.COMMUNITY, UnitKind.DEPARTMENT, UnitKind.OFFICE)


class NoSuchRound(Refusal):
    """Absent, or not theirs to read."""


def kept_offices(actor: Actor) -> list[int]:
    """List the offices whose assessments an actor keeps: their leaders and their centre. No query."""
    return sorted(
        p.unit_id for p in actor.posts if p.role in LEADING | CENTRE and p.unit_kind == UnitKind.SUBDISTRICT
    )


def keeps(actor: Actor, office_id: int) -> bool:
    """Say whether an actor keeps the assessments of an office. No query."""
    return actor.is_system or office_id in kept_offices(actor)


def own_units(actor: Actor) -> list[int]:
    """List the units an actor speaks for. No query."""
    return sorted(p.unit_id for p in actor.posts if p.role in SPEAKING and p.unit_kind in ASSESSED)


def read_offices(actor: Actor) -> list[int]:
    """List the offices whose public assessments an actor reads: those above the units they speak for. No query."""
    above = {pk for p in actor.posts if p.role in SPEAKING and p.unit_kind in ASSESSED for pk in p.line}
    return sorted(above | set(kept_offices(actor)))


def reads_some(actor: Actor) -> bool:
    """Say whether somebody has to do with assessments at all. No query."""
    return bool(kept_offices(actor) or own_units(actor))


def reaches(actor: Actor, row: AppraisalRound) -> bool:
    """Say whether an actor reads a round: the office's own always, others once it is public."""
    office = row.scheme.office_id
    return keeps(actor, office) or (row.shown_at is not None and office in read_offices(actor))


def reachable(actor: Actor) -> Q:
    """Match the rounds an actor reads."""
    if actor.is_system:
        return Q()
    public = Q(shown_at__isnull=False, scheme__office__in=read_offices(actor))
    return Q(scheme__office__in=kept_offices(actor)) | public


def may_speak(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor speaks for a unit. No query."""
    return actor.is_system or unit.pk in own_units(actor)
