"""Who sees trainings and honours: who sees the organisation. Who keeps them, and whose a member's are: who keeps it."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.roles import COMMUNITY, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Post
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import COMMITTEES, OrgKind
from linli.pillars.party.team.models import TrainingPlan


class NoSuchTraining(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchPartyHonour(Refusal):
    """Absent, or out of reach; both look the same."""


PLANNING = COMMITTEES | {OrgKind.WORKING_COMMITTEE}
"""Organisations that train those who work in communities."""


def plans(actor: Actor, organisation: Organisation) -> bool:
    """Say whether an actor plans the trainings of an organisation."""
    return OrgKind(organisation.kind) in PLANNING and branches.keeps(actor, organisation)


def reaches(actor: Actor, plan: TrainingPlan) -> bool:
    """Say whether an actor sees a plan. No query where its organisation is loaded."""
    return branches.reaches(actor, plan.organisation)


def reachable(actor: Actor) -> Q:
    """Match the plans an actor sees."""
    return branches.reachable(actor, "organisation__")


def trainees(organisation: Organisation) -> Q:
    """Match the accounts of those who work in the communities of an organisation's ground."""
    ground = organisation.unit.parent
    while ground is not None and ground.kind == UnitKind.PARTY:
        ground = ground.parent
    path = ground.path if ground is not None else organisation.office.path
    posts = Post.objects.filter(
        unit__path__startswith=path, unit__kind=UnitKind.COMMUNITY, role__in=list(COMMUNITY), held_until=None
    )
    return Q(pk__in=posts.values("account"), is_active=True)
