"""REST v1: what a partner's system sees and does is what its unit sees and does, and no more."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.flow.models import Case, Step
from linli.base.flow.verify import verify_log
from linli.base.people import api_keys
from linli.base.people.actors import ANYONE, SYSTEM
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Report, Reporter
from tests.base.files.samples import photo
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

NOW = MONDAY + timedelta(hours=3)
ALL = ["file", "read", "act", "hook"]


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with clock.frozen(NOW):
        yield


class Partner:
    """A unit's system with its key."""

    def __init__(
        self, town: Town, who: str = "sweeper", abilities: list[str] | None = None, unit: Any = None
    ) -> None:
        account = town.people[who]
        self.key = api_keys.issue_key(
            actor=SYSTEM,
            at=MONDAY,
            unit=unit or account.posts.get().unit,
            name=f"{who} 系统",
            abilities=abilities or ALL,
            account=account,
        )
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, method: str, path: str, expect: int, body: Any = None, **headers: str) -> Any:
        given: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.key.text}", **headers}}
        if body is not None:
            given |= {"data": json.dumps(body), "content_type": "application/json"}
        response = getattr(self.client, method)(f"/api/v1/{path}", **given)
        assert response.status_code == expect, response.content.decode()
        if expect >= 400:
            assert response["Content-Type"] == "application/problem+json"
        return json.loads(response.content) if response.content else None

    def get(self, path: str, expect: int = 200) -> Any:
        return self.ask("get", path, expect)

    def post(self, path: str, body: Any, expect: int = 200, **headers: str) -> Any:
        return self.ask("post", path, expect, body, **headers)


def filed(town: Town, n: int = 0, **fields: Any) -> str:
    given = {
        "text": f"第{n}口井往外冒水",
        "lon": IN_FIRST_GRID[0],
        "lat": IN_FIRST_GRID[1],
        "category": "R01",
    }
    at = MONDAY + timedelta(minutes=n)
    return operations.file_report(
        actor=ANYONE, at=at, phone="13800001234", name="赵明", **{**given, **fields}
    ).report.case.number


def dispatched(town: Town, n: int = 0) -> str:
    number = filed(town, n)
    operations.dispatch_report(
        actor=town.actor("dispatcher"),
        number=number,
        at=MONDAY + timedelta(hours=1),
        lead=town.sanitation,
        assists=[town.heating],
    )
    return number


