"""Who lays plans, keeps banks and reads totals: who keeps the organisation. Who answers: its members, and those below it."""

from __future__ import annotations

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.study.models import Quiz


class NoSuchStudy(Refusal):
    """Absent, or out of reach; both look the same."""


def reaches(actor: Actor, quiz: Quiz) -> bool:
    """Say whether an actor reads the totals of a quiz. No query where its organisation is loaded."""
    return branches.keeps(actor, quiz.organisation)


def reachable(actor: Actor) -> Q:
    """Match the quizzes whose totals an actor reads."""
    return branches.keepable(actor, "organisation__")


def banked(organisation: Organisation) -> Q:
    """Match the questions an organisation may draw: of its own bank and of those above it."""
    return Q(organisation__in=organisation.line, retired_at=None)


def circle(member: PartyMember) -> frozenset[int]:
    """Return the organisations whose quizzes somebody may answer: theirs, those above, joined. One query."""
    joined = member.joinings.values_list("organisation", flat=True)
    return frozenset(member.organisation.line) | frozenset(joined)


def asked_of(quiz: Quiz) -> Q:
    """Match the members who may answer a quiz."""
    return Q(until=None) & (
        Q(organisation__path__startswith=quiz.organisation.path)
        | Q(joinings__organisation=quiz.organisation_id)
    )
