"""Who may see which requests, always as a pair: one row, many rows."""

from __future__ import annotations

from django.db.models import Q

from linli.base.flow import policies as flow
from linli.base.orgs.roles import CENTRE, INTAKE, LEADING
from linli.base.people.actors import Actor
from linli.pillars.service.rights.models import RightsRequest

_HANDLE = INTAKE | CENTRE | LEADING


def reaches(actor: Actor, request: RightsRequest) -> bool:
    """Say whether an actor may see a request: its owner, and the desk and leaders of the office."""
    if actor.account_id is not None and request.account_id == actor.account_id:
        return True
    return actor.is_system or (actor.has(_HANDLE) and flow.reaches(actor, request.case))


def reachable(actor: Actor) -> Q:
    """Match the requests an actor may see."""
    mine = Q(account_id=actor.account_id or 0)
    if actor.is_system or actor.has(_HANDLE):
        return mine | flow.reachable(actor, prefix="case__") if not actor.is_system else Q()
    return mine
