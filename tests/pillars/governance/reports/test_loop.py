"""The one story of DESIGN 5, through operations: filed, dispatched to two, answered, checked, rated, closed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.base.flow.jobs import tick
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, NotFromHere, NotYourMove, Overtaken
from linli.base.flow.verify import verify_case
from linli.base.people.actors import ANYONE
from linli.pillars.governance.reports import operations, rules
from linli.pillars.governance.reports.models import Callback
from linli.pillars.governance.reports.queries import get_report, report_by_link
from tests.town import IN_FIRST_GRID, MONDAY, Town


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def file(town: Town, **fields: object) -> operations.Filed:
    given = {
        "actor": ANYONE,
        "at": MONDAY,
        "text": "三号楼东边下水井冒水，臭得不行。",
        "lon": IN_FIRST_GRID[0],
        "lat": IN_FIRST_GRID[1],
        "phone": "13800001234",
        "category": "R01",
    }
    return operations.file_report(**{**given, **fields})  # type: ignore[arg-type]


def test_from_a_phone_to_a_closed_rated_case(town: Town) -> None:
    filed = file(town)
    number = filed.report.case.number
    case = filed.report.case
    assert (case.state, case.holder, case.area) == ("received", town.grids[0], town.grids[0])
    assert number == "20261116-0001"[:9] + number[9:]
    worker, centre = town.actor("worker"), town.actor("dispatcher")
    sweeper, stoker = town.actor("sweeper"), town.actor("stoker")

    operations.accept_report(actor=worker, number=number, at=MONDAY + hours(0.2))
    operations.pass_report_up(actor=worker, number=number, at=MONDAY + hours(0.5), note="要疏通车")
    operations.pass_report_up(
        actor=town.actor("secretary"), number=number, at=MONDAY + hours(1), note="社区没有车"
    )
    operations.dispatch_report(
        actor=centre, number=number, at=MONDAY + hours(2), lead=town.sanitation, assists=[town.heating]
    )
    operations.take_report(actor=sweeper, number=number, at=MONDAY + hours(3))
    with pytest.raises(rules.AssistsOutstanding):
        operations.answer_report(actor=sweeper, number=number, at=MONDAY + hours(4), answer="通了")
    operations.answer_share(actor=stoker, number=number, at=MONDAY + hours(5), answer="阀门已关")
    operations.answer_report(
        actor=sweeper, number=number, at=MONDAY + hours(6), answer="疏通了主管道，换了井盖。"
    )
    case.refresh_from_db()
    assert (case.state, case.holder) == ("answered", town.grids[0])
    assert not case.is_answered
    operations.pass_check_report(actor=worker, number=number, at=MONDAY + hours(7))
    report, reporter = report_by_link(number=number, token=filed.token)
    assert report.case.state == "callback"
    assert reporter.pk == filed.reporter.pk
    operations.rate_report(
        actor=ANYONE, number=number, at=MONDAY + hours(9), solved=True, level=5, as_reporter=True
    )
    case.refresh_from_db()
    assert (case.state, case.is_open, case.is_answered) == ("closed", False, True)
    rating = Callback.objects.get(report=report)
    assert rating.attributed_to == town.sanitation
    assert [s.verb for s in case.steps.all()] == [
        "file", "accept", "pass_up", "pass_up", "dispatch", "take", "answer_share", "answer", "pass_check", "rate",
    ]  # fmt: skip
    assert verify_case(case) == []


def test_unhappy_reopens_once_one_level_up(town: Town) -> None:
    number = file(town).report.case.number
    worker = town.actor("worker")
    operations.settle_report(actor=worker, number=number, at=MONDAY + hours(1), answer="掏了一下，好了。")
    operations.rate_report(
        actor=ANYONE, number=number, at=MONDAY + hours(2), solved=False, level=1, as_reporter=True
    )
    case = Case.objects.get(number=number)
    assert (case.state, case.holder, case.reopened_count) == ("accepted", town.communities[0], 1)
    assert case.is_open
    assert not case.is_answered
    secretary = town.actor("secretary")
    operations.settle_report(actor=secretary, number=number, at=MONDAY + hours(3), answer="请了疏通队。")
    operations.rate_report(
        actor=ANYONE, number=number, at=MONDAY + hours(4), solved=False, level=2, as_reporter=True
    )
    case.refresh_from_db()
    assert case.state == "closed"
    assert [c.attributed_to for c in Callback.objects.order_by("id")] == [town.grids[0], town.communities[0]]


def test_first_receiver_rule(town: Town) -> None:
    number = file(town).report.case.number
    centre, leader = town.actor("dispatcher"), town.actor("leader")
    operations.dispatch_report(actor=centre, number=number, at=MONDAY + hours(1), lead=town.heating)
    operations.send_report_back(
        actor=town.actor("stoker"), number=number, at=MONDAY + hours(2), note="不归供热"
    )
    operations.dispatch_report(actor=centre, number=number, at=MONDAY + hours(3), lead=town.sanitation)
    case = operations.send_report_back(
        actor=town.actor("sweeper"), number=number, at=MONDAY + hours(4), note="应归市政"
    )
    assert case.state == "disputed"
    with pytest.raises(NotFromHere):
        operations.dispatch_report(actor=centre, number=number, at=MONDAY + hours(5), lead=town.heating)
    operations.rule_report(
        actor=leader, number=number, at=MONDAY + hours(5), lead=town.sanitation, note="环卫所牵头"
    )
    with pytest.raises(rules.AlreadyRuled):
        operations.send_report_back(
            actor=town.actor("sweeper"), number=number, at=MONDAY + hours(6), note="不干"
        )


def test_a_unit_that_has_no_part_sees_nothing(town: Town) -> None:
    number = file(town).report.case.number
    with pytest.raises(NoSuchCase):
        get_report(actor=town.actor("worker3"), number=number)
    with pytest.raises(NoSuchCase):
        operations.accept_report(actor=town.actor("secretary2"), number=number, at=MONDAY + hours(1))
    with pytest.raises(NotYourMove):
        operations.dispatch_report(actor=town.actor("worker"), number=number, at=MONDAY, lead=town.heating)
    for name in ("sysadmin", "secadmin", "auditor", "volunteer"):
        with pytest.raises(NoSuchCase):
            get_report(actor=town.actor(name), number=number)


def test_the_second_of_two_is_told_what_happened(town: Town) -> None:
    case = file(town).report.case
    operations.accept_report(actor=town.actor("worker"), number=case.number, at=MONDAY + hours(1), seen=1)
    with pytest.raises(Overtaken) as told:
        operations.refuse_report(
            actor=town.actor("secretary"), number=case.number, at=MONDAY + hours(2), answer="不归我们", seen=1
        )
    assert told.value.data["by"] == "worker"
    assert told.value.data["verb"] == "accept"


def test_merge_and_undo_keep_every_reporter_informed(town: Town) -> None:
    first, second = file(town).report, file(town, phone="13900005678").report
    secretary = town.actor("secretary")
    operations.merge_report(
        actor=secretary,
        number=second.case.number,
        into=first.case.number,
        at=MONDAY + hours(1),
        note="同一口井",
    )
    assert first.reporters.count() == 2
    merged = Case.objects.get(pk=second.pk)
    assert (merged.state, merged.is_open, merged.merged_into_id) == ("merged", False, first.pk)
    operations.unmerge_report(
        actor=secretary, number=second.case.number, at=MONDAY + hours(5), note="是两口井"
    )
    merged.refresh_from_db()
    assert (merged.state, merged.is_open, merged.merged_into_id) == ("received", True, None)
    assert first.reporters.count() == 1
    assert verify_case(merged) == []


def test_pause_stops_the_clock_and_shows_in_the_figures(town: Town) -> None:
    number = file(town).report.case.number
    operations.accept_report(actor=town.actor("worker"), number=number, at=MONDAY)
    before = Case.objects.get(number=number)
    until = MONDAY + timedelta(days=7)
    operations.ask_pause(
        actor=town.actor("worker"), number=number, at=MONDAY + hours(1), until=until, note="等配件"
    )
    operations.grant_pause(
        actor=town.actor("dispatcher"), number=number, at=MONDAY + hours(1), answer="等配件到货"
    )
    case = Case.objects.get(number=number)
    assert (case.state, case.stopped_until) == ("paused", until)
    assert tick(number, until - hours(1)) is None
    assert tick(number, until) == "wake"
    case.refresh_from_db()
    assert case.state == "accepted"
    assert case.resolve_by
    assert before.resolve_by
    assert case.resolve_by > before.resolve_by + timedelta(days=5)


def test_one_key_makes_one_case(town: Town) -> None:
    import uuid

    key = uuid.uuid4()
    a, b = file(town, key=key), file(town, key=key)
    assert a.report.pk == b.report.pk
    assert not b.is_new
    assert Case.objects.count() == 1


class TestTheDatabaseHoldsTheLaw:
    def test_steps_cannot_be_changed(self, town: Town) -> None:
        case = file(town).report.case
        for change in (
            "UPDATE flow_step SET verb = 'x'",
            "DELETE FROM flow_step",
            "TRUNCATE flow_step CASCADE",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        assert case.steps.count() == 1

    def test_a_case_cannot_move_without_a_step(self, town: Town) -> None:
        case = file(town).report.case
        for change in (
            "state = 'accepted'",
            "resolve_by = resolve_by + interval '1 day'",
            "holder_id = office_id",
        ):
            update = f"UPDATE flow_case SET {change} WHERE id = {case.pk}; SET CONSTRAINTS ALL IMMEDIATE"
            with (
                pytest.raises(DatabaseError, match="without a step"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(update)

    def test_a_case_cannot_be_deleted(self, town: Town) -> None:
        file(town)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED; DELETE FROM flow_case")

    def test_a_forged_step_is_noticed(self, town: Town) -> None:
        case = file(town).report.case
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE flow_step SET at = at - interval '1 hour'")
            cursor.execute("SET session_replication_role = origin")
        assert verify_case(case) != []
