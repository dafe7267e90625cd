"""Ending at the reporter's wish."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.base.flow import engine
from linli.base.flow.models import Case
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor


def withdraw_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    as_reporter: bool = True,
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
        t.case.end_reason = "withdrawn"
        return t.case
