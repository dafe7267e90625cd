"""The verbs of a ticket and of who sits where. Each is one transaction and, on a ticket, one step."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from linli.base.flow import deadlines
from linli.base.people.actors import Actor
from linli.base.people.vault import secret_token
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import policies, queries, rules
from linli.pillars.service.counters.models import Hall, ServiceKind, Ticket, TicketMove, Window
from linli.pillars.service.counters.rules import State


class NotYourHall(Refusal):
    """Somebody without a post there."""


class HallClosed(Refusal):
    """Outside its hours: `opens`."""


class NobodyWaits(Refusal):
    """Nobody waits whom this window can serve."""


class WindowBusy(Refusal):
    """The window has a visitor already: `code`."""


class NotSeated(Refusal):
    """Nobody sits at this window, or somebody else does: `who`."""


class TicketElsewhere(Refusal):
    """The ticket stands where this step does not lead from: `code`, `state`."""


class NotAgain(Refusal):
    """A number that was called and passed twice does not come back a third time."""


class NoSuchKind(Refusal):
    """The hall does not do that, or no window of it does."""


def token_of(ticket: Ticket) -> str:
    """Return the secret by which whoever holds a number follows it."""
    return secret_token("ticket", ticket.pk)


class Doing(TypedDict, total=False):
    """Who does a step, and when; `key` makes a repeated submission do nothing twice."""

    actor: Actor
    at: datetime
    key: uuid.UUID | None


# ---------------------------------------------------------------- drawing a number


def take_ticket(
    *,
    actor: Actor,
    at: datetime,
    hall: Hall,
    kind: ServiceKind,
    source: str = Ticket.Source.DESK,
    has_priority: bool = False,
    matter: str = "",
    booked_for: datetime | None = None,
    language: str = "zh-hans",
    key: uuid.UUID | None = None,
) -> Ticket:
    """Draw a number. Six statements.

    :raises HallClosed: nobody is served now. :raises NoSuchKind: not of this hall.
    :raises NotYourHall: at the desk, by somebody without a post in this hall.
    """
    if source == Ticket.Source.DESK and not actor.is_system and not policies.serves(actor, hall):
        raise NotYourHall
    if kind.hall_id != hall.pk or not kind.is_active:
        raise NoSuchKind
    with transaction.atomic():
        # Numbers are given one after the other: the hall is the lock.
        hall = Hall.objects.select_for_update(of=("self",)).select_related("unit").get(pk=hall.pk)
        if key is not None and (made := Ticket.objects.filter(hall=hall, key=key).first()):
            return made
        if not is_open(hall, at):
            raise HallClosed(opens=f"{hall.opens:%H:%M}")
        day = clock.local(at).date()
        last = Ticket.objects.filter(hall=hall, day=day, letter=kind.letter).aggregate(n=Max("number"))["n"]
        lead = timedelta(minutes=hall.priority_minutes)
        ticket = Ticket(
            hall=hall,
            kind=kind,
            day=day,
            letter=kind.letter,
            number=(last or 0) + 1,
            matter=matter[:40],
            source=source,
            has_priority=has_priority,
            taken_at=at,
            place_at=rules.place_in_line(at, has_priority=has_priority, lead=lead, booked=booked_for),
            key=key,
            language=language,
        )
        ticket.save(force_insert=True)
        _keep(ticket, "take", actor=actor, at=at, window=None)
    return ticket


def is_open(hall: Hall, at: datetime) -> bool:
    """Say whether a hall draws numbers now: on working days of its office, from opening to closing, over noon too.

    Whoever comes in the break draws a number and waits; nobody is sent away from an open door.
    """
    here = clock.local(at)
    calendar = deadlines.calendar_of(queries.office_of(hall))
    return calendar.is_workday(here.date()) and hall.opens <= here.time() < hall.closes


# ---------------------------------------------------------------- calling


def busy(window: Window) -> str:
    """Return the number that stands at a window; empty when nobody does. One query."""
    held = Ticket.objects.filter(window=window, state__in=rules.AT_WINDOW).first()
    return held.code if held else ""


def call_next(*, window: Window, **doing: Unpack[Doing]) -> Ticket:
    """Call whom the rule says is next for this window. Seven statements; calls of a hall take turns.

    :raises NotSeated: one calls from the window one sits at. :raises WindowBusy: somebody stands there.
    :raises NobodyWaits: none whom it can serve.
    """
    actor, at, key = doing["actor"], doing["at"], doing.get("key")
    with transaction.atomic():
        Hall.objects.select_for_update().get(pk=window.hall_id)
        seat = Window.objects.select_related("clerk").get(pk=window.pk)
        _need_seat(seat, actor)
        if key is not None and (made := _made(key)):
            return made
        if code := busy(seat):
            raise WindowBusy(code=code)
        desk = rules.Desk(seat.pk, frozenset(seat.kinds.values_list("pk", flat=True)))
        line = queries.line_of(hall_id=seat.hall_id, day=clock.local(at).date())
        found = rules.next_for(desk, line)
        if found is None:
            raise NobodyWaits
        ticket = Ticket.objects.select_for_update().get(pk=found.id)
        ticket.window, ticket.called_at = seat, at
        ticket.calls_count += 1
        _step(ticket, "call_next", actor=actor, at=at, key=key)
    return ticket


def _need_seat(window: Window, actor: Actor) -> None:
    if actor.account_id is None or window.clerk_id != actor.account_id:
        raise NotSeated(who=window.clerk.name if window.clerk else "")


def _made(key: uuid.UUID) -> Ticket | None:
    move = TicketMove.objects.filter(key=key).select_related("ticket").first()
    return move.ticket if move else None


def _at_window(ticket: Ticket, verb: str, doing: Doing, **fields: object) -> Ticket:
    """Make a step of a ticket that stands at the actor's window. Four statements."""
    actor, at, key = doing["actor"], doing["at"], doing.get("key")
    with transaction.atomic():
        held = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if key is not None and _made(key):
            return held
        window = held.window
        if window is None or held.state not in rules.AT_WINDOW:
            raise TicketElsewhere(code=held.code, state=held.state)
        _need_seat(window, actor)
        for name, value in fields.items():
            setattr(held, name, value)
        _step(held, verb, actor=actor, at=at, key=key, window=window)
    return held


