"""Who proposes and plans: who keeps the organisation. Who sees: whoever may see the case, or the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Post
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.secretary.models import PlanItem, SecretaryProject


class NoSuchPlanItem(Refusal):
    """Absent, or out of reach; both look the same."""


sees_any = branches.sees_any
LED = frozenset(OrgKind) - {OrgKind.GROUP, OrgKind.TASK_FORCE}
"""Organisations with a secretary."""


def proposes(actor: Actor, organisation: Organisation) -> bool:
    """Say whether an actor proposes for an organisation."""
    return OrgKind(organisation.kind) in LED and branches.keeps(actor, organisation)


def reaches(actor: Actor, project: SecretaryProject) -> bool:
    """Say whether an actor sees a project: whoever may see its case."""
    return flow.reaches(actor, project.case)


def reachable(actor: Actor) -> Q:
    """Match the projects an actor sees."""
    return flow.reachable(actor, prefix="case__")


def plans(actor: Actor) -> Q:
    """Match the items of plans an actor sees: of the organisations they see. An item names nobody."""
    return branches.reachable(actor, "organisation__")


def sees_plan(actor: Actor, item: PlanItem) -> bool:
    """Say whether an actor sees an item of a plan."""
    return branches.reaches(actor, item.organisation)


def ground_of(organisation: Organisation) -> Unit:
    """Give the ground on which an organisation stands: the nearest unit above its own that is no Party unit."""
    above = organisation.unit.parent
    while above is not None and above.kind == UnitKind.PARTY:
        above = above.parent
    return above if above is not None else organisation.office


def judge_of(organisation: Organisation, today: date) -> Unit:
    """Give the unit that says yes and accepts: the nearest above it at which somebody holds a post; at the top, the office.

    Two queries.
    """
    return _manned(organisation.line[-2::-1], organisation, today)


def doer_of(organisation: Organisation, today: date) -> Unit:
    """Give the unit that answers for a late item: the organisation itself, or the nearest above it with somebody there.

    Two queries.
    """
    return _manned(organisation.line[::-1], organisation, today)


def _manned(units: Sequence[int], organisation: Organisation, today: date) -> Unit:
    held = Post.objects.filter(
        Q(held_until=None) | Q(held_until__gt=today), unit__in=units, role__in=list(HANDLING | LEADING)
    )
    manned = set(held.values_list("unit", flat=True))
    return Unit.objects.get(pk=next((pk for pk in units if pk in manned), organisation.office_id))
