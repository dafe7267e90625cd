"""Two people at once, and a process that dies in the middle: one wins, the other is told; all of a move or nothing."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connections

from linli.base.flow.jobs import tick
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import Overtaken
from linli.base.flow.verify import verify_log
from linli.base.people.actors import ANYONE
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Reporter
from tests import deaths
from tests.pillars.governance.reports.doing import CALLS, OPEN_TO, REPORTS, bring, file, hours
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town() -> Town:
    return build_town()


def _both(*calls: Any) -> list[object]:
    """Run calls in threads of their own, started together; give what each returned or raised."""
    gate = threading.Barrier(len(calls))
    found: list[object] = [None] * len(calls)

    def run(i: int) -> None:
        gate.wait()
        try:
            found[i] = calls[i]()
        except Refusal as refusal:
            found[i] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_of_two_dispatchers_one_wins_and_the_other_is_told(town: Town) -> None:
    number = file(town).report.case.number
    town.people["second"] = town.people["dispatcher"]
    actor = town.actor("dispatcher")
    results = _both(
        *(
            lambda lead=lead: operations.dispatch_report(
                actor=actor, number=number, at=MONDAY + hours(1), lead=lead, seen=1
            )
            for lead in (town.sanitation, town.heating)
        )
    )
    refused = [r for r in results if isinstance(r, Refusal)]
    assert len(refused) == 1
    assert refused[0].code == "overtaken"
    assert refused[0].data["by"] == "dispatcher"
    assert Assignment.objects.filter(case__number=number).count() == 1
    assert Step.objects.filter(case__number=number, verb="dispatch").count() == 1


def test_a_phone_that_retries_files_once(town: Town) -> None:
    key = uuid.uuid4()
    results = _both(*[lambda: file(town, key=key) for _ in range(4)])
    assert len({r.report.pk for r in results}) == 1  # type: ignore[attr-defined]
    assert Case.objects.count() == 1
    assert Reporter.objects.count() == 1


def test_two_merging_into_each_other_do_not_wait_for_ever(town: Town) -> None:
    a = file(town).report.case.number
    b = file(town, phone="13900001111").report.case.number
    actor = town.actor("secretary")
    results = _both(
        lambda: operations.merge_report(actor=actor, number=a, into=b, at=MONDAY + hours(1), note="同一件"),
        lambda: operations.merge_report(actor=actor, number=b, into=a, at=MONDAY + hours(1), note="同一件"),
    )
    assert sum(isinstance(r, Refusal) for r in results) == 1
    assert Case.objects.filter(state="merged").count() == 1
    assert verify_log() == []


def _everything() -> tuple[Any, ...]:
    return deaths.everything(REPORTS.tables)


def _dies_whole(call: Callable[[], object], least: int) -> None:
    deaths.dies_whole(call, REPORTS.tables, least)


def _prepare(town: Town, verb: str, phone: str, **by: Any) -> Callable[[], object]:
    state, name, before = OPEN_TO[verb]
    number, at = bring(town, state, phone=phone)
    for who, done in before:
        CALLS[done](town, town.actor(who, at), number, at)
        at += hours(0.1)
    actor = town.actor(name, at) if name else ANYONE
    if verb == "merge":  # the other report is there before, so that only the merge is tried
        into = file(town, phone=f"{phone[:-1]}9").report.case.number
        return lambda: operations.merge_report(
            actor=actor, number=number, into=into, at=at, note="同一口井", **by
        )
    return lambda: CALLS[verb](town, actor, number, at, **by)


@pytest.mark.parametrize("group", range(8))
def test_killed_between_any_two_statements_leaves_all_or_nothing(town: Town, group: int) -> None:
    """Every verb there is, eight towns of them: the connection breaks before each statement in turn."""
    assert set(OPEN_TO) == set(CALLS)
    for i, verb in enumerate(sorted(OPEN_TO)[group::8]):
        _dies_whole(_prepare(town, verb, f"137{group}{i:02d}00000"), least=5)
    assert verify_log() == []


@pytest.mark.parametrize("group", range(4))
def test_a_submission_that_comes_twice_is_made_once(town: Town, group: int) -> None:
    """Every verb: a phone that missed the answer sends the same again, and no row of any table changes."""
    for i, verb in enumerate(sorted(OPEN_TO)[group::4]):
        call = _prepare(town, verb, f"134{group}{i:02d}00000", key=uuid.uuid4())
        call()
        made = _everything()
        call()
        assert _everything() == made, verb


def test_what_comes_again_late_does_not_undo_what_was_done_since(town: Town) -> None:
    """The second sending arrives after somebody went on: what they did stands."""
    for verb, since in (("recall", ("dispatcher", "dispatch")), ("publish", ("secretary", "unpublish"))):
        call = _prepare(town, verb, "13300000001", key=uuid.uuid4())
        call()
        case = Case.objects.latest("pk")
        at = MONDAY + timedelta(days=1)
        CALLS[since[1]](town, town.actor(since[0], at), case.number, at)
        made = _everything()
        call()
        assert _everything() == made, verb
    assert verify_log() == []


def test_a_key_that_comes_with_a_newer_page_does_nothing_and_is_told(town: Town) -> None:
    number, at = bring(town, "received")
    by: Any = {"actor": town.actor("worker", at), "number": number, "at": at, "key": uuid.uuid4()}
    noted = operations.note_report(note="去看过了", **by)
    with pytest.raises(Overtaken):
        operations.note_report(note="又去看过了", seen=noted.step_seq, **by)
    assert Step.objects.filter(case__number=number, verb="note").count() == 1


def test_killed_between_two_statements_of_the_clock(town: Town) -> None:
    """The clock's own moves: cards, climbing, and what happens when a question, a pause, the ledger, a rating is over."""
    numbers = {state: bring(town, state, phone=f"1361{i:07d}") for i, state in enumerate(_TIMED)}
    late = MONDAY + timedelta(days=60)
    seen: list[str | None] = []
    for number, _at in numbers.values():
        _dies_whole(lambda number=number: seen.append(tick(number, late)), least=8)  # type: ignore[misc]
    slow = file(town, phone="13612345678").report.case.number
    for at in (MONDAY + hours(1.8), MONDAY + hours(2.5), MONDAY + hours(30)):
        _dies_whole(lambda at=at: seen.append(tick(slow, at)), least=8)  # type: ignore[misc]
    assert seen == ["lapse", "go_on", "wake", "come_back", "turn_yellow", "turn_red", "climb"]
    assert verify_log() == []


