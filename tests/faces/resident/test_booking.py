"""A time at a hall from a phone without an account: booked, moved, cancelled, turned into a number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.service.appointments.models import Appointment
from linli.pillars.service.catalog import operations as catalog
from linli.pillars.service.counters.models import Hall, Ticket
from tests.pillars.service.catalog.items import ITEM
from tests.pillars.service.counters.hamlet import NOW, SmallHall
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
TEN = "2026-11-17T10:00"
"""Tuesday."""


def book(client: Client, small: SmallHall, query: str = "", **more: Any) -> Any:
    given = {"at": TEN, "phone": "13800001234", **more}
    return client.post(f"/book/{small.hall.pk}/{query or f'?kind={small.a.pk}'}", given)


@pytest.fixture
def guide(town: Town, small: SmallHall) -> SmallHall:
    """A matter of the guide that the hall does."""
    catalog.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate([ITEM], 1), publish=True
    )
    small.a.groups = [ITEM.group]
    small.a.save()
    return small


class TestBooking:
    def test_leads_from_the_list_of_papers_to_a_time_and_says_what_to_bring(
        self, client: Client, guide: SmallHall
    ) -> None:
        listed = client.get("/guide/T001/list/?who=other").content.decode()
        assert f"/book/{guide.hall.pk}/?item=T001&amp;who=other" in listed
        page = client.get(f"/book/{guide.hall.pk}/?item=T001&who=other").content.decode()
        assert "委托书" in page
        assert 'value="2026-11-16T10:00"' in page
        tuesday = client.get(f"/book/{guide.hall.pk}/?item=T001&who=other&day=2026-11-17").content.decode()
        assert f'value="{TEN}"' in tuesday
        answer = book(client, guide, "?item=T001&who=other", name="王春")
        made = Appointment.objects.get()
        assert answer.status_code == 302
        assert made.matter == "T001"
        assert set(made.paper_codes) == {"id", "proxy", "photo"}
        mine = client.get(answer["Location"]).content.decode()
        assert made.code in mine
        assert "委托书" in mine
        assert "明天 10:00" in mine
        # The phone remembers it, on the page of the hall.
        assert "看我的预约" in client.get(f"/hall/{guide.hall.pk}/").content.decode()

    def test_a_fault_loses_nothing_that_was_filled_in(self, client: Client, small: SmallHall) -> None:
        answer = book(client, small, phone="12", name="王春")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "王春" in page
        assert f'value="{TEN}" required checked' in page
        assert book(client, small, at="").status_code == 422
        assert book(client, small, at="2026-11-21T10:00").status_code == 422  # a Saturday
        assert not Appointment.objects.exists()

    def test_a_full_time_and_a_hall_without_bookings_say_so(self, client: Client, small: SmallHall) -> None:
        for n in range(3):
            assert book(client, small, phone=f"1380000123{n}").status_code == 302
        answer = book(client, small, phone="13800001239")
        assert answer.status_code == 409
        assert "刚刚约满了" in answer.content.decode()
        Hall.objects.update(takes_bookings=False)
        assert "这里不用预约" in client.get(f"/book/{small.hall.pk}/").content.decode()
        assert "这件事不用预约" in client.get("/book/").content.decode()

    def test_odd_addresses_are_answered(self, client: Client, small: SmallHall) -> None:
        here = f"/book/{small.hall.pk}/"
        for query in ("?kind=0", "?kind=x", f"?kind={small.a.pk}&day=x", "?item=T1&who=\u202e"):
            assert client.get(here + query).status_code == 200, query
        assert client.post(here, {"at": TEN, "phone": "13800001234"}).status_code == 422
        assert client.get("/book/999999/").status_code == 404


class TestMine:
    @pytest.fixture
    def url(self, client: Client, small: SmallHall) -> str:
        return str(book(client, small)["Location"])

    def test_moves_and_cancels(self, client: Client, url: str) -> None:
        assert 'value="2026-11-17T10:30"' in client.get(f"{url}?move=1").content.decode()
        client.post(f"{url}move/", {"at": "2026-11-17T10:30"})
        assert clock.local(Appointment.objects.get().starts_at).strftime("%H:%M") == "10:30"
        assert client.post(f"{url}move/", {"at": "never"}).status_code == 422
        client.post(f"{url}cancel/")
        page = client.get(url).content.decode()
        assert "取消了" in page
        assert "再约一次" in page
        assert client.post(f"{url}move/", {"at": TEN}).status_code == 409

    def test_becomes_a_number_on_the_day_and_not_before(self, client: Client, url: str) -> None:
        assert client.post(f"{url}arrive/").status_code == 409
        with clock.frozen(NOW + timedelta(days=1, minutes=25)):
            assert "我到大厅了" in client.get(url).content.decode()
            client.post(f"{url}arrive/")
            ticket = Ticket.objects.get()
            assert ticket.source == "booked"
            assert f"/t/{ticket.pk}/" in client.get(url).content.decode()
            screen = client.get(f"/hall/{ticket.hall_id}/screen/").content.decode()
            assert f"<span>{ticket.code}<small>预约</small></span>" in screen

    def test_a_wrong_secret_opens_nothing(self, client: Client, url: str) -> None:
        for verb in ("", "move/", "cancel/", "arrive/"):
            wrong = url[:-5] + "0000/" + verb
            assert (client.post(wrong) if verb else client.get(wrong)).status_code == 404
        assert Appointment.objects.get().is_booked
