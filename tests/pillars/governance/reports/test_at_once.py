"""Two people at once, and a process that dies in the middle: one wins, the other is told; all of a move or nothing."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.verify import verify_log
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Reporter
from tests.pillars.governance.reports.doing import CALLS, bring, file, hours
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


def _everything() -> tuple[Any, ...]:
    cases = list(
        Case.objects.order_by("id").values_list("number", "state", "holder_id", "step_seq", "last_hash")
    )
    shares = list(Assignment.objects.order_by("id").values_list("id", "state"))
    return [(*c[:4], bytes(c[4])) for c in cases], shares, Step.objects.count(), Reporter.objects.count()  # type: ignore[return-value]


def _deaths(call: Any) -> Iterator[int]:
    """Kill a call before its first statement, its second, and so on, until it lives; yield after each death."""
    for n in range(200):
        try:
            with connection.execute_wrapper(_KillAt(n)):
                call()
        except _Killed:
            connection.close()
            yield n
            continue
        return
    raise AssertionError("the call never ended")


@pytest.mark.parametrize(
    "verb", ["accept", "dispatch", "merge", "split", "rate_bad", "grant_pause", "answer"]
)
def test_killed_between_any_two_statements_leaves_all_or_nothing(town: Town, verb: str) -> None:
    state, name = {
        "accept": ("received", "worker"),
        "dispatch": ("received", "dispatcher"),
        "merge": ("received", "secretary"),
        "split": ("accepted", "secretary"),
        "rate_bad": ("callback", "dispatcher"),
        "grant_pause": ("accepted", "dispatcher"),
        "answer": ("dispatched", "sweeper"),
    }[verb]
    number, at = bring(town, state)
    if verb == "grant_pause":
        CALLS["ask_pause"](town, town.actor("worker"), number, at)
    if verb == "answer":
        CALLS["answer_share"](town, town.actor("stoker"), number, at)
    into = file(town, phone="13900002222").report.case.number
    actor = town.actor(name)

    def call() -> None:
        if verb == "merge":
            operations.merge_report(actor=actor, number=number, into=into, at=at, note="同一口井")
        else:
            CALLS[verb](town, actor, number, at)

    before, deaths = _everything(), 0
    for _n in _deaths(call):
        assert _everything() == before
        deaths += 1
    assert deaths >= 5
    assert _everything() != before
    assert verify_log() == []


def test_killed_while_filing_leaves_no_half_report(town: Town) -> None:
    before = _everything()
    for _n in _deaths(lambda: file(town)):
        assert _everything() == before
    assert Case.objects.count() == 1
    assert verify_log() == []
