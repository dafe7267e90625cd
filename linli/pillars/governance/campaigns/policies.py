"""Who sees which campaigns and doors, as pairs; who opens a campaign, who runs it, who does something at a door."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.pillars.governance.campaigns.models import Campaign, Decision, Target

SEERS = GRID | COMMUNITY | CENTRE | LEADING | HANDLING
RUNNING = COMMUNITY | CENTRE | LEADING | HANDLING
OPENING = frozenset({UnitKind.SUBDISTRICT, UnitKind.OFFICE, UnitKind.COMMUNITY})
"""Whose leaders, centre and staff open a campaign: the office, its sections, its communities."""


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with campaigns at all."""
    return actor.has(SEERS)


def opening_posts(actor: Actor) -> list[HeldPost]:
    """List the posts in whose unit's name an actor opens campaigns. No query."""
    return [p for p in actor.posts if p.role in RUNNING and p.unit_kind in OPENING]


def opens_for(actor: Actor, unit: Unit) -> bool:
    """Say whether an actor opens a campaign in the name of a unit."""
    return any(p.unit_id == unit.pk for p in opening_posts(actor))


def runs(actor: Actor, campaign: Campaign) -> bool:
    """Say whether an actor runs a campaign: of its unit, or the office's centre and leaders. No query."""
    return any(
        (p.unit_id == campaign.unit_id and p.role in RUNNING)
        or (p.unit_id == campaign.office_id and p.role in CENTRE | LEADING)
        for p in actor.posts
    )


def chairs(actor: Actor, campaign: Campaign) -> bool:
    """Say whether an actor holds the morning and decides there: whoever runs the campaign. No query."""
    return runs(actor, campaign)


def is_party(actor: Actor, campaign: Campaign) -> bool:
    """Say whether an actor is of a unit that takes part. No query."""
    return any(p.unit_id in campaign.parties and p.role in SEERS for p in actor.posts)


def does(actor: Actor, target: Target) -> bool:
    """Say whether an actor does something at a door: whose turn it is, on whose ground it is, who takes part or runs.

    No query: campaign, unit and area must be loaded.
    """
    if runs(actor, target.campaign) or is_party(actor, target.campaign):
        return True
    lines = {*target.unit.line, *target.area.line} - set(target.campaign.office.line)
    return any(p.unit_id in lines and p.role in SEERS for p in actor.posts)


def reaches(actor: Actor, campaign: Campaign) -> bool:
    """Say whether an actor sees a campaign: of its office, unit or parties, or with a door of it. One query at most."""
    if actor.is_system:
        return True
    if not actor.has(SEERS):
        return False
    sight = actor.sight_ids
    if not sight.isdisjoint(campaign.reach):
        return True
    return Target.objects.filter(campaign=campaign, reach__overlap=sorted(sight)).exists()


def reachable(actor: Actor) -> Q:
    """Match the campaigns an actor sees."""
    if actor.is_system:
        return Q()
    ids = sorted(actor.sight_ids)
    if not ids or not actor.has(SEERS):
        return Q(pk__in=[])
    doors = Target.objects.filter(campaign=OuterRef("pk"), reach__overlap=ids)
    return Q(reach__overlap=ids) | Q(Exists(doors))


def reaches_target(actor: Actor, target: Target) -> bool:
    """Say whether an actor sees a door: those of the campaign all of them, a community and a grid their own."""
    if actor.is_system:
        return True
    return actor.has(SEERS) and not actor.sight_ids.isdisjoint(target.reach)


def reachable_targets(actor: Actor) -> Q:
    """Match the doors an actor sees."""
    if actor.is_system:
        return Q()
    ids = sorted(actor.sight_ids)
    return Q(reach__overlap=ids) if ids and actor.has(SEERS) else Q(pk__in=[])


def reaches_decision(actor: Actor, decision: Decision) -> bool:
    """Say whether an actor sees a decision: whoever may see its case."""
    return actor.is_system or (actor.has(SEERS) and flow.reaches(actor, decision.case))


def reachable_decisions(actor: Actor) -> Q:
    """Match the decisions an actor sees."""
    if actor.is_system:
        return Q()
    return flow.reachable(actor, prefix="case__") if actor.has(SEERS) else Q(pk__in=[])