_TIMED = ("callback", "asked", "paused", "ledgered")


def test_killed_while_filing_leaves_no_half_report(town: Town) -> None:
    before = _everything()
    for _n in deaths.deaths(lambda: file(town)):
        assert _everything() == before
    assert Case.objects.count() == 1
    assert verify_log() == []


@pytest.mark.parametrize("state", ["received", "accepted", "dispatched", "answered", "callback", "paused"])
def test_any_two_moves_at_once_are_made_one_after_the_other(town: Town, state: str) -> None:
    """Pairs of verbs that are open from here, at the same moment in two sessions: each is made whole or refused."""
    verbs = sorted(
        v for v, (from_state, _who, before) in OPEN_TO.items() if from_state == state and not before
    )
    verbs = sorted({*verbs, *(v for v in ("note", "urge", "supervise") if state != "paused")})
    rng = Random(state)
    pairs = [(rng.choice(verbs), rng.choice(verbs)) for _ in range(5)]
    for i, pair in enumerate(pairs):
        number, at = bring(town, state, phone=f"135{i:08d}")
        before = Case.objects.get(number=number)
        actors = [town.actor(name, at) if (name := _who_may(verb)) else ANYONE for verb in pair]
        results = _both(
            *(
                lambda verb=verb, actor=actor: CALLS[verb](town, actor, number, at)  # noqa: B023
                for verb, actor in zip(pair, actors, strict=True)
            )
        )
        made = sum(not isinstance(result, Refusal) for result in results)
        case = Case.objects.get(number=number)
        assert made >= 1, (pair, results)
        assert case.step_seq == before.step_seq + made, (pair, results)
        assert case.steps.count() == case.step_seq
    assert verify_log() == []


def _who_may(verb: str) -> str:
    return {"note": "secretary", "urge": "secretary", "supervise": "leader"}.get(verb) or OPEN_TO[verb][1]
