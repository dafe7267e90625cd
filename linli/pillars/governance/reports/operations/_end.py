"""Ending at the reporter's wish."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.base.flow import engine
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.governance.reports.operations._voice import speak


def withdraw_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    as_reporter: bool = True,
    reporter: Reporter | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Take one's report back before anybody worked on it."""
    with engine.turn(
        number,
        "withdraw",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        as_reporter=as_reporter,
    ) as t:
        speak(t, reporter)
        t.case.end_reason = "withdrawn"
        return t.case
