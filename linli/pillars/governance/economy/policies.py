"""Who reads an office's indicators and projects, and who keeps them, as a pair."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, COMMUNITY, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor, HeldPost
from linli.kernel.refusals import Refusal
from linli.pillars.governance.economy.models import KeyProject


class NoSuchProject(Refusal):
    """Absent, or out of reach; both look the same."""


_WIDE = frozenset({UnitKind.SUBDISTRICT, UnitKind.DISTRICT, UnitKind.CITY})


def _ground(post: HeldPost) -> int | None:
    """Give the unit whose indicators and projects a post reads: leaders and centre their own; sections and communities
    their office's.
    """
    if post.unit_kind in _WIDE and post.role in CENTRE | LEADING:
        return post.unit_id
    if post.unit_kind == UnitKind.OFFICE and post.role in HANDLING | LEADING:
        return post.line[-2]
    if post.unit_kind == UnitKind.COMMUNITY and post.role in COMMUNITY:
        return post.line[-2]
    return None


def grounds(actor: Actor) -> list[int]:
    """List the units whose indicators and projects an actor reads. No query."""
    return sorted({ground for post in actor.posts if (ground := _ground(post)) is not None})


def sees_any(actor: Actor) -> bool:
    """Say whether somebody has to do with these at all. No query."""
    return bool(grounds(actor))


def reaches(actor: Actor, project: KeyProject) -> bool:
    """Say whether an actor reads a project."""
    return actor.is_system or not set(grounds(actor)).isdisjoint(project.office.line)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the projects, or whatever has an office at the prefix, that an actor reads."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), f"{prefix}office")


def kept_offices(actor: Actor) -> list[int]:
    """List the offices whose indicators and projects an actor keeps: its centre, leaders and sections. No query."""
    own = {
        p.unit_id for p in actor.posts if p.unit_kind == UnitKind.SUBDISTRICT and p.role in CENTRE | LEADING
    }
    own |= {
        p.line[-2] for p in actor.posts if p.unit_kind == UnitKind.OFFICE and p.role in HANDLING | LEADING
    }
    return sorted(own)


def keeps(actor: Actor, office: Unit) -> bool:
    """Say whether an actor keeps the indicators and projects of an office. No query."""
    return actor.is_system or office.pk in kept_offices(actor)
