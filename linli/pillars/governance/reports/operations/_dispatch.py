"""Dispatching: one lead, any assists; taken, answered, returned, ruled; checked on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from linli.base.files.models import StoredFile
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import BadTarget
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.pillars.governance.reports.operations._take import mark_answered

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


def dispatch_report(*, lead: Unit, assists: Sequence[Unit] = (), note: str = "", **by: Unpack[By]) -> Case:
    """Give a report to one lead unit and any assisting units."""
    return make_move("dispatch", lambda t: _give(t, lead, assists), said=Said(note=note), to=lead, **by)


def rule_report(*, lead: Unit, note: str, assists: Sequence[Unit] = (), **by: Unpack[By]) -> Case:
    """Decide who leads a report that has bounced twice (首接负责). It can't be returned again."""

    def do(t: Turn) -> None:
        _give(t, lead, assists)
        t.case.is_ruled = True

    return make_move("rule", do, said=Said(note=note), to=lead, **by)


def recall_report(*, note: str, **by: Unpack[By]) -> Case:
    """Take a dispatched report back to the centre."""

    def do(t: Turn) -> None:
        t.end_shares()
        t.case.holder_account = None

    return make_move("recall", do, said=Said(note=note), **by)


def _share_of(t: Turn, part: Assignment.Part | None = None) -> Assignment:
    """Find the live share the actor acts for: the lead first, else the nearest to its posts."""
    units = t.actor.unit_ids
    for share in sorted(t.shares, key=lambda s: s.part != LEAD):
        if share.state in Assignment.LIVE and (part is None or share.part == part):
            if not units.isdisjoint(share.unit.line):
                return share
    raise BadTarget(unit="")


def take_report(*, note: str = "", **by: Unpack[By]) -> Case:
    """Sign a share in (签收): somebody of the unit has it."""

    def do(t: Turn) -> None:
        share = _share_of(t)
        share.state, share.taken_at, share.account_id = Assignment.State.TAKEN, t.at, t.actor.account_id
        t.change_share(share)
        if share.part == LEAD:
            t.case.holder_account_id = t.actor.account_id
        t.say(unit=share.unit_id)

    return make_move("take", do, said=Said(note=note), **by)


def _assist_of(t: Turn, unit: Unit) -> Assignment | None:
    live = (s for s in t.shares if s.unit_id == unit.pk and s.state in Assignment.LIVE)
    return next(live, None)


def add_assist(*, unit: Unit, note: str = "", **by: Unpack[By]) -> Case:
    """Ask one more unit to assist."""

    def do(t: Turn) -> None:
        if _assist_of(t, unit) is not None:
            raise BadTarget(unit=str(unit))
        t.assign(unit, ASSIST)
        t.say(unit=unit.pk)

    return make_move("add_assist", do, said=Said(note=note), to=unit, **by)


def call_off_assist(*, unit: Unit, note: str, **by: Unpack[By]) -> Case:
    """Release an assisting unit that is not needed any more."""

    def do(t: Turn) -> None:
        share = _assist_of(t, unit)
        if share is None or share.part != ASSIST:
            raise BadTarget(unit=str(unit))
        t.end_share(share, Assignment.State.CALLED_OFF)
        t.say(unit=unit.pk)

    return make_move("call_off_assist", do, said=Said(note=note), to=unit, **by)


def answer_share(*, answer: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Answer an assisting unit's share."""

    def do(t: Turn) -> None:
        share = _share_of(t, ASSIST)
        t.end_share(share, Assignment.State.ANSWERED)
        t.say(unit=share.unit_id)

    return make_move("answer_share", do, said=Said(answer=answer, files=tuple(files)), **by)


def send_report_back(*, note: str, **by: Unpack[By]) -> Case:
    """Return a report that is not the unit's duty, saying whose it is. A second return goes to the level above.

    :raises AlreadyRuled: the level above has decided. :raises ReturnTooLate: past the time in which it may.
    """

    def do(t: Turn) -> None:
        lead = t.lead()
        t.say(unit=lead.unit_id if lead else None)
        if lead:
            t.end_share(lead, Assignment.State.RETURNED)
        t.end_shares()
        t.case.returned_count += 1
        t.case.holder_account = None

    return make_move("send_back", do, said=Said(note=note), **by)


def answer_report(*, answer: str, note: str = "", files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Answer as the lead. The spot is checked where the matter asks for it, else the resident is asked at once.

    :raises AssistsOutstanding: an assisting unit has not answered; call it off or wait.
    """

    def do(t: Turn) -> None:
        lead = t.lead()
        if lead:
            t.end_share(lead, Assignment.State.ANSWERED)
            t.say(unit=lead.unit_id)
        if t.case.state != "answered":
            mark_answered(t)

    return make_move("answer", do, said=Said(note=note, answer=answer, files=tuple(files)), **by)


def pass_check_report(
    *, answer: str = "", note: str = "", files: Sequence[StoredFile] = (), **by: Unpack[By]
) -> Case:
    """Say that it is really done. The resident gets the lead's answer, or the checker's better words."""
    if not answer:
        answers = Step.objects.filter(case__number=by["number"], verb="answer").order_by("-seq")
        last = answers.select_related("words").first()
        answer = last.words.answer if last and last.words_digest else ""
    said = Said(note=note, answer=answer, files=tuple(files))
    return make_move("pass_check", mark_answered, said=said, **by)


def redo_report(*, note: str, files: Sequence[StoredFile] = (), **by: Unpack[By]) -> Case:
    """Send an answer that the spot does not bear out back to the unit that gave it."""

    def do(t: Turn) -> None:
        led = [s for s in t.shares if s.part == LEAD and s.state == Assignment.State.ANSWERED]
        last = max(led, key=lambda s: s.pk, default=None)
        if last is None:
            raise BadTarget(unit="")
        t.assign(last.unit, LEAD)
        t.hand_to(last.unit)
        t.say(lead=last.unit_id)

    return make_move("redo", do, said=Said(note=note, files=tuple(files)), **by)
