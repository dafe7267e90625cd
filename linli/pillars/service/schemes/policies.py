"""Who reads and who keeps schemes: whoever keeps enterprises reads those of their office, the office itself writes."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.schemes.models import Scheme


class NoSuchScheme(Refusal):
    """Absent, or another office's."""


def reads_some(actor: Actor) -> bool:
    """Say whether an actor works with schemes at all. No query."""
    return enterprises.keeps_some(actor)


def reaches(actor: Actor, scheme: Scheme) -> bool:
    """Say whether an actor sees a scheme at the desk. No query."""
    return actor.is_system or scheme.office_id in enterprises.above(actor)


def reachable(actor: Actor) -> Q:
    """Match the schemes an actor sees at the desk."""
    return Q() if actor.is_system else Q(office__in=enterprises.above(actor))


def reachable_offices(actor: Actor) -> Q:
    """Match the units above what an actor keeps; the office is the one of its kind among them."""
    return Q() if actor.is_system else Q(pk__in=enterprises.above(actor))


def writes_for(actor: Actor, office: Unit) -> bool:
    """Say whether an actor keeps the schemes of an office: its centre, leaders, sections and counter. No query."""
    return enterprises.runs_office(actor, office)
