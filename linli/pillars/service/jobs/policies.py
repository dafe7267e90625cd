"""Who works on jobs: communities, centre, counter, leaders and sections of an office, always as pairs."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, INTAKE, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.grounds import SECTIONS, Ground, at
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs.models import JobPosting, JobSeeker


class NoSuchPosting(Refusal):
    """Absent, or out of reach."""


class NoSuchSeeker(Refusal):
    """Absent, or out of reach."""


OFFICE = Ground(
    own=at((UnitKind.SUBDISTRICT,), INTAKE | LEADING),
    above={**SECTIONS, **at((UnitKind.COMMUNITY,), COMMUNITY)},
)
"""The subdistrict for which a post works on jobs; a community works for the one above it."""


def offices(actor: Actor) -> list[int]:
    """List the offices for which an actor works on jobs. No query."""
    return OFFICE.of_actor(actor)


def serves_some(actor: Actor) -> bool:
    """Say whether an actor works on jobs at all. No query."""
    return bool(offices(actor))


def serves(actor: Actor, office: Unit) -> bool:
    """Say whether an actor works on jobs for an office. No query."""
    return actor.is_system or office.pk in offices(actor)


def decides(actor: Actor, office_id: int) -> bool:
    """Say whether an actor decides what is shown: the office itself, not its communities. No query."""
    return actor.is_system or any(
        OFFICE.of(post) == office_id and post.unit_kind != UnitKind.COMMUNITY for post in actor.posts
    )


def reaches(actor: Actor, row: JobPosting | JobSeeker) -> bool:
    """Say whether an actor sees a posting or a seeker at the desk."""
    return actor.is_system or row.office_id in offices(actor)


def reachable(actor: Actor) -> Q:
    """Match the postings and seekers an actor sees at the desk."""
    return Q() if actor.is_system else Q(office__in=offices(actor))
