"""The hall for those who come: how long it takes now, a number on one's phone, where it stands; and the screen."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.people.actors import ANYONE
from linli.base.people.knocks import knock
from linli.faces.parts import words
from linli.faces.parts.refusals import status_of, words_of
from linli.faces.resident import booking, doors
from linli.faces.resident.pages import page
from linli.faces.resident.readers import Reader, reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import queries as applications
from linli.pillars.service.applications.texts import STATES as APPLICATION_STATES
from linli.pillars.service.counters import operations, queries
from linli.pillars.service.counters.models import Hall, Ticket
from linli.pillars.service.counters.texts import STATES, wait_words
from linli.pillars.service.ratings import queries as ratings

LAST_COOKIE = "ll_ticket"
LAST_FOR = 12 * 3600
"""A phone remembers its number for a day, so that a second tap does not draw a second one."""


def _hall(pk: int) -> Hall:
    try:
        return queries.public_hall(pk=pk)
    except queries.NoSuchHall:
        raise Http404(_("没有这个大厅。")) from None


@require_safe
def halls(request: HttpRequest) -> HttpResponse:
    """List the halls; where there is one, open it."""
    found = queries.open_halls()
    if len(found) == 1:
        return redirect("resident:hall", found[0].pk)
    return page(request, "halls", reader_of(request, clock.now()), "home", {"halls": found})


@require_safe
def hall(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a hall: its hours, how long each kind takes now, and a number to draw."""
    return _hall_page(request, _hall(pk))


def _hall_page(request: HttpRequest, hall: Hall, *, note: str = "", status: int = 200) -> HttpResponse:
    at = clock.now()
    reader = reader_of(request, at)
    now = queries.now(hall=hall, at=at)
    last = _last(request, hall)
    booked = booking.booked_last(request, hall)
    context = {
        "hall": hall,
        "now": now,
        "is_open": operations.is_open(hall, at),
        "kinds": [
            (kind, words.in_language(kind.name, kind.name_en), wait_words(now.wait_for(kind)))
            for kind in now.kinds
        ],
        "last": last,
        "last_url": _ticket_url(last) if last else "",
        "booked": booked,
        "booked_url": booking.url_of(booked) if booked else "",
        "booked_when": words.when(booked.starts_at, at) if booked else "",
        "key": uuid.uuid4(),
        "note": note,
    }
    return page(request, "hall", reader, "home", context, status=status)


def _last(request: HttpRequest, hall: Hall) -> Ticket | None:
    """Give the number this phone drew here and still has."""
    text = request.get_signed_cookie(LAST_COOKIE, default="", max_age=LAST_FOR) or ""
    if not text.isdigit():
        return None
    ticket = Ticket.objects.filter(pk=int(text), hall=hall).first()
    return ticket if ticket and not ticket.is_over else None


def _ticket_url(ticket: Ticket) -> str:
    return reverse("resident:ticket", args=[ticket.pk, operations.token_of(ticket)])


@require_POST
@kindly
def take_ticket(request: HttpRequest, pk: int, *, is_stale: bool) -> HttpResponse:
    """Draw a number on one's own phone; a phone that has one gets to that."""
    hall, at = _hall(pk), clock.now()
    if is_stale:
        return _hall_page(request, hall, note=_("这一页放得久了一点，再按一次就行。"))
    if last := _last(request, hall):
        return redirect(_ticket_url(last))
    given = request.POST.get("kind", "")
    kind = hall.kinds.filter(pk=int(given)).first() if given.isdigit() and len(given) < 10 else None
    try:
        key: uuid.UUID | None = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    try:
        if kind is None:
            raise operations.NoSuchKind
        knock(doors.TICKET, reader_of(request, at).address, at)
        ticket = operations.take_ticket(
            actor=ANYONE,
            at=at,
            hall=hall,
            kind=kind,
            source=Ticket.Source.PHONE,
            has_priority=bool(request.POST.get("priority")),
            language=get_language() or "zh-hans",
            key=key,
        )
    except Refusal as refusal:
        return _hall_page(request, hall, note=words_of(refusal), status=status_of(refusal))
    response = redirect(_ticket_url(ticket))
    response.set_signed_cookie(
        LAST_COOKIE,
        str(ticket.pk),
        max_age=LAST_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _ticket(pk: int, token: str) -> Ticket:
    try:
        return queries.ticket_by_link(pk=pk, token=token)
    except queries.NoSuchTicket:
        raise Http404(_("没有找到这个号。")) from None


@require_safe
def ticket(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show where a number stands: how many before it, how long, at which window."""
    found, at = _ticket(pk, token), clock.now()
    version = queries.version_of(hall=found.hall, at=at)
    if "seen" in request.GET and request.GET["seen"] == version:
        return HttpResponse(status=204)
    wait, ahead = queries.ticket_wait(ticket=found, at=at) if found.state == "waiting" else (None, 0)
    is_over = found.state == "finished" or found.why_left == Ticket.Why.CLOSED
    context = {
        "ticket": found,
        "hall": found.hall,
        "token": token,
        "version": version,
        "kind": words.in_language(found.kind.name, found.kind.name_en),
        "state": STATES[found.state],
        "wait": wait_words(wait) if found.state == "waiting" else "",
        "ahead": ahead,
        "can_rate": is_over and not ratings.is_rated_as_matter(found),
        "about": [(one, APPLICATION_STATES[one.state]) for one in applications.visited_for(found)],
        "can_leave": found.state in ("waiting", "passed"),
    }
    if "seen" in request.GET:
        response = render(request, "resident/_ticket.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        return response
    return page(request, "ticket", reader_of(request, at), "home", context)


def _verb(request: HttpRequest, pk: int, token: str, verb: str, is_stale: bool) -> HttpResponse:
    found = _ticket(pk, token)
    if not is_stale:
        act = operations.leave_ticket if verb == "leave" else operations.return_ticket
        try:
            act(actor=ANYONE, at=clock.now(), ticket=found)
        except Refusal as refusal:
            context = {"ticket": found, "hall": found.hall, "token": token, "note": words_of(refusal)}
            return page(request, "ticket_refused", Reader(), "home", context, status=status_of(refusal))
    return redirect("resident:ticket", pk, token)


@require_POST
@kindly
def leave_ticket(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Give one's number back."""
    return _verb(request, pk, token, "leave", is_stale)


@require_POST
@kindly
def return_ticket(request: HttpRequest, pk: int, token: str, *, is_stale: bool) -> HttpResponse:
    """Get back into the line after having been called and missed it."""
    return _verb(request, pk, token, "return", is_stale)


@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is called where, for a television: numbers and windows, nothing of anybody."""
    hall, at = _hall(pk), clock.now()
    version = queries.version_of(hall=hall, at=at)
    if request.GET.get("seen") == version:
        return HttpResponse(status=204)
    now = queries.now(hall=hall, at=at)
    called = queries.called_now(hall=hall, at=at)
    context = {
        "hall": hall,
        "version": version,
        "at": at,
        "called": called,
        "next": [(one.ticket.code, one.ticket.source == Ticket.Source.BOOKED) for one in now.line[:8]],
        "waits": len(now.line),
        "passed": [one.code for one in now.passed[:8]],
        "is_open": operations.is_open(hall, at),
        "live_url": reverse("resident:hall-screen", args=[hall.pk]),
    }
    template = "resident/_screen.html" if "seen" in request.GET else "resident/screen.html"
    response = render(request, template, context)
    response.headers["Cache-Control"] = "no-store"
    return response
