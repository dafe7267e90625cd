"""The ledger of whistles (台账): what was blown in a span, with who came, how each was assessed and what stands open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.governance.whistles import policies, rules
from linli.pillars.governance.whistles.models import Assessment, Call, Whistle
from linli.pillars.governance.whistles.rules import Progress

MOST = 2000


@dataclass(frozen=True, slots=True)
class Came:
    """One called department in a line of the ledger."""

    unit: str
    state: str
    is_claimed: bool
    is_late: bool
    marks: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One whistle: what, where, who blew it, who came, how it ended."""

    seq: int
    number: str
    title: str
    kind: str
    unit: str
    place: str
    filed_at: datetime
    state: str
    due_at: datetime | None
    stopped_until: datetime | None
    closed_at: datetime | None
    is_open: bool
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines, and what they add up to."""

    rows: tuple[LedgerRow, ...]
    units: tuple[tuple[int, str], ...]
    called: int
    claimed: int
    closed: int
    shelved: int


def ledger(
    *,
    actor: Actor,
    at: datetime,
    from_date: date,
    until_date: date,
    kind: str = "",
    unit_id: int | None = None,
) -> Ledger:
    """Give the ledger of a span of days, both included, in the order in which they were blown. Four queries."""
    begins = datetime.combine(from_date, time(), clock.SHANGHAI)
    ends = datetime.combine(until_date + timedelta(days=1), time(), clock.SHANGHAI)
    found = Whistle.objects.filter(
        policies.reachable(actor), case__filed_at__gte=begins, case__filed_at__lt=ends
    )
    units = Unit.objects.filter(pk__in=found.values("unit")).order_by("path")
    named = tuple((one.pk, str(one)) for one in units)
    if kind:
        found = found.filter(kind=kind)
    if unit_id is not None:
        found = found.filter(unit=unit_id)
    whistles = list(found.select_related("case", "unit").order_by("case__filed_at", "case_id")[:MOST])
    came = _came(whistles, at)
    rows = tuple(
        LedgerRow(
            seq=seq,
            number=w.case.number,
            title=w.case.title,
            kind=w.kind,
            unit=str(w.unit),
            place=w.case.place_words,
            filed_at=w.case.filed_at,
            state=w.case.state,
            due_at=w.case.due_at if w.case.is_open else None,
            stopped_until=w.case.stopped_until,
            closed_at=w.case.closed_at,
            is_open=w.case.is_open,
            came=tuple(came.get(w.pk, ())),
        )
        for seq, w in enumerate(whistles, start=1)
    )
    every = [one for row in rows for one in row.came]
    return Ledger(
        rows=rows,
        units=named,
        called=len(every),
        claimed=sum(one.is_claimed for one in every),
        closed=sum(row.state == "closed" for row in rows),
        shelved=sum(row.state == "ledgered" for row in rows),
    )


def _came(whistles: Sequence[Whistle], at: datetime) -> dict[int, list[Came]]:
    calls = list(
        Call.objects.filter(whistle__in=[w.pk for w in whistles]).select_related("unit").order_by("id")
    )
    marks = {
        one.call_id: (one.timely, one.handled, one.result)
        for one in Assessment.objects.filter(call__in=[c.pk for c in calls]).order_by("round")
    }
    found: dict[int, list[Came]] = {}
    for call in calls:
        late = call.state != Progress.DECLINED and bool(rules.lateness(call.times, at))
        one = Came(str(call.unit), call.state, call.is_claimed, late, marks.get(call.pk))
        found.setdefault(call.whistle_id, []).append(one)
    return found
