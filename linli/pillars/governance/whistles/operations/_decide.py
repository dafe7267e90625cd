"""What the whistling side and the level above decide: marks, who must come, later, never."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Unpack

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import policies, rules
from linli.pillars.governance.whistles.models import Assessment, Call, Whistle
from linli.pillars.governance.whistles.operations._blow import _callable
from linli.pillars.governance.whistles.operations._turn import (
    Held,
    from_the_start,
    move_whistle,
    new_call,
    off_the_ledger,
    point_to,
    shift,
)
from linli.pillars.governance.whistles.rules import MARKS, Progress


class OwnWork(Refusal):
    """Somebody assesses a department in which they hold a post themselves."""


class StrangeMark(Refusal):
    """A mark that is none of those there are."""


class ReasonForLow(Refusal):
    """A poor mark needs its reason: the department has to know what was wrong."""


class AtItAlready(Refusal):
    """The department named is at it: `unit`."""


class ShelfTooLong(Refusal):
    """Put off for too long: `days` at most."""


def assess_whistle(
    *, unit: Unit, timely: int, handled: int, result: int, words: str = "", **by: Unpack[By]
) -> Case:
    """Say how a department did, in three marks of 1 to 3. A first poor mark has it do the work again, one level up.

    :raises StrangeMark, ReasonForLow: as named. :raises OwnWork: never by the department itself.
    """
    if any(mark not in MARKS for mark in (timely, handled, result)):
        raise StrangeMark
    low = rules.is_low(timely, handled, result)
    if low and not words.strip():
        raise ReasonForLow

    def do(t: Turn, held: Held) -> None:
        call = held.of(unit)
        if call is None or policies.works_at(t.actor, unit.pk):
            raise OwnWork
        again = low and call.reopened_count < rules.MOST_REOPENED
        row = Assessment(
            call=call,
            round=call.reopened_count + 1,
            by_id=t.case.area_id,
            of=unit,
            timely=timely,
            handled=handled,
            result=result,
            is_low=low,
            is_final=not again,
            at=t.at,
        )
        if again:
            _once_more(t, call)
        else:
            call.state = Progress.ASSESSED.value
        held.changed.append(call)
        t.say(timely=timely, handled=handled, result=result, again=again)
        t.after(lambda _step: row.save(force_insert=True))

    return move_whistle("assess", do, about=unit, low=low, said=Said(answer=words.strip()), **by)


def _once_more(t: Turn, call: Call) -> None:
    """Give a department its work back, with the time of the rule; the whole whistle has that time too."""
    call.state, call.reopened_count, call.reopened_at = Progress.HANDLING.value, call.reopened_count + 1, t.at
    call.answered_at = call.assess_by = None
    call.close_by = t.calendar.due(t.at, deadlines.limit_of(t.case, "redo"))
    share = t.assign(call.unit, Assignment.Part.ASSIST)
    share.state, share.taken_at, share.due_at = Assignment.State.TAKEN, t.at, call.close_by
    t.after(lambda _step: point_to(call, share))
    t.case.reopened_count += 1
    _whole_time(t)


def _whole_time(t: Turn) -> None:
    """Give the whole whistle the time that a department got anew."""
    until = t.calendar.due(t.at, deadlines.limit_of(t.case, "resolve"))
    t.case.resolve_by = max(t.case.resolve_by or until, until)


def escalate_whistle(*, note: str, **by: Unpack[By]) -> Case:
    """Bring a whistle before the level above, which says who comes."""
    return move_whistle("escalate", said=Said(note=note), **by)


def rule_whistle(*, unit: Unit, note: str, **by: Unpack[By]) -> Case:
    """Rule that a department does it, called before or not; it cannot decline any more.

    :raises AtItAlready: it is at it. :raises NobodyCalled: a unit that cannot be called.
    """

    def do(t: Turn, held: Held) -> None:
        call = held.of(unit)
        if call is not None and call.is_live:
            raise AtItAlready(unit=str(unit))
        _callable([unit], t.case.office)
        share = t.assign(unit, Assignment.Part.ASSIST)
        if call is None:
            call = new_call(t.case, unit, t.at, t.calendar, None)
            call.whistle, call.share = Whistle.objects.get(case=t.case), share
            held.calls.append(call)
            t.beside(lambda _step: call)
        else:
            from_the_start(t, call)
            t.after(lambda _step: point_to(call, share))
            held.changed.append(call)
        share.due_at = call.close_by
        call.is_ruled = t.case.is_ruled = True
        _whole_time(t)

    return move_whistle("rule", do, about=unit, to=unit, said=Said(note=note), **by)


def hand_whistle_back(*, note: str, **by: Unpack[By]) -> Case:
    """Give a whistle back to whoever blew it: it is settled who comes."""
    return move_whistle("hand_back", said=Said(note=note), **by)


def shelve_whistle(*, until: datetime, note: str, **by: Unpack[By]) -> Case:
    """Put a whistle on the ledger (挂账) until a day, for a reason; every clock stands still until then.

    :raises ShelfTooLong: beyond half a year.
    """

    def do(t: Turn, held: Held) -> None:
        if until - t.at > timedelta(days=rules.LONGEST_SHELF_DAYS):
            raise ShelfTooLong(days=rules.LONGEST_SHELF_DAYS)
        shift(t, held, t.at, until)
        t.say(until=until.isoformat())

    return move_whistle("shelve", do, until=until, said=Said(note=note), **by)


def review_whistle(*, note: str, **by: Unpack[By]) -> Case:
    """Take a whistle off the ledger before its day."""

    def do(t: Turn, held: Held) -> None:
        off_the_ledger(t, held)

    return move_whistle("review", do, said=Said(note=note), **by)


def call_off_whistle(*, answer: str, **by: Unpack[By]) -> Case:
    """Call everybody off: it is not needed any more, or it goes another way. What was assessed stays."""

    def do(t: Turn, held: Held) -> None:
        if not answer.strip():
            raise WordsMissing(fields=["answer"])
        t.case.settled_at = t.case.settled_at or t.at

    return move_whistle("call_off", do, said=Said(answer=answer), **by)


def note_whistle(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for all who are at it."""
    return move_whistle("note", said=Said(note=note), **by)
