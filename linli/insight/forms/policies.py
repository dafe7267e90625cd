"""Who takes forms in and sees them, always as a pair: whoever fills forms for that ground, and for what lies around it."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.grounds import on_grounds
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.forms.models import AskedForm
from linli.insight.forms.sources.reach import grounds
from linli.kernel.refusals import Refusal


class NoSuchForm(Refusal):
    """Absent, or out of reach; both look the same."""


def fills_some(actor: Actor) -> bool:
    """Say whether an actor fills forms at all. No query."""
    return bool(grounds(actor))


def fills_for(actor: Actor, ground: Unit) -> bool:
    """Say whether an actor fills forms for a ground. No query."""
    return actor.is_system or not set(grounds(actor)).isdisjoint(ground.line)


def reaches(actor: Actor, form: AskedForm) -> bool:
    """Say whether an actor sees a form."""
    return fills_for(actor, form.ground)


def reachable(actor: Actor, prefix: str = "") -> Q:
    """Match the forms an actor sees."""
    if actor.is_system:
        return Q()
    return on_grounds(grounds(actor), f"{prefix}ground")
