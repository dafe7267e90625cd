"""Who sees which compounds, and who keeps them: always as pairs, one row and many."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, GRID, HANDLING, INTAKE, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import SECTIONS, Ground, at
from linli.base.places.models import Compound
from linli.kernel.refusals import Refusal
from linli.pillars.governance.estates.models import CompanyReview, Election


class NoSuchEstate(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchReview(Refusal):
    """Absent, or out of reach; both look the same."""


SEEING = GRID | COMMUNITY | CENTRE | INTAKE | LEADING
KEEPING = COMMUNITY | CENTRE | LEADING
TERRITORY = (UnitKind.COMMUNITY, UnitKind.SUBDISTRICT, UnitKind.DISTRICT, UnitKind.CITY)
GROUND = Ground(
    own=at(TERRITORY, SEEING), above={**SECTIONS, **at((UnitKind.GRID, UnitKind.WORKSTATION), SEEING)}
)
"""A grid worker sees the compounds of the community."""


def grounds(actor: Actor) -> list[int]:
    """List the units whose compounds an actor sees. No query."""
    return GROUND.of_actor(actor)


def companies(actor: Actor) -> list[int]:
    """List the companies and owners' bodies an actor works at: they see the compounds they look after. No query."""
    kinds = (UnitKind.PROPERTY, UnitKind.OWNERS)
    return sorted({p.unit_id for p in actor.posts if p.role in HANDLING and p.unit_kind in kinds})


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with compounds at all. No query."""
    return bool(grounds(actor) or companies(actor))


def reaches(actor: Actor, compound: Compound) -> bool:
    """Say whether an actor sees a compound."""
    if actor.is_system or compound.manager_id in companies(actor):
        return True
    return not set(grounds(actor)).isdisjoint(compound.community.line)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the compounds an actor sees."""
    if actor.is_system:
        return Q()
    found = Q(**{f"{prefix}manager__in": companies(actor)})
    for ground in grounds(actor):
        found |= Q(**{f"{prefix}community__path__contains": f"/{ground}/"})
    return found


def keeps_at(actor: Actor, community: Unit) -> bool:
    """Say whether an actor keeps the compounds of a community: by a post there, at its office or a section of it."""
    line = set(community.line)
    own = any(p.unit_id in line and p.role in KEEPING for p in actor.posts)
    return (
        actor.is_system
        or own
        or any(
            p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING and p.line[-2] in line
            for p in actor.posts
        )
    )


def keeps_any(actor: Actor) -> bool:
    """Say whether an actor keeps any compounds. No query."""
    return any(p.role in KEEPING and p.unit_kind in TERRITORY for p in actor.posts) or any(
        p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING for p in actor.posts
    )


def runs_office(actor: Actor, office: Unit) -> bool:
    """Say whether an actor acts for the whole of an office: its centre, leaders and sections. No query."""
    return actor.is_system or any(
        (p.unit_id == office.pk and p.role in CENTRE | LEADING)
        or (p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING and p.line[-2] == office.pk)
        for p in actor.posts
    )


def electing(actor: Actor, prefix: str = "estate__compound__") -> Q:
    """Match the elections of the compounds an actor sees."""
    return reachable(actor, prefix)


def reaches_election(actor: Actor, election: Election) -> bool:
    """Say whether an actor sees an election: whoever sees its compound."""
    return reaches(actor, election.estate.compound)


def reviewing(actor: Actor) -> Q:
    """Match the reviews of the compounds an actor sees, and those of one's own company wherever it served."""
    return reachable(actor, "estate__compound__") | Q(company__in=companies(actor))


def reaches_review(actor: Actor, review: CompanyReview) -> bool:
    """Say whether an actor sees a review."""
    return reaches(actor, review.estate.compound) or review.company_id in companies(actor)


def answers_for(actor: Actor, review: CompanyReview) -> bool:
    """Say whether an actor speaks for the company that is reviewed. No query."""
    return review.company_id in companies(actor)
