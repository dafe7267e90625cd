"""What the desk's and the boards' pages behind a figure of halls ask for, and how a visit there ended."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest

from linli.faces.parts import words
from linli.insight.halls import HALL_INDICATORS, HallIndicator, VisitRow
from linli.pillars.service.counters.models import Ticket
from linli.pillars.service.counters.texts import STATES

PARTS = ("below", "above", "missed", "left_out")


def asked(request: HttpRequest, code: str) -> tuple[HallIndicator, str]:
    """Give the figure and the part of it that are asked for.

    :raises Http404: there is no such figure, or no such part.
    """
    part = request.GET.get("part", "below")
    if code not in HALL_INDICATORS or part not in PARTS:
        raise Http404
    return HALL_INDICATORS[code], part


def ended(row: VisitRow) -> str:
    """Say how a visit ended, or how it stands."""
    if row.outcome:
        return str(Ticket.Outcome(row.outcome).label)
    return str(Ticket.Why(row.why_left).label) if row.why_left else str(STATES[row.state])


def span(length: timedelta | None) -> str:
    """Say how long something took; a dash for what did not come."""
    return words.span(length) if length is not None else "—"
