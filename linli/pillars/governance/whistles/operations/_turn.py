"""What every verb of a whistle does: lock, read the calls, tell the table what it asks, move, set the clock of the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Unpack

from django.db import transaction

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.steps import NOTHING, Said
from linli.base.orgs.models import Unit
from linli.kernel.limits import LimitUnit
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.whistles import rules
from linli.pillars.governance.whistles.models import Call, Whistle
from linli.pillars.governance.whistles.queries import told_by_department
from linli.pillars.governance.whistles.rules import ORDER, Progress

OPENING_SLOTS = (
    ("sign_by", "sign"),
    ("decline_by", "turn_down"),
    ("report_by", "report"),
    ("plan_by", "plan"),
    ("close_by", "close"),
)


@dataclass
class Held:
    """The calls of a whistle whose case is locked; those named in `changed` are written after the step."""

    calls: list[Call]
    changed: list[Call] = field(default_factory=list)

    def save(self) -> None:
        """Write what changed."""
        for call in self.changed:
            call.save()

    def of(self, unit: Unit) -> Call | None:
        """Give the call of a department."""
        return next((call for call in self.calls if call.unit_id == unit.pk), None)


Do = Callable[[Turn, Held], object]


def move_whistle(
    verb: str,
    do: Do | None = None,
    *,
    about: Unit | None = None,
    low: bool = False,
    said: Said = NOTHING,
    to: Unit | None = None,
    until: datetime | None = None,
    **by: Unpack[By],
) -> Case:
    """Make one move of a whistle. `about` is the department it is about; its step names it.

    The case is locked before the calls are read: of two departments that sign in at once the second sees the first.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(number=by["number"]).first()
        held = Held(calls_of(case) if case else [])
        parts = [call.part for call in held.calls]
        count = case.returned_count if case else 0
        posted = Whistle.objects.filter(case=case, is_posted=True).exists() if case else False
        known = rules.flags(
            parts, about.pk if about else 0, at=by["at"], declined_count=count, low=low, posted=posted
        )

        def whole(t: Turn) -> None:
            if about is not None:
                t.say(unit=about.pk)
            if do is not None:
                do(t, held)
            if t.case.state == "closed":
                t.case.is_answered = True
            elif t.case.state == "called_off":
                t.case.end_reason = "called_off"
            set_clock(t, held.calls)
            t.after(lambda _step: held.save())

        with told_by_department(verb, case, held.calls, actor=by["actor"], about=about):
            return make_move(verb, whole, said=said, to=to, until=until, known={"pending": known}, **by)


def calls_of(case: Case) -> list[Call]:
    """Read the calls of a whistle. One query."""
    return list(Call.objects.filter(whistle=case.pk).select_related("unit").order_by("id"))


def new_call(
    case: Case, unit: Unit, at: datetime, calendar: WorkCalendar, wanted_by: datetime | None
) -> Call:
    """Prepare a call with its clocks, each counted from now; what is wanted earlier than the rule is due then."""
    call = Call(unit=unit, called_at=at)
    start_clocks(call, case, at, calendar, wanted_by)
    return call


def start_clocks(
    call: Call, case: Case, at: datetime, calendar: WorkCalendar, wanted_by: datetime | None = None
) -> None:
    """Count every clock of a call from a moment."""
    for name, slot in OPENING_SLOTS:
        setattr(call, name, calendar.due(at, deadlines.limit_of(case, slot)))
    if wanted_by is not None and at < wanted_by < call.close_by:
        call.close_by = wanted_by
        call.plan_by, call.report_by = min(call.plan_by, wanted_by), min(call.report_by, wanted_by)


def from_the_start(t: Turn, call: Call) -> None:
    """Begin a call anew, with all its clocks."""
    call.state, call.called_at, call.how = Progress.BLOWN.value, t.at, ""
    call.is_claimed, call.offer = False, None
    call.signed_at = call.reported_at = call.planned_at = call.deadline = None
    call.answered_at = call.assess_by = call.declined_at = None
    start_clocks(call, t.case, t.at, t.calendar)


def come_freely(call: Call, at: datetime) -> None:
    """Write down that a unit came of its own accord: it has signed in with that."""
    call.is_claimed, call.state, call.signed_at = True, Progress.SIGNED.value, at


def point_to(call: Call, share: Assignment) -> None:
    """Let a call name the share it has now."""
    call.share = share


def shift(t: Turn, held: Held, stops: datetime, goes_on: datetime) -> None:
    """Move what is still owed: what was left of a clock when it stopped is left when it goes on."""
    slots = (*OPENING_SLOTS, ("assess_by", "assess"))
    for call in held.calls:
        if not call.is_live:
            continue
        for name, slot in slots:
            moment, unit = getattr(call, name), unit_of(t.case, slot)
            if moment is None:
                continue
            left = t.calendar.remaining(stops, moment, unit)
            later = t.calendar.add_work_time(goes_on, left) if unit.counts_office_time else goes_on + left
            setattr(call, name, later)
        held.changed.append(call)


def off_the_ledger(t: Turn, held: Held) -> None:
    """Let every clock of the calls go on today instead of on the day it was put off to."""
    step = Step.objects.filter(case=t.case, verb="shelve").latest("seq")
    shift(t, held, datetime.fromisoformat(step.data["until"]), t.at)


def share_of(case: Case, unit: Unit, at: datetime, due_at: datetime) -> Assignment:
    """Prepare a department's share of the case."""
    share = Assignment(
        case=case, unit=unit, part=Assignment.Part.ASSIST, given_at=at, state=Assignment.State.GIVEN
    )
    share.due_at = due_at
    return share


def set_clock(t: Turn, calls: Sequence[Call]) -> None:
    """Let the case be due when the first of its departments is. Where the level above holds it, its own clock runs."""
    case = t.case
    if case.state not in ORDER:
        return
    running = [(due, call) for call in calls if (due := call.due_at) is not None]
    if not running:
        return
    due, call = min(running, key=lambda pair: (pair[0], pair[1].unit_id))
    case.settled_at = (case.settled_at or t.at) if case.state == "answered" else None
    slot = rules.SLOTS[Progress(call.state)]
    if case.due_at == due and case.slot == slot:
        return
    limit = deadlines.limit_of(case, slot)
    case.slot, case.due_unit, case.due_at = slot, limit.unit.value, due
    case.started_at = call.answered_at or call.reopened_at or call.called_at
    case.is_provisional = t.calendar.is_due_provisional(case.started_at, limit)
    case.climb = 0
    t.restarted = True


def unit_of(case: Case, slot: str) -> LimitUnit:
    """Say in which kind of time a slot counts."""
    return deadlines.limit_of(case, slot).unit
