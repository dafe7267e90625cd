"""A day's appointments at the desk: booked for a caller, found by what they say, moved, come, as a sheet."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from linli.base.people.actors import ANYONE
from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.service.appointments import operations
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.counters.models import Ticket
from tests.pillars.service.counters.hamlet import NOW, SmallHall
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
TUESDAY_TEN = MONDAY + timedelta(days=1, hours=1)


def at(name: str, small: SmallHall, *args: Any) -> str:
    return reverse(f"desk:hall-booking{name}", args=[small.hall.pk, *args])


@pytest.fixture
def booked(small: SmallHall) -> Appointment:
    return operations.book_appointment(
        actor=ANYONE, at=NOW, hall=small.hall, kind=small.a, starts_at=TUESDAY_TEN, phone="13800001234",
        name="张秀兰",
    )  # fmt: skip


def test_books_for_a_caller_who_has_no_mobile(town: Town, small: SmallHall) -> None:
    desk = town.client("receptionist")
    here = f"{at('-new', small)}?kind={small.a.pk}"
    assert 'value="2026-11-16T10:30"' in desk.get(here).content.decode()
    page = desk.post(here, {"at": "2026-11-17T10:00", "name": "李大爷"}, follow=True).content.decode()
    made = Appointment.objects.get()
    assert made.source == "desk"
    assert f"约号 {made.code}" in page
    assert "李*" in page
    assert desk.post(here, {"name": "李大爷"}).status_code == 422
    assert town.client("leader").get(here).status_code == 404


def test_lists_a_day_masked_and_hands_over_the_same_as_a_sheet(
    town: Town, small: SmallHall, booked: Appointment
) -> None:
    desk = town.client("receptionist")
    page = desk.get(f"{at('s', small)}?day=2026-11-17").content.decode()
    assert booked.code in page
    assert "张*" in page
    assert "138****1234" in page
    assert "张秀兰" not in page
    answer = desk.get(f"{at('s-sheet', small)}?day=2026-11-17")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)  # type: ignore[union-attr]
    assert [row[0] for row in rows if row[0] == booked.code] == [booked.code]
    assert "13800001234" not in str(rows)
    assert "还没有人约" in desk.get(f"{at('s', small)}?day=2026-11-18").content.decode()
    assert town.client("sweeper").get(at("s", small)).status_code == 404


def test_who_comes_says_the_end_of_a_number_and_gets_theirs(
    town: Town, small: SmallHall, booked: Appointment
) -> None:
    desk = town.client("receptionist")
    with clock.frozen(TUESDAY_TEN):
        assert "没有找到" in desk.post(at("-arrive", small), {"code": "9999"}, follow=True).content.decode()
        page = desk.post(at("-arrive", small), {"code": "1234"}, follow=True).content.decode()
        assert Ticket.objects.get().code in page
        again = desk.post(at("-arrive", small), {"id": booked.pk}, follow=True).content.decode()
        assert Ticket.objects.get().code in again
        assert "来了，取了号" in desk.get(at("s", small)).content.decode()


def test_moves_cancels_and_opens_a_number_for_a_reason(
    town: Town, small: SmallHall, booked: Appointment
) -> None:
    desk, here = town.client("receptionist"), at("", small, booked.pk)
    assert 'value="2026-11-17T10:30"' in desk.get(f"{here}?move=1&day=2026-11-17").content.decode()
    desk.post(here, {"at": "2026-11-17T10:30"})
    assert clock.local(Appointment.objects.get().starts_at).minute == 30
    assert desk.post(here, {"at": "2026-11-21T10:30"}).status_code == 422
    shown = desk.post(at("-reveal", small, booked.pk, "phone"), {"reason": "改时间打电话"}).content.decode()
    assert "13800001234" in shown
    assert AccessLog.objects.filter(subject="appointments.Appointment").count() == 1
    desk.post(at("-cancel", small, booked.pk))
    assert Appointment.objects.get().state == "cancelled"
    for verb in (at("-cancel", small, booked.pk), at("-arrive", small)):
        assert town.client("leader").post(verb, {"id": booked.pk}).status_code == 404
