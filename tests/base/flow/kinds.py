"""What every kind of case is tried with: each verb from each state by everybody, each verb twice, the laws of the loop.

A pillar describes its kind once (`Kind`) and gets all three:

    KIND = Kind(flow=RATING, verbs=VERBS, texts=STATES, calls=CALLS, paths=PATHS, everybody=…, first=file)
    class TestKind(Machines): kind = KIND
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
from django.db.models import Count
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
from tests.town import MONDAY, Town

Call = Callable[..., Any]
"""Takes the town, the actor, the number and the moment; `key` by name."""

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Kind:
    """A kind of case as tests try it. The empty name is whoever raised it; `sweep` in a path lets forty days pass."""

    flow: Flow
    verbs: Mapping[str, object]
    states: Mapping[str, object]
    calls: Mapping[str, Call]
    paths: Mapping[str, tuple[tuple[str, str], ...]]
    everybody: tuple[str, ...]
    first: Callable[[Town, datetime], str]
    """Open a case and give its number."""
    reporters_own: frozenset[str] = frozenset()
    stricter: frozenset[str] = frozenset()
    """Verbs that ask more than the table: they may refuse what it offers, never do what it does not."""
    inner: frozenset[str] = frozenset()
    """Verbs made only by another verb, or by a page of its own."""
    before: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """What somebody must have done before a verb is open from any state of its row."""

    def verb_of(self, call: str) -> str:
        """Give the verb of a call: `confirm_bad` is `confirm` with a bad answer."""
        return call.removesuffix("_bad")

    def bring(self, town: Town, state: str) -> tuple[str, datetime]:
        """Open a case and bring it into a state; give its number and the moment after."""
        number, at = self.first(town, MONDAY), MONDAY
        for name, verb in self.paths[state]:
            at += QUARTER
            if verb == "sweep":
                at += timedelta(days=40)
                sweep(at)
                continue
            self.calls[verb](town, actor_of(town, name, at), number, at)
        return number, at + QUARTER


def actor_of(town: Town, name: str, at: datetime) -> Actor:
    return town.actor(name, at) if name else ANYONE


def offered(actor: Actor, number: str, at: datetime, *, as_reporter: bool) -> set[str]:
    """Give the verbs that the table opens to somebody, as a page does."""
    case = Case.objects.select_related("holder", "area", "office").get(number=number)
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    ask = engine._FACTS.get(case.kind)
    more = ask(case, shares, at, deadlines.calendar_of(case.office)) if ask else {}
    stands = engine.stands_of(actor, case, shares)
    if as_reporter:
        stands.append((Stand.REPORTER, frozenset()))
    flow = engine.REGISTRY[case.kind]
    return {m.verb for m in flow.open_to(engine.facts_of(case, shares, **more), stands)}


def trace(number: str) -> tuple[object, ...]:
    """Give what a refusal must leave as it was."""
    found = Case.objects.filter(number=number).annotate(steps_count=Count("steps"))
    return found.values_list(
        "step_seq", "state", "holder_id", "resolve_by", "due_at", "card", "steps_count"
    ).get()


def tried(call: Call, town: Town, actor: Actor, number: str, at: datetime) -> bool:
    """Try a call and undo it; say whether it would have been done. A refusal must leave no trace."""
    before = trace(number)
    try:
        with transaction.atomic():
            call(town, actor, number, at)
            assert Case.objects.get(number=number).step_seq == before[0] + 1  # type: ignore[operator]
            transaction.set_rollback(True)
    except Refusal:
        assert trace(number) == before
        return False
    return True


class Machines:
    """The tests that every kind passes. A subclass names its kind."""

    kind: ClassVar[Kind]

    def test_every_verb_and_state_has_words_and_can_be_tried(self) -> None:
        flow, kind = self.kind.flow, self.kind
        assert set(flow.verbs) <= set(kind.verbs)
        assert set(flow.states) == set(kind.states)
        of_the_clock = {m.verb for m in flow.moves if all(w.stand == Stand.SYSTEM for w in m.who)}
        assert {kind.verb_of(call) for call in kind.calls} == set(flow.verbs) - of_the_clock - kind.inner
        assert set(kind.paths) == set(flow.states)

    def test_every_cell(self, town: Town) -> None:
        """From every state, as everybody, every verb does what the table says and nothing else."""
        kind = self.kind
        for state in sorted(kind.paths):
            with transaction.atomic():
                number, at = kind.bring(town, state)
                assert Case.objects.get(number=number).state == state
                for name in kind.everybody:
                    actor = actor_of(town, name, at)
                    open_to = offered(actor, number, at, as_reporter=not name)
                    for verb, call in kind.calls.items():
                        if (not name) != (kind.verb_of(verb) in kind.reporters_own):
                            continue
                        done = tried(call, town, actor, number, at)
                        allowed = kind.verb_of(verb) in open_to
                        where = f"{name or 'reporter'} {verb} from {state}: {done=} {allowed=}"
                        assert done == allowed or (verb in kind.stricter and allowed), where
                transaction.set_rollback(True)

    def test_every_verb_sent_twice_is_made_once(self, town: Town) -> None:
        """A submission that comes twice, as from a phone on bad signal, is one step."""
        kind, left = self.kind, set(self.kind.calls)
        for state in sorted(kind.paths):
            for verb in sorted(left):
                if not any(state in m.sources for m in kind.flow.rows(kind.verb_of(verb))):
                    continue
                with transaction.atomic():
                    number, at = kind.bring(town, state)
                    for name, earlier in kind.before.get(verb, ()):
                        kind.calls[earlier](town, actor_of(town, name, at), number, at)
                    for name in ("",) if kind.verb_of(verb) in kind.reporters_own else kind.everybody:
                        if self._twice(town, verb, name, number, at):
                            left.discard(verb)
                            break
                    transaction.set_rollback(True)
        assert not left, f"nobody could make {left}"

    def _twice(self, town: Town, verb: str, name: str, number: str, at: datetime) -> bool:
        key, call, actor = uuid.uuid4(), self.kind.calls[verb], actor_of(town, name, at)
        before = Case.objects.get(number=number).step_seq
        try:
            with transaction.atomic():
                call(town, actor, number, at, key=key)
        except Refusal:
            return False
        call(town, actor, number, at + QUARTER, key=key)
        assert Case.objects.get(number=number).step_seq == before + 1, verb
        return True

    def test_the_laws_hold_whatever_people_do(self, town: Town) -> None:
        machine = type("StreetOfTown", (Street,), {"town": town, "kind": self.kind})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=int(os.environ.get("LINLI_EXAMPLES", "4")),
                stateful_step_count=15,
                deadline=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
                derandomize="LINLI_EXAMPLES" not in os.environ,
            ),
        )


class Street(RuleBasedStateMachine):
    """Cases of a kind, moved by anybody while time passes. After every rule every law holds for every case."""

    town: Town
    kind: Kind

    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = MONDAY
        self.savepoint = transaction.savepoint()
        self.numbers = [self.kind.first(self.town, self.at)]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule()
    def another(self) -> None:
        if len(self.numbers) < 3:
            self.numbers.append(self.kind.first(self.town, self.at))

    @rule(data=st.data())
    def moves(self, data: st.DataObject) -> None:
        """Make a move that is likely open, so that cases get far; now and then any."""
        number = data.draw(st.sampled_from(self.numbers))
        state = Case.objects.get(number=number).state
        likely = {
            call
            for call in self.kind.calls
            if any(state in m.sources for m in self.kind.flow.rows(self.kind.verb_of(call)))
        }
        calls = sorted(likely if likely and data.draw(st.integers(0, 4)) else self.kind.calls)
        verb = data.draw(st.sampled_from(calls))
        own = self.kind.verb_of(verb) in self.kind.reporters_own
        for name in ("",) if own else data.draw(st.permutations([n for n in self.kind.everybody if n]))[:5]:
            before = trace(number)
            try:
                with transaction.atomic():
                    self.kind.calls[verb](self.town, actor_of(self.town, name, self.at), number, self.at)
            except Refusal:
                assert trace(number) == before
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
            laws_of(case, self.kind.flow, self.at)


def laws_of(case: Case, flow: Flow, at: datetime) -> None:
    """Hold one case against the laws that every kind keeps (DESIGN 4)."""
    live = [s for s in Assignment.objects.filter(case=case) if s.state in Assignment.LIVE]
    steps = list(Step.objects.filter(case=case).order_by("seq"))
    assert case.holder.is_active
    if case.is_open:
        assert case.resolve_by is not None
        assert case.state in flow.open_states
    else:
        assert case.is_answered or case.end_reason
        assert case.next_tick_at is None
        assert not live
    assert [s.seq for s in steps] == list(range(1, case.step_seq + 1))
    assert verify_case(case) == []
    for a, b in pairwise(steps):
        assert a.after == b.before
    if case.state in flow.stopped:
        assert case.stopped_at is not None
        assert case.stopped_until is not None
    elif case.is_open:
        assert case.stopped_at is None
    due = [d for d in (case.due_at, case.resolve_by if not case.settled_at else None) if d]
    if case.is_open and case.stopped_at is None and due and min(due) <= at:
        assert case.card == "red"
    assert set(case.holder.line) <= set(case.reach)
    assert set(case.area.line) <= set(case.reach)
