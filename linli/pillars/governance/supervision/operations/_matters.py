"""Raising a matter over a case or by itself, and every verb until it is struck off."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Unpack

from django.db import transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow import policies as flow
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import NoSuchCase, NotFromHere, NotYourMove, PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.flow.table import REGISTRY
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.supervision import policies, rules
from linli.pillars.governance.supervision.flow import KIND, SUPERVISION
from linli.pillars.governance.supervision.models import Responsibility, Supervision
from linli.pillars.governance.supervision.rules import Why


class NotYoursToRaise(Refusal):
    """Somebody raises a matter at an office they hold no post at: `unit`."""


class SupervisedAlready(Refusal):
    """The case is under supervision: `number`."""


class ExtendedTooFar(Refusal):
    """Earlier than it was, or further than a year: `days`."""


@opening.once
def raise_supervision(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    why: Why,
    asked: str,
    over: Case | None = None,
    responsibility: Responsibility | None = None,
    key: uuid.UUID | None = None,
) -> Supervision:
    """Put a matter on the list (立项): over a case of any kind, about a line of a responsibility list, or by itself.

    A case whose table knows the mark (`supervise`) is marked by a step of its own in the same transaction.

    :raises NotYoursToRaise: no post there. :raises NoSuchCase: the case is out of reach, or of another office.
    :raises SupervisedAlready: a matter over it is open. :raises WordsMissing: nothing asked.
    """
    if not policies.raises_at(actor, office):
        raise NotYoursToRaise(unit=str(office))
    if key is not None and (made := Supervision.objects.filter(case__idempotency_key=key).first()):
        return made
    if not asked.strip():
        raise WordsMissing(fields=["answer"])
    if over is not None and (over.office_id != office.pk or not flow.reaches(actor, over)):
        raise NoSuchCase(number=over.number)
    if responsibility is not None and responsibility.office_id != office.pk:
        raise NotYoursToRaise(unit=str(office))
    matter = Supervision(why=why.value, responsibility=responsibility)

    def beside(case: Case) -> list[Model]:
        matter.case = case
        return [matter]

    with transaction.atomic():
        if over is not None:
            # Of two who raise it at once the second sees the first.
            over = Case.objects.select_for_update().get(pk=over.pk)
            open_one = Case.objects.filter(parent=over, kind=KIND, is_open=True).first()
            if open_one is not None:
                raise SupervisedAlready(number=open_one.number)
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=over.area if over else responsibility.unit if responsibility else office,
            office=office,
            holder=office,
            title=asked.strip().splitlines()[0][:60],
            state="raised",
            slot="assign",
            limits=deadlines.limits_for(SUPERVISION, office, why.value, {}),
            said=Said(answer=asked.strip(), data={"why": why.value}),
            key=key,
            index=asked,
            verb="raise",
            topic=why.value,
            channel="desk",
            is_supervised=True,
            is_confidential=bool(over and over.is_confidential),
            can_be_asked=False,
            lon=over.lon if over else None,
            lat=over.lat if over else None,
            place_words=over.place_words if over else "",
            parent=over,
            beside=beside,
        )
        if over is not None and over.is_open and not over.is_supervised:
            _mark(actor, at, over, asked)
    return matter


def _mark(actor: Actor, at: datetime, over: Case, asked: str) -> None:
    """Set the mark of supervision on a case, where its own table has a row for it and for this actor."""
    if not REGISTRY[over.kind].rows("supervise", over.state):
        return

    def do(t: Turn) -> None:
        t.case.is_supervised = True

    try:
        make_move("supervise", do, said=Said(note=asked), actor=actor, number=over.number, at=at)
    except (NotFromHere, NotYourMove):
        return  # whoever may not mark the case still supervises it: the matter stands beside it


def assign_supervision(*, to: Unit, note: str = "", **by: Unpack[By]) -> Case:
    """Give it to the unit that has to do it (交办)."""

    def do(t: Turn) -> None:
        t.assign(to, Assignment.Part.LEAD)

    return make_move("assign", do, to=to, said=Said(note=note, data={"to": to.pk}), **by)


def take_supervision_on(**by: Unpack[By]) -> Case:
    """Take it on (承办)."""

    def do(t: Turn) -> None:
        if (share := t.lead()) is not None:
            share.state, share.taken_at, share.due_at = Assignment.State.TAKEN, t.at, t.case.due_at
            t.change_share(share)

    return make_move("take_on", do, **by)


def give_supervision_back(*, note: str, **by: Unpack[By]) -> Case:
    """Say that it is somebody else's, and why."""

    def do(t: Turn) -> None:
        t.case.returned_count += 1
        t.end_shares(Assignment.State.RETURNED)

    return make_move("give_back", do, said=Said(note=note), **by)


def urge_supervision(*, note: str, **by: Unpack[By]) -> Case:
    """Urge whoever has it (催办)."""

    def do(t: Turn) -> None:
        t.case.urged_count += 1

    return make_move("urge", do, said=Said(note=note), **by)


def extend_supervision(*, until: datetime, note: str, **by: Unpack[By]) -> Case:
    """Give more time, as a leader, and say why; it stays in sight.

    :raises PastMoment: :raises ExtendedTooFar: earlier than it was, or further than a year.
    """

    def do(t: Turn) -> None:
        case = t.case
        if until <= t.at:
            raise PastMoment(until=until)
        if (case.due_at and until <= case.due_at) or until - t.at > timedelta(days=rules.MOST_DAYS):
            raise ExtendedTooFar(days=rules.MOST_DAYS)
        t.say(was=case.due_at.isoformat() if case.due_at else "", until=until.isoformat())
        case.due_at, case.resolve_by = until, max(until, case.resolve_by or until)
        case.extended_count += 1
        t.restarted = True
        if (share := t.lead()) is not None:
            share.due_at = until
            t.change_share(share)

    return make_move("extend", do, until=until, said=Said(note=note), **by)


def answer_supervision(*, answer: str, **by: Unpack[By]) -> Case:
    """Say what was done (反馈)."""

    def do(t: Turn) -> None:
        t.case.settled_at = t.at

    return make_move("answer", do, said=Said(answer=answer), **by)


def pass_check_supervision(*, note: str, **by: Unpack[By]) -> Case:
    """Say that it was looked at and is so (核查)."""
    return make_move("pass_check", said=Said(note=note), **by)


def redo_supervision(*, note: str, **by: Unpack[By]) -> Case:
    """Say what is not so; whoever did it does it again."""

    def do(t: Turn) -> None:
        t.case.settled_at = None
        t.case.reopened_count += 1

    return make_move("redo", do, said=Said(note=note), **by)


def strike_supervision_off(*, answer: str, **by: Unpack[By]) -> Case:
    """Strike it off the list (销号), as a leader."""

    def do(t: Turn) -> None:
        t.case.is_answered = True

    return make_move("strike_off", do, said=Said(answer=answer), **by)


def drop_supervision(*, answer: str, **by: Unpack[By]) -> Case:
    """Take it off the list undone, as a leader, and say why."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "dropped"

    return make_move("drop", do, said=Said(answer=answer), **by)


def note_supervision(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who have to do with it."""
    return make_move("note", said=Said(note=note), **by)
