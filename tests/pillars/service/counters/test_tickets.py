"""A number from the desk to its end: the steps, who may make them, and what the database refuses."""

from __future__ import annotations

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from linli.base.people.actors import ANYONE, SYSTEM
from linli.pillars.service.counters import operations, policies, queries
from linli.pillars.service.counters.models import Hall, Ticket, TicketMove
from tests.pillars.service.counters.hamlet import SmallHall, open_hall
from tests.town import MONDAY, Town, build_town

MINUTE = timedelta(minutes=1)
NINE = MONDAY + 5 * MINUTE


@pytest.fixture
def small(town: Town) -> SmallHall:
    return open_hall(town)


def draw(town: Town, small: SmallHall, kind: str = "a", at: Any = NINE, **more: Any) -> Ticket:
    return operations.take_ticket(
        actor=town.actor("receptionist"), at=at, hall=small.hall, kind=getattr(small, kind), **more
    )


def seat(town: Town, small: SmallHall, name: str = "receptionist", window: int = 0) -> dict[str, Any]:
    actor = town.actor(name)
    operations.sit_down(actor=actor, at=NINE, window=small.windows[window])
    return {"actor": actor, "at": NINE + MINUTE}


@pytest.mark.django_db
class TestDrawing:
    def test_numbers_run_by_letter_and_day(self, town: Town, small: SmallHall) -> None:
        codes = [draw(town, small, kind).code for kind in ("a", "b", "a")]
        assert codes == ["A001", "B001", "A002"]
        assert draw(town, small, at=NINE + timedelta(days=1)).code == "A001"

    def test_a_repeated_submission_draws_one(self, town: Town, small: SmallHall) -> None:
        key = uuid.uuid4()
        assert draw(town, small, key=key).pk == draw(town, small, key=key).pk
        assert Ticket.objects.count() == 1

    @pytest.mark.parametrize("hours", [-2, 8, 24 * 5])
    def test_is_refused_while_the_hall_is_shut(self, town: Town, small: SmallHall, hours: int) -> None:
        with pytest.raises(operations.HallClosed):
            draw(town, small, at=MONDAY + timedelta(hours=hours))

    def test_at_the_desk_only_by_who_works_there(self, town: Town, small: SmallHall) -> None:
        for name in ("worker", "sweeper", "sysadmin"):
            with pytest.raises(operations.NotYourHall):
                operations.take_ticket(actor=town.actor(name), at=NINE, hall=small.hall, kind=small.a)
        phone = operations.take_ticket(actor=ANYONE, at=NINE, hall=small.hall, kind=small.a, source="phone")
        assert phone.source == "phone"


@pytest.mark.django_db
class TestServing:
    def test_goes_from_the_call_to_the_end_and_keeps_every_step(self, town: Town, small: SmallHall) -> None:
        ticket, by = draw(town, small), seat(town, small)
        called = operations.call_next(window=small.windows[0], **by)
        assert (called.pk, called.state) == (ticket.pk, "called")
        operations.call_again(ticket=called, **by)
        operations.start_ticket(ticket=called, **by)
        done = operations.finish_ticket(
            ticket=called, outcome="done", actor=by["actor"], at=NINE + 9 * MINUTE
        )
        assert (done.state, done.outcome, done.calls_count) == ("finished", "done", 2)
        verbs = list(TicketMove.objects.filter(ticket=ticket).values_list("verb", flat=True))
        assert verbs == ["take", "call_next", "call_again", "start", "finish"]

    def test_a_window_calls_only_what_it_can_do_and_one_at_a_time(self, town: Town, small: SmallHall) -> None:
        draw(town, small, "b")
        by = seat(town, small)
        with pytest.raises(operations.NobodyWaits):
            operations.call_next(window=small.windows[0], **by)
        draw(town, small, "a")
        operations.call_next(window=small.windows[0], **by)
        with pytest.raises(operations.WindowBusy):
            operations.call_next(window=small.windows[0], **by)

    def test_a_call_repeated_on_a_bad_line_calls_one(self, town: Town, small: SmallHall) -> None:
        draw(town, small)
        draw(town, small)
        by = {**seat(town, small), "key": uuid.uuid4()}
        first = operations.call_next(window=small.windows[0], **by)
        assert operations.call_next(window=small.windows[0], **by).pk == first.pk
        assert Ticket.objects.filter(state="called").count() == 1

    def test_one_calls_only_from_the_window_one_sits_at(self, town: Town, small: SmallHall) -> None:
        draw(town, small)
        seat(town, small)
        with pytest.raises(operations.NotSeated):
            operations.call_next(window=small.windows[0], actor=town.actor("xiaohe"), at=NINE)

    def test_passed_comes_back_once_and_the_second_time_it_is_over(
        self, town: Town, small: SmallHall
    ) -> None:
        draw(town, small)
        by = seat(town, small)
        for turn in (1, 2):
            called = operations.call_next(window=small.windows[0], **by)
            gone = operations.pass_ticket(ticket=called, **by)
            if turn == 1:
                assert gone.state == "passed"
                back = operations.return_ticket(actor=ANYONE, at=NINE + 40 * MINUTE, ticket=gone)
                assert back.place_at == NINE + 30 * MINUTE
        assert (gone.state, gone.why_left) == ("left", "absent")
        with pytest.raises(operations.NotAgain):
            operations.return_ticket(actor=ANYONE, at=NINE, ticket=gone)

    def test_sent_on_it_keeps_its_place_and_only_that_window_calls_it(
        self, town: Town, small: SmallHall
    ) -> None:
        first = draw(town, small)
        draw(town, small, "b", at=NINE + MINUTE)
        by = seat(town, small)
        called = operations.call_next(window=small.windows[0], **by)
        operations.send_on(ticket=called, kind=small.b, window=small.windows[2], **by)
        two = seat(town, small, "xiaohe", 1)
        assert operations.call_next(window=small.windows[1], **two).letter == "B"
        three = seat(town, small, "receptionist", 2)
        assert operations.call_next(window=small.windows[2], **three).pk == first.pk

    def test_a_window_is_left_only_when_nobody_stands_there(self, town: Town, small: SmallHall) -> None:
        draw(town, small)
        by = seat(town, small)
        called = operations.call_next(window=small.windows[0], **by)
        with pytest.raises(operations.WindowBusy):
            operations.stand_up(window=small.windows[0], **by)
        operations.finish_ticket(ticket=called, outcome="told", **by)
        operations.stand_up(window=small.windows[0], **by)
        small.windows[0].refresh_from_db()
        assert small.windows[0].clerk_id is None


