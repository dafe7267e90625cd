"""Who knows that somebody is away or came: who knows whom that organisation has, and nobody else."""

from __future__ import annotations

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.floating.models import FloatingMember


class NoSuchFloating(Refusal):
    """Absent, or not theirs to know."""


def reaches(actor: Actor, one: FloatingMember) -> bool:
    """Say whether an actor may know: a post at that organisation or above in the Party's line."""
    return branches.keeps(actor, one.member.organisation)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match what an actor may know."""
    return branches.keepable(actor, f"{prefix}member__organisation__")
