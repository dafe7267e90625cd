"""What every kind of case must stand: each cell of its table, the laws of the loop, each verb sent twice.

A kind says in a `Kind` how its verbs are called; the tests of its pillar hand it over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.table import Flow
from linli.base.flow.verify import verify_case
from linli.base.people.actors import ANYONE
from linli.kernel.refusals import Refusal
from tests.town import MONDAY, Town

Call = Callable[..., Any]


@dataclass(frozen=True)
class Kind:
    """A kind of case as its tests drive it."""

    flow: Flow
    calls: Mapping[str, Call]
    """Verb → `call(town, actor, number, at, **by)`."""
    start: Callable[[Town, datetime, int], object]
    """Open the n-th case of a run."""
    offered: Callable[..., Any]
    """`offered(actor, case, shares, at, as_reporter)`: the moves shown as buttons."""
    people: tuple[str, ...]
    """One of each stand; the empty name is whoever raised it."""
    own: frozenset[str]
    """The verbs that whoever raised it has a page for."""
    loose: frozenset[str] = frozenset()
    """Verbs that ask for more than the table can say: done only if offered, not always when offered."""
    not_by_staff: frozenset[str] = frozenset()
    """Verbs that no page of staff has."""
    row_of: Callable[[str], str] = field(default=lambda call: call)
    """The verb of the table that a call makes."""


def try_every_person(kind: Kind, town: Town, number: str, at: datetime) -> int:
    """Try every verb as everybody on one case; the engine does what the table offers, and nothing else."""
    case = Case.objects.select_related("holder", "area", "office").get(number=number)
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    tried, before = 0, trace(number)
    for name in kind.people:
        actor = town.actor(name, at) if name else ANYONE
        offered = {m.verb for m in kind.offered(actor, case, shares, at, as_reporter=not name)}
        for verb, call in kind.calls.items():
            if (not name and verb not in kind.own) or (name and verb in kind.not_by_staff):
                continue
            allowed = kind.row_of(verb) in offered
            done = would_be_done(call, town, actor, number, at, before)
            tried += 1
            who = f"{name or 'reporter'} {verb} from {case.state}: {done=} {allowed=}"
            assert not done or allowed, who
            assert verb in kind.loose or done == allowed, who
    return tried


def would_be_done(
    call: Call, town: Town, actor: Any, number: str, at: datetime, before: tuple[object, ...]
) -> bool:
    """Try a call and undo it; say whether it would have been done. A refusal must leave no trace."""
    try:
        with transaction.atomic():
            call(town, actor, number, at)
            assert Case.objects.get(number=number).step_seq == before[0] + 1  # type: ignore[operator]
            transaction.set_rollback(True)
    except Refusal:
        assert trace(number) == before
        return False
    return True


def trace(number: str) -> tuple[object, ...]:
    """Give what a refusal must leave as it was. One query: it is asked after each of some thousands."""
    steps = (
        Step.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("*")).values("n")
    )
    shares = Assignment.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("*"))
    found = Case.objects.filter(number=number).annotate(
        steps_count=Subquery(steps), shares_count=Subquery(shares.values("n"))
    )
    return found.values_list(
        "step_seq", "state", "holder_id", "resolve_by", "due_at", "card", "steps_count", "shares_count"
    ).get()


class Loop(RuleBasedStateMachine):
    """Cases opened, moved by anybody, time passing. After every rule, every law holds for every case."""

    town: Town
    kind: Kind

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = MONDAY
        self.made = 0
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def _numbers(self, **fields: Any) -> list[str]:
        rows = Case.objects.filter(kind=self.kind.flow.kind, **fields)
        return list(rows.order_by("id").values_list("number", flat=True))

    @rule()
    def opens(self) -> None:
        if self.made < 3:
            self.made += 1
            self.kind.start(self.town, self.at, self.made)

    def _call(self, verb: str, name: str, number: str) -> None:
        with transaction.atomic():
            self.kind.calls[verb](
                self.town, self.town.actor(name, self.at) if name else ANYONE, number, self.at
            )

    @rule(data=st.data())
    def moves(self, data: st.DataObject) -> None:
        numbers = self._numbers()
        if not numbers:
            return
        number = data.draw(st.sampled_from(numbers))
        name = data.draw(st.sampled_from(self.kind.people))
        verb = data.draw(st.sampled_from(sorted(self.kind.calls if name else self.kind.own)))
        before = trace(number)
        try:
            self._call(verb, name, number)
        except Refusal:
            assert trace(number) == before
        else:
            assert trace(number)[0] == before[0] + 1  # type: ignore[operator]

    @rule(data=st.data())
    def moves_on(self, data: st.DataObject) -> None:
        """Make a move that is likely open, so that cases get far."""
        numbers = self._numbers(is_open=True)
        if not numbers:
            return
        number = data.draw(st.sampled_from(numbers))
        state = Case.objects.get(number=number).state
        verbs = sorted(
            {m.verb for m in self.kind.flow.moves if state in m.sources and m.target} & set(self.kind.calls)
        )
        if not verbs:
            return
        verb = data.draw(st.sampled_from(verbs))
        for name in data.draw(st.permutations(self.kind.people)):
            if not name and verb not in self.kind.own:
                continue
            try:
                self._call(verb, name, number)
            except Refusal:
                continue
            return

    @rule(hours=st.integers(1, 100))
    def waits(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        sweep(self.at)
        assert not Case.objects.filter(next_tick_at__lte=self.at).exists(), "the clock owes a move"

    @invariant()
    def the_database_agrees(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    @invariant()
    def the_laws_hold(self) -> None:
        for case in Case.objects.filter(kind=self.kind.flow.kind).select_related("holder", "area"):
            self.laws_of(case)

    def laws_of(self, case: Case) -> None:
        live = list(Assignment.objects.filter(case=case, state__in=Assignment.LIVE))
        steps = list(Step.objects.filter(case=case).order_by("seq"))
        # 1. One holder, one deadline, no state that is nobody's.
        assert case.holder.is_active
        if case.is_open:
            assert case.resolve_by is not None
            assert case.state in self.kind.flow.open_states
        # 2. It ends with an answer or a recorded reason.
        else:
            assert case.is_answered or case.end_reason
            assert case.next_tick_at is None
            assert not live
        # 3. One step a move, chained, provable.
        assert [s.seq for s in steps] == list(range(1, case.step_seq + 1))
        assert verify_case(case) == []
        for a, b in pairwise(steps):
            assert a.after == b.before
        assert sum(s.part == Assignment.Part.LEAD for s in live) <= 1
        # 5. A pause says until when; the clock does not tick meanwhile.
        if case.state in self.kind.flow.stopped:
            assert case.stopped_at is not None
            assert case.stopped_until is not None
        elif case.is_open:
            assert case.stopped_at is None
        # 7. Overdue is in sight.
        due = [d for d in (case.due_at, case.resolve_by if not case.settled_at else None) if d]
        if case.is_open and case.stopped_at is None and due and min(due) <= self.at:
            assert case.card == "red"
        # 8. Whoever may see it is in its reach.
        assert set(case.holder.line) <= set(case.reach)
        assert set(case.area.line) <= set(case.reach)


def run_laws(machine: type[Loop], town: Town, kind: Kind, *, steps: int = 30, examples: int = 15) -> None:
    """Attack the laws of a kind with made-up runs; `LINLI_EXAMPLES` asks for more of them."""
    run_state_machine_as_test(
        type(f"{machine.__name__}OfTown", (machine,), {"town": town, "kind": kind}),
        settings=settings(
            max_examples=int(os.environ.get("LINLI_EXAMPLES", str(examples))),
            stateful_step_count=steps,
            deadline=None,
            phases=(
                Phase.generate,
            ),  # a failing run is replayed by its printed steps; shrinking takes minutes
            suppress_health_check=list(HealthCheck),
            derandomize="LINLI_EXAMPLES" not in os.environ,
        ),
    )
