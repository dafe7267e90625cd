"""Reads about rounds through a hall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.pillars.service.counters.models import Hall, HallCheck, HallFinding
from linli.pillars.service.counters.queries._halls import NoSuchTicket

DAYS = 30


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A point that was not in order."""

    id: int
    point: str
    note: str
    mended_at: datetime | None
    mended_by: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A round: who looked, when, and what was not in order."""

    what: str
    at: datetime
    by: str
    findings: tuple[FindingRow, ...]


def checks_of(*, hall: Hall, at: datetime, days: int = DAYS) -> list[CheckRow]:
    """List the rounds of the last days, newest first. Two queries."""
    rows = HallCheck.objects.filter(hall=hall, at__gt=at - timedelta(days=days), at__lte=at)
    found = rows.select_related("by").prefetch_related("findings__mended_by")
    return [
        CheckRow(
            one.what,
            one.at,
            one.by.name,
            tuple(
                FindingRow(f.pk, f.point, f.note, f.mended_at, f.mended_by.name if f.mended_by else "")
                for f in one.findings.all()
            ),
        )
        for one in found
    ]


def get_finding(*, hall: Hall, pk: int) -> HallFinding:
    """Give a finding of a hall.

    :raises NoSuchTicket: it is not of this hall.
    """
    found = HallFinding.objects.filter(check_made__hall=hall, pk=pk).select_related("check_made").first()
    if found is None:
        raise NoSuchTicket
    return found
