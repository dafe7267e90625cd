"""A window: call, call again, pass, start, finish, send on; one key each, and what waits for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture, rail
from linli.faces.desk.hall import shown
from linli.faces.desk.hall.doors import HallRequest, done, in_hall, key_of, unchanged
from linli.faces.desk.hall.overview import now_context, window_of
from linli.pillars.service.applications import queries as applications
from linli.pillars.service.counters import operations, queries
from linli.pillars.service.counters.models import ServiceKind, Ticket, Window

OUTCOMES = tuple(Ticket.Outcome.choices)


@in_hall
@require_GET
def window(request: HallRequest, number: int) -> HttpResponseBase:
    """Show whom a window has and who waits for it; asked again, only when something is new."""
    seat = window_of(request.hall, number)
    if seat.clerk_id != request.user.pk:
        return redirect("desk:hall-now", request.hall.pk)
    is_piece = "seen" in request.GET
    if is_piece and (same := unchanged(request, queries.version_of(hall=request.hall, at=request.at))):
        return same
    context = now_context(request)
    place = context["mine"]
    line = context["now"].line_for(place)
    context |= {
        "place": place,
        "ticket": place.ticket,
        "ticket_state": place.ticket.state if place.ticket else "",
        "about": applications.visited_for(place.ticket) if place.ticket else [],
        "can_take_in": rail.takes_in(request.actor),
        "my_line": shown.line_rows(line),
        "outcomes": [(code, word, i + 1) for i, (code, word) in enumerate(OUTCOMES)],
        "others": _others(context["now"], seat),
        "key": uuid.uuid4(),
        "live_url": reverse("desk:hall-window", args=[request.hall.pk, number]),
    }
    if is_piece:
        return furniture.fragment(request, "desk/hall/_window.html", context)
    return furniture.page(request, "desk/hall/window.html", context)


def _others(now: queries.Now, seat: Window) -> list[tuple[str, str]]:
    """List where a visitor can be sent on: each kind at each open window that does it."""
    found = []
    for kind in now.kinds:
        found.append((f"{kind.pk}", shown.name_of(kind)))
        found += [
            (f"{kind.pk}.{place.window.pk}", f"{shown.name_of(kind)} → {place.window}")
            for place in now.places
            if place.is_staffed and place.window.pk != seat.pk and kind in place.kinds
        ]
    return found


@in_hall
@require_POST
def call_next(request: HallRequest, number: int) -> HttpResponseBase:
    """Call whoever is next."""
    seat = window_of(request.hall, number)

    def act() -> object:
        return operations.call_next(window=seat, actor=request.actor, at=request.at, key=key_of(request))

    return done(request, act, "desk:hall-window", request.hall.pk, number)


def _finish(request: HallRequest, ticket: Ticket, **by: Any) -> object:
    given = request.POST.get("outcome", "")
    outcome = given if given in Ticket.Outcome.values else Ticket.Outcome.DONE
    return operations.finish_ticket(ticket=ticket, outcome=outcome, **by)


def _send_on(request: HallRequest, ticket: Ticket, **by: Any) -> object:
    kind, _, window = request.POST.get("to", "").partition(".")
    if not (kind.isdigit() and (window.isdigit() or not window)):
        raise operations.NoSuchKind
    to = ServiceKind.objects.filter(hall=request.hall, pk=int(kind)).first()
    at = Window.objects.filter(hall=request.hall, pk=int(window)).first() if window else None
    if to is None or (window and at is None):
        raise operations.NoSuchKind
    return operations.send_on(ticket=ticket, kind=to, window=at, **by)


VERBS: dict[str, Callable[..., object]] = {
    "call-again": lambda request, ticket, **by: operations.call_again(ticket=ticket, **by),
    "pass": lambda request, ticket, **by: operations.pass_ticket(ticket=ticket, **by),
    "start": lambda request, ticket, **by: operations.start_ticket(ticket=ticket, **by),
    "finish": _finish,
    "send-on": _send_on,
}


@in_hall
@require_POST
def act(request: HallRequest, number: int, ticket_id: int, verb: str) -> HttpResponseBase:
    """Do something with whoever stands at the window."""
    window_of(request.hall, number)
    ticket = queries.get_ticket(actor=request.actor, pk=ticket_id)
    by = {"actor": request.actor, "at": request.at, "key": key_of(request)}
    return done(
        request, lambda: VERBS[verb](request, ticket, **by), "desk:hall-window", request.hall.pk, number
    )