def call_again(*, ticket: Ticket, **doing: Unpack[Doing]) -> Ticket:
    """Call the same number once more: the screen shows and says it again."""
    return _at_window(ticket, "call_again", doing, called_at=doing["at"], calls_count=ticket.calls_count + 1)


def pass_ticket(*, ticket: Ticket, **doing: Unpack[Doing]) -> Ticket:
    """Pass over a number whose holder did not come. The first time they may come back; the second ends it."""
    if ticket.passes_count:
        return _at_window(
            ticket, "leave", doing, why_left=Ticket.Why.ABSENT, passes_count=ticket.passes_count + 1
        )
    return _at_window(ticket, "pass", doing, window=None, passes_count=1)


def start_ticket(*, ticket: Ticket, **doing: Unpack[Doing]) -> Ticket:
    """Begin: the visitor is there."""
    return _at_window(ticket, "start", doing, started_at=doing["at"])


def finish_ticket(*, ticket: Ticket, outcome: str, **doing: Unpack[Doing]) -> Ticket:
    """End a visit with what came of it."""
    return _at_window(
        ticket,
        "finish",
        doing,
        outcome=Ticket.Outcome(outcome),
        started_at=ticket.started_at or ticket.called_at,
    )


def send_on(
    *, ticket: Ticket, kind: ServiceKind, window: Window | None = None, **doing: Unpack[Doing]
) -> Ticket:
    """Send a visitor on to another window, or to another kind of matter. They keep their place: they came when they came.

    :raises NoSuchKind: no window of this hall does that.
    """
    if kind.hall_id != ticket.hall_id or not kind.windows.filter(is_active=True).exists():
        raise NoSuchKind
    if window is not None and not window.kinds.filter(pk=kind.pk).exists():
        raise NoSuchKind
    return _at_window(ticket, "send_on", doing, kind=kind, window=window, started_at=None)


# ---------------------------------------------------------------- beside the window


def return_ticket(*, actor: Actor, at: datetime, ticket: Ticket) -> Ticket:
    """Come back after having been called and missed it: a little behind, once.

    :raises TicketElsewhere: it was not passed over.
    """
    with transaction.atomic():
        held = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if held.state == State.WAITING and held.passes_count:
            return held
        held.place_at = rules.place_after_return(held.place_at, at)
        held.window = None
        _step(held, "return", actor=actor, at=at)
    return held


def leave_ticket(*, actor: Actor, at: datetime, ticket: Ticket, why: str = Ticket.Why.OWN) -> Ticket:
    """Give a number back: its holder does not wait any longer.

    :raises TicketElsewhere: it is being served, or over for another reason.
    """
    with transaction.atomic():
        held = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if held.state == State.LEFT:
            return held
        held.why_left = why
        _step(held, "leave", actor=actor, at=at)
    return held


def close_days(*, actor: Actor, at: datetime) -> int:
    """End what is still open after a hall has closed, with the reason, and empty its windows; return how many tickets.

    Whoever is being served is finished by their clerk; the next morning that is over too.
    """
    ended = 0
    today = clock.local(at).date()
    for hall in Hall.objects.all():
        is_shut = clock.local(at).time() >= hall.closes
        rows = Ticket.objects.filter(hall=hall).exclude(state__in=rules.LAST)
        late = rows.filter(day__lt=today)
        waiting = rows.filter(day=today, state__in=rules.WAITING_STATES) if is_shut else rows.none()
        over = list(late.union(waiting).order_by("id"))
        ended += sum(_close(ticket, actor, at) for ticket in over)
        if over or is_shut:
            busy = Ticket.objects.filter(hall=hall, state__in=rules.AT_WINDOW).values("window")
            Window.objects.filter(hall=hall, clerk__isnull=False).exclude(pk__in=busy).update(clerk=None)
    return ended


def _close(ticket: Ticket, actor: Actor, at: datetime) -> int:
    with transaction.atomic():
        held = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if held.is_over:
            return 0
        if held.state == State.SERVING:
            # Nobody wrote down how it ended; that it was served is known.
            held.outcome = Ticket.Outcome.ADVISED
            _step(held, "finish", actor=actor, at=at)
        else:
            held.why_left = Ticket.Why.CLOSED
            _step(held, "leave", actor=actor, at=at)
    return 1


# ---------------------------------------------------------------- the one place where a ticket moves


def _step(
    ticket: Ticket,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    key: uuid.UUID | None = None,
    window: Window | None = None,
) -> None:
    target = rules.target_of(verb, ticket.state)
    if target is None:
        raise (
            NotAgain
            if verb == "return" and ticket.passes_count > 1
            else TicketElsewhere(code=ticket.code, state=ticket.state)
        )
    ticket.state = target.value
    if target in rules.LAST:
        ticket.ended_at = at
    ticket.save()
    _keep(ticket, verb, actor=actor, at=at, window=window or ticket.window, key=key)


def _keep(
    ticket: Ticket,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    window: Window | None,
    key: uuid.UUID | None = None,
) -> None:
    # A visitor's own step names nobody.
    account = actor.account_id if actor.posts else None
    TicketMove.objects.create(ticket=ticket, verb=verb, at=at, actor_id=account, window=window, key=key)
