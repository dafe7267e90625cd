"""Waiting: a question to the resident; more time, a pause or the ledger asked of the level above."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from linli.base.files.models import StoredFile
from linli.base.flow import asking, deadlines
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case, Petition, Step
from linli.base.flow.refusals import PastMoment
from linli.base.flow.steps import Said
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports.models import Reporter
from linli.pillars.governance.reports.operations._voice import speak


class ExtensionTooLong(Refusal):
    """More than the rule allows: `most` is the latest moment."""


def ask_reporter(*, question: str, until: datetime | None = None, **by: Unpack[By]) -> Case:
    """Ask whoever raised it for something missing. The clock stands still until they answer or the time is up."""
    return make_move("ask_reporter", said=Said(answer=question), until=until, **by)


def reply_report(
    *,
    words: str,
    files: Sequence[StoredFile] = (),
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    **by: Unpack[By],
) -> Case:
    """Answer the office's question. The clock goes on with what was left."""
    return speak("reply", reporter, Said(answer=words, files=tuple(files)), as_reporter=as_reporter, **by)


def supplement_report(
    *,
    words: str,
    files: Sequence[StoredFile] = (),
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    **by: Unpack[By],
) -> Case:
    """Add what whoever raised it (or joined it) says later, without being asked. No clock changes."""
    return speak(
        "supplement", reporter, Said(answer=words, files=tuple(files)), as_reporter=as_reporter, **by
    )


def _ask(what: str, note: str, until: datetime | None = None, **by: Unpack[By]) -> Case:
    def asked(step: Step) -> Petition:
        unit_id = step.unit_id or step.holder_id
        return Petition(case=step.case, what=what, asked_by_id=unit_id, asked_step=step, until=until)

    def do(t: Turn) -> None:
        if until is not None and until <= t.at:
            raise PastMoment(until=until)
        if what == "extension" and until is not None:
            _within_rule(t, until)
        t.say(until=until.isoformat() if until else None)
        t.beside(asked)

    return make_move(f"ask_{what}", do, said=Said(note=note), until=until, **by)


def _within_rule(t: Turn, until: datetime) -> None:
    case = t.case
    base = case.resolve_by or case.due_at or t.at
    most = t.calendar.due(base, deadlines.limit_of(case, "extend"))
    if until > most:
        raise ExtensionTooLong(most=most)


def ask_extension(*, until: datetime, note: str, **by: Unpack[By]) -> Case:
    """Ask for more time. :raises ExtensionTooLong: beyond the 10 working days of the rule (a setting)."""
    return _ask("extension", note, until, **by)


def ask_pause(*, until: datetime, note: str, **by: Unpack[By]) -> Case:
    """Ask to stop the clock until a date, for a reason outside one's hands."""
    return _ask("pause", note, until, **by)


def ask_ledger(*, until: datetime, note: str, **by: Unpack[By]) -> Case:
    """Ask to put a matter on the ledger (挂账) that can't be solved now; `until` is the date of its review."""
    return _ask("ledger", note, until, **by)


def ask_exclusion(*, note: str, **by: Unpack[By]) -> Case:
    """Ask that a report is not counted in the rates. The count of excluded ones is shown beside every rate."""
    return _ask("exclusion", note, **by)


def _pending(number: str, what: str) -> Petition:
    found = Petition.objects.filter(case__number=number, what=what, is_granted=None).first()
    if found is None:
        raise asking.NothingPending(verb=what)
    return found


def _decide(t: Turn, petition: Petition, granted: bool) -> None:
    """Decide the very request that was read before the lock; if somebody decided that one, there is nothing to do."""

    def keep(step: Step) -> None:
        asked = Petition.objects.filter(pk=petition.pk, is_granted=None)
        if not asked.update(is_granted=granted, decided_step=step):
            raise asking.NothingPending(verb=petition.what)

    t.after(keep)


def _extend(t: Turn, until: datetime) -> None:
    case = t.case
    case.due_at = max(case.due_at or until, until)
    case.resolve_by = max(case.resolve_by or until, until)
    case.extended_count += 1
    t.restarted = True
    for share in t.shares:
        if share.state in share.LIVE:
            share.due_at = case.due_at
            t.change_share(share)


def _was_made(key: uuid.UUID | None) -> bool:
    return key is not None and Step.objects.filter(key=key).exists()


def _grant(what: str, said: Said, **by: Unpack[By]) -> Case:
    petition = None if _was_made(by.get("key")) else _pending(by["number"], what)
    until = petition.until if petition else None

    def do(t: Turn) -> None:
        if petition is None:
            raise asking.NothingPending(verb=what)
        if what == "extension" and until is not None:
            _extend(t, until)
        if what == "exclusion":
            t.case.is_excluded = True
        t.say(petition=petition.pk, until=until.isoformat() if until else None)
        _decide(t, petition, True)

    return make_move(f"grant_{what}", do, said=said, until=until, **by)


def grant_extension(*, note: str = "", **by: Unpack[By]) -> Case:
    """Grant the time asked for. It stays visible in the figures."""
    return _grant("extension", Said(note=note), **by)


def grant_pause(*, note: str = "", answer: str = "", **by: Unpack[By]) -> Case:
    """Stop the clock until the date asked for; `answer` tells the resident why and until when."""
    return _grant("pause", Said(note=note, answer=answer), **by)


def grant_ledger(*, note: str = "", answer: str = "", **by: Unpack[By]) -> Case:
    """Put a report on the ledger. It comes back by itself on its review date."""
    return _grant("ledger", Said(note=note, answer=answer), **by)


def grant_exclusion(*, note: str = "", **by: Unpack[By]) -> Case:
    """Leave a report out of the rates; it stays in every list and is counted as left out."""
    return _grant("exclusion", Said(note=note), **by)


def decline_petition(*, what: str, note: str, **by: Unpack[By]) -> Case:
    """Decline a request, with the reason."""
    petition = None if _was_made(by.get("key")) else _pending(by["number"], what)

    def do(t: Turn) -> None:
        if petition is None:
            raise asking.NothingPending(verb=what)
        t.say(petition=petition.pk, what=what)
        _decide(t, petition, False)

    return make_move("decline", do, said=Said(note=note), **by)


def resume_report(*, note: str = "", **by: Unpack[By]) -> Case:
    """End a pause before its date."""
    return make_move("resume", said=Said(note=note), **by)


def review_report(*, note: str, **by: Unpack[By]) -> Case:
    """Take a report off the ledger: it can be solved now."""
    return make_move("review", said=Said(note=note), **by)
