"""The engine: lock, decide by the table, write the case and exactly one step, all in one transaction.

    def recall_report(*, note: str, **by: Unpack[By]) -> Case:
        return make_move("recall", Turn.end_shares, said=Said(note=note), **by)

`make_move` locks the case, asks the table, does what is particular to the verb and writes; whatever is raised undoes
everything. `turn` is the same as a block, for the few verbs that move two cases or give back something else.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Model

from linli.base.flow import deadlines
from linli.base.flow.locking import locked, made_by
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import (
    BadTarget,
    NoSuchCase,
    NotFromHere,
    NotYourMove,
    Overtaken,
    PastMoment,
    WordsMissing,
)
from linli.base.flow.steps import NOTHING, Said, make_step, rows_of
from linli.base.flow.table import BACK, REGISTRY, Clock, Facts, Flow, Hand, Move, Stand, allows
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import WORKING
from linli.base.people.actors import Actor
from linli.base.writing import write
from linli.kernel.workdays import WorkCalendar


def stands_of(actor: Actor, case: Case, shares: Iterable[Assignment]) -> list[tuple[Stand, frozenset[str]]]:
    """Say where an actor stands to a case, with the roles that count there. No query: units must be loaded."""
    if actor.is_system:
        return [(Stand.SYSTEM, frozenset())]
    lines = {
        Stand.HOLDER: [set(case.holder.line)],
        Stand.AREA: [set(case.area.line)],
        Stand.LEAD: [
            set(s.unit.line) for s in shares if s.part == Assignment.Part.LEAD and s.state in Assignment.LIVE
        ],
        Stand.ASSIST: [
            set(s.unit.line)
            for s in shares
            if s.part == Assignment.Part.ASSIST and s.state in Assignment.LIVE
        ],
    }
    found: dict[Stand, set[str]] = {}
    for post in actor.posts:
        if post.role not in WORKING:
            continue
        for stand, all_lines in lines.items():
            if any(post.unit_id in line for line in all_lines):
                found.setdefault(stand, set()).add(post.role)
        if post.unit_id == case.office_id:
            found.setdefault(Stand.OFFICE, set()).add(post.role)
        if post.unit_id in case.reach:
            found.setdefault(Stand.REACH, set()).add(post.role)
    return [(stand, frozenset(roles)) for stand, roles in found.items()]


class Turn:
    """One move being made. Everything is written when the block ends."""

    def __init__(self, case: Case, flow: Flow, actor: Actor, at: datetime, calendar: WorkCalendar) -> None:
        self.case, self.flow, self.actor, self.at, self.calendar = case, flow, actor, at, calendar
        self.shares: list[Assignment] = []
        self.move: Move = flow.moves[0]
        self.before = case.state
        self.was_holder = case.holder
        self.step: Step | None = None
        self.is_replay = False
        self.restarted = False
        self.extra: dict[str, Any] = {}
        self._given: list[Assignment] = []
        self._changed: list[Assignment] = []
        self._beside: list[Callable[[Step], Model]] = []
        self._after: list[Callable[[Step], object]] = []

    def hand_to(self, unit: Unit) -> None:
        """Give the case to a unit."""
        if not unit.is_active:
            raise BadTarget(unit=str(unit))
        self.case.holder = unit

    def assign(self, unit: Unit, part: Assignment.Part) -> Assignment:
        """Give a unit its share, due with the stage. Written when the block ends."""
        if not unit.is_active:
            raise BadTarget(unit=str(unit))
        share = Assignment(
            case=self.case,
            unit=unit,
            part=part,
            given_at=self.at,
            due_at=self.case.due_at,
            state=Assignment.State.GIVEN,
        )
        self._given.append(share)
        self.shares.append(share)
        return share

    def lead(self) -> Assignment | None:
        """Give the live lead share, if there is one."""
        live = (s for s in self.shares if s.part == Assignment.Part.LEAD and s.state in Assignment.LIVE)
        return next(live, None)

    def change_share(self, share: Assignment) -> None:
        """Have a share written again when the block ends."""
        if share not in self._given and share not in self._changed:
            self._changed.append(share)

    def end_share(self, share: Assignment, state: Assignment.State) -> None:
        share.state, share.ended_at = state, self.at
        self.change_share(share)

    def end_shares(self, state: Assignment.State = Assignment.State.CALLED_OFF) -> None:
        """End every live share: the case went on without it."""
        for share in self.shares:
            if share.state in Assignment.LIVE:
                self.end_share(share, state)

    def beside(self, make: Callable[[Step], Model]) -> None:
        """Write a row that names the step, together with it."""
        self._beside.append(make)

    def after(self, do: Callable[[Step], object]) -> None:
        """Do what needs the step once it is written; in the same transaction."""
        self._after.append(do)

    def end(self, step: Step, rows: Sequence[Model]) -> None:
        """Write the step, what stands beside it, the shares and the case, then do what waited. One statement."""
        self.step = step
        named = [make(step) for make in self._beside]
        write(new=[*self._given, *rows, *named], changed=[*self._changed, self.case])
        for do in self._after:
            do(step)

    def say(self, **data: object) -> None:
        """Add facts (ids, amounts, never personal words) to the step."""
        self.extra |= data


def facts_of(case: Case, shares: Iterable[Assignment], **more: Any) -> Facts:
    """Collect what the guards of a table look at. No query: units must be loaded."""
    live = [s for s in shares if s.state in Assignment.LIVE]
    given: dict[str, Any] = {
        "state": case.state,
        "prior_state": case.prior_state,
        "is_urgent": case.is_urgent,
        "is_ruled": case.is_ruled,
        "needs_spot_check": case.needs_spot_check,
        "can_be_asked": case.can_be_asked,
        "returned_count": case.returned_count,
        "reopened_count": case.reopened_count,
        "open_assists": sum(s.part == Assignment.Part.ASSIST for s in live),
        "has_lead": any(s.part == Assignment.Part.LEAD for s in live),
        "has_parent": case.parent_id is not None,
        "holder_kind": case.holder.kind,
    }
    return Facts(**(given | more))


class By(TypedDict, total=False):
    """Who moves which case, and when: what every verb takes.

    `seen` is the `step_seq` of the page the actor read; `key` makes a repeated submission do nothing twice.
    """

    actor: Required[Actor]
    number: Required[str]
    at: Required[datetime]
    seen: int | None
    key: uuid.UUID | None


FactsOf = Callable[[Case, list[Assignment], datetime, WorkCalendar], Mapping[str, Any]]
_FACTS: dict[str, FactsOf] = {}


def register_facts(kind: str, facts_of_kind: FactsOf) -> None:
    """Let a pillar tell what the guards of its table ask beyond the case. Asked under the lock, where a row needs it."""
    _FACTS[kind] = facts_of_kind


Timed = Callable[[Turn], object]
_TIMED: dict[str, Timed] = {}


def register_timed(kind: str, do: Timed) -> None:
    """Let a pillar do what is particular to the moves that the clock makes when the time of a state is up."""
    _TIMED[kind] = do


def timed_of(kind: str) -> Timed | None:
    """Return what a pillar does when the clock makes a move of its kind."""
    return _TIMED.get(kind)


def make_move(
    verb: str,
    do: Callable[[Turn], object] | None = None,
    *,
    said: Said = NOTHING,
    to: Unit | None = None,
    until: datetime | None = None,
    as_reporter: bool = False,
    known: Mapping[str, Any] | None = None,
    **by: Unpack[By],
) -> Case:
    """Make one move and give the case. `do` does what is particular to the verb, once for a key however often it comes.

    Costs and raises what `turn` does.
    """
    with turn(verb, said=said, to=to, until=until, as_reporter=as_reporter, known=known, **by) as t:
        if do is not None and not t.is_replay:
            do(t)
    return t.case


@contextmanager
def turn(
    verb: str,
    *,
    said: Said = NOTHING,
    to: Unit | None = None,
    until: datetime | None = None,
    as_reporter: bool = False,
    known: Mapping[str, Any] | None = None,
    **by: Unpack[By],
) -> Iterator[Turn]:
    """Make one move as a block. Four statements and those of the block: lock, shares, units, and everything written.

    Of a repeated submission the block still runs: test `t.is_replay`. `known` stands for what the pillar would be asked.

    :raises NoSuchCase: absent, or out of the actor's reach.
    :raises Overtaken: somebody moved it since `seen`. :raises NotFromHere: no such move from this state.
    :raises NotYourMove: not open to this actor. :raises WordsMissing: something the row asks for is not given.
    """
    key = by.get("key")
    try:
        with transaction.atomic():
            yield from _turn(verb, said, to, until, as_reporter, known, by)
    except IntegrityError:
        # The key came in with a page newer than the move it made: it is told as what it is, somebody's move.
        if key is None or (case := Case.objects.filter(steps__key=key).first()) is None:
            raise
        raise Overtaken(**last_step(case)) from None


def _turn(
    verb: str,
    said: Said,
    to: Unit | None,
    until: datetime | None,
    as_reporter: bool,
    known: Mapping[str, Any] | None,
    by: By,
) -> Iterator[Turn]:
    actor, number, at = by["actor"], by["number"], by["at"]
    seen, key = by.get("seen"), by.get("key")
    case, shares = locked(number)
    t = Turn(case, REGISTRY[case.kind], actor, at, deadlines.calendar_of(case.office))
    t.shares = shares
    stands = stands_of(actor, case, t.shares)
    if as_reporter:
        stands.append((Stand.REPORTER, frozenset()))
    if not stands:
        raise NoSuchCase(number=number)
    # A submission that was taken moved the case on: who saw the newest step sends something new.
    if key is not None and seen != case.step_seq and (made := made_by(case=case.pk, key=key)):
        t.is_replay, t.step = True, made[0]
        yield t
        return
    if seen is not None and seen != case.step_seq:
        raise Overtaken(**last_step(case))
    more = known_of(t, verb) if known is None else known
    t.move = decide(verb, case, facts_of(case, t.shares, **more), stands)
    given = {"note": said.note, "answer": said.answer, "to": to, "until": until, "photo": said.files}
    if missing := [name for name in t.move.asks if not given[name]]:
        raise WordsMissing(fields=missing)
    apply_move(t, t.move, to, until)
    yield t
    _finish(t, said, key)


def known_of(t: Turn, verb: str) -> Mapping[str, Any]:
    """Ask the pillar, which costs queries, only where a row has a condition or a guard."""
    ask = _FACTS.get(t.case.kind)
    if ask is None or not any(row.when or row.guards for row in t.flow.rows(verb, t.case.state)):
        return {}
    return ask(t.case, t.shares, t.at, t.calendar)


def decide(verb: str, case: Case, facts: Facts, stands: Iterable[tuple[Stand, frozenset[str]]]) -> Move:
    """Give the row of the table by which a move is made. One query when it is refused for its state.

    :raises NotFromHere: no such move from this state, and who moved last. :raises NotYourMove: not open to somebody
        who stands here. :raises Refusal: what a guard of the row says.
    """
    move = REGISTRY[case.kind].choose(verb, facts)
    if move is None:
        raise NotFromHere(state=case.state, **last_step(case))
    if not allows(move, stands):
        raise NotYourMove(verb=verb)
    for guard in move.guards:
        if refusal := guard(facts):
            raise refusal(verb=verb)
    return move


def last_step(case: Case, **about: int) -> dict[str, Any]:
    """Say who moved a case last, when and how, for whoever came second. `about`: what the step names. One query."""
    which = {f"data__{name}": pk for name, pk in about.items()} or {"seq": case.step_seq}
    step = Step.objects.filter(case=case, **which).select_related("actor", "unit").latest("seq")
    return {
        "by": step.actor.name if step.actor else "",
        "unit": str(step.unit or ""),
        "at": step.at,
        "verb": step.verb,
    }


def apply_move(t: Turn, move: Move, to: Unit | None, until: datetime | None) -> None:
    """Change a case as a row of the table says. No query but for the level above."""
    case, at = t.case, t.at
    match move.hand:
        case Hand.TO if to is not None:
            t.hand_to(to)
        case Hand.AREA:
            t.hand_to(case.area)
        case Hand.OFFICE:
            t.hand_to(case.office)
        case Hand.UP:
            t.hand_to(orgs.level_above(case.holder) or case.office)
        case Hand.LEAD if lead := t.lead():
            t.hand_to(lead.unit)
        case Hand.BACK if case.prior_holder:
            t.hand_to(case.prior_holder)
        case _:
            pass
    if move.target == BACK:
        case.state, case.prior_state = case.prior_state, ""
        case.prior_holder = None
    elif move.target is not None:
        if move.target in t.flow.stopped or move.clock == Clock.STOP:
            case.prior_state, case.prior_holder = case.state, t.was_holder
        case.state = move.target
    match move.clock:
        case Clock.START:
            deadlines.start(case, move.slot or case.slot, at, t.calendar)
            t.restarted = True
        case Clock.STOP:
            if case.stopped_at is None:
                case.stopped_at = at
            case.stopped_until = until or t.calendar.due(at, deadlines.limit_of(case, move.slot or "wait"))
            if case.stopped_until <= at:
                raise PastMoment(until=until)
        case Clock.GO_ON:
            deadlines.go_on(case, at, t.calendar)
            t.restarted = True
        case Clock.END | Clock.KEEP:
            pass
    if move.is_contact and case.responded_at is None:
        case.responded_at = at
    ends = case.state in t.flow.last
    if ends and case.is_open:
        case.is_open, case.closed_at = False, at
    elif not ends and not case.is_open:
        case.is_open, case.closed_at = True, None


def reach_of(case: Case, shares: Iterable[Assignment]) -> list[int]:
    """Compute who may see a case: its place, its holder, every unit that has or had a share, and all above them."""
    ids = {*case.area.line, *case.holder.line, *case.reach}
    for share in shares:
        ids.update(share.unit.line)
    return sorted(ids)


def _finish(t: Turn, said: Said, key: uuid.UUID | None) -> None:
    case = t.case
    if not case.is_open:
        t.end_shares()
        if t.move.clock == Clock.END:
            case.stopped_at = case.stopped_until = None
    deadlines.refresh(case, t.at, t.calendar, restarted=t.restarted)
    case.reach = reach_of(case, t.shares)
    step, words = make_step(case, t.move.verb, t.move.is_public, t.before, t.actor, t.at, said, t.extra, key)
    t.end(step, rows_of(case, step, words, said.files))
