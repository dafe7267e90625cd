"""What the table of reports asks about a case, and the moves that are open to somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Set
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value

from linli.base.flow import deadlines
from linli.base.flow.engine import decide, facts_of, stands_of
from linli.base.flow.models import Assignment, Case, Petition, Step
from linli.base.flow.table import Move, Stand
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.models import Callback


def facts_of_report(
    case: Case,
    shares: Iterable[Assignment],
    at: datetime,
    calendar: WorkCalendar,
    pending: Set[str] | None = None,
) -> dict[str, Any]:
    """Collect what guards ask beyond the case: requests pending, and whether a return is still in time.

    One query; none when the caller knows what is `pending`.
    """
    if pending is None:
        pending = {what for (what,) in _pending(case=case.pk)}
    lead = next((s for s in shares if s.part == Assignment.Part.LEAD and s.state in Assignment.LIVE), None)
    in_time = True
    if lead is not None and "return" in case.limits:
        until = calendar.due(lead.given_at, deadlines.limit_of(case, "return"))
        in_time = at <= until
    return {"pending": frozenset(pending), "within_return_limit": in_time}


@written
def _pending(*, case: int) -> QuerySet[Petition, Any]:
    asked = Petition.objects.filter(case=case, is_granted=None).order_by().values_list("what")
    appealed = Callback.objects.filter(report_id=case, appeal=Callback.Appeal.PENDING).order_by()
    return asked.union(appealed.values_list(Value("appeal")), all=True)


def moves_open_to(
    actor: Actor,
    case: Case,
    shares: list[Assignment],
    at: datetime,
    *,
    as_reporter: bool = False,
    pending: Set[str] | None = None,
) -> tuple[Move, ...]:
    """List the moves somebody may make now, in the order of the table. Units must be loaded.

    One query; none when the caller knows what is `pending`.
    """
    stands = stands_of(actor, case, shares)
    if as_reporter:
        stands.append((Stand.REPORTER, frozenset()))
    more = facts_of_report(case, shares, at, deadlines.calendar_of(case.office), pending)
    return REPORT.open_to(facts_of(case, shares, **more), stands)


def open_row(verb: str, actor: Actor, case: Case, shares: list[Assignment], at: datetime) -> Move:
    """Give the row of the table by which somebody may make a move now, as the engine would. One query, two when refused.

    :raises NotFromHere: no such move from this state, and who moved last. :raises NotYourMove: not open to this
        actor. :raises Refusal: what a guard of the row says.
    """
    more = facts_of_report(case, shares, at, deadlines.calendar_of(case.office))
    return decide(verb, case, facts_of(case, shares, **more), stands_of(actor, case, shares))


def was_made(case: Case, key: uuid.UUID) -> bool:
    """Say whether this submission was taken already: the phone only missed the answer. One query."""
    return bool(_keyed(case=case.pk, key=key))


@written
def _keyed(*, case: int, key: uuid.UUID) -> QuerySet[Step, Any]:
    return Step.objects.filter(case=case, key=key).values_list("id")
