"""Waiting: a question to the resident; more time, a pause or the ledger asked of the level above."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from linli.base.files.models import StoredFile
from linli.base.flow import deadlines, engine
from linli.base.flow.engine import Turn
from linli.base.flow.models import Case, Petition, Step
from linli.base.flow.refusals import PastMoment
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.governance.reports.operations._voice import speak
from linli.pillars.governance.reports.queries import facts_of_report


class ExtensionTooLong(Refusal):
    """More than the rule allows: `most` is the latest moment."""


def ask_reporter(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    question: str,
    until: datetime | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Ask whoever raised it for something missing. The clock stands still until they answer or the time is up."""
    with engine.turn(
        number,
        "ask_reporter",
        actor=actor,
        at=at,
        said=Said(answer=question),
        until=until,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        return t.case


def reply_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    words: str,
    files: Sequence[StoredFile] = (),
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Answer the office's question. The clock goes on with what was left."""
    with engine.turn(
        number,
        "reply",
        actor=actor,
        at=at,
        said=Said(answer=words, files=tuple(files)),
        seen=seen,
        key=key,
        as_reporter=as_reporter or reporter is not None,
    ) as t:
        speak(t, reporter)
        return t.case


def supplement_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    words: str,
    files: Sequence[StoredFile] = (),
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Add what whoever raised it (or joined it) says later, without being asked. No clock changes."""
    with engine.turn(
        number,
        "supplement",
        actor=actor,
        at=at,
        said=Said(answer=words, files=tuple(files)),
        seen=seen,
        key=key,
        as_reporter=as_reporter or reporter is not None,
    ) as t:
        speak(t, reporter)
        return t.case


def _ask(
    what: str,
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    until: datetime | None,
    seen: int | None,
    key: uuid.UUID | None,
) -> Case:
    def keep(step: Step) -> None:
        unit_id = step.unit_id or step.holder_id
        Petition.objects.create(case=step.case, what=what, asked_by_id=unit_id, asked_step=step, until=until)

    with engine.turn(
        number,
        f"ask_{what}",
        actor=actor,
        at=at,
        said=Said(note=note),
        until=until,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if t.is_replay:
            return t.case
        if until is not None and until <= at:
            raise PastMoment(until=until)
        if what == "extension" and until is not None:
            _within_rule(t, until)
        t.say(until=until.isoformat() if until else None)
        t.after(keep)
        return t.case


def _within_rule(t: Turn, until: datetime) -> None:
    case = t.case
    base = case.resolve_by or case.due_at or t.at
    most = t.calendar.due(base, deadlines.limit_of(case, "extend"))
    if until > most:
        raise ExtensionTooLong(most=most)


def ask_extension(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    until: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Ask for more time. :raises ExtensionTooLong: beyond the 10 working days of the rule (a setting)."""
    return _ask("extension", actor=actor, number=number, at=at, note=note, until=until, seen=seen, key=key)


def ask_pause(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    until: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Ask to stop the clock until a date, for a reason outside one's hands."""
    return _ask("pause", actor=actor, number=number, at=at, note=note, until=until, seen=seen, key=key)


def ask_ledger(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    until: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Ask to put a matter on the ledger (挂账) that can't be solved now; `until` is the date of its review."""
    return _ask("ledger", actor=actor, number=number, at=at, note=note, until=until, seen=seen, key=key)


def ask_exclusion(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Ask that a report is not counted in the rates. The count of excluded ones is shown beside every rate."""
    return _ask("exclusion", actor=actor, number=number, at=at, note=note, until=None, seen=seen, key=key)


def _pending(number: str, what: str) -> Petition:
    found = Petition.objects.filter(case__number=number, what=what, is_granted=None).first()
    if found is None:
        raise rules.NothingPending(verb=what)
    return found


def _decide(t: Turn, petition: Petition, granted: bool) -> None:
    """Decide the very request that was read before the lock; if somebody decided that one, there is nothing to do."""

    def keep(step: Step) -> None:
        asked = Petition.objects.filter(pk=petition.pk, is_granted=None)
        if not asked.update(is_granted=granted, decided_step=step):
            raise rules.NothingPending(verb=petition.what)

    t.after(keep)


def _grant(
    what: str,
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    answer: str,
    seen: int | None,
    key: uuid.UUID | None,
) -> Case:
    petition = _pending(number, what) if key is None or not Step.objects.filter(key=key).exists() else None
    with engine.turn(
        number,
        f"grant_{what}",
        actor=actor,
        at=at,
        said=Said(note=note, answer=answer),
        until=petition.until if petition else None,
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if t.is_replay or petition is None:
            return t.case
        until = petition.until
        case = t.case
        if what == "extension" and until is not None:
            case.due_at = max(case.due_at or until, until)
            case.resolve_by = max(case.resolve_by or until, until)
            case.extended_count += 1
            t.restarted = True
            for share in t.shares:
                if share.state in share.LIVE:
                    share.due_at = case.due_at
                    share.save(update_fields=["due_at"])
        if what == "exclusion":
            case.is_excluded = True
        t.say(petition=petition.pk, until=until.isoformat() if until else None)
        _decide(t, petition, True)
        return t.case


def grant_extension(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Grant the time asked for. It stays visible in the figures."""
    return _grant("extension", actor=actor, number=number, at=at, note=note, answer="", seen=seen, key=key)


def grant_pause(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    answer: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Stop the clock until the date asked for; `answer` tells the resident why and until when."""
    return _grant("pause", actor=actor, number=number, at=at, note=note, answer=answer, seen=seen, key=key)


def grant_ledger(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    answer: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Put a report on the ledger. It comes back by itself on its review date."""
    return _grant("ledger", actor=actor, number=number, at=at, note=note, answer=answer, seen=seen, key=key)


def grant_exclusion(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Leave a report out of the rates; it stays in every list and is counted as left out."""
    return _grant("exclusion", actor=actor, number=number, at=at, note=note, answer="", seen=seen, key=key)


def decline_petition(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    what: str,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Decline a request, with the reason."""
    petition = _pending(number, what)
    with engine.turn(
        number,
        "decline",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        t.say(petition=petition.pk, what=what)
        _decide(t, petition, False)
        return t.case


def resume_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """End a pause before its date."""
    with engine.turn(number, "resume", actor=actor, at=at, said=Said(note=note), seen=seen, key=key) as t:
        return t.case


def review_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Take a report off the ledger: it can be solved now."""
    with engine.turn(number, "review", actor=actor, at=at, said=Said(note=note), seen=seen, key=key) as t:
        return t.case
