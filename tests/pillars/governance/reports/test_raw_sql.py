"""The eight laws attacked with raw SQL in the application's own role: what the code never does, the database refuses."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from linli.base.flow import deadlines
from linli.base.flow import operations as flow
from linli.base.flow.jobs import sweep
from linli.base.flow.models import Assignment, Case, Petition
from linli.base.flow.verify import verify_log
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import UnitInUse
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import operations
from tests.pillars.governance.reports.doing import CALLS, bring, file, hours
from tests.town import MONDAY, Town


def attack(sql: str, params: list[object] | None = None) -> None:
    """Run statements and let every check that waits for the commit speak now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


STEP = (
    "INSERT INTO flow_step (case_id, seq, verb, before, after, actor_kind, is_deputy, at, holder_id, due_at, resolve_by,"
    " is_public, data, files_digests, prev_hash, hash) SELECT case_id, seq + {seq}, 'settle', {before}, 'closed',"
    " 'system', false, at, holder_id, due_at, resolve_by, true, '{{}}', '{{}}', hash, {hash} FROM flow_step"
    " ORDER BY seq DESC LIMIT 1;"
)
SECOND_LEAD = (
    "INSERT INTO flow_assignment (case_id, unit_id, part, state, given_at)"
    " SELECT case_id, unit_id, 'lead', 'given', now() FROM flow_assignment WHERE part = 'assist'"
)
FORGED = "decode(repeat('22', 32), 'hex')"


@pytest.mark.parametrize(
    "change",
    [
        # 1. Holder and deadline; nobody's, or gone.
        "holder_id = area_id",
        "holder_id = NULL",
        "resolve_by = NULL",
        "resolve_by = resolve_by + interval '90 days'",
        "is_open = false, closed_at = now(), is_answered = true",
        "number = '20200101-0001'",
        "office_id = holder_id",
        # 2. Answered, without an answer.
        "is_answered = true",
        "end_reason = 'nobody'",
        # 3. A state without a move, a chain put back.
        "state = 'closed'",
        "step_seq = 1, last_hash = decode(repeat('00', 32), 'hex')",
        "step_seq = step_seq + 1",
        "last_hash = decode(repeat('11', 32), 'hex')",
        # 4. The key by which a phone files once.
        "idempotency_key = gen_random_uuid()",
        # 5. A pause without a date, a stage that lasts longer, a return that never was.
        "stopped_at = now()",
        "stopped_at = now(), stopped_until = now() + interval '1 year'",
        "due_at = due_at + interval '1 year'",
        "returned_count = 0",
        "is_ruled = true",
        # 6. Reopened as if for the first time.
        "reopened_count = 0, is_ruled = true",
        # 7. No card, no climbing, a clock that never looks again.
        "card = 'none', climb = 0",
        "next_tick_at = NULL",
        "is_excluded = true",
        # 8. No longer confidential.
        "is_confidential = false",
    ],
)
def test_a_case_does_not_change_without_a_step(town: Town, change: str) -> None:
    number, at = bring(town, "dispatched", is_confidential=True)
    operations.send_report_back(actor=town.actor("sweeper"), number=number, at=at, note="不归环卫")
    operations.dispatch_report(
        actor=town.actor("dispatcher"), number=number, at=at, lead=town.sanitation, assists=[town.heating]
    )
    case = Case.objects.get(number=number)

    assert case.due_at is not None
    sweep(case.due_at + hours(1))
    assert Case.objects.get(number=number).card == "red"
    with pytest.raises(DatabaseError):
        attack(f"UPDATE flow_case SET {change} WHERE number = %s", [number])


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM flow_assignment",
        "UPDATE flow_assignment SET unit_id = case_id WHERE part = 'lead'",
        "UPDATE flow_assignment SET part = 'assist' WHERE part = 'lead'",
        SECOND_LEAD,
        "DELETE FROM flow_petition",
        "UPDATE flow_petition SET until = until + interval '1 year'",
        "UPDATE flow_petition SET is_granted = true",
        "DELETE FROM flow_case",
        "DELETE FROM flow_step",
        "TRUNCATE flow_case CASCADE",
        "UPDATE flow_step SET at = at - interval '1 day'",
        "UPDATE flow_stepwords SET note = '没有这回事'",
        "DELETE FROM flow_stepwords",
        "UPDATE flow_stepwords SET erased_at = now()",
        # A step of one's own: after nothing, from a state the case is not in, or without the case moving on.
        STEP.format(seq=5, before="after", hash="hash"),
        STEP.format(seq=1, before="'accepted'", hash="hash"),
        STEP.format(seq=1, before="after", hash="hash"),
    ],
)
def test_shares_requests_steps_and_words_stay(town: Town, sql: str) -> None:
    number, at = bring(town, "dispatched")
    CALLS["ask_pause"](town, town.actor("sweeper"), number, at)
    assert Assignment.objects.count() == 2
    assert Petition.objects.count() == 1
    with pytest.raises(DatabaseError):
        attack(sql)
    assert verify_log() == []


