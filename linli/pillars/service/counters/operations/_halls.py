"""Who sits where, past visits in bulk, and setting a hall up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.base.flow.copying import copy_rows
from linli.base.people.actors import Actor
from linli.pillars.service.counters import policies
from linli.pillars.service.counters.models import Hall, ServiceKind, Ticket, TicketMove, Window
from linli.pillars.service.counters.operations._tickets import NotSeated, NotYourHall, WindowBusy, busy


def sit_down(*, actor: Actor, at: datetime, window: Window) -> Window:
    """Open a window by sitting down at it; whoever moves from another leaves that.

    :raises NotYourHall: no post there. :raises NotSeated: somebody else sits here.
    """
    with transaction.atomic():
        hall = Hall.objects.select_for_update(of=("self",)).select_related("unit").get(pk=window.hall_id)
        if not policies.serves(actor, hall):
            raise NotYourHall
        window = Window.objects.select_related("clerk").get(pk=window.pk)
        if window.clerk_id == actor.account_id:
            return window
        if window.clerk is not None and busy(window):
            raise NotSeated(who=window.clerk.name)
        for other in Window.objects.filter(clerk_id=actor.account_id):
            if busy(other):
                raise WindowBusy(code=busy(other))
            Window.objects.filter(pk=other.pk).update(clerk=None)
        window.clerk_id = actor.account_id
        window.save(update_fields=["clerk"])
    return window


def stand_up(*, actor: Actor, at: datetime, window: Window) -> None:
    """Close a window by leaving it.

    :raises WindowBusy: somebody is still served there.
    """
    with transaction.atomic():
        Hall.objects.select_for_update().get(pk=window.hall_id)
        if code := busy(window):
            raise WindowBusy(code=code)
        Window.objects.filter(pk=window.pk, clerk_id=actor.account_id).update(clerk=None)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as another system kept it, or a story tells it: the ticket's fields, and its steps in order."""

    fields: Mapping[str, Any]
    steps: Sequence[tuple[str, datetime, Window | None]]


def keep_visits(*, hall: Hall, visits: Sequence[Visit]) -> int:
    """Write many past visits at once, with their steps, by two COPY statements; every law of a ticket holds for them too.

    Numbers are given by whoever calls, in the order they were drawn.
    """
    tickets = [Ticket(hall=hall, **visit.fields) for visit in visits]
    with transaction.atomic():
        copy_rows(tickets)
        copy_rows(
            [
                TicketMove(ticket=ticket, verb=verb, at=at, window=window)
                for ticket, visit in zip(tickets, visits, strict=True)
                for verb, at, window in visit.steps
            ]
        )
    return len(tickets)


# ---------------------------------------------------------------- setting a hall up


def write_hall(*, hall: Hall) -> Hall:
    """Keep a hall's name, place and hours."""
    hall.save()
    return hall


def write_kind(*, kind: ServiceKind) -> ServiceKind:
    """Keep a kind of matters of a hall."""
    kind.save()
    return kind


def write_window(*, window: Window, kinds: Sequence[ServiceKind]) -> Window:
    """Keep a window and what it can do: kinds of its own hall."""
    with transaction.atomic():
        window.save()
        window.kinds.set([kind for kind in kinds if kind.hall_id == window.hall_id])
    return window
