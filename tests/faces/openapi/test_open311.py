"""Open311 GeoReport v2: the shapes and quirks that its validators ask for, and what it must never show."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category
from tests.base.files.samples import photo
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

BASE = "/open311/v2"
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NOW = MONDAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    Category.objects.filter(code="R01").update(
        name_en="Blocked drain",
        words=["下水道", "堵了"],
        questions=[
            {
                "code": "flood",
                "words": "往外冒水吗？",
                "english": "Is water coming out?",
                "kind": "yes_no",
                "choices": [],
            },
            {
                "code": "where",
                "words": "在哪儿？",
                "english": "Where?",
                "kind": "choice",
                "choices": [["road", "路上", "Road"], ["yard", "院里", "Yard"]],
            },
            {"code": "more", "words": "还有什么？", "english": "Anything else?", "kind": "text"},
        ],
    )
    return town


def published(town: Town, n: int = 0, **fields: Any) -> str:
    given = {
        "text": f"第{n}口井堵了，我是李四，电话 13800001234",
        "lon": IN_FIRST_GRID[0],
        "lat": IN_FIRST_GRID[1],
    }
    filed = operations.file_report(
        actor=ANYONE,
        at=MONDAY + timedelta(minutes=n),
        category="R01",
        phone=f"1390000{n:04d}",
        place_words="三号楼 502 室",
        **{**given, **fields},
    )
    number = filed.report.case.number
    operations.publish_report(
        actor=town.actor("dispatcher"),
        number=number,
        at=MONDAY + timedelta(hours=1),
        title="下水井堵塞",
        text="东里社区一处下水井堵塞。",
    )
    return number


def get(client: Client, path: str, expect: int = 200, **given: Any) -> Any:
    response = client.get(f"{BASE}/{path}", given)
    assert response.status_code == expect, response.content
    if path.endswith("json"):
        assert response["Content-Type"] == "application/json; charset=utf-8"
        return json.loads(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


class TestDiscovery:
    @pytest.mark.parametrize("path", ["/open311/discovery", "/open311/v2/discovery"])
    def test_names_two_endpoints_in_two_formats_each(self, town: Town, client: Client, path: str) -> None:
        response = client.get(f"{path}.json")
        assert response["Content-Type"] == "application/json"
        found = json.loads(response.content)
        assert found.keys() == {"changeset", "contact", "key_service", "endpoints"}
        assert UTC_TIME.fullmatch(found["changeset"])
        assert [e["type"] for e in found["endpoints"]] == ["production", "test"]
        for end in found["endpoints"]:
            assert end["specification"] == "http://wiki.open311.org/GeoReport_v2"
            assert end["formats"] == ["text/xml", "application/json"]
            assert end["max_requests"] == 1000
            assert end["url"].startswith("http")
        response = client.get(f"{path}.xml")
        assert response["Content-Type"] == "text/xml"
        root = ElementTree.fromstring(response.content)
        assert root.tag == "discovery"
        assert len(root.findall("endpoints/endpoint")) == 2
        assert len(root.findall("endpoints/endpoint/formats/format")) == 4
        assert root.findtext("key_service")

    def test_the_endpoints_it_names_answer(self, town: Town, client: Client) -> None:
        for end in json.loads(client.get("/open311/discovery.json").content)["endpoints"]:
            path = "/" + end["url"].split("/", 3)[3]
            assert client.get(f"{path}services.json").status_code == 200
            assert client.get(path).status_code == 404


class TestServices:
    def test_lists_what_can_be_reported(self, town: Town, client: Client) -> None:
        rows = get(client, "services.json")
        assert isinstance(rows, list)
        drain = next(row for row in rows if row["service_code"] == "R01")
        assert drain == {
            "service_code": "R01",
            "service_name": "下水道堵塞",
            "description": "下水道堵塞",
            "metadata": True,
            "type": "realtime",
            "keywords": "下水道,堵了",
            "group": "",
        }
        root = get(client, "services.xml")
        assert root.tag == "services"
        assert [s.findtext("metadata") for s in root.findall("service")] == ["true", "false", "false"]

    def test_speaks_the_readers_language(self, town: Town, client: Client) -> None:
        response = client.get(f"{BASE}/services/R01.json", headers={"Accept-Language": "en"})
        found = json.loads(response.content)
        assert [a["description"] for a in found["attributes"]] == [
            "Is water coming out?",
            "Where?",
            "Anything else?",
        ]

    def test_says_what_a_service_asks_for(self, town: Town, client: Client) -> None:
        found = get(client, "services/R01.json")
        assert found["service_code"] == "R01"
        flood, where, more = found["attributes"]
        assert (flood["datatype"], [v["key"] for v in flood["values"]]) == ("singlevaluelist", ["yes", "no"])
        assert where["values"][0] == {"key": "road", "name": "路上"}
        assert (more["datatype"], more["values"], more["variable"], more["required"]) == (
            "string",
            [],
            True,
            False,
        )
        assert [a["order"] for a in found["attributes"]] == [1, 2, 3]
        root = get(client, "services/R01.xml")
        assert root.tag == "service_definition"
        assert root.findtext("attributes/attribute/variable") == "true"
        assert root.findtext("attributes/attribute/values/value/key") == "yes"
        assert get(client, "services/R02.json")["attributes"] == []

    def test_an_unknown_service_is_an_error_in_both_forms(self, town: Town, client: Client) -> None:
        for unknown in ("nope", "%00", "R01%00", "x" * 400):
            assert get(client, f"services/{unknown}.json", 404)[0].keys() == {"code", "description"}
        root = get(client, "services/nope.xml", 404)
        assert (root.tag, root.findtext("error/code")) == ("errors", "404")
        assert root.findtext("error/description")


class TestRequests:
    def test_shows_what_was_published_and_nothing_else(self, town: Town, client: Client) -> None:
        number = published(town)
        operations.file_report(actor=ANYONE, at=MONDAY, text="没有公开的", office=town.office)
        [row] = get(client, "requests.json")
        assert row == {
            "service_request_id": number,
            "status": "open",
            "status_notes": "收到了，马上有人看",
            "service_name": "下水道堵塞",
            "service_code": "R01",
            "description": "东里社区一处下水井堵塞。",
            "agency_responsible": "第1网格",
            "service_notice": f"http://127.0.0.1:8000/p/{number}/",
            "requested_datetime": "2026-11-16T01:00:00Z",
            "updated_datetime": row["updated_datetime"],
            "expected_datetime": row["expected_datetime"],
            "address": "试验街道东里社区第1网格",
            "address_id": "",
            "zipcode": "",
            "lat": 36.005,
            "long": 117.005,
            "media_url": None,
        }
        assert UTC_TIME.fullmatch(row["updated_datetime"])
        assert UTC_TIME.fullmatch(row["expected_datetime"])
        everything = json.dumps(get(client, "requests.json"), ensure_ascii=False)
        assert not re.search("李四|1380000|1390000|502", everything)

    def test_a_photo_only_where_staff_published_it(self, town: Town, client: Client) -> None:
        from linli.base.files.operations import keep_file

        kept = [keep_file(actor=ANYONE, data=photo(), name="a.jpg", at=MONDAY) for _ in range(2)]
        filed = operations.file_report(
            actor=ANYONE, at=MONDAY, text="井", office=town.office, category="R01", files=kept
        )
        number = filed.report.case.number
        for shown, found in (
            ((), None),
            ((kept[1].pk,), f"http://127.0.0.1:8000/p/{number}/photos/{kept[1].pk}/"),
        ):
            operations.publish_report(
                actor=town.actor("dispatcher"), number=number, at=MONDAY, title="井", text="井", files=shown
            )
            url = get(client, "requests.json")[0]["media_url"]
            assert (url or "").startswith(found or "")
            assert bool(url) == bool(found)
            if url:
                assert client.get("/" + url.split("/", 3)[3]).status_code == 200

    def test_in_xml_too(self, town: Town, client: Client) -> None:
        number = published(town)
        root = get(client, "requests.xml")
        assert root.tag == "service_requests"
        assert root.findtext("request/service_request_id") == number
        assert root.find("request/zipcode") is None
        assert root.findtext("request/address")
        assert float(root.findtext("request/lat") or 0) == 36.005

    def test_one_by_its_number(self, town: Town, client: Client) -> None:
        number = published(town)
        hidden = operations.file_report(actor=ANYONE, at=MONDAY, text="没有公开的", office=town.office)
        assert get(client, f"requests/{number}.json")[0]["service_request_id"] == number
        for unknown in (hidden.report.case.number, "nope", "1", "%00", "x" * 300):
            assert get(client, f"requests/{unknown}.json", 404)[0]["code"] == 404

    def test_narrowed_by_number_service_and_state(self, town: Town, client: Client) -> None:
        first, second = published(town, 1), published(town, 2)
        operations.refuse_report(
            actor=town.actor("secretary"), number=second, at=MONDAY + timedelta(hours=2), answer="归区里"
        )
        ids = lambda **given: [r["service_request_id"] for r in get(client, "requests.json", **given)]  # noqa: E731
        assert ids() == [second, first]
        assert ids(service_request_id=f"{first},{second}") == [second, first]
        assert ids(status="closed") == [second]
        assert ids(status="open") == [first]
        assert ids(status="open,closed") == [second, first]
        assert ids(service_code="R02") == []
        assert ids(service_code="R01,R02", status="") == [second, first]
        assert get(client, "requests.json", 400, status="lost")[0]["code"] == 400

    def test_within_ninety_days(self, town: Town, client: Client) -> None:
        published(town)
        count = lambda **given: len(get(client, "requests.json", **given))  # noqa: E731
        assert count(start_date="2026-11-16T00:00:00Z") == 1
        assert count(start_date="2026-11-16T09:00:00+08:00", end_date="2026-11-16T09:00:00+08:00") == 1
        assert count(start_date="2026-11-16T09:00:01 08:00") == 0
        assert count(end_date="2026-11-15T00:00:00Z") == 0
        assert count(start_date="2026-01-01T00:00:00Z") == 0
        assert count(start_date="2026-01-01T00:00:00Z", end_date="2026-12-01T00:00:00Z") == 0
        assert count(updated_after="2026-11-16T00:00:00Z") == 1
        assert count(updated_after="2026-11-17T00:00:00Z") == 0
        for wrong in ({"start_date": "yesterday"}, {"start_date": "2026-11-16", "end_date": "2026-11-15"}):
            assert get(client, "requests.json", 400, **wrong)[0]["code"] == 400
        with clock.frozen(MONDAY + timedelta(days=91)):
            assert count() == 0
            assert count(service_request_id=Case.objects.get().number) == 1

    def test_queries_do_not_grow(
        self, town: Town, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        for n in range(5):
            published(town, n)
        with django_assert_max_num_queries(4):
            assert len(get(client, "requests.json")) == 5
        with django_assert_max_num_queries(4):
            get(client, "services.json")
