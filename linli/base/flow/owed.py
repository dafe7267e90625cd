"""What waits for somebody, of any kind: whose table says that the next step is theirs, by the post they hold themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, Final

from django.db.models import Q, QuerySet

from linli.base.flow.models import Card, Case
from linli.base.flow.table import REGISTRY, Stand
from linli.base.orgs.roles import WORKING
from linli.base.people.actors import Actor
from linli.base.written import counted

STANDS = frozenset({Stand.HOLDER, Stand.AREA, Stand.OFFICE, Stand.LEAD})
MOST = 30
NOBODYS: Final[Mapping[str, Collection[str]]] = {}

Selection = Callable[[Actor], "QuerySet[Any, Any]"]
"""What a list holds for somebody: its rows' keys, uncut and in no order. It is counted from here, and listed elsewhere."""


@cache
def states_owed(kind: str, role: str) -> frozenset[str]:
    """Name the states whose next step is a role's. What only notes something, or a job does, is nobody's next step."""
    found: set[str] = set()
    for move in REGISTRY[kind].moves:
        if move.is_quiet or move.verb == "note":
            continue
        if any(who.stand in STANDS and role in (who.roles or WORKING) for who in move.who):
            found |= set(move.sources)
    return frozenset(found)


def owed_to(
    actor: Actor, kinds: Collection[str], others: Mapping[str, Collection[str]] = NOBODYS
) -> QuerySet[Case]:
    """Select the open cases of some kinds that an actor's own units hold and have to go on with.

    What stands still waits for its day and is not among them, nor what waits for somebody outside (`others`, states by
    kind) until it is overdue.
    """
    whose, units = Q(), {post.unit_id for post in actor.posts}
    for role in sorted({post.role for post in actor.posts}):
        steps = Q()
        for kind in sorted(kinds):
            if states := states_owed(kind, role):
                steps |= Q(kind=kind, state__in=sorted(states))
        if steps:
            whose |= steps & Q(holder__in=sorted(p.unit_id for p in actor.posts if p.role == role))
    if not whose:
        return Case.objects.none()
    rows = Case.objects.filter(
        whose, kind__in=sorted(kinds), is_open=True, stopped_at=None, holder__in=sorted(units)
    )
    for kind, waits in others.items():
        rows = rows.exclude(~Q(card=Card.RED), kind=kind, state__in=sorted(waits))
    return rows


def owed_by(
    *, actor: Actor, kinds: Collection[str], others: Mapping[str, Collection[str]] = NOBODYS, size: int = MOST
) -> list[Case]:
    """List what `owed_to` selects, the most pressing first. One query."""
    rows = owed_to(actor, kinds, others).select_related("holder", "area")
    return list(rows.order_by("due_at", "id")[:size])


@counted
def count_waiting(size: int, selections: tuple[Selection, ...], /, *, actor: Actor) -> QuerySet[Any, Any]:
    """Count what several lists hold for somebody, of each as much as it shows at most. One query."""
    first, *rest = (select(actor).order_by().values_list("pk")[:size] for select in selections)
    return first.union(*rest, all=True)
