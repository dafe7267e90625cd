"""Who works on jobs: communities, centre, counter, leaders and sections of an office, always as pairs."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import COMMUNITY, HANDLING, INTAKE, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs.models import JobPosting, JobSeeker


class NoSuchPosting(Refusal):
    """Absent, or out of reach."""


class NoSuchSeeker(Refusal):
    """Absent, or out of reach."""


def _office(post: HeldPost) -> int | None:
    """Give the subdistrict for which a post works on jobs. A community works for the one above it."""
    if post.unit_kind == UnitKind.SUBDISTRICT and post.role in INTAKE | LEADING:
        return post.unit_id
    if post.unit_kind == UnitKind.COMMUNITY and post.role in COMMUNITY:
        return post.line[-2]
    if post.unit_kind == UnitKind.OFFICE and post.role in HANDLING | LEADING:
        return post.line[-2]
    return None


def offices(actor: Actor) -> list[int]:
    """List the offices for which an actor works on jobs. No query."""
    return sorted({office for post in actor.posts if (office := _office(post)) is not None})


def serves_some(actor: Actor) -> bool:
    """Say whether an actor works on jobs at all. No query."""
    return bool(offices(actor))


def serves(actor: Actor, office: Unit) -> bool:
    """Say whether an actor works on jobs for an office. No query."""
    return actor.is_system or office.pk in offices(actor)


def decides(actor: Actor, office_id: int) -> bool:
    """Say whether an actor decides what is shown: the office itself, not its communities. No query."""
    return actor.is_system or any(
        _office(post) == office_id and post.unit_kind != UnitKind.COMMUNITY for post in actor.posts
    )


def reaches(actor: Actor, row: JobPosting | JobSeeker) -> bool:
    """Say whether an actor sees a posting or a seeker at the desk."""
    return actor.is_system or row.office_id in offices(actor)


def reachable(actor: Actor) -> Q:
    """Match the postings and seekers an actor sees at the desk."""
    return Q() if actor.is_system else Q(office__in=offices(actor))
