"""Dispatching: one lead, any assists; taken, answered, returned, ruled; checked on the spot."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.base.files.models import StoredFile
from linli.base.flow import engine
from linli.base.flow.engine import Turn
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import BadTarget
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.pillars.governance.reports.operations._take import mark_answered
from linli.pillars.governance.reports.queries import facts_of_report

LEAD, ASSIST = Assignment.Part.LEAD, Assignment.Part.ASSIST


def _give(t: Turn, lead: Unit, assists: Sequence[Unit]) -> None:
    t.end_shares()
    t.assign(lead, LEAD)
    for unit in dict.fromkeys(assists):
        if unit.pk == lead.pk:
            raise BadTarget(unit=str(unit))
        t.assign(unit, ASSIST)
    t.case.holder_account = None
    t.say(lead=lead.pk, assists=[u.pk for u in assists])


def dispatch_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    lead: Unit,
    assists: Sequence[Unit] = (),
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Give a report to one lead unit and any assisting units."""
    with engine.turn(
        number,
        "dispatch",
        actor=actor,
        at=at,
        said=Said(note=note),
        to=lead,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            _give(t, lead, assists)
        return t.case


def rule_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    lead: Unit,
    note: str,
    assists: Sequence[Unit] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Decide who leads a report that has bounced twice (首接负责). It can't be returned again."""
    with engine.turn(
        number,
        "rule",
        actor=actor,
        at=at,
        said=Said(note=note),
        to=lead,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            _give(t, lead, assists)
            t.case.is_ruled = True
        return t.case


def recall_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Take a dispatched report back to the centre."""
    with engine.turn(
        number, "recall", actor=actor, at=at, said=Said(note=note), seen=seen, key=key, facts=facts_of_report
    ) as t:
        t.end_shares()
        t.case.holder_account = None
        return t.case


def _share_of(t: Turn, part: Assignment.Part | None = None) -> Assignment:
    """Find the live share the actor acts for: the lead first, else the nearest to its posts."""
    units = t.actor.unit_ids
    for share in sorted(t.shares, key=lambda s: s.part != LEAD):
        if share.state in Assignment.LIVE and (part is None or share.part == part):
            if not units.isdisjoint(share.unit.line):
                return share
    raise BadTarget(unit="")


def take_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Sign a share in (签收): somebody of the unit has it."""
    with engine.turn(
        number, "take", actor=actor, at=at, said=Said(note=note), seen=seen, key=key, facts=facts_of_report
    ) as t:
        if not t.is_replay:
            share = _share_of(t)
            share.state, share.taken_at, share.account_id = Assignment.State.TAKEN, at, actor.account_id
            share.save(update_fields=["state", "taken_at", "account"])
            if share.part == LEAD:
                t.case.holder_account_id = actor.account_id
            t.say(unit=share.unit_id)
        return t.case


def add_assist(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    unit: Unit,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Ask one more unit to assist."""
    with engine.turn(
        number,
        "add_assist",
        actor=actor,
        at=at,
        said=Said(note=note),
        to=unit,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            if any(s.unit_id == unit.pk and s.state in Assignment.LIVE for s in t.shares):
                raise BadTarget(unit=str(unit))
            t.assign(unit, ASSIST)
            t.say(unit=unit.pk)
        return t.case


def call_off_assist(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    unit: Unit,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Release an assisting unit that is not needed any more."""
    with engine.turn(
        number,
        "call_off_assist",
        actor=actor,
        at=at,
        said=Said(note=note),
        to=unit,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            share = next(
                (
                    s
                    for s in t.shares
                    if s.unit_id == unit.pk and s.part == ASSIST and s.state in Assignment.LIVE
                ),
                None,
            )
            if share is None:
                raise BadTarget(unit=str(unit))
            t.end_share(share, Assignment.State.CALLED_OFF)
            t.say(unit=unit.pk)
        return t.case


def answer_share(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str,
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Answer an assisting unit's share."""
    with engine.turn(
        number,
        "answer_share",
        actor=actor,
        at=at,
        said=Said(answer=answer, files=tuple(files)),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            share = _share_of(t, ASSIST)
            t.end_share(share, Assignment.State.ANSWERED)
            t.say(unit=share.unit_id)
        return t.case


def send_report_back(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Return a report that is not the unit's duty, saying whose it is. A second return goes to the level above.

    :raises AlreadyRuled: the level above has decided. :raises ReturnTooLate: past the time in which it may.
    """
    with engine.turn(
        number,
        "send_back",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            lead = t.lead()
            t.say(unit=lead.unit_id if lead else None)
            if lead:
                t.end_share(lead, Assignment.State.RETURNED)
            t.end_shares()
            t.case.returned_count += 1
            t.case.holder_account = None
        return t.case


def answer_report(
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
    """Answer as the lead. The spot is checked where the matter asks for it, else the resident is asked at once.

    :raises AssistsOutstanding: an assisting unit has not answered; call it off or wait.
    """
    said = Said(note=note, answer=answer, files=tuple(files))
    with engine.turn(
        number, "answer", actor=actor, at=at, said=said, seen=seen, key=key, facts=facts_of_report
    ) as t:
        if not t.is_replay:
            lead = t.lead()
            if lead:
                t.end_share(lead, Assignment.State.ANSWERED)
                t.say(unit=lead.unit_id)
            if t.case.state != "answered":
                mark_answered(t)
        return t.case


def pass_check_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str = "",
    note: str = "",
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Say that it is really done. The resident gets the lead's answer, or the checker's better words."""
    if not answer:
        last = (
            Step.objects.filter(case__number=number, verb="answer")
            .order_by("-seq")
            .select_related("words")
            .first()
        )
        answer = last.words.answer if last and last.words_digest else ""
    said = Said(note=note, answer=answer, files=tuple(files))
    with engine.turn(
        number, "pass_check", actor=actor, at=at, said=said, seen=seen, key=key, facts=facts_of_report
    ) as t:
        if not t.is_replay:
            mark_answered(t)
        return t.case


def redo_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    files: Sequence[StoredFile] = (),
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Send an answer that the spot does not bear out back to the unit that gave it."""
    with engine.turn(
        number,
        "redo",
        actor=actor,
        at=at,
        said=Said(note=note, files=tuple(files)),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            led = [s for s in t.shares if s.part == LEAD and s.state == Assignment.State.ANSWERED]
            last = max(led, key=lambda s: s.pk, default=None)
            if last is None:
                raise BadTarget(unit="")
            t.assign(last.unit, LEAD)
            t.hand_to(last.unit)
            t.say(lead=last.unit_id)
        return t.case
