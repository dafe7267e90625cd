"""The machinery that every kind of case is put through: each cell of its table, the laws of the loop, each verb twice.

A kind is described once. Its tests call the parts (`every_cell`, `made_once`, `laws_hold`), or take all of them:

    KIND = Kind(flow=RATING, calls=CALLS, bring=along(PATHS, CALLS, first), open=..., ...)
    class TestKind(Machines): kind, verbs, states, paths = KIND, VERBS, STATES, PATHS
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Subquery
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from linli.base.flow import deadlines, engine
from linli.base.flow.jobs import sweep
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.table import Flow, Stand
from linli.base.flow.verify import verify_case
from linli.base.people.actors import ANYONE, Actor
from linli.kernel.refusals import Refusal
from tests.deaths import everything
from tests.town import MONDAY, Town

Call = Callable[..., Any]
"""Takes the town, the actor, the number and the moment; `key` and `seen` by name."""

Way = tuple[tuple[str, str], ...]
"""Who does what, one after another; `sweep` lets forty days pass."""

QUARTER = timedelta(minutes=15)


def actor_of(town: Town, name: str, at: datetime) -> Actor:
    """Give somebody by name; the empty name is whoever raised the case."""
    return town.actor(name, at) if name else ANYONE


def verb_of(call: str) -> str:
    """Give the verb of a call: `rate_bad` is `rate` with a bad answer."""
    return call.removesuffix("_bad").removesuffix("_low")


def table_offers(
    actor: Actor, case: Case, shares: list[Assignment], at: datetime, as_reporter: bool
) -> set[str]:
    """Give the verbs that the table opens to somebody, for a kind whose pages ask nothing more."""
    ask = engine._FACTS.get(case.kind)
    more = ask(case, shares, at, deadlines.calendar_of(case.office)) if ask else {}
    stands = engine.stands_of(actor, case, shares)
    if as_reporter:
        stands.append((Stand.REPORTER, frozenset()))
    flow = engine.REGISTRY[case.kind]
    return {m.verb for m in flow.open_to(engine.facts_of(case, shares, **more), stands)}


def along(
    paths: Mapping[str, Way], calls: Mapping[str, Call], first: Callable[[Town, datetime], str]
) -> Callable[[Town, str], tuple[str, datetime]]:
    """Give how a case is brought into a state: opened, then moved along its path, a quarter of an hour a move."""

    def bring(town: Town, state: str) -> tuple[str, datetime]:
        number, at = first(town, MONDAY), MONDAY
        for name, said in paths[state]:
            at += QUARTER
            if said == "sweep":
                at += timedelta(days=40)
                sweep(at)
            else:
                calls[said](town, actor_of(town, name, at), number, at)
        return number, at + QUARTER

    return bring


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
    """Bring a case into a state; its number and the moment after."""
    offered: Callable[[Actor, Case, list[Assignment], datetime, bool], set[str]] = table_offers
    """The verbs that a page would offer."""
    reporters_own: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    """Verbs that ask more than the table says: what is done was offered, not the other way round."""
    skipped: Callable[[str, str], bool] = lambda _name, _verb: False
    beside: Mapping[str, Call] = field(default_factory=dict)
    """What is done with a case that is no move of it, and has to come before one."""
    tables: tuple[str, ...] = ()
    law: Callable[[Case, list[Assignment], list[Step]], None] = lambda _case, _shares, _steps: None


# --- every cell ---------------------------------------------------------------------------------------------


def every_cell(kind: Kind, town: Town, state: str, *, least: int) -> None:
    """Try every verb as everybody from a state: the engine does what the table says, and nothing else."""
    number, at = kind.bring(town, state)
    assert Case.objects.get(number=number).state == state
    assert cells(kind, town, number, at) > least


def cells(kind: Kind, town: Town, number: str, at: datetime) -> int:
    """Try every verb as everybody on one case, and count."""
    case = Case.objects.select_related("holder", "area", "office").get(number=number)
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    tried, before = 0, _trace(number)
    for name in kind.everybody:
        actor = actor_of(town, name, at)
        offered = kind.offered(actor, case, shares, at, not name)
        for said, call in kind.calls.items():
            if not name and said not in kind.reporters_own:
                continue  # without an account or a secret there is no page to try it from
            if kind.skipped(name, said):
                continue
            allowed = verb_of(said) in offered
            done = _try(call, town, actor, number, at, case.step_seq)
            tried += 1
            if verb_of(said) in kind.loose:
                assert not done or allowed, f"{name} did {said} from {case.state}"
            else:
                assert done == allowed, f"{name or 'reporter'} {said} from {case.state}: {done=} {allowed=}"
        assert _trace(number) == before, f"a refusal to {name or 'reporter'} left a trace on {case.state}"
    return tried


def _try(call: Call, town: Town, actor: Actor, number: str, at: datetime, step: int) -> bool:
    """Try a call and say whether it was done. What was done is undone; what was refused stands, as it would be kept."""
    mark = transaction.savepoint()
    try:
        call(town, actor, number, at)
    except Refusal:
        transaction.savepoint_commit(mark)
        return False
    assert Case.objects.values_list("step_seq", flat=True).get(number=number) == step + 1
    transaction.savepoint_rollback(mark)
    return True


def _trace(number: str) -> tuple[object, ...]:
    """What a refusal must leave as it was, in one query."""
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

    def _numbers(self, **fields: Any) -> list[str]:
        rows = Case.objects.filter(kind=self.kind.flow.kind, **fields)
        return list(rows.order_by("id").values_list("number", flat=True))

    def _do(self, said: str, name: str, number: str) -> None:
        with transaction.atomic():
            self.kind.calls[said](self.town, actor_of(self.town, name, self.at), number, self.at)

    @rule(data=st.data())
    def opens(self, data: st.DataObject) -> None:
        if self.made < 3:
            self.made += 1
            self.kind.open(self.town, self.at, data)

    @rule(data=st.data())
    def moves(self, data: st.DataObject) -> None:
        numbers = self._numbers()
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
        numbers = self._numbers(is_open=True)
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
        for case in Case.objects.filter(kind=flow.kind).select_related("holder", "area"):
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
            # 4. Nobody leads beside somebody who leads.
            assert sum(s.part == Assignment.Part.LEAD for s in live) <= 1
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


def laws_hold(kind: Kind, town: Town, *, examples: int = 8, steps: int = 30) -> None:
    """Let random people and clocks attack the laws of the loop on several cases of a kind at once."""
    run_state_machine_as_test(
        type("StreetOfTown", (_Street,), {"town": town, "kind": kind}),
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


# --- each verb twice ----------------------------------------------------------------------------------------


def made_once(kind: Kind, town: Town, states: list[str], before: Mapping[str, Way]) -> set[str]:
    """Send every verb twice with one key, as a phone on bad signal does: it is one step. Gives the verbs nobody could."""
    left = set(kind.calls)
    for state in states:
        for said in sorted(left):
            if not any(state in m.sources for m in kind.flow.rows(verb_of(said))):
                continue
            with transaction.atomic():
                number, at = kind.bring(town, state)
                for name, earlier in before.get(said, ()):
                    {**kind.calls, **kind.beside}[earlier](town, actor_of(town, name, at), number, at)
                for name in kind.everybody:
                    if bool(name) != (said in kind.reporters_own) and _twice(
                        kind, town, said, name, number, at
                    ):
                        left.discard(said)
                        break
                transaction.set_rollback(True)
    return left


def _twice(kind: Kind, town: Town, said: str, name: str, number: str, at: datetime) -> bool:
    key, call, actor = uuid.uuid4(), kind.calls[said], actor_of(town, name, at)
    before = Case.objects.get(number=number).step_seq
    try:
        with transaction.atomic():
            call(town, actor, number, at, key=key)
    except Refusal:
        return False
    made = everything(kind.tables)
    call(town, actor, number, at + QUARTER, key=key)
    assert Case.objects.get(number=number).step_seq == before + 1, said
    assert everything(kind.tables) == made, said
    return True


class Machines:
    """The tests that every kind passes, for one that adds nothing. A subclass names its kind, its words and its paths."""

    kind: ClassVar[Kind]
    verbs: ClassVar[Mapping[str, object]]
    states: ClassVar[Mapping[str, object]]
    paths: ClassVar[Mapping[str, Way]]
    inner: ClassVar[frozenset[str]] = frozenset()
    """Verbs made only by another verb, or by a page of its own."""
    before: ClassVar[Mapping[str, Way]] = {}
    """What somebody must have done before a verb is open from any state of its row."""

    def test_every_verb_and_state_has_words_and_can_be_tried(self) -> None:
        flow = self.kind.flow
        assert set(flow.verbs) <= set(self.verbs)
        assert set(flow.states) == set(self.states)
        of_the_clock = {m.verb for m in flow.moves if all(w.stand == Stand.SYSTEM for w in m.who)}
        assert {verb_of(said) for said in self.kind.calls} == set(flow.verbs) - of_the_clock - self.inner
        assert set(self.paths) == set(flow.states)

    def test_every_cell(self, town: Town) -> None:
        for state in sorted(self.paths):
            with transaction.atomic():
                every_cell(self.kind, town, state, least=len(self.kind.calls))
                transaction.set_rollback(True)

    def test_every_verb_sent_twice_is_made_once(self, town: Town) -> None:
        assert not made_once(self.kind, town, sorted(self.paths), self.before)

    def test_the_laws_hold_whatever_people_do(self, town: Town) -> None:
        laws_hold(self.kind, town, examples=4, steps=15)