@pytest.mark.django_db
class TestEvening:
    def test_what_is_open_ends_with_its_reason_and_windows_are_empty(
        self, town: Town, small: SmallHall
    ) -> None:
        waiting, by = [draw(town, small) for _ in range(2)], seat(town, small)
        operations.start_ticket(ticket=operations.call_next(window=small.windows[0], **by), **by)
        assert operations.close_days(actor=SYSTEM, at=NINE + timedelta(hours=1)) == 0
        assert operations.close_days(actor=SYSTEM, at=MONDAY + timedelta(hours=8, minutes=10)) == 1
        assert operations.close_days(actor=SYSTEM, at=MONDAY + timedelta(days=1)) == 1
        states = {Ticket.objects.get(pk=one.pk).state for one in waiting}
        assert states == {"finished", "left"}
        small.windows[0].refresh_from_db()
        assert small.windows[0].clerk_id is None


@pytest.mark.django_db
class TestLaws:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE counters_ticketmove SET at = now()",
            "DELETE FROM counters_ticketmove",
            "DELETE FROM counters_ticket",
            "UPDATE counters_ticket SET number = 99",
            "UPDATE counters_ticket SET state = 'passed'",
        ],
    )
    def test_hold_against_raw_sql(self, town: Town, small: SmallHall, sql: str) -> None:
        draw(town, small)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(sql)

    def test_nothing_leads_out_of_the_end(self, town: Town, small: SmallHall) -> None:
        ticket = draw(town, small)
        operations.leave_ticket(actor=ANYONE, at=NINE, ticket=ticket)
        with pytest.raises(DatabaseError), transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(state="waiting", ended_at=None, why_left="")

    def test_who_sees_a_hall_agrees_for_one_and_for_many(self, town: Town, small: SmallHall) -> None:
        for name in town.people:
            actor = town.actor(name)
            many = Hall.objects.filter(policies.reachable(actor), pk=small.hall.pk).exists()
            assert many is policies.reaches(actor, small.hall), name
        assert policies.serves(town.actor("receptionist"), small.hall)
        assert not policies.reaches(town.actor("worker"), small.hall)


@pytest.mark.django_db
class TestReading:
    def test_shows_who_waits_and_how_long_in_a_fixed_number_of_queries(
        self, town: Town, small: SmallHall, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(3):
            draw(town, small)
        draw(town, small, "b")
        seat(town, small)
        with django_assert_max_num_queries(8):
            shown = queries.now(hall=small.hall, at=NINE + 10 * MINUTE)
        assert [one.ticket.code for one in shown.line] == ["A001", "A002", "A003", "B001"]
        assert shown.line[1].wait is not None
        assert shown.line[3].wait is None  # no open window does residence permits
        assert shown.longest == 10 * MINUTE

    def test_the_version_changes_with_every_step_and_not_without(self, town: Town, small: SmallHall) -> None:
        ticket = draw(town, small)
        before = queries.version_of(hall=small.hall, at=NINE)
        assert queries.version_of(hall=small.hall, at=NINE + timedelta(seconds=1)) == before
        operations.leave_ticket(actor=ANYONE, at=NINE, ticket=ticket)
        assert queries.version_of(hall=small.hall, at=NINE) != before

    @pytest.mark.parametrize(
        ("said", "first"),
        [("我妈的养老金怎么办", "社保医保"), ("暂住登记", "居住证"), ("b", "居住证"), ("permit", "居住证")],
    )
    def test_finds_the_kind_by_what_people_say(self, small: SmallHall, said: str, first: str) -> None:
        assert queries.find_kinds([small.a, small.b], said)[0].name == first


@pytest.mark.django_db(transaction=True)
def test_two_clerks_never_call_the_same_number() -> None:
    town = build_town()
    small = open_hall(town)
    tickets = [draw(town, small) for _ in range(12)]
    clerks = [("receptionist", 0), ("xiaohe", 1)]
    by = {window: seat(town, small, name, window) for name, window in clerks}

    def work(window: int) -> list[int]:
        served = []
        try:
            while True:
                try:
                    ticket = operations.call_next(window=small.windows[window], **by[window])
                except operations.NobodyWaits:
                    return served
                served.append(ticket.pk)
                operations.finish_ticket(ticket=ticket, outcome="done", **by[window])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        served = [pk for found in pool.map(work, (0, 1)) for pk in found]
    assert Counter(served) == Counter(one.pk for one in tickets)
