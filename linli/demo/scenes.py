"""A report as its people see it when they decide what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid5

from linli.base.flow import deadlines
from linli.demo import plots
from linli.demo.company import Thread
from linli.demo.filings import Filing


def of(thread: Thread, at: datetime) -> plots.Scene:
    """Give what the people of a report know of it: where it stands, who holds it, what was done."""
    case = thread.case
    given = taken = 0
    if case.state == "dispatched":
        shares = list(
            case.assignments.filter(part="assist", state__in=("given", "taken")).values_list(
                "state", flat=True
            )
        )
        given, taken = shares.count("given"), shares.count("taken")
    return plots.Scene(
        state=case.state,
        holder=case.holder.kind,
        verbs=tuple(thread.verbs),
        side=thread.filing.side,
        path=thread.filing.path,
        nature=thread.filing.nature,
        channel=thread.filing.channel,
        can_be_asked=case.can_be_asked,
        is_confidential=case.is_confidential,
        is_urgent=case.is_urgent,
        reopened=case.reopened_count,
        waiting_assists=taken,
        untaken_assists=given,
        at=at,
        due_at=deadlines.effective_due(case) if case.is_open and case.state != "callback" else None,
        happy=thread.happy,
        refused=frozenset(thread.refused),
        stay=thread.filing.stay,
    )


def part_of(filing: Filing, number: str) -> Filing:
    """Return the filing of a part that was taken out: the lamp, and nothing out of the ordinary."""
    key = uuid5(filing.key, number)
    return replace(
        filing, key=key, category="facilities.lamp", side="", path="street", nature="help", stay=""
    )
