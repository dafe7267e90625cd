"""Who reads the chain: the Party's own line, which alone may know whose a vanguard household is."""

from __future__ import annotations

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import COMMITTEES


class NoSuchChain(Refusal):
    """Absent, or not theirs to know."""


def committees(actor: Actor) -> Q:
    """Match the committees of communities whose line an actor keeps."""
    kinds = [kind.value for kind in COMMITTEES]
    return branches.keepable(actor) & Q(kind__in=kinds, closed_on=None)


def communities(actor: Actor) -> list[Unit]:
    """List the communities whose chain an actor keeps. One query, none for who keeps no organisation."""
    if not branches.knows_members(actor):
        return []
    rows = Organisation.objects.filter(committees(actor)).select_related("unit__parent")
    found = {row.unit.parent_id: row.unit.parent for row in rows.order_by("unit__path")}
    return [unit for unit in found.values() if unit is not None]


def community(actor: Actor, pk: int) -> Unit:
    """Give a community whose chain an actor keeps. One query.

    :raises NoSuchChain: absent, or not theirs.
    """
    found = next((unit for unit in communities(actor) if unit.pk == pk), None)
    if found is None:
        raise NoSuchChain
    return found


def plannable(actor: Actor) -> Q:
    """Match the plans of communities whose chain an actor keeps. One query, at once."""
    return Q() if actor.is_system else Q(community__in=[unit.pk for unit in communities(actor)])
