"""What waits for somebody, of any kind: whose table says that the next step is theirs, by the post they hold themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Final

from django.db.models import Q

from linli.base.flow.models import Card, Case
from linli.base.flow.table import REGISTRY, Stand
from linli.base.orgs.roles import WORKING
from linli.base.people.actors import Actor

STANDS = frozenset({Stand.HOLDER, Stand.AREA, Stand.OFFICE, Stand.LEAD})
MOST = 30
NOBODYS: Final[Mapping[str, Collection[str]]] = {}


@cache
def roles_in(kind: str, state: str) -> frozenset[str]:
    """Name the roles whose move is next in a state. What only notes something, or a job does, is nobody's next step."""
    found: set[str] = set()
    for move in REGISTRY[kind].moves:
        if state not in move.sources or move.is_quiet or move.verb == "note":
            continue
        for who in move.who:
            if who.stand in STANDS:
                found |= who.roles or WORKING
    return frozenset(found)


def owed_by(
    *, actor: Actor, kinds: Collection[str], others: Mapping[str, Collection[str]] = NOBODYS, size: int = MOST
) -> list[Case]:
    """List the open cases of some kinds that an actor's own units hold and have to go on with, the most pressing first.

    What stands still waits for its day and is not among them, nor what waits for somebody outside (`others`, states by
    kind) until it is overdue. One query.
    """
    roles: dict[int, set[str]] = {}
    for post in actor.posts:
        roles.setdefault(post.unit_id, set()).add(post.role)
    if not roles:
        return []
    rows = Case.objects.filter(
        kind__in=list(kinds), is_open=True, stopped_at=None, holder__in=sorted(roles)
    ).select_related("holder", "area")
    for kind, states in others.items():
        rows = rows.exclude(~Q(card=Card.RED), kind=kind, state__in=list(states))
    found = [
        case
        for case in rows.order_by("due_at", "id")[: size * 2]
        if not roles[case.holder_id].isdisjoint(roles_in(case.kind, case.state))
    ]
    return found[:size]
