"""The hall's pages for staff: a walk-in from the guide desk to the end of a visit, through forms alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from linli.pillars.service.counters import operations
from linli.pillars.service.counters.models import Ticket
from tests.pillars.service.counters.hamlet import NOW, SmallHall
from tests.town import Town

pytestmark = pytest.mark.django_db


def at(name: str, small: SmallHall, *args: Any) -> str:
    return reverse(f"desk:hall-{name}", args=[small.hall.pk, *args])


def press(client: Any, page: str, name: str) -> str:
    """Press the one form of a page whose address ends so, and give the page it leads to."""
    action = re.search(rf'action="([^"]*/{name}/)"', page)
    assert action, f"no {name} on the page"
    form = page[action.start() : page.index("</form>", action.start())]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return str(client.post(action[1], fields, follow=True).content.decode())


class TestWalkIn:
    def test_goes_from_the_desk_to_the_end(self, town: Town, small: SmallHall) -> None:
        desk, clerk = town.client("receptionist"), town.client("xiaohe")
        page = desk.get(at("guide", small), {"q": "我妈的养老金"}).content.decode()
        assert "社保医保" in page
        page = press(desk, page, "draw")
        ticket = Ticket.objects.get()
        assert "A001" in page
        slip = desk.get(at("slip", small, ticket.pk)).content.decode()
        assert (
            f"/t/{ticket.pk}/{operations.token_of(ticket)}/" not in slip
        )  # in the code only, not to be read over a shoulder
        assert "A001" in slip
        assert "1、2" in slip

        page = clerk.post(at("sit", small, 2), follow=True).content.decode()
        page = press(clerk, page, "next")
        page = press(clerk, page, "start")
        press(clerk, page, "finish")
        ticket.refresh_from_db()
        assert (ticket.state, ticket.outcome) == ("finished", "done")

    def test_says_why_when_nobody_waits(self, town: Town, small: SmallHall) -> None:
        clerk = town.client("xiaohe")
        page = clerk.post(at("sit", small, 1), follow=True).content.decode()
        assert "没有人在等您这个窗口能办的事" in press(clerk, page, "next")

    def test_a_letter_finds_its_kind_and_nothing_found_says_so(self, town: Town, small: SmallHall) -> None:
        desk = town.client("receptionist")
        assert "居住证" in desk.get(at("guide", small), {"q": "b"}).content.decode()
        assert "没有找到" in desk.get(at("guide", small), {"q": "宇宙飞船"}).content.decode()

    def test_who_missed_the_call_is_put_back_by_the_number_on_the_slip(
        self, town: Town, small: SmallHall
    ) -> None:
        desk, clerk = town.client("receptionist"), town.client("xiaohe")
        press(desk, desk.get(at("guide", small), {"q": "a"}).content.decode(), "draw")
        page = press(clerk, clerk.post(at("sit", small, 1), follow=True).content.decode(), "next")
        press(clerk, page, "pass")
        page = desk.post(at("return", small), {"code": "a1"}, follow=True).content.decode()
        assert "A001 回到队里了" in page
        assert Ticket.objects.get().state == "waiting"


class TestLive:
    def test_a_page_is_asked_again_and_answers_only_what_is_new(self, town: Town, small: SmallHall) -> None:
        desk = town.client("receptionist")
        page = desk.get(at("now", small)).content.decode()
        seen = re.search(r'data-seen="([^"]+)"', page)
        assert seen
        assert desk.get(at("now", small), {"seen": seen[1]}).status_code == 204
        press(desk, desk.get(at("guide", small), {"q": "a"}).content.decode(), "draw")
        answer = desk.get(at("now", small), {"seen": seen[1]})
        assert "A001" in answer.content.decode()
        assert "<html" not in answer.content.decode()

    def test_pages_cost_the_same_however_long_the_line(
        self, town: Town, small: SmallHall, django_assert_max_num_queries: Any
    ) -> None:
        actor = town.actor("receptionist")
        for _ in range(12):
            operations.take_ticket(actor=actor, at=NOW, hall=small.hall, kind=small.a)
        client = town.client("receptionist")
        with django_assert_max_num_queries(20):
            client.get(at("now", small))


class TestWhoMay:
    def test_others_find_nothing(self, town: Town, small: SmallHall) -> None:
        for name in ("worker", "sweeper", "sysadmin"):
            assert town.client(name).get(at("now", small)).status_code == 404

    def test_leaders_look_and_draw_nothing(self, town: Town, small: SmallHall) -> None:
        leader = town.client("leader")
        assert leader.get(at("now", small)).status_code == 200
        page = leader.post(at("draw", small), {"kind": small.a.pk}, follow=True).content.decode()
        assert "不归您的岗位管" in page
        assert not Ticket.objects.exists()


class TestSettingUp:
    def test_a_system_administrator_sets_up_a_hall(self, town: Town) -> None:
        keeper = town.client("sysadmin")
        given = {
            "name": "东里社区服务站", "unit": town.communities[0].pk, "opens": "09:00", "closes": "17:00",
            "priority_minutes": "15", "is_active": "on",
            "takes_bookings": "on", "slot_minutes": "30", "walk_in_percent": "50", "days_ahead": "14",
        }  # fmt: skip
        page = keeper.post(reverse("desk:house-hall-new"), given, follow=True)
        pk = page.redirect_chain[-1][0].rstrip("/").rsplit("/", 1)[1]
        kind = {
            "letter": "a",
            "name": "社保",
            "words": "医保卡、养老金",
            "usual_minutes": "10",
            "order": "0",
            "is_active": "on",
        }
        keeper.post(reverse("desk:house-hall-kind", args=[pk, 0]), kind)
        page = keeper.get(reverse("desk:house-hall", args=[pk])).content.decode()
        kind_pk = re.search(rf"/halls/{pk}/kinds/([1-9]\d*)/", page)
        assert kind_pk
        window = {"number": "1", "name": "综合", "kinds": kind_pk[1], "is_active": "on"}
        keeper.post(reverse("desk:house-hall-window", args=[pk, 0]), window)
        again = keeper.post(reverse("desk:house-hall-window", args=[pk, 0]), window)
        assert "已经有了" in again.content.decode()
        assert (
            "东里社区服务站" in town.client("clerk").get(reverse("desk:hall"), follow=True).content.decode()
        )

    def test_hours_must_make_sense(self, town: Town) -> None:
        given = {
            "name": "站",
            "unit": town.office.pk,
            "opens": "17:00",
            "closes": "09:00",
            "priority_minutes": "15",
        }
        answer = town.client("sysadmin").post(reverse("desk:house-hall-new"), given)
        assert answer.status_code == 422
        assert "关门要晚于开门" in answer.content.decode()
