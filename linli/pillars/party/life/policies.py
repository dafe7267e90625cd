"""Who sees and keeps the life of an organisation: exactly who may know whom it has. One pair for both."""

from __future__ import annotations

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.life.models import LifeMeeting


class NoSuchLifeMeeting(Refusal):
    """Absent, or out of reach; both look the same."""


def reaches(actor: Actor, meeting: LifeMeeting) -> bool:
    """Say whether an actor sees and keeps a meeting. No query where its organisation is loaded."""
    return branches.keeps(actor, meeting.organisation)


def reachable(actor: Actor) -> Q:
    """Match the meetings an actor sees and keeps."""
    return branches.keepable(actor, "organisation__")
