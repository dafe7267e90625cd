"""Which visits an application had, and which applications a visit was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.base.flow.models import Case
from linli.pillars.service.applications.models import Application, WindowVisit
from linli.pillars.service.counters.models import Ticket


def visits_of(application: Application) -> list[Ticket]:
    """List the visits an application had, the first first. One query."""
    rows = WindowVisit.objects.filter(application=application).select_related(
        "ticket__hall", "ticket__window"
    )
    return [one.ticket for one in rows]


@dataclass(frozen=True, slots=True)
class VisitedFor:
    """An application a visit was about, as whoever holds the number may read it: no person in it."""

    number: str
    item: str
    state: str


def visited_for(ticket: Ticket) -> list[VisitedFor]:
    """List what a visit was about. One query."""
    rows = WindowVisit.objects.filter(ticket=ticket).select_related("application__case", "application__item")
    return [
        VisitedFor(one.application.case.number, one.application.item.name, one.application.case.state)
        for one in rows
    ]


def whole_visit(case: Case) -> Ticket | None:
    """Give the one visit in which a matter was taken in and decided; None where it took longer. Two queries."""
    rows = WindowVisit.objects.filter(application=case.pk).select_related("ticket", "application")[:2]
    found = list(rows)
    if len(found) != 1:
        return None
    ticket, decided = found[0].ticket, found[0].application.decided_at
    if decided is None or (ticket.ended_at is not None and decided > ticket.ended_at):
        return None
    return ticket


def done_at(ticket: Ticket) -> Sequence[Case]:
    """List the matters that one visit began and ended. Two queries a matter, of which a visit has one or two."""
    rows = WindowVisit.objects.filter(ticket=ticket).select_related("application__case")
    cases = [one.application.case for one in rows]
    return [case for case in cases if whole_visit(case) == ticket]
