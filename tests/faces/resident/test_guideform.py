"""The application form is filled in at home, by one's situation, and comes back as paper; nothing of it is kept."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM
from linli.pillars.service.catalog import operations
from linli.pillars.service.catalog.rules import firstday
from tests.town import MONDAY, Town

URL = "/guide/YL01/form/"
GOOD = {
    "name": "王春",
    "id_number": "11010519491231002X",
    "phone": "13800001234",
    "address": "官园 3 号楼",
    "bank_number": "6222020000000000000",
}


@pytest.fixture
def hall(town: Town) -> Town:
    wanted = [item for item in firstday.items() if item.code in ("YL01", "YB04")]
    operations.import_items(
        actor=SYSTEM, at=MONDAY, office=town.office, items=enumerate(wanted, 1), publish=True
    )
    return town


def luhn(number: str) -> str:
    digits = [int(d) for d in reversed(number)]
    total = sum(sum(divmod(d * 2, 10)) if i % 2 == 0 else d for i, d in enumerate(digits))
    return number + str(-total % 10)


GOOD["bank_number"] = luhn("622202000000000000")
GOOD = {f"f-{code}": value for code, value in GOOD.items()}


def test_the_situation_comes_first(hall: Town, client: Client) -> None:
    assert client.get(URL).headers["Location"] == "/guide/YL01/list/?"
    assert "在手机上办" in client.get("/guide/YL01/list/?who=self").content.decode()


def test_asks_only_what_this_situation_needs(hall: Town, client: Client) -> None:
    own = client.get(f"{URL}?who=self").content.decode()
    other = client.get(f"{URL}?who=other").content.decode()
    assert 'name="f-agent_name"' not in own
    assert 'name="f-agent_name"' in other


def test_says_what_is_wrong_and_keeps_what_was_typed(hall: Town, client: Client) -> None:
    answer = client.post(f"{URL}?who=self", {**GOOD, "f-id_number": "123", "f-phone": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "身份证号不对" in page
    assert "这一项要填" in page
    assert "官园 3 号楼" in page


def test_comes_back_as_paper_and_nothing_is_kept(hall: Town, client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(f"{URL}?who=self", {**GOOD, "paper": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in ("王春", "11010519491231002X", "申请人签字", "本人来", "身份证"):
        assert said in page, said
    assert "no-store" in answer["Cache-Control"]
    assert not [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE"))]


def test_fills_in_what_is_known_of_who_is_logged_in(hall: Town, client: Client) -> None:
    code = people.ask_code(phone="13800001234", address="x", at=MONDAY).code
    account = people.enter_code(phone="13800001234", code=code, address="x", language="zh-hans", at=MONDAY)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert 'value="13800001234"' in client.get(f"{URL}?who=self").content.decode()
    assert 'value="13800001234"' not in client.get(f"{URL}?who=other").content.decode()


def test_a_page_left_open_loses_nothing(hall: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"{URL}?who=self", GOOD)
    assert answer.status_code == 200
    assert "再按一次" in answer.content.decode()
    assert "官园 3 号楼" in answer.content.decode()


def test_programs_get_it_as_json_schema(hall: Town, client: Client) -> None:
    schema = client.get("/guide/YL01/form.json").json()
    assert schema["properties"]["id_number"]["format"] == "id_card"
    assert client.get("/guide/NONE/form.json").status_code == 404
