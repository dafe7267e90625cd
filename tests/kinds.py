"""The machinery that every kind of case is put through: each cell of its table, the laws of the loop, each verb twice.

KIND = Kind(flow=WHISTLE, calls=CALLS, ...)
def test_every_cell(town, state): kinds.every_cell(KIND, town, state)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
from linli.base.people.actors import ANYONE, Actor
from linli.kernel.refusals import Refusal
from tests.town import MONDAY, Town

Call = Callable[..., Any]
"""Takes the town, the actor, the number and the moment; `key` and `seen` by name."""


@dataclass(frozen=True)
class Kind:
    """What the machinery asks about a kind of case."""

    flow: Flow
    calls: Mapping[str, Call]
    """Every verb as one call; an `x_low` or `x_bad` is the verb `x` with another answer."""
    everybody: tuple[str, ...]
    """One of each stand; the empty name is whoever raised it."""
    open: Callable[[Town, datetime, Any], object]
    """Open a case for the machine of the laws; it draws what differs."""
    bring: Callable[..., tuple[str, datetime]]
    offered: Callable[[Actor, Case, list[Assignment], datetime, bool], set[str]]
    """The verbs that a page would offer."""
    reporters_own: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    """Verbs that ask more than the table says: what is done was offered, not the other way round."""
    skipped: Callable[[str, str], bool] = lambda _name, _verb: False
    tables: tuple[str, ...] = ()
    law: Callable[[Case, list[Assignment], list[Step]], None] = lambda _case, _shares, _steps: None

    def actor(self, town: Town, name: str, at: datetime) -> Actor:
        return town.actor(name, at) if name else ANYONE


def verb_of(call: str) -> str:
    return call.removesuffix("_bad").removesuffix("_low")


# --- every cell ---------------------------------------------------------------------------------------------


def every_cell(kind: Kind, town: Town, state: str, *, least: int) -> None:
    """Try every verb as everybody from a state: the engine does what the table says, and nothing else."""
    number, at = kind.bring(town, state)
    case = Case.objects.select_related("holder", "area", "office").get(number=number)
    assert case.state == state
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    tried, before = 0, _trace(number)
    for name in kind.everybody:
        actor = kind.actor(town, name, at)
        offered = kind.offered(actor, case, shares, at, not name)
        for said, call in kind.calls.items():
            if not name and said not in kind.reporters_own:
                continue  # without an account or a secret there is no page to try it from
            if kind.skipped(name, said):
                continue
            allowed = verb_of(said) in offered
            done = _try(call, town, actor, number, at, before)
            tried += 1
            if verb_of(said) in kind.loose:
                assert not done or allowed, f"{name} did {said} from {state}"
            else:
                assert done == allowed, f"{name or 'reporter'} {said} from {state}: {done=} {allowed=}"
    assert tried > least


def _try(call: Call, town: Town, actor: Actor, number: str, at: datetime, before: tuple[object, ...]) -> bool:
    """Try a call and undo it; say whether it would have been done. A refusal must leave no trace."""
    try:
        with transaction.atomic():
            call(town, actor, number, at)
            assert Case.objects.get(number=number).step_seq == before[0] + 1  # type: ignore[operator]
            transaction.set_rollback(True)
    except Refusal:
        assert _trace(number) == before
        return False
    return True


def _trace(number: str) -> tuple[object, ...]:
    """What a refusal must leave as it was. One query: it is asked after each of some thousands."""
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


# --- the laws -----------------------------------------------------------------------------------------------


class _Street(RuleBasedStateMachine):
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

    def _do(self, said: str, name: str, number: str) -> None:
        with transaction.atomic():
            self.kind.calls[said](self.town, self.kind.actor(self.town, name, self.at), number, self.at)

    @rule(data=st.data())
    def opens(self, data: st.DataObject) -> None:
        if self.made < 3:
            self.made += 1
            self.kind.open(self.town, self.at, data)

    @rule(data=st.data())
    def moves(self, data: st.DataObject) -> None:
        numbers = list(Case.objects.order_by("id").values_list("number", flat=True))
        if not numbers:
            return
        number = data.draw(st.sampled_from(numbers))
        name = data.draw(st.sampled_from(self.kind.everybody))
        said = data.draw(st.sampled_from(sorted(self.kind.calls if name else self.kind.reporters_own)))
        before = self._seen(number)
        try:
            self._do(said, name, number)
        except Refusal:
            assert self._seen(number) == before
        else:
            assert self._seen(number)[0] == before[0] + 1

    @rule(data=st.data())
    def moves_on(self, data: st.DataObject) -> None:
        """Make a move that is likely open, so that cases get far."""
        numbers = list(Case.objects.filter(is_open=True).values_list("number", flat=True))
        if not numbers:
            return
        number = data.draw(st.sampled_from(numbers))
        state = Case.objects.get(number=number).state
        flow = self.kind.flow
        likely = {m.verb for m in flow.moves if state in m.sources and m.target}
        found = sorted(said for said in self.kind.calls if verb_of(said) in likely)
        if not found:
            return
        said = data.draw(st.sampled_from(found))
        for name in data.draw(st.permutations(self.kind.everybody)):
            if not name and said not in self.kind.reporters_own:
                continue
            try:
                self._do(said, name, number)
            except Refusal:
                continue
            return

    def _seen(self, number: str) -> tuple[Any, ...]:
        case = Case.objects.get(number=number)
        return case.step_seq, case.state, case.holder_id, case.card, case.due_at, case.is_open

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
        flow = self.kind.flow
        for case in Case.objects.select_related("holder", "area"):
            shares = list(Assignment.objects.filter(case=case))
            live = [s for s in shares if s.state in Assignment.LIVE]
            steps = list(Step.objects.filter(case=case).order_by("seq"))
            # 1. One holder, one deadline, no state that is nobody's.
            assert case.holder.is_active
            if case.is_open:
                assert case.resolve_by is not None
                assert case.state in flow.open_states
            # 2. It ends with an answer or a recorded reason, and nobody's share outlives it.
            else:
                assert case.is_answered or case.end_reason
                assert case.next_tick_at is None
                assert not live
            # 3. One step a move, chained, provable.
            assert [s.seq for s in steps] == list(range(1, case.step_seq + 1))
            assert verify_case(case) == []
            for a, b in pairwise(steps):
                assert a.after == b.before
            # 5. A pause says until when; the clock does not tick meanwhile.
            if case.state in flow.stopped and case.is_open:
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
            self.kind.law(case, shares, steps)


def laws_hold(kind: Kind, town: Town) -> None:
    """Let random people and clocks attack the laws of the loop on several cases of a kind at once."""
    run_state_machine_as_test(
        type("StreetOfTown", (_Street,), {"town": town, "kind": kind}),
        settings=settings(
            max_examples=int(os.environ.get("LINLI_EXAMPLES", "15")),
            stateful_step_count=30,
            deadline=None,
            phases=(
                Phase.generate,
            ),  # a failing run is replayed by its printed steps; shrinking takes minutes
            suppress_health_check=list(HealthCheck),
            derandomize="LINLI_EXAMPLES" not in os.environ,
        ),
    )


# --- all of a move or nothing -------------------------------------------------------------------------------

FLOW_TABLES = (
    "flow_case", "flow_step", "flow_stepwords", "flow_assignment", "flow_petition", "flow_casesearch", "flow_stepfile",
)  # fmt: skip


def everything(tables: tuple[str, ...]) -> tuple[Any, ...]:
    """Every row of every table a move may write, as one fingerprint each."""
    names = (*FLOW_TABLES, *tables)
    parts = ", ".join(f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {t} t)" for t in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        return tuple(cursor.fetchone())


class _Killed(BaseException):
    """What the process dies of: nothing catches it."""


class _KillAt:
    """Let `n` statements pass, then die before the next."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.left == 0:
            raise _Killed
        self.left -= 1
        return execute(sql, params, many, context)


@contextmanager
def _dying_at_commit() -> Iterator[list[bool]]:
    """Die instead of committing; say whether it came to that."""
    came: list[bool] = []

    def commit() -> None:
        came.append(True)
        connection.close()
        raise _Killed

    connection.commit = commit  # type: ignore[method-assign]
    try:
        yield came
    finally:
        del connection.commit


def deaths(call: Callable[[], object]) -> Iterator[int]:
    """Kill a call before its first statement, its second, and so on, at last before its commit; then let it live.

    What dies takes its connection with it, as a process does. Yields after each death.
    """
    for n in range(200):
        with _dying_at_commit() as came:
            try:
                with connection.execute_wrapper(_KillAt(n)):
                    call()
            except _Killed:
                connection.close()
        yield n
        if came:
            call()
            return
    raise AssertionError("the call never ended")


def dies_whole(call: Callable[[], object], tables: tuple[str, ...], least: int) -> None:
    """Say that a call killed anywhere leaves nothing, and that it changes something when it lives."""
    before, count = everything(tables), 0
    for n in deaths(call):
        assert everything(tables) == before, f"something stayed of what died before statement {n}"
        count += 1
    assert count >= least
    assert everything(tables) != before
