"""Who takes part: communities on their ground, units where they reported in, the office over all; always as pairs.

What somebody in service reported in for themselves is membership: `branches.policies` alone opens it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import SECTIONS, Ground, at
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.partners.models import (
    JointLine,
    JointMeeting,
    JointSeat,
    Project,
    ReportIn,
    Resource,
)

REPORTING = (UnitKind.PARTNER, UnitKind.PROPERTY, UnitKind.DEPARTMENT, UnitKind.OWNERS)
"""Kinds of units that report in to a community."""
_GROUND = Ground(
    own=at((UnitKind.SUBDISTRICT,), LEADING | CENTRE),
    above={**SECTIONS, **at((UnitKind.PARTY,), HANDLING | LEADING)},
)


class NoSuchPartner(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchResource(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchJointMeeting(Refusal):
    """Absent, or out of reach; both look the same."""


def own_units(actor: Actor) -> list[int]:
    """List the units for which an actor reports in, offers and claims. No query."""
    return sorted({p.unit_id for p in actor.posts if p.unit_kind in REPORTING and p.role in HANDLING})


def own_communities(actor: Actor) -> list[int]:
    """List the communities for which an actor lists needs. No query."""
    found = {p.unit_id for p in actor.posts if p.unit_kind == UnitKind.COMMUNITY and p.role in COMMUNITY}
    return sorted(found)


def grounds(actor: Actor) -> list[int]:
    """List the units whose partners an actor has all in view: leaders, centre, sections, the Party's own. No query."""
    return _GROUND.of_actor(actor)


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with partners at all. No query."""
    return bool(own_units(actor) or own_communities(actor) or grounds(actor))


def reaches(actor: Actor, one: ReportIn) -> bool:
    """Say whether an actor sees that a unit reported in: its own, on their ground, in their office."""
    if actor.is_system or one.unit_id in own_units(actor):
        return True
    return not {*own_communities(actor), *grounds(actor)}.isdisjoint(one.community.line)


def reachable(actor: Actor) -> Q:
    """Match the report-ins an actor sees."""
    if actor.is_system:
        return Q()
    found = Q(unit__in=own_units(actor))
    for pk in sorted({*own_communities(actor), *grounds(actor)}):
        found |= Q(community__path__contains=f"/{pk}/")
    return found


def _around(actor: Actor) -> set[int]:
    """Give the units above every post that takes part: an offer of their office is theirs to see. No query."""
    parts = {*own_units(actor), *own_communities(actor), *grounds(actor)}
    return {pk for post in actor.posts if not parts.isdisjoint(post.line) for pk in post.line}


def reaches_resource(actor: Actor, one: Resource) -> bool:
    """Say whether an actor sees an offer: its unit's own, and whoever takes part in that office."""
    return actor.is_system or one.unit_id in own_units(actor) or one.office_id in _around(actor)


def reachable_resources(actor: Actor) -> Q:
    """Match the offers an actor sees."""
    if actor.is_system:
        return Q()
    return Q(unit__in=own_units(actor)) | Q(office__in=sorted(_around(actor)))


def shows(actor: Actor, one: Resource) -> bool:
    """Say whether an actor decides what residents read: the office."""
    return actor.is_system or one.office_id in grounds(actor)


def reaches_project(actor: Actor, project: Project) -> bool:
    """Say whether an actor sees a project: whoever may see its case."""
    return flow.reaches(actor, project.case)


def reachable_projects(actor: Actor) -> Q:
    """Match the projects an actor sees."""
    return flow.reachable(actor, prefix="case__")


def party_over(community: Unit) -> list[int]:
    """List the Party's own units at a community and above it, who have its needs in view like its partners. One query."""
    rows = Unit.objects.filter(parent__in=community.line, kind=UnitKind.PARTY, is_active=True)
    return list(rows.values_list("pk", flat=True))


def lists_for(actor: Actor, community: Unit) -> bool:
    """Say whether an actor lists what a community needs: its own people."""
    return actor.is_system or community.pk in own_communities(actor)


def may_reveal(actor: Actor, one: ReportIn) -> bool:
    """Say whether an actor may read whom one reaches at a unit: the community it reported in to, and the unit itself."""
    return one.community_id in own_communities(actor) or one.unit_id in own_units(actor)


def reachable_meetings(actor: Actor) -> Q:
    """Match the joint meetings an actor sees: who sees the committee, the units asked to come, communities of its ground."""
    if actor.is_system:
        return Q()
    communities = set(own_communities(actor))
    above = {pk for post in actor.posts if post.unit_id in communities for pk in post.line}
    asked = JointSeat.objects.filter(unit__in=own_units(actor)).values("meeting")
    return branches.reachable(actor, "organisation__") | Q(pk__in=asked) | Q(ground__in=sorted(above))


def meetings_seen(actor: Actor) -> QuerySet[JointMeeting]:
    """Give the joint meetings an actor sees, to be asked about lines and seats of them."""
    return JointMeeting.objects.filter(reachable_meetings(actor))


def keeps_meeting(actor: Actor, one: JointMeeting) -> bool:
    """Say whether an actor calls, moves and writes down the meetings of a committee: who keeps the committee."""
    return branches.keeps(actor, one.organisation)


def answers_line(actor: Actor, one: JointLine) -> bool:
    """Say whether an actor says what came of a line: its unit, or who keeps the committee."""
    ours = one.unit_id in own_units(actor) or one.unit_id in own_communities(actor)
    return ours or keeps_meeting(actor, one.meeting)
