"""Who reads and who decides what enterprises tell each other."""

from __future__ import annotations

from django.db.models import Q

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.exchange.models import ExchangePost


class NoSuchPost(Refusal):
    """Absent, or out of reach."""


def reads_some(actor: Actor) -> bool:
    """Say whether an actor looks after any enterprises. No query."""
    return enterprises.keeps_some(actor)


def reaches(actor: Actor, post: ExchangePost) -> bool:
    """Say whether an actor sees a post at the desk: of an enterprise they keep. No query."""
    return enterprises.reaches(actor, post.enterprise)


def reachable(actor: Actor) -> Q:
    """Match the posts an actor sees at the desk."""
    return enterprises.reachable(actor, prefix="enterprise__")


def decides(actor: Actor, post: ExchangePost) -> bool:
    """Say whether an actor decides what is shown: the office, not its communities. No query."""
    return enterprises.runs_office(actor, post.office)
