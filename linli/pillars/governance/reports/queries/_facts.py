"""What the table of reports asks about a case, and the moves that are open to somebody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Set
from datetime import datetime
from typing import Any

from linli.base.flow import deadlines
from linli.base.flow.engine import decide, facts_of, stands_of
from linli.base.flow.models import Assignment, Case, Petition, Step
from linli.base.flow.table import Move, Stand
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.flow import REPORT
from linli.pillars.governance.reports.models import Callback


def facts_of_report(
    case: Case, shares: Iterable[Assignment], at: datetime, pending: Set[str] | None = None
) -> dict[str, Any]:
    """Collect what guards ask beyond the case: requests pending, and whether a return is still in time.

    Three queries; one when the caller knows what is `pending`.
    """
    if pending is None:
        pending = set(Petition.objects.filter(case=case, is_granted=None).values_list("what", flat=True))
        if Callback.objects.filter(report_id=case.pk, appeal=Callback.Appeal.PENDING).exists():
            pending.add("appeal")
    lead = next((s for s in shares if s.part == Assignment.Part.LEAD and s.state in Assignment.LIVE), None)
    in_time = True
    if lead is not None and "return" in case.limits:
        until = deadlines.calendar_of(case.office_id).due(lead.given_at, deadlines.limit_of(case, "return"))
        in_time = at <= until
    return {"pending": frozenset(pending), "within_return_limit": in_time}


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

    Three queries; one when the caller knows what is `pending`.
    """
    stands = stands_of(actor, case, shares)
    if as_reporter:
        stands.append((Stand.REPORTER, frozenset()))
    return REPORT.open_to(facts_of(case, shares, **facts_of_report(case, shares, at, pending)), stands)


def open_row(verb: str, actor: Actor, case: Case, shares: list[Assignment], at: datetime) -> Move:
    """Give the row of the table by which somebody may make a move now, as the engine would. Up to four queries.

    :raises NotFromHere: no such move from this state, and who moved last. :raises NotYourMove: not open to this
        actor. :raises Refusal: what a guard of the row says.
    """
    facts = facts_of(case, shares, **facts_of_report(case, shares, at))
    return decide(verb, case, facts, stands_of(actor, case, shares))


def was_made(case: Case, key: uuid.UUID) -> bool:
    """Say whether this submission was taken already: the phone only missed the answer. One query."""
    return Step.objects.filter(case=case, key=key).exists()