def test_a_share_that_ended_does_not_come_back(town: Town) -> None:
    number, _at = bring(town, "answered")
    with pytest.raises(DatabaseError, match="has ended"):
        attack(
            "UPDATE flow_assignment SET state = 'taken', ended_at = NULL"
            " WHERE case_id = (SELECT id FROM flow_case WHERE number = %s)",
            [number],
        )


def test_a_case_does_not_end_answered_without_words(town: Town) -> None:
    """Even with a step that fits the chain: an ending that claims an answer needs one that was given."""
    case = file(town).report.case
    with pytest.raises(DatabaseError, match="without the words of an answer"):
        attack(
            STEP.format(seq=1, before="after", hash=FORGED)
            + "UPDATE flow_case SET state = 'closed', is_open = false, closed_at = now(), is_answered = true,"
            f" step_seq = 2, last_hash = {FORGED} WHERE id = {case.pk}"
        )


def test_a_step_made_by_hand_is_named_by_verify_log(town: Town) -> None:
    """What the database cannot know, the hash and whether the state is an ended one, `linli verify-log` proves."""
    case = file(town).report.case
    attack(
        STEP.format(seq=1, before="after", hash=FORGED).replace("'closed'", "'dispatched'")
        + "UPDATE flow_case SET state = 'dispatched', is_open = false, closed_at = now(), end_reason = 'x',"
        f" step_seq = 2, last_hash = {FORGED} WHERE id = {case.pk}"
    )
    assert {(flaw.seq, flaw.what) for flaw in verify_log()} == {(2, "hash"), (2, "open")}


def test_the_clock_climbs_as_often_as_the_constraint_asks() -> None:
    """`open_case_ticks` lets the clock rest after the third level above was told."""
    assert len(deadlines.CLIMB_AFTER) == 3


@pytest.mark.django_db(transaction=True)
class TestConcurrently:
    def test_a_unit_is_not_closed_while_it_is_given_a_case(self, town: Town) -> None:
        """Whoever closes a unit and whoever hands it a case at the same moment: one of them is refused."""
        Unit.objects.filter(pk=town.heating.pk).update(is_active=True)
        town.heating.posts.all().update(held_until="2026-01-01")
        actor = town.actor("dispatcher")
        for _ in range(6):
            number = file(town, phone="").report.case.number
            results = together(
                lambda n=number: operations.dispatch_report(  # type: ignore[misc]
                    actor=actor, number=n, at=MONDAY + hours(1), lead=Unit.objects.get(pk=town.heating.pk)
                ),
                lambda: flow.close_unit(unit=Unit.objects.get(pk=town.heating.pk)),
            )
            case, unit = Case.objects.get(number=number), Unit.objects.get(pk=town.heating.pk)
            assert sum(isinstance(r, Refusal | DatabaseError) for r in results) == 1, results
            assert unit.is_active == (case.holder_id == unit.pk)
            if unit.is_active:
                assert isinstance(results[1], UnitInUse)
                operations.recall_report(actor=actor, number=number, at=MONDAY + hours(2), note="派错了")
            Unit.objects.filter(pk=unit.pk).update(is_active=True)

    def test_a_unit_closed_after_it_was_read_is_given_nothing(self, town: Town) -> None:
        """The interleaving that threads hit seldom, by hand: read in use, closed and committed, given."""
        number = file(town).report.case.number
        read = Unit.objects.get(pk=town.heating.pk)
        Unit.objects.filter(pk=read.pk).update(is_active=False)
        with pytest.raises(DatabaseError, match="out of use"):
            operations.dispatch_report(
                actor=town.actor("dispatcher"), number=number, at=MONDAY + hours(1), lead=read
            )
        assert Case.objects.get(number=number).state == "received"

    def test_a_request_is_decided_once(self, town: Town) -> None:
        number, at = bring(town, "accepted")
        CALLS["ask_pause"](town, town.actor("worker"), number, at)
        centre, leader = town.actor("dispatcher"), town.actor("leader")
        results = together(
            lambda: operations.grant_pause(actor=centre, number=number, at=at, answer="等配件"),
            lambda: operations.decline_petition(
                actor=leader, number=number, at=at, what="pause", note="不行"
            ),
        )
        assert sum(isinstance(r, Refusal) for r in results) == 1
        petition = Petition.objects.get()
        assert petition.is_granted == (Case.objects.get(number=number).state == "paused")


def together(*calls: Any) -> list[object]:
    """Run calls in threads of their own, started together; give what each returned or how it was refused."""
    gate = threading.Barrier(len(calls))
    found: list[object] = [None] * len(calls)

    def run(i: int) -> None:
        gate.wait()
        try:
            found[i] = calls[i]()
        except (Refusal, DatabaseError) as refusal:
            found[i] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found
