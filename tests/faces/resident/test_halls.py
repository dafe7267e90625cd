"""A number on one's own phone, and the screen on the wall: nothing of anybody is on either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.service.counters import operations
from linli.pillars.service.counters.models import Ticket
from tests.pillars.service.counters.hamlet import NOW, SmallHall
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


def take(client: Client, small: SmallHall, **more: object) -> str:
    answer = client.post(
        reverse("resident:ticket-take", args=[small.hall.pk]), {"kind": small.a.pk, **more}, follow=True
    )
    return str(answer.redirect_chain[-1][0])


class TestPhone:
    def test_draws_one_number_however_often_it_is_tapped(self, client: Client, small: SmallHall) -> None:
        url = take(client, small, priority="1")
        assert take(client, small) == url
        ticket = Ticket.objects.get()
        assert (ticket.source, ticket.has_priority) == ("phone", True)
        assert "A001" in client.get(url).content.decode()

    def test_follows_it_and_comes_back_once(self, client: Client, town: Town, small: SmallHall) -> None:
        url, by = take(client, small), {"actor": town.actor("receptionist"), "at": NOW}
        operations.sit_down(window=small.windows[0], **by)
        called = operations.call_next(window=small.windows[0], **by)
        assert "请到 1 号窗口" in client.get(url).content.decode()
        operations.pass_ticket(ticket=called, **by)
        assert "叫过了，您没到" in client.get(url).content.decode()
        client.post(f"{url}return/")
        assert Ticket.objects.get().state == "waiting"
        client.post(f"{url}leave/")
        assert Ticket.objects.get().why_left == "own"
        answer = client.post(f"{url}return/")
        assert answer.status_code == 409

    def test_a_wrong_secret_opens_nothing(self, client: Client, small: SmallHall) -> None:
        url = take(client, small)
        assert client.get(url[:-4] + "000/").status_code == 404
        assert client.post(url[:-4] + "000/leave/").status_code == 404

    def test_a_shut_hall_draws_none(self, client: Client, small: SmallHall) -> None:
        with clock.frozen(MONDAY + timedelta(hours=10)):
            page = client.get(reverse("resident:hall", args=[small.hall.pk])).content.decode()
            assert "现在没有开门" in page
            answer = client.post(reverse("resident:ticket-take", args=[small.hall.pk]), {"kind": small.a.pk})
        assert answer.status_code == 409
        assert not Ticket.objects.exists()


class TestScreen:
    def test_shows_numbers_and_windows_and_nobodys_name(
        self, client: Client, town: Town, small: SmallHall
    ) -> None:
        operations.take_ticket(actor=ANYONE, at=NOW, hall=small.hall, kind=small.a, source="phone")
        by = {"actor": town.actor("receptionist"), "at": NOW}
        operations.sit_down(window=small.windows[0], **by)
        operations.call_next(window=small.windows[0], **by)
        page = client.get(reverse("resident:hall-screen", args=[small.hall.pk])).content.decode()
        assert "请 A001 号到 1 号窗口" in page
        assert "receptionist" not in page

    def test_a_number_called_again_bears_another_sign(
        self, client: Client, town: Town, small: SmallHall
    ) -> None:
        operations.take_ticket(actor=ANYONE, at=NOW, hall=small.hall, kind=small.a, source="phone")
        by = {"actor": town.actor("receptionist"), "at": NOW}
        operations.sit_down(window=small.windows[0], **by)
        ticket = operations.call_next(window=small.windows[0], **by)
        url = reverse("resident:hall-screen", args=[small.hall.pk])
        assert f'data-call="{ticket.pk}.1"' in client.get(url).content.decode()
        operations.call_again(ticket=ticket, **by)
        assert f'data-call="{ticket.pk}.2"' in client.get(url, {"seen": "old"}).content.decode()
