"""Taking a report up: accept, check, refuse, pass on, tell, settle."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.base.files.models import StoredFile
from linli.base.flow import engine
from linli.base.flow.engine import Turn
from linli.base.flow.models import Assignment, Case
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.queries import facts_of_report


def mark_answered(t: Turn) -> None:
    """Remember that whoever raised it has an answer, and that the matter is settled as of now."""
    t.case.is_answered, t.case.settled_at = True, t.at
    if not t.case.is_open:
        t.case.end_reason = "nobody"


def send_report_to_check(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Have the grid look on the spot before the report is taken up."""
    with engine.turn(
        number,
        "send_to_check",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        return t.case


def confirm_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Say that the spot agrees with the report: it is taken up."""
    with engine.turn(
        number,
        "confirm",
        actor=actor,
        at=at,
        said=Said(note=note, files=tuple(files)),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        return t.case


def accept_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Take a report up: the holder will see to it."""
    with engine.turn(
        number, "accept", actor=actor, at=at, said=Said(note=note), seen=seen, key=key, facts=facts_of_report
    ) as t:
        return t.case


def refuse_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str,
    note: str = "",
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Decline a report with an answer to whoever raised it: why, and where to turn instead."""
    said = Said(note=note, answer=answer, files=tuple(files))
    with engine.turn(
        number, "refuse", actor=actor, at=at, said=said, seen=seen, key=key, facts=facts_of_report
    ) as t:
        t.case.is_answered, t.case.end_reason = True, "refused"
        return t.case


def pass_report_up(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Send a report one level up: grid to community, community to subdistrict."""
    with engine.turn(
        number, "pass_up", actor=actor, at=at, said=Said(note=note), seen=seen, key=key, facts=facts_of_report
    ) as t:
        t.say(to=t.case.holder_id)
        return t.case


def pass_report_on(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    to: Unit,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Give a report to another community or grid, whose ground it is."""
    with engine.turn(
        number,
        "pass_on",
        actor=actor,
        at=at,
        said=Said(note=note),
        to=to,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        t.say(to=to.pk)
        return t.case


def contact_reporter(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str,
    note: str = "",
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Tell whoever raised it how it stands: the first such word is the response that the response rate counts."""
    said = Said(note=note, answer=answer, files=tuple(files))
    with engine.turn(
        number, "contact", actor=actor, at=at, said=said, seen=seen, key=key, facts=facts_of_report
    ) as t:
        return t.case


def settle_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str,
    note: str = "",
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Settle a report at once, without another unit, and ask whoever raised it whether it is solved."""
    said = Said(note=note, answer=answer, files=tuple(files))
    with engine.turn(
        number, "settle", actor=actor, at=at, said=said, seen=seen, key=key, facts=facts_of_report
    ) as t:
        if not t.is_replay:
            mark_answered(t)
            t.end_shares(Assignment.State.CALLED_OFF)
        return t.case
