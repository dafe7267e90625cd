"""Tasks for grid workers: asked with a basis, admitted until a day, answered by each grid, ended by themselves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move, reach_of
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.duties import policies, queries, rules
from linli.pillars.governance.duties.flow import KIND, TASK
from linli.pillars.governance.duties.models import Duty, Task
from linli.pillars.governance.duties.rules import DutyGone, DutyKind


class NotYoursToAsk(Refusal):
    """Somebody asks in the name of a unit they hold no post at, or of an office it has nothing to do with: `unit`."""


class TaskWithoutBasis(Refusal):
    """A task names neither a line of the list nor a document."""


class DutyTakenBack(Refusal):
    """The line named is one that superiors took back: `number`, `name`, `lead`."""


class GroundsMissing(Refusal):
    """No grid is to do it, or one outside the office."""


class TaskTooLong(Refusal):
    """Longer than a task may lie on grid workers: `days`."""


class NotAnswering(Refusal):
    """The unit has no open share of the task, or is not one's own: `unit`."""


@opening.once
def ask_task(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    office: Unit,
    what: str,
    days: int,
    grounds: Sequence[Unit],
    duty: Duty | None = None,
    outside_basis: str = "",
    key: uuid.UUID | None = None,
) -> Task:
    """Ask that grid workers do something: on a line of the list, or on a document that no line covers.

    :raises NotYoursToAsk: no post there. :raises TaskWithoutBasis: neither line nor document.
    :raises DutyTakenBack: the line says that superiors do it. :raises DutyGone: not a line of the list in force.
    :raises TaskTooLong: :raises GroundsMissing: :raises WordsMissing: nothing asked.
    """
    if not policies.asks_for(actor, unit) or not queries.serves(unit, office):
        raise NotYoursToAsk(unit=str(unit))
    if key is not None and (made := Task.objects.filter(case__idempotency_key=key).first()):
        return made
    if not what.strip():
        raise WordsMissing(fields=["answer"])
    outside = "" if duty is not None else clean_line(outside_basis)[:300]
    _allowed(duty, outside, office)
    if not 1 <= days <= rules.longest_days(listed=duty is not None):
        raise TaskTooLong(days=rules.longest_days(listed=duty is not None))
    chosen = list({one.pk: one for one in grounds}.values())
    known = {one.pk for one in queries.grounds_of(office)}
    if not 0 < len(chosen) <= rules.MOST_GROUNDS or any(one.pk not in known for one in chosen):
        raise GroundsMissing
    task = Task(unit=unit, duty=duty, outside_basis=outside, days=days, grounds=[one.pk for one in chosen])

    def beside(case: Case) -> list[Model]:
        task.case = case
        share = Assignment(
            case=case, unit=unit, part=Assignment.Part.LEAD, given_at=at, state=Assignment.State.TAKEN
        )
        case.reach = reach_of(case, [share])
        return [task, share]

    with transaction.atomic():
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=office,
            office=office,
            holder=office,
            title=what.strip().splitlines()[0][:60],
            state="asked",
            slot="decide",
            limits=deadlines.limits_for(TASK, office, "", {}),
            said=Said(answer=what.strip(), data={"duty": duty.pk if duty else 0, "days": days}),
            key=key,
            index=what,
            verb="ask",
            topic=duty.kind if duty else "outside",
            channel="desk",
            can_be_asked=False,
            beside=beside,
        )
    return task


def _allowed(duty: Duty | None, outside: str, office: Unit) -> None:
    if duty is None:
        if not outside:
            raise TaskWithoutBasis
        return
    if not queries.is_in_force(duty, office):
        raise DutyGone
    if duty.kind == DutyKind.TAKEN_BACK:
        raise DutyTakenBack(number=duty.number, name=duty.name, lead=duty.lead)


def admit_task(*, until: datetime, note: str = "", **by: Unpack[By]) -> Case:
    """Let a task through to the grids until a day, on which it ends by itself.

    :raises TaskTooLong: beyond what such a task may last. :raises GroundsMissing: none of its grids is there any more.
    """

    def do(t: Turn) -> None:
        task = Task.objects.get(case=t.case)
        most = rules.longest_days(listed=task.duty_id is not None)
        if until <= t.at:
            raise PastMoment(until=until)
        if until - t.at > timedelta(days=most):
            raise TaskTooLong(days=most)
        grids = queries.grids_under(t.case.office, task.grounds)
        if not grids:
            raise GroundsMissing
        for grid in grids:
            t.assign(grid, Assignment.Part.ASSIST).due_at = until
        t.say(grids=len(grids), until=until.isoformat())

    return make_move("admit", do, until=until, said=Said(note=note), **by)


def turn_task_away(*, answer: str, duty: Duty | None = None, **by: Unpack[By]) -> Case:
    """Send a task back: why, and, where there is one, the line that says whose it is.

    :raises DutyGone: the line quoted is not in the list in force.
    """

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "turned_away"
        if duty is not None:
            if not queries.is_in_force(duty, t.case.office):
                raise DutyGone
            Task.objects.filter(case=t.case).update(quoted=duty)
            t.say(quoted=duty.pk)

    return make_move("turn_away", do, said=Said(answer=answer), **by)


def withdraw_task(**by: Unpack[By]) -> Case:
    """Take back what was asked."""

    def do(t: Turn) -> None:
        t.case.end_reason = "withdrawn"

    return make_move("withdraw", do, **by)


def answer_task(*, unit: Unit, answer: str, **by: Unpack[By]) -> Case:
    """Say what came of it on one grid.

    :raises NotAnswering: nothing open there, or not one's own ground.
    """

    def do(t: Turn) -> None:
        is_own = any(p.unit_id in unit.line for p in t.actor.posts)
        share = next((s for s in t.shares if s.unit_id == unit.pk and s.state in Assignment.LIVE), None)
        if share is None or share.part != Assignment.Part.ASSIST or not is_own:
            raise NotAnswering(unit=str(unit))
        t.end_share(share, Assignment.State.ANSWERED)
        t.say(unit=unit.pk)

    return make_move("answer_share", do, said=Said(answer=answer), **by)


def end_task(*, answer: str, **by: Unpack[By]) -> Case:
    """End a task before its day, and say why."""

    def do(t: Turn) -> None:
        t.case.is_answered = True

    return make_move("end", do, said=Said(answer=answer), **by)


def note_task(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who have to do with a task."""
    return make_move("note", said=Said(note=note), **by)