class TestWhoMayCome:
    def test_no_living_key_no_answer(self, town: Town) -> None:
        partner = Partner(town)
        for text in ("", "linli_x", "Bearer"):
            response = Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {text}"})
            assert response.status_code == 401
            assert response["WWW-Authenticate"].startswith("Bearer")
            assert json.loads(response.content)["code"] == "no-key"
        assert Client().get("/api/v1/cases").status_code == 401
        api_keys.revoke_key(actor=SYSTEM, at=NOW, key=partner.key.key)
        partner.get("cases", 401)

    def test_a_key_does_what_it_was_issued_for(self, town: Town) -> None:
        number = dispatched(town)
        reader = Partner(town, abilities=["read"])
        assert reader.get(f"cases/{number}")["number"] == number
        for path, body in (
            (f"cases/{number}/take", {}),
            ("reports", {"text": "井"}),
            ("webhooks", {"name": "a", "url": "https://example.cn/"}),
        ):
            assert reader.post(path, body, 403)["code"] == "bad-api-key"
        assert Partner(town, abilities=["file"]).get("cases", 403)["code"] == "bad-api-key"

    def test_says_who_it_is(self, town: Town) -> None:
        found = Partner(town).get("me")
        assert (found["unit"], found["abilities"], found["account"]) == ("环卫所", ALL, "sweeper")
        assert [post["role"] for post in found["posts"]] == ["handler"]

    def test_too_many_are_asked_to_wait(self, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        from linli.base.people.knocks import Door
        from linli.faces.openapi.v1 import door

        monkeypatch.setattr(door, "DOOR", Door("api.v1", 2, timedelta(minutes=10)))
        partner = Partner(town)
        partner.get("me")
        partner.get("me")
        assert partner.get("me", 429)["code"] == "too-often"


class TestCases:
    def test_sees_what_its_unit_sees(self, town: Town) -> None:
        mine, other = dispatched(town), filed(town, 1, lon=IN_THIRD_GRID[0], lat=IN_THIRD_GRID[1])
        partner = Partner(town)
        found = partner.get("cases")
        assert [row["number"] for row in found["items"]] == [mine]
        assert (found["count"], found["after"]) == (1, "")
        assert partner.get(f"cases/{other}", 404) == partner.get(f"cases/{other}", 404)
        assert partner.get(f"cases/{other}", 404)["code"] == "no-such-case"
        for tail in ("steps", "files/1"):
            partner.get(f"cases/{other}/{tail}", 404)
        assert {row["number"] for row in Partner(town, "dispatcher").get("cases")["items"]} == {mine, other}

    def test_narrows_and_turns_pages(self, town: Town) -> None:
        numbers = [dispatched(town, n) for n in range(5)]
        partner = Partner(town)
        seen: list[str] = []
        after = ""
        while True:
            page = partner.get(f"cases?limit=2&order=filed&after={after.replace('+', '%2B')}")
            seen += [row["number"] for row in page["items"]]
            if not (after := page["after"]):
                break
        assert seen == numbers[::-1]
        for query, count in (
            ("state=dispatched", 5), ("state=closed", 0), ("view=mine", 5), ("words=冒水", 5), ("words=路灯", 0),
            ("is_open=false", 0), ("category=R01", 5), ("filed_from=2026-11-17", 0), ("card=red", 0), ("after=x", 5),
            ("after=1.99999999999999999999", 5),
        ):  # fmt: skip
            assert len(partner.get(f"cases?{query}")["items"]) == count, query
        for query in (
            "limit=0",
            "limit=1000",
            "view=x",
            "filed_from=x",
            "filed_until=9999-12-31",
            "state=%00",
        ):
            assert partner.get(f"cases?{query}", 422)["errors"]

    def test_whole_with_its_moves_and_without_who_raised_it(self, town: Town) -> None:
        number = dispatched(town)
        found = Partner(town).get(f"cases/{number}")
        assert found["text"] == "第0口井往外冒水"
        assert found["reporters"][0]["phone"] == "138****1234"
        assert found["reporters"][0]["name"] == "赵*"
        assert {"take", "contact", "send_back"} <= {move["verb"] for move in found["moves"]}
        assert [share["part"] for share in found["shares"]] == ["lead", "assist"]
        assert found["seq"] == 2
        steps = Partner(town).get(f"cases/{number}/steps")["items"]
        assert [step["verb"] for step in steps] == ["dispatch", "file"]

    def test_confidential_reporters_stay_hidden(self, town: Town) -> None:
        number = filed(town, is_confidential=True)
        operations.dispatch_report(
            actor=town.actor("dispatcher"), number=number, at=MONDAY, lead=town.sanitation
        )
        [reporter] = Partner(town).get(f"cases/{number}")["reporters"]
        assert (reporter["name"], reporter["phone"]) == ("", "")

    def test_gives_the_files_of_a_case(self, town: Town) -> None:
        from linli.base.files.operations import keep_file

        kept = keep_file(actor=ANYONE, data=photo(), name="a.jpg", at=MONDAY)
        number = filed(town, files=[kept])
        partner = Partner(town, "worker")
        [file] = partner.get(f"cases/{number}/steps")["items"][0]["files"]
        response = partner.client.get(
            f"/api/v1/cases/{number}/files/{file['id']}",
            headers={"Authorization": f"Bearer {partner.key.text}"},
        )
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        partner.get(f"cases/{number}/files/999", 404)

    def test_queries_do_not_grow(self, town: Town, django_assert_max_num_queries: Any) -> None:
        partner = Partner(town)
        numbers = [dispatched(town, n) for n in range(6)]
        partner.get("me")
        with django_assert_max_num_queries(5):
            assert len(partner.get("cases")["items"]) == 6
        with django_assert_max_num_queries(12):
            partner.get(f"cases/{numbers[0]}")
        with django_assert_max_num_queries(7):
            partner.get(f"cases/{numbers[0]}/steps")


class TestMoves:
    def test_a_partner_takes_and_answers(self, town: Town) -> None:
        number = dispatched(town)
        lead, assist = Partner(town), Partner(town, "stoker")
        assert lead.post(f"cases/{number}/take", {"seen": 2})["seq"] == 3
        assist.post(f"cases/{number}/take", {})
        problem = lead.post(f"cases/{number}/answer", {"answer": "通了"}, 409)
        assert problem["code"] == "assists-outstanding"
        assist.post(f"cases/{number}/answer-share", {"answer": "阀门关了"})
        lead.post(f"cases/{number}/contact", {"answer": "下午来看"})
        handle = _send(lead, photo())
        moved = lead.post(f"cases/{number}/answer", {"answer": "通了", "note": "换了井盖", "files": [handle]})
        assert (moved["state"], moved["holder"]) == ("answered", "第1网格")
        lead.post(f"cases/{number}/note", {"note": "回头再看"})
        steps = Step.objects.filter(case__number=number).order_by("seq")
        verbs = ["file", "dispatch", "take", "take", "answer_share", "contact", "answer", "note"]
        assert [s.verb for s in steps] == verbs
        assert steps[6].files.count() == 1
        assert steps[6].actor == town.people["sweeper"]
        assert verify_log() == []

    def test_sent_again_is_done_once(self, town: Town) -> None:
        number, key = dispatched(town), str(uuid.uuid4())
        partner = Partner(town)
        headers = {"Idempotency-Key": key}
        for _ in range(3):
            assert partner.post(f"cases/{number}/contact", {"answer": "来看"}, **headers)["seq"] == 3
        assert partner.post(f"cases/{number}/take", {}, 422, **{"Idempotency-Key": "x"})["errors"]

    def test_refusals_are_problems_with_their_data(self, town: Town) -> None:
        number = dispatched(town)
        partner = Partner(town)
        partner.post(f"cases/{number}/take", {})
        problem = partner.post(f"cases/{number}/take", {"seen": 1}, 409)
        assert problem["type"] == "urn:linli:overtaken"
        assert (problem["status"], problem["detail"]["by"], problem["detail"]["verb"]) == (
            409,
            "sweeper",
            "take",
        )
        assert problem["title"]
        assert partner.post(f"cases/{number}/send-back", {"note": " \n"}, 422)["errors"][0]["field"]
        assert partner.post(f"cases/{number}/take", {"sean": 1}, 422)["errors"]
        assert partner.post(f"cases/{number}/answer-share", {"answer": "x"}, 403)["code"] == "not-your-move"
        partner.post(f"cases/{number}/send-back", {"note": "该归市政"})
        assert partner.post(f"cases/{number}/answer", {"answer": "通了"}, 409)["code"] == "not-from-here"
        assert partner.post(f"cases/{number}/answer", {"answer": "x", "files": ["1.abc"]}, 422)
        assert partner.post("cases/20990101-0001/take", {}, 404)["code"] == "no-such-case"

    def test_speaks_english_too(self, town: Town) -> None:
        found = Partner(town).ask("get", "cases/20990101-0001", 404, None, **{"Accept-Language": "en"})
        assert found["title"].isascii() or "’" in found["title"]


def _send(partner: Partner, body: bytes, expect: int = 201, name: str = "a.jpg") -> Any:
    response = partner.client.post(
        "/api/v1/files",
        {"file": SimpleUploadedFile(name, body)},
        headers={"Authorization": f"Bearer {partner.key.text}"},
    )
    assert response.status_code == expect, response.content
    return json.loads(response.content).get("handle")


class TestFiling:
    BODY = {
        "text": "井盖\x00丢了", "category": "R01", "lon": 117.005, "lat": 36.005, "name": "李四", "phone": "13900001111",
        "place": "三号楼东", "answers": {"flood": "yes"}, "source_number": "A-1",
    }  # fmt: skip

    def test_files_once(self, town: Town) -> None:
        partner = Partner(town, "receptionist")
        handle = _send(partner, photo())
        found = partner.post("reports", {**self.BODY, "files": [handle]}, 201)
        again = partner.post("reports", self.BODY, 200)
        assert (found["number"], found["is_new"], again["is_new"]) == (again["number"], True, False)
        report = Report.objects.select_related("case").get()
        assert (report.text, report.case.channel, report.case.area) == ("井盖丢了", "api", town.grids[0])
        assert operations.token_of(Reporter.objects.get()) in found["follow_url"]
        key = {"Idempotency-Key": str(uuid.uuid4())}
        body = {"text": "另一件"}
        assert partner.post("reports", body, 201, **key)["number"]
        assert partner.post("reports", body, 200, **key)["number"]
        assert Case.objects.count() == 2

    def test_says_what_is_wrong(self, town: Town) -> None:
        partner = Partner(town, "receptionist")
        for body, code in (
            ({"text": ""}, "not-understood"),
            ({}, "not-understood"),
            ({"text": "长" * 5001}, "not-understood"),
            ({"text": "井", "lat": 91, "lon": 0}, "not-understood"),
            ({"text": "井", "category": "nope"}, "no-such-category"),
            ({"text": "井", "lat": 48.85, "lon": 2.35}, "no-such-office"),
            ({"text": "井", "colour": "red"}, "not-understood"),
        ):
            assert partner.post("reports", body, 422)["code"] == code
        response = partner.client.post(
            "/api/v1/reports",
            data="{not json",
            content_type="application/json",
            headers={"Authorization": f"Bearer {partner.key.text}"},
        )
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert Case.objects.count() == 0
        _send(partner, b"<script>", 422)
        _send(partner, b"", 422)

    def test_a_report_of_wrongdoing_protects_its_reporter(self, town: Town) -> None:
        Partner(town, "receptionist").post("reports", {"text": "举报", "nature": "report"}, 201)
        assert Case.objects.get().is_confidential

    def test_lists_what_can_be_reported(self, town: Town) -> None:
        rows = Partner(town).get("categories")["items"]
        assert [row["code"] for row in rows] == ["R01", "R02", "R03"]
