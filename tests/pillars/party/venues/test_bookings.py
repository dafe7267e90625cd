"""A room is never anybody's twice, hours are kept, who asked is told, and who it was is nobody's to read and forgotten."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.base.flow.refusals import DayElsewhen
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.subjects import Erasing
from linli.kernel.refusals import Refusal
from linli.pillars.party.venues import operations as op
from linli.pillars.party.venues import policies, queries, rules
from linli.pillars.party.venues.models import Room, RoomBooking, Venue
from linli.pillars.party.venues.rules import Hours, OpenTo, Source
from tests.pillars.governance.deliberation.doing import resident
from tests.pillars.party.venues.doing import HOUR, NINE, RESIDENT, book, centre, room
from tests.town import MONDAY, Town, build_town

WEEK = Hours(frozenset({1, 2, 3, 4, 5, 6}), time(8), time(20))


class TestHours:
    @given(st.integers(0, 90 * 48), st.integers(-4, 40))
    def test_what_passes_lies_within_hours_ahead_and_in_one_day(self, start: int, pieces: int) -> None:
        starts = MONDAY + start * rules.PIECE
        ends = starts + pieces * rules.PIECE
        try:
            rules.check_times(WEEK, starts, ends, MONDAY)
        except rules.NotThoseHours:
            return
        here, until = starts + 8 * HOUR, ends + 8 * HOUR  # Shanghai, without daylight saving
        assert MONDAY < starts < ends
        assert here.date() == until.date()
        assert here.isoweekday() != 7
        assert (here.time() >= time(8), until.time() <= time(20)) == (True, True)
        assert starts <= MONDAY + rules.AHEAD

    @given(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 8)), max_size=6))
    def test_free_and_taken_make_up_the_day(self, given_: list[tuple[int, int]]) -> None:
        first = datetime(2026, 11, 17, 0, 0, tzinfo=UTC)  # eight in Shanghai
        taken = [(first + a * rules.PIECE, first + (a + n) * rules.PIECE) for a, n in given_]
        pieces = rules.pieces_of(WEEK, date(2026, 11, 17), taken, MONDAY)
        assert len(pieces) == 24
        for one in pieces:
            until = one.starts_at + rules.PIECE
            assert one.is_free == all(until <= a or b <= one.starts_at for a, b in taken)
        spans = rules.spans_of(pieces)
        free = sum((b - a for a, b in spans), timedelta())
        assert free == sum(one.is_free for one in pieces) * rules.PIECE
        assert all(a[1] < b[0] for a, b in pairwise(spans))


@pytest.fixture
def hall(town: Town) -> Venue:
    return centre(town)


class TestBooking:
    def test_a_resident_has_it_at_once_and_is_told(self, hall: Venue) -> None:
        one = room(hall)
        made = book(one)
        assert made.state == "granted"
        notice = Notice.objects.get(template="room_granted")
        assert (notice.channel, notice.address) == ("sms", "13800001111")
        with pytest.raises(op.RoomTaken):
            book(one, NINE + HOUR / 2, phone="13800002222")
        assert book(one, NINE + HOUR, phone="13800002222").state == "granted"

    def test_where_the_keeper_has_a_word_it_is_kept_until_answered(self, town: Town, hall: Venue) -> None:
        one = room(hall, needs_word=True)
        made = book(one)
        assert made.state == "asked"
        told = set(Notice.objects.filter(template="room_wanted").values_list("account__username", flat=True))
        assert told == {"secretary", "clerk"}
        with pytest.raises(op.RoomTaken):
            book(one, phone="13800002222")
        by: dict[str, Any] = {"at": MONDAY, "pk": made.pk}
        with pytest.raises(policies.NoSuchBooking):
            op.confirm_booking(actor=town.actor("secretary2"), **by)
        with pytest.raises(Refusal):
            op.decline_booking(actor=town.actor("clerk"), reason=" ", **by)
        op.decline_booking(actor=town.actor("clerk"), reason="那天消防检查", **by)
        assert Notice.objects.filter(template="room_declined", channel="sms").count() == 1
        assert book(one, phone="13800002222").state == "asked"
        with pytest.raises(op.AnsweredBefore):
            op.confirm_booking(actor=town.actor("clerk"), **by)

    def test_an_ask_nobody_answered_ends_while_one_can_look_elsewhere(self, hall: Venue) -> None:
        made = book(room(hall, needs_word=True))
        assert op.lapse_asks(actor=SYSTEM, at=NINE - 3 * HOUR) == 0
        assert op.lapse_asks(actor=SYSTEM, at=NINE - 2 * HOUR) == 1
        made.refresh_from_db()
        assert (made.state, made.is_lapsed) == ("declined", True)
        assert op.lapse_asks(actor=SYSTEM, at=NINE) == 0

    def test_units_book_for_themselves_only_and_rooms_say_for_whom_they_are(
        self, town: Town, hall: Venue
    ) -> None:
        one = room(hall, open_to=OpenTo.UNITS)
        with pytest.raises(op.NotBookableByThem):
            book(one)
        by: dict[str, Any] = {"source": Source.UNIT, "actor": town.actor("sweeper"), "phone": "", "name": ""}
        with pytest.raises(op.NotBookableByThem):
            book(one, unit=town.heating, **by)
        made = book(one, unit=town.sanitation, **by)
        assert (made.unit, made.state) == (town.sanitation, "granted")
        closed = room(hall, "档案室", open_to=OpenTo.NOBODY)
        with pytest.raises(op.NotBookableByThem):
            book(closed, unit=town.sanitation, **by)

    def test_who_rings_is_booked_by_the_keeper_without_a_phone(self, town: Town, hall: Venue) -> None:
        one = room(hall, needs_word=True)
        by: dict[str, Any] = {"source": Source.DESK, "phone": "", "name": "吴大爷"}
        made = book(one, actor=town.actor("clerk"), **by)
        assert (made.state, made.account) == ("granted", None)
        with pytest.raises(op.NotBookableByThem):
            book(one, NINE + 2 * HOUR, actor=town.actor("sweeper"), **by)
        with pytest.raises(op.BookingNeedsNumber):
            book(one, NINE + 2 * HOUR, phone="")

    def test_a_number_holds_three_a_room_its_seats_and_a_key_one(self, hall: Venue) -> None:
        one = room(hall)
        with pytest.raises(rules.MoreThanSeats):
            book(one, count=31)
        for n in range(3):
            book(one, NINE + n * HOUR)
        with pytest.raises(op.TooManyRooms):
            book(one, NINE + 4 * HOUR)

    def test_a_booking_taken_back_is_free_at_once(self, town: Town, hall: Venue) -> None:
        one = room(hall)
        made = book(one)
        with pytest.raises(policies.NoSuchBooking):
            op.cancel_booking(actor=RESIDENT, at=MONDAY, pk=made.pk)
        op.cancel_booking(actor=RESIDENT, at=MONDAY, pk=made.pk, is_by_link=True)
        again = book(one, phone="13800002222")
        with pytest.raises(Refusal):
            op.cancel_booking(actor=town.actor("clerk"), at=MONDAY, pk=again.pk)
        op.cancel_booking(actor=town.actor("clerk"), at=MONDAY, pk=again.pk, reason="停电")
        assert Notice.objects.filter(template="room_called_off").exists()

    def test_the_database_refuses_what_no_operation_asked(self, hall: Venue) -> None:
        one = room(hall)
        made = book(one)
        made.pk, made.key = None, None
        made.during = DateTimeTZRange(NINE + HOUR / 2, NINE + 2 * HOUR, "[)")
        with pytest.raises(IntegrityError, match="room_never_booked_twice"), transaction.atomic():
            made.save(force_insert=True)
        made.during = DateTimeTZRange(NINE, None, "[)")
        with pytest.raises(DatabaseError), transaction.atomic():
            made.save(force_insert=True)

    def test_a_venue_closes_when_nobody_has_it_and_a_brand_ends_with_the_next(
        self, town: Town, hall: Venue
    ) -> None:
        made = book(room(hall))
        leader = town.actor("leader")
        with pytest.raises(op.VenueInUse):
            op.close_venue(actor=leader, at=MONDAY, on=MONDAY.date(), pk=hall.pk)
        op.cancel_booking(actor=RESIDENT, at=MONDAY, pk=made.pk, is_by_link=True)
        with pytest.raises(op.NotYourVenue):
            op.close_venue(actor=town.actor("secretary2"), at=MONDAY, on=MONDAY.date(), pk=hall.pk)
        op.close_venue(actor=leader, at=MONDAY, on=MONDAY.date(), pk=hall.pk)
        by: dict[str, Any] = {"actor": town.actor("secretary"), "at": MONDAY, "words": "大家来"}
        place = town.communities[0]
        op.name_brand(community=place, name="暖东里", since=date(2025, 3, 1), **by)
        op.name_brand(community=place, name="邻里东里", since=date(2026, 3, 1), **by)
        assert [b.name for b in place.brands.order_by("since")] == ["暖东里", "邻里东里"]
        assert queries.brand_of(place).name == "邻里东里"  # type: ignore[union-attr]
        for odd in (date(1, 1, 1), date(2099, 12, 31)):
            with pytest.raises(DayElsewhen):
                op.name_brand(community=place, name="年份写错", since=odd, **by)
        with pytest.raises(op.BrandElsewhere):
            op.name_brand(community=town.communities[1], name="别人的", since=date(2026, 3, 1), **by)


class TestWhoItWas:
    def test_is_sealed_masked_forgotten_and_erased(self, town: Town, hall: Venue) -> None:
        one, account = room(hall), resident("13800001111")
        made = book(one)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {RoomBooking._meta.db_table}")
            held = repr([bytes(v) if isinstance(v, memoryview) else v for r in cursor.fetchall() for v in r])
        assert not any(word in held for word in ("13800001111", "周阿姨", "合唱队"))
        row = queries.bookings_of(actor=town.actor("clerk"), at=MONDAY)[0]
        assert (row.who, row.phone) == ("周*", "138****1111")
        assert queries.bookings_of(actor=town.actor("sweeper"), at=MONDAY) == []
        assert queries.find_booker(town.actor("leader"), made.pk, "phone") is not None
        assert queries.find_booker(town.actor("secretary2"), made.pk, "phone") is None
        assert queries.collect(account)["room_bookings"][0]["title"] == "合唱队排练"
        assert op.forget_old(actor=SYSTEM, at=NINE + timedelta(days=20)) == 0
        assert op.erase(account, Erasing(actor=SYSTEM, basis="withdrawn", at=MONDAY)) == 1
        made.refresh_from_db()
        assert (made.state, made.name, made.phone, made.title) == ("cancelled", "", None, "")
        later = book(one, phone="13800003333")
        assert op.forget_old(actor=SYSTEM, at=NINE + timedelta(days=32)) == 1
        later.refresh_from_db()
        assert (later.phone, later.state) == (None, "granted")

    def test_both_policies_agree(self, town: Town, hall: Venue) -> None:
        one = room(hall)
        book(one)
        book(one, NINE + HOUR, source=Source.UNIT, unit=town.heating, actor=town.actor("stoker"), phone="")
        for name in town.people:
            actor = town.actor(name)
            rows = RoomBooking.objects.select_related("room__venue__ground")
            told = {row.pk for row in rows if policies.reaches(actor, row)}
            assert told == set(
                RoomBooking.objects.filter(policies.reachable(actor)).values_list("pk", flat=True)
            )
            kept = {row.pk for row in Venue.objects.select_related("ground") if policies.keeps(actor, row)}
            assert kept == set(Venue.objects.filter(policies.keepable(actor)).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_however_many_press_at_once_no_moment_has_two() -> None:
    """People with times of their own press together: what was granted overlaps nowhere, and nobody got an error."""
    one = room(centre(build_town()))

    @settings(max_examples=3, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4)), min_size=3, max_size=5))
    def together(wishes: list[tuple[int, int]]) -> None:
        RoomBooking.objects.all().delete()
        gate, answers = threading.Barrier(len(wishes)), []

        def press(n: int, start: int, pieces: int) -> None:
            try:
                gate.wait(120)
                book(one, NINE + start * rules.PIECE, pieces / 2, phone=f"1380000{n:04}")
                answers.append("had")
            except op.RoomTaken:
                answers.append("taken")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=press, args=(n, *wish)) for n, wish in enumerate(wishes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        held = sorted(RoomBooking.objects.values_list("during", flat=True), key=lambda one: one.lower)
        assert len(answers) == len(wishes)
        assert answers.count("had") == len(held) >= 1
        assert all(a.upper <= b.lower for a, b in pairwise(held))

    together()
    assert Room.objects.get() == one
