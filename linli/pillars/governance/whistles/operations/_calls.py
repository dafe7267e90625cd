"""What a called department does: sign in, report in, say how, say what came of it, or decline."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import PastMoment
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import policies
from linli.pillars.governance.whistles.models import Call
from linli.pillars.governance.whistles.operations._turn import Do, Held, move_whistle
from linli.pillars.governance.whistles.rules import Attendance, Progress


class NotYourDepartment(Refusal):
    """Somebody acts for a department they hold no post at: `unit`."""


class ElementsMissing(Refusal):
    """An answer lacks one of its four elements: with whom it was discussed, the measure, the deadline."""


class DeadlineBeyond(Refusal):
    """The deadline a department sets itself lies after the one it was given: `most`."""


def sign_in_whistle(*, unit: Unit, **by: Unpack[By]) -> Case:
    """Say that the whistle was heard.

    :raises NotYourDepartment: no post there.
    """

    def do(t: Turn, call: Call) -> None:
        call.state, call.signed_at = Progress.SIGNED.value, t.at
        _take(t, call)

    return move_whistle("sign_in", _mine(unit, do), about=unit, **by)


def report_in_whistle(*, unit: Unit, how: Attendance, **by: Unpack[By]) -> Case:
    """Report in, on the spot or in the meeting: one press; whoever had not signed in has now. No place is recorded.

    :raises NotYourDepartment: no post there.
    """

    def do(t: Turn, call: Call) -> None:
        call.state, call.reported_at, call.how = Progress.REPORTED.value, t.at, how.value
        call.signed_at = call.signed_at or t.at
        _take(t, call)
        t.say(how=how.value)

    return move_whistle("report_in", _mine(unit, do), about=unit, **by)


def plan_whistle(*, unit: Unit, with_whom: str, measure: str, deadline: datetime, **by: Unpack[By]) -> Case:
    """Say how it will be handled: the elements of an answer beside the moment it was accepted, which is known.

    :raises ElementsMissing: nobody it was discussed with. :raises DeadlineBeyond: later than it was given.
    :raises NotYourDepartment: no post there.
    """

    def do(t: Turn, call: Call) -> None:
        _planned(t, call, with_whom, deadline)
        call.state = Progress.HANDLING.value

    said = Said(answer=measure, note=with_whom)
    return move_whistle("plan", _mine(unit, do), about=unit, said=said, until=deadline, **by)


def feed_back_whistle(*, unit: Unit, answer: str, **by: Unpack[By]) -> Case:
    """Say what came of it. Without a plan there is no answer: the four elements come first.

    :raises ElementsMissing: the department never said how. :raises NotYourDepartment: no post there.
    """

    def do(t: Turn, call: Call) -> None:
        if call.planned_at is None:
            raise ElementsMissing
        call.state, call.answered_at = Progress.ANSWERED.value, t.at
        call.assess_by = t.calendar.due(t.at, deadlines.limit_of(t.case, "assess"))
        for share in t.shares:
            if share.pk == call.share_id and share.state in Assignment.LIVE:
                t.end_share(share, Assignment.State.ANSWERED)

    return move_whistle("feed_back", _mine(unit, do), about=unit, said=Said(answer=answer), **by)


def decline_whistle(*, unit: Unit, note: str, **by: Unpack[By]) -> Case:
    """Say within the limit that it is not this department's, and why. What was declined twice goes one level up.

    :raises NotYourDepartment: no post there.
    """

    def do(t: Turn, call: Call) -> None:
        call.state, call.declined_at = Progress.DECLINED.value, t.at
        # What somebody took on freely and gives back counts as nothing that was refused.
        t.case.returned_count += not call.is_claimed
        for share in t.shares:
            if share.pk == call.share_id and share.state in Assignment.LIVE:
                t.end_share(share, Assignment.State.RETURNED)

    return move_whistle("decline_whistle", _mine(unit, do), about=unit, said=Said(note=note), **by)


def _mine(unit: Unit, do: object) -> Do:
    """Let only whoever works at a department act for it, and write its call."""

    def whole(t: Turn, held: Held) -> None:
        call = held.of(unit)
        if call is None or not policies.answers(t.actor, call):
            raise NotYourDepartment(unit=str(unit))
        do(t, call)  # type: ignore[operator]
        held.changed.append(call)

    return whole


def _planned(t: Turn, call: Call, with_whom: str, deadline: datetime) -> None:
    if not with_whom.strip():
        raise ElementsMissing
    if deadline <= t.at:
        raise PastMoment(until=deadline)
    if deadline > call.close_by and call.close_by > t.at:
        raise DeadlineBeyond(most=call.close_by)
    call.planned_at, call.deadline = t.at, deadline


def _take(t: Turn, call: Call) -> None:
    for share in t.shares:
        if share.pk == call.share_id and share.state == Assignment.State.GIVEN:
            share.state, share.taken_at, share.account_id = Assignment.State.TAKEN, t.at, t.actor.account_id
            t.change_share(share)
