"""Who sees a round and who makes it: its keepers while it is open, everybody who sees its organisation once it is public."""

from __future__ import annotations

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.tiers.models import TierRating, TierRound


class NoSuchTierRound(Refusal):
    """Absent, or out of reach; both look the same."""


class NoSuchTierRating(Refusal):
    """Absent, or out of reach; both look the same."""


def judges(actor: Actor, round: TierRound) -> bool:
    """Say whether an actor judges in a round: by a post at the organisation that makes it, or above."""
    return branches.keeps(actor, round.organisation)


def speaks(actor: Actor, rating: TierRating) -> bool:
    """Say whether an actor speaks for a rated organisation: by a post there or above."""
    return branches.keeps(actor, rating.organisation)


def reaches(actor: Actor, rating: TierRating) -> bool:
    """Say whether an actor sees a rating."""
    if speaks(actor, rating):
        return True
    return rating.round.public_from is not None and branches.reaches(actor, rating.organisation)


def reachable(actor: Actor) -> Q:
    """Match the ratings an actor sees."""
    public = Q(round__public_from__isnull=False) & branches.reachable(actor, "organisation__")
    return public | branches.keepable(actor, "organisation__")
