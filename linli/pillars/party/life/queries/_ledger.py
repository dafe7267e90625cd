"""The year's ledger of an organisation, made from its meetings each time it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from linli.base.people.actors import Actor
from linli.kernel.clock import SHANGHAI, local
from linli.kernel.periods import Period, in_time
from linli.kernel.standards.party_life import DUE
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.life.models import LifeMeeting, LifePart
from linli.pillars.party.life.queries import _life
from linli.pillars.party.life.rules import LifeKind


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One kind of meeting in a year: its periods, how many were in time of how many that were due, its rule."""

    kind: LifeKind
    word: str
    rule: str
    periods: tuple[Period, ...]
    in_time: int
    over: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an organisation's life was in a year."""

    organisation: Organisation
    year: int
    lines: tuple[LedgerLine, ...]
    meetings: tuple[LifeMeeting, ...]

    @property
    def in_time(self) -> int:
        """How many meetings were in time."""
        return sum(one.in_time for one in self.lines)

    @property
    def over(self) -> int:
        """How many were due by today."""
        return sum(one.over for one in self.lines)


def ledger_of(*, actor: Actor, pk: int, at: datetime, year: int) -> Ledger:
    """Give the ledger of a year. Five queries.

    :raises NoSuchOrganisation: absent, out of reach, or without a life of its own.
    """
    one = _life.get_organisation(actor, pk)
    # A year that is over is looked at from the day after it, so that its last periods count.
    today, first = min(local(at).date(), date(year + 1, 1, 1)), date(year, 1, 1)
    lines = []
    for kind, found in _life.courses_of(one, today, _life.held_of([pk], first)[pk], first).items():
        shown = [p for p in reversed(found) if p.start.year == year]
        good, over = in_time(shown, today)
        lines.append(
            LedgerLine(
                kind=kind,
                word=str(LifePart.Kind(kind.value).label),
                rule="" if DUE[kind.value].source.is_local else DUE[kind.value].source.title,
                periods=tuple(shown),
                in_time=good,
                over=over,
            )
        )
    begun, over_at = (datetime.combine(date(y, 1, 1), time(), SHANGHAI) for y in (year, year + 1))
    meetings = one.life_meetings.filter(starts_at__gte=begun, starts_at__lt=over_at).exclude(held_at=None)
    return Ledger(one, year, tuple(lines), tuple(meetings.prefetch_related("parts")))
