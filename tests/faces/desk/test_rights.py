"""Requests about one's own data, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.base.flow.models import Case
from linli.base.notices import operations as notices
from linli.base.notices.models import Notice
from linli.base.people import operations as people
from linli.base.people import queries as people_queries
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.pillars.service.rights import operations
from tests.faces.desk.conftest import NOW
from tests.town import Town

Logged = Callable[..., Client]


@pytest.fixture
def me(town: Town) -> Account:
    code = people.ask_code(phone="13800001234", address="x", at=NOW).code
    return people.enter_code(phone="13800001234", code=code, address="x", language="zh-hans", at=NOW)


def ask(me: Account, what: str = "delete") -> str:
    actor = people_queries.actor_for(me, NOW)
    return operations.file_request(actor=actor, at=NOW, what=what, words="不用了").case.number


def post(client: Client, number: str, verb: str, **data: Any) -> Any:
    return client.post(reverse(f"desk:rights-{verb}", args=[number]), data)


class TestPages:
    def test_the_offices_desk_finds_them_masked(self, as_: Logged, me: Account) -> None:
        number = ask(me)
        client = as_("dispatcher")
        page = client.get(reverse("desk:rights")).content.decode()
        assert number in page
        assert "138****1234" in page
        one = client.get(reverse("desk:rights-request", args=[number])).content.decode()
        assert "不用了" in one
        assert "13800001234" not in one

    @pytest.mark.parametrize("name", ["worker", "secretary", "sweeper", "sysadmin", "secadmin", "auditor"])
    def test_others_find_nothing(self, as_: Logged, me: Account, name: str) -> None:
        number = ask(me)
        client = as_(name)
        assert client.get(reverse("desk:rights")).status_code == 404
        assert client.get(reverse("desk:rights-request", args=[number])).status_code == 404
        assert post(client, number, "refuse", **{"refuse-answer": "x"}).status_code in (403, 404)
        assert Case.objects.get(number=number).is_open

    def test_an_empty_list_and_all_of_them(self, as_: Logged, me: Account) -> None:
        client = as_("receptionist")
        assert client.get(reverse("desk:rights")).status_code == 200
        number = ask(me, "view")
        assert number not in client.get(reverse("desk:rights")).content.decode()
        assert number in client.get(reverse("desk:rights") + "?all=1").content.decode()

    def test_a_notice_leads_to_it(self, as_: Logged, me: Account, town: Town) -> None:
        number = ask(me)
        notices.read_steps(actor=SYSTEM, at=NOW)
        told = Notice.objects.filter(account=town.people["dispatcher"]).get()
        response = as_("dispatcher").get(reverse("desk:notice", args=[number, told.pk]))
        assert response.headers["Location"] == f"/d/rights/{number}/"


class TestVerbs:
    def test_taken_up_carried_out_and_gone(self, as_: Logged, me: Account) -> None:
        number, client = ask(me), as_("dispatcher")
        assert post(client, number, "accept").status_code == 302
        assert post(client, number, "note", **{"note-note": "核对过"}).status_code == 302
        empty = post(client, number, "carry-out", **{"carry-out-answer": ""})
        assert empty.status_code == 422
        assert post(client, number, "carry-out", **{"carry-out-answer": "已删除"}).status_code == 302
        me.refresh_from_db()
        assert me.phone == ""
        assert client.get(reverse("desk:rights-request", args=[number])).status_code == 200

    def test_a_stale_page_does_nothing_and_keeps_what_was_typed(self, as_: Logged, me: Account) -> None:
        number, client = ask(me), as_("dispatcher")
        post(client, number, "accept")
        late = post(client, number, "refuse", **{"refuse-answer": "留着这句话", "seen": "1"})
        assert late.status_code == 409
        assert "留着这句话" in late.content.decode()
        assert Case.objects.get(number=number).is_open

    def test_an_unknown_number_is_not_there(self, as_: Logged) -> None:
        assert post(as_("dispatcher"), "20200101-0001", "accept").status_code == 404
