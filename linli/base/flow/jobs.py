"""The clock's own moves: yellow, red, climbing, and what happens when the time of a state is up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from linli.base.flow import deadlines
from linli.base.flow.engine import Turn, make_move, timed_of, turn
from linli.base.flow.models import Card, Case
from linli.base.flow.refusals import NotFromHere
from linli.base.flow.table import REGISTRY
from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.kernel.refusals import Refusal


def _timed_verb(case: Case) -> str | None:
    flow = REGISTRY[case.kind]
    move = next((m for m in flow.moves if m.is_timed and case.state in m.sources), None)
    return move.verb if move else None


def _ended(t: Turn) -> None:
    if not t.case.is_open:
        t.case.end_reason = t.move.verb
    if (do := timed_of(t.case.kind)) is not None:
        do(t)


def tick(number: str, at: datetime) -> str | None:
    """Make the one move the clock owes a case now, and give its verb; None when it owes nothing.

    A state whose time is up comes first, then the next card or level.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("office").get(number=number)
        if case.next_tick_at is None or case.next_tick_at > at:
            return None
        ready = case.stopped_until if case.stopped_at is not None else case.due_at
        verb = _timed_verb(case)
        if verb is not None and ready is not None and ready <= at:
            make_move(verb, _ended, actor=SYSTEM, number=number, at=at)
            return verb
        calendar = deadlines.calendar_of(case.office)
        card = deadlines.card_at(case, at, calendar)
        if card == Card.RED and case.card != Card.RED:
            verb = "turn_red"
        elif card == Card.YELLOW and case.card == Card.NONE:
            verb = "turn_yellow"
        elif deadlines.climb_at(case, at) > case.climb and case.card == Card.RED:
            verb = "climb"
        else:
            verb = None
        if verb is None:
            deadlines.refresh(case, at, calendar, restarted=False)
            Case.objects.filter(pk=case.pk).update(next_tick_at=case.next_tick_at)
            return None
        with turn(verb, actor=SYSTEM, number=number, at=at) as t:
            t.case.card = card
            t.case.climb = max(1, t.case.climb + (verb == "climb")) if card == Card.RED else 0
            t.say(card=str(card), climb=t.case.climb)
        return verb


def sweep(at: datetime, *, most: int = 500) -> int:
    """Make every move the clock owes at a moment, oldest first, and count them. Safe to run twice at once.

    One case that cannot be moved does not stop the clock of the others: what it said is raised at the end.
    """
    made = 0
    stuck: dict[str, Refusal] = {}
    while made < most:
        numbers = list(
            Case.objects.filter(next_tick_at__lte=at)
            .exclude(number__in=list(stuck))
            .order_by("next_tick_at")
            .values_list("number", flat=True)[:50]
        )
        if not numbers:
            break
        before = made + len(stuck)
        for number in numbers:
            try:
                while tick(number, at):
                    made += 1
            except NotFromHere:
                continue  # somebody moved it between the list and the lock; it is no longer owed
            except Refusal as refusal:
                stuck[number] = refusal
        if made + len(stuck) == before:
            break
    for said in stuck.values():
        raise said
    return made


@app.periodic(cron="* * * * *")
@app.task(name="flow.sweep", queueing_lock="flow.sweep")
def sweep_clock(timestamp: int) -> int:
    """Let the clock of every case tick, each minute. A job reads the time of day, as a face does."""
    return sweep(clock.now())
