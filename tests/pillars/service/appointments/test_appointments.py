"""A time booked, moved, cancelled, kept; never more than there are places; arriving is a number in its turn."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from linli.base.flow import operations as flow
from linli.base.notices.models import Notice
from linli.base.people.actors import ANYONE, SYSTEM
from linli.base.people.models import AccessLog
from linli.base.people.operations import reveal
from linli.kernel.refusals import Refusal
from linli.pillars.service.appointments import operations, policies, queries
from linli.pillars.service.appointments.models import Appointment, AppointmentMove
from linli.pillars.service.counters import operations as counters
from linli.pillars.service.counters.models import Hall
from tests.pillars.service.counters.hamlet import NOW, SmallHall, open_hall
from tests.town import MONDAY, Town, build_town

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TUESDAY_TEN = MONDAY + DAY + timedelta(hours=1)
PHONES = (f"1380000{n:04d}" for n in range(1000, 9999))


@pytest.fixture
def small(town: Town) -> SmallHall:
    return open_hall(town)


def book(small: SmallHall, starts_at: datetime = TUESDAY_TEN, *, kind: str = "a", **more: Any) -> Appointment:
    given: dict[str, Any] = {"actor": ANYONE, "at": NOW, "phone": next(PHONES), **more}
    return operations.book_appointment(
        hall=small.hall, kind=getattr(small, kind), starts_at=starts_at, **given
    )


def free(small: SmallHall, starts_at: datetime = TUESDAY_TEN, kind: str = "a", at: datetime = NOW) -> bool:
    days = queries.days_of(hall=Hall.objects.get(), kind=getattr(small, kind), at=at)
    return any(slot.is_free for day in days for slot in day.slots if slot.starts_at == starts_at)


@pytest.mark.django_db
class TestBooking:
    def test_takes_places_until_they_are_given_and_leaves_the_rest_to_walk_ins(
        self, town: Town, small: SmallHall
    ) -> None:
        # A: windows 1 and 2, ten minutes each; half of two half hours is thirty minutes.
        made = [book(small) for _ in range(3)]
        assert [one.place for one in made] == [1, 2, 3]
        assert not free(small)
        with pytest.raises(operations.SlotFull):
            book(small)
        assert free(small, TUESDAY_TEN + 30 * MINUTE)
        Hall.objects.update(walk_in_percent=0)
        assert book(small).place == 4

    def test_is_told_at_once_with_a_link_and_needs_no_account(self, small: SmallHall) -> None:
        made = book(small, phone="13800001111", matter="X1", papers=["id"])
        notice = Notice.objects.get(template="booking_made")
        assert notice.address == "13800001111"
        assert operations.token_of(made) in notice.secrets
        assert queries.by_link(pk=made.pk, token=operations.token_of(made)).paper_codes == ["id"]
        with pytest.raises(queries.NoSuchAppointment):
            queries.by_link(pk=made.pk, token="x" * 26)

    @pytest.mark.parametrize(
        ("hours", "why"),
        [(0.6, "too soon"), (24 * 4 + 23, "Saturday"), (24 * 20, "too far"), (24.25, "no slot begins then")],
    )
    def test_only_at_times_that_are_offered(self, small: SmallHall, hours: float, why: str) -> None:
        with pytest.raises(operations.NoSuchSlot):
            book(small, MONDAY + timedelta(hours=hours))

    def test_a_repeated_submission_and_a_number_that_has_enough(self, small: SmallHall) -> None:
        key = uuid.uuid4()
        phone = "13900001111"
        assert book(small, phone=phone, key=key).pk == book(small, phone=phone, key=key).pk
        with pytest.raises(operations.BookedAlready):
            book(small, TUESDAY_TEN + 60 * MINUTE, phone=phone)
        for days in (1, 2):
            book(small, TUESDAY_TEN + days * DAY, phone=phone)
        with pytest.raises(operations.TooManyOpen):
            book(small, phone=phone, kind="b")

    def test_the_desk_books_for_somebody_without_a_phone_and_nobody_else_does(
        self, town: Town, small: SmallHall
    ) -> None:
        made = book(small, actor=town.actor("receptionist"), source="desk", phone="", name="张奶奶")
        assert made.phone is None
        assert made.source == "desk"
        assert Notice.objects.count() == 0
        with pytest.raises(counters.NotYourHall):
            book(small, actor=town.actor("sweeper"), source="desk")
        with pytest.raises(operations.PhoneNeeded):
            book(small, phone="")
        Hall.objects.update(takes_bookings=False)
        with pytest.raises(operations.NoBookings):
            book(small)


@pytest.mark.django_db
class TestMovingAndCancelling:
    def test_moving_frees_the_old_place_and_keeps_code_and_steps(self, small: SmallHall) -> None:
        made = next(iter([book(small) for _ in range(3)]))
        moved = operations.move_appointment(
            actor=ANYONE, at=NOW, appointment=made, starts_at=TUESDAY_TEN + DAY
        )
        assert moved.code == made.code
        assert moved.day == made.day + DAY
        assert free(small)
        assert list(AppointmentMove.objects.filter(appointment=made).values_list("verb", flat=True)) == [
            "book",
            "move",
        ]
        assert Notice.objects.filter(template="booking_moved").count() == 1

    def test_to_a_full_time_is_refused_and_the_old_one_stays(self, small: SmallHall) -> None:
        for _ in range(3):
            book(small)
        late = book(small, TUESDAY_TEN + DAY)
        with pytest.raises(operations.SlotFull):
            operations.move_appointment(actor=ANYONE, at=NOW, appointment=late, starts_at=TUESDAY_TEN)
        late.refresh_from_db()
        assert late.starts_at == TUESDAY_TEN + DAY

    def test_cancelling_frees_the_place_and_is_final(self, town: Town, small: SmallHall) -> None:
        made = next(iter([book(small) for _ in range(3)]))
        for _ in range(2):
            operations.cancel_appointment(actor=ANYONE, at=NOW, appointment=made)
        assert free(small)
        assert made.moves.count() == 2
        with pytest.raises(operations.NotBookedAnyMore):
            operations.move_appointment(actor=ANYONE, at=NOW, appointment=made, starts_at=TUESDAY_TEN + DAY)
        with pytest.raises(counters.NotYourHall):
            operations.cancel_appointment(actor=town.actor("sweeper"), at=NOW, appointment=book(small))


@pytest.mark.django_db
class TestComing:
    def arrive(self, small: SmallHall, made: Appointment, minutes: int) -> Any:
        at = TUESDAY_TEN + minutes * MINUTE
        return operations.arrive(actor=ANYONE, at=at, appointment=made)

    def test_in_time_is_a_number_before_who_came_shortly_before(self, town: Town, small: SmallHall) -> None:
        made = book(small, matter="X1")
        walk_in = counters.take_ticket(
            actor=ANYONE, at=TUESDAY_TEN - 15 * MINUTE, hall=small.hall, kind=small.a, source="phone"
        )
        ticket = self.arrive(small, made, 2)
        assert (ticket.source, ticket.matter) == ("booked", "X1")
        assert ticket.place_at < walk_in.place_at
        assert self.arrive(small, made, 5).pk == ticket.pk
        made.refresh_from_db()
        assert (made.state, made.ticket_id) == ("arrived", ticket.pk)

    def test_late_stands_where_they_came_and_is_served_all_the_same(self, small: SmallHall) -> None:
        ticket = self.arrive(small, book(small), 11)
        assert ticket.place_at == TUESDAY_TEN + 11 * MINUTE

    def test_on_another_day_is_told_when(self, small: SmallHall) -> None:
        with pytest.raises(operations.NotToday):
            self.arrive(small, book(small, TUESDAY_TEN + DAY), 0)

    def test_not_come_ends_in_the_evening_and_bars_nobody(self, small: SmallHall) -> None:
        made = book(small, phone="13900002222")
        assert operations.end_days(actor=SYSTEM, at=TUESDAY_TEN + 3 * MINUTE) == 0
        evening = MONDAY + DAY + timedelta(hours=8, minutes=5)
        assert operations.end_days(actor=SYSTEM, at=evening) == 1
        assert operations.end_days(actor=SYSTEM, at=evening) == 0
        made.refresh_from_db()
        assert made.state == "missed"
        assert book(small, TUESDAY_TEN + DAY, phone="13900002222").is_booked

    def test_a_reminder_the_working_day_before_once(self, small: SmallHall) -> None:
        book(small)
        book(small, TUESDAY_TEN + DAY)
        afternoon = MONDAY + timedelta(hours=6, minutes=1)
        assert operations.remind(actor=SYSTEM, at=afternoon - timedelta(hours=1)) == 0
        assert operations.remind(actor=SYSTEM, at=afternoon) == 1
        assert operations.remind(actor=SYSTEM, at=afternoon + MINUTE) == 0
        assert Notice.objects.filter(template="booking_soon").count() == 1

    def test_a_day_that_turns_out_to_be_shut_is_called_off_and_said(
        self, town: Town, small: SmallHall
    ) -> None:
        made = book(small)
        flow.set_calendar_day(office=town.office, day=made.day, kind="off", basis="停电检修")
        assert operations.call_off_shut_days(actor=SYSTEM, at=NOW) == 1
        made.refresh_from_db()
        assert (made.state, made.why) == ("cancelled", "hall")
        assert Notice.objects.filter(template="booking_called_off").count() == 1

    def test_a_month_later_nobody_is_in_it(self, small: SmallHall) -> None:
        made = book(small, name="张秀兰", papers=["id"])
        operations.end_days(actor=SYSTEM, at=NOW + 2 * DAY)
        assert operations.forget_old(actor=SYSTEM, at=NOW + 20 * DAY) == 0
        assert operations.forget_old(actor=SYSTEM, at=NOW + 32 * DAY) == 1
        made = Appointment.objects.get()
        assert (made.name, made.phone, made.phone_print, made.paper_codes) == ("", None, None, [])


@pytest.mark.django_db
class TestSeeing:
    def test_reaches_agrees_with_reachable_and_the_list_is_masked(self, town: Town, small: SmallHall) -> None:
        made = book(small, name="张秀兰", phone="13900003333")
        for name in ("receptionist", "clerk", "leader", "worker", "sweeper", "sysadmin"):
            actor = town.actor(name)
            there = Appointment.objects.filter(policies.reachable(actor)).exists()
            assert policies.reaches(actor, made) == there, name
        (row,) = queries.of_day(actor=town.actor("receptionist"), hall=small.hall, day=made.day)
        assert (row.name, row.phone) == ("张*", "139****3333")

    def test_a_number_opens_for_a_reason_that_is_kept(self, town: Town, small: SmallHall) -> None:
        made = book(small, phone="13900003333")
        given: dict[str, Any] = {"subject": "appointments.Appointment", "id": made.pk, "field": "phone"}
        actor = town.actor("receptionist")
        assert reveal(actor=actor, reason="改时间要打电话", at=NOW, **given) == "13900003333"
        assert AccessLog.objects.filter(subject="appointments.Appointment").count() == 1
        with pytest.raises(Refusal):
            reveal(actor=town.actor("leader"), reason="看看是谁", at=NOW, **given)

    def test_is_found_by_code_or_the_end_of_a_number(self, small: SmallHall) -> None:
        made = book(small, phone="13900004444")
        for typed in (made.code, made.code.lower(), str(made.number), "4444"):
            found = queries.by_code(hall=small.hall, typed=typed, day=made.day)
            assert found == made, typed
        for typed in ("", "Y", "9999", "〇一", "4" * 400):
            assert queries.by_code(hall=small.hall, typed=typed, day=made.day) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: Appointment.objects.filter(pk=one.pk).update(state="missed", ended_at=NOW),
        lambda one: Appointment.objects.filter(pk=one.pk).update(starts_at=TUESDAY_TEN + DAY),
        lambda one: Appointment.objects.filter(pk=one.pk).delete(),
        lambda one: one.moves.update(verb="miss"),
    ],
    ids=["without a step", "moved without a step", "deleted", "a step changed"],
)
def test_the_database_refuses(small: SmallHall, spoil: Any) -> None:
    made = book(small)

    @transaction.atomic
    def spoilt() -> None:
        spoil(made)
        with connections["default"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError):
        spoilt()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_there_are_places() -> None:
    """Ten phones want three places in one moment: three have one each, seven are told, and no place is given twice."""
    small = open_hall(build_town())

    def one(n: int) -> str:
        try:
            book(small, phone=f"1370000{n:04d}")
        except operations.SlotFull:
            return "full"
        finally:
            connections.close_all()
        return "booked"

    with ThreadPoolExecutor(max_workers=5) as pool:
        said = list(pool.map(one, range(10)))
    assert sorted(said) == ["booked"] * 3 + ["full"] * 7
    assert sorted(Appointment.objects.values_list("place", flat=True)) == [1, 2, 3]
