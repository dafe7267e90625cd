"""Open311 GeoReport v2: the shapes and quirks that its validators ask for, and what it must never show."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.flow.models import Case
from linli.base.people import api_keys
from linli.base.people.actors import ANYONE, SYSTEM
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category, Report, Reporter
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


@pytest.fixture
def key(town: Town) -> str:
    issued = api_keys.issue_key(actor=SYSTEM, at=MONDAY, unit=town.office, name="应用", abilities=["file"])
    return issued.text


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


def post(client: Client, status: int = 200, form: str = "json", **given: Any) -> Any:
    response = client.post(f"{BASE}/requests.{form}", given)
    assert response.status_code == status, response.content
    return json.loads(response.content) if form == "json" else ElementTree.fromstring(response.content)


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


class TestFiling:
    def test_files_and_is_followed(self, town: Town, client: Client, key: str) -> None:
        [row] = post(
            client,
            api_key=key,
            service_code="R01",
            lat="36.005",
            long="117.005",
            description="井盖\x00边上冒水",
            first_name="明",
            last_name="赵",
            phone="13800001234",
            email="a@example.cn",
            media_url="http://example.cn/a.jpg",
            **{"attribute[flood]": "yes", "attribute[where][]": ["road"]},
        )
        case = Case.objects.select_related("report").get()
        assert row["service_request_id"] == case.number
        assert row["account_id"] is None
        assert (case.channel, case.topic, case.area) == ("open311", "R01", town.grids[0])
        assert case.report.text == "井盖边上冒水"
        assert case.report.answers == {
            "flood": "yes",
            "where": ["road"],
            "media_url": "http://example.cn/a.jpg",
        }
        reporter = Reporter.objects.get()
        assert (reporter.name, reporter.phone) == ("赵明", "13800001234")
        token = operations.token_of(reporter)
        assert f"/r/{case.number}/{token}/" in row["service_notice"]
        # Not published: hidden from the world, not from who filed it or holds its secret.
        assert get(client, f"requests/{case.number}.json", 404)
        assert get(client, "requests.json") == []
        own = get(client, f"requests/{case.number}.json", api_key=key)
        assert own[0]["description"] == "井盖边上冒水"
        assert len(get(client, "requests.json", api_key=key)) == 1
        assert get(client, f"requests/{case.number}.json", token=token)
        assert get(client, f"tokens/{case.number}.{token}.json")[0]["service_request_id"] == case.number
        for wrong in ("nope", f"{case.number}.", f"{case.number}.0000", f".{token}"):
            get(client, f"tokens/{wrong}.json", 404)

    def test_in_xml_json_and_with_a_photo(self, town: Town, client: Client, key: str) -> None:
        given = {"api_key": key, "service_code": "R01", "address_string": "东里社区广场"}
        root = post(client, form="xml", **given)
        assert root.tag == "service_requests"
        assert root.findtext("request/service_request_id")
        body = {**given, "description": "JSON", "attribute": {"flood": "no"}}
        response = client.post(f"{BASE}/requests.json", json.dumps(body), content_type="application/json")
        assert response.status_code == 200
        from django.core.files.uploadedfile import SimpleUploadedFile

        post(client, **given, description="有照片", media=SimpleUploadedFile("a.jpg", photo()))
        cases = Case.objects.order_by("id")
        assert [c.area for c in cases] == [town.communities[0]] * 3
        assert Report.objects.get(text="JSON").answers == {"flood": "no"}
        assert cases[2].steps.get().files.count() == 1

    def test_sent_again_is_filed_once(self, town: Town, client: Client, key: str) -> None:
        given = {"api_key": key, "service_code": "R01", "lat": 36.005, "long": 117.005, "description": "冒水"}
        assert post(client, **given) == post(client, **given)
        headers = {"Idempotency-Key": "abc"}
        for text in ("第一次", "第二次"):
            client.post(f"{BASE}/requests.json", {**given, "description": text}, headers=headers)
        assert Case.objects.count() == 2

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ({"api_key": ""}, 403),
            ({"api_key": "linli_00000000_" + "0" * 32}, 403),
            ({"service_code": ""}, 400),
            ({"service_code": "nope"}, 404),
            ({"lat": "", "long": ""}, 400),
            ({"lat": "36.005", "long": ""}, 400),
            ({"lat": "x"}, 400),
            ({"lat": "nan"}, 400),
            ({"lat": "91"}, 400),
            ({"lat": "48.85", "long": "2.35"}, 400),
            ({"description": "长" * 4001}, 400),
            ({"jurisdiction_id": "nope"}, 404),
        ],
    )
    def test_says_what_is_missing(
        self, town: Town, client: Client, key: str, given: dict[str, str], status: int
    ) -> None:
        whole = {"api_key": key, "service_code": "R01", "lat": "36.005", "long": "117.005"}
        [error] = post(client, status, **{**whole, **given})
        assert error["code"] == status
        assert error["description"]
        assert Case.objects.count() == 0

    def test_the_test_endpoint_checks_and_files_nothing(self, town: Town, client: Client, key: str) -> None:
        given = {"api_key": key, "service_code": "R01", "lat": "36.005", "long": "117.005"}
        response = client.post("/open311/test/v2/requests.json", given)
        assert json.loads(response.content)[0]["service_request_id"] == "test"
        assert client.post("/open311/test/v2/requests.json", {**given, "lat": "x"}).status_code == 400
        assert Case.objects.count() == 0

    def test_a_key_files_for_its_own_unit_only(self, town: Town, client: Client) -> None:
        from linli.base.orgs.operations import add_unit
        from linli.base.orgs.roles import UnitKind

        other = add_unit(kind=UnitKind.SUBDISTRICT, name="邻街道", parent=town.district, code="379901002")
        text = api_keys.issue_key(actor=SYSTEM, at=MONDAY, unit=other, name="邻", abilities=["file"]).text
        given = {"api_key": text, "service_code": "R01", "lat": "36.005", "long": "117.005"}
        assert post(client, 403, **given)[0]["code"] == 403
        assert post(client, 400, **given, jurisdiction_id=other.code)
        assert get(client, "services.json", 400)
        assert get(client, "services.json", jurisdiction_id=other.code)
        assert get(client, "requests.json", jurisdiction_id=town.office.code) == []

    def test_needs_no_cookie_and_leaves_none(self, town: Town, key: str) -> None:
        strict = Client(enforce_csrf_checks=True)
        given = {"api_key": key, "service_code": "R01", "lat": "36.005", "long": "117.005"}
        response = strict.post(f"{BASE}/requests.json", given)
        assert response.status_code == 200
        assert not response.cookies
        assert response["Access-Control-Allow-Origin"] == "*"


class TestManners:
    def test_other_addresses_and_methods(self, town: Town, client: Client) -> None:
        for path in ("", "nope", "v2/", "v2/services", "v2/services.csv", "v2/requests/1"):
            response = client.get(f"/open311/{path}")
            assert response.status_code == 404
            assert ElementTree.fromstring(response.content).findtext("error/code") == "404"
        response = client.delete(f"{BASE}/requests.json")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
        assert client.options(f"{BASE}/requests.json").status_code == 204
        assert client.head(f"{BASE}/services.json").content == b""

    def test_too_many_are_asked_to_wait(
        self, town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from linli.base.people.knocks import Door
        from linli.faces.openapi.open311 import asking

        monkeypatch.setattr(asking, "READ", Door("open311.read", 2, timedelta(minutes=10)))
        assert [client.get(f"{BASE}/services.json").status_code for _ in range(3)] == [200, 200, 429]
        response = client.get(f"{BASE}/services.json")
        assert int(response["Retry-After"]) == 600
        assert json.loads(response.content)[0]["code"] == 429

    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        path=st.sampled_from(["requests.json", "requests.xml", "services.xml", "services/R01.json", "tokens/a.json"]),
        given_=st.dictionaries(
            st.sampled_from(
                [
                    "jurisdiction_id", "api_key", "service_code", "service_request_id", "start_date", "end_date",
                    "status", "lat", "long", "description", "attribute[x]", "attribute[x][]", "token",
                    "updated_after", "address_string", "phone",
                ]
            ),
            st.text(max_size=30),
            max_size=8,
        ),
        method=st.sampled_from(["get", "post", "json"]),
    )  # fmt: skip
    def test_nothing_asked_breaks_it(
        self, town: Town, client: Client, path: str, given_: dict[str, str], method: str
    ) -> None:
        if method == "json":
            response = client.post(f"{BASE}/{path}", json.dumps(given_), content_type="application/json")
        else:
            response = getattr(client, method)(
                f"{BASE}/{path}", {k: v.encode("utf-8", "replace").decode() for k, v in given_.items()}
            )
        assert response.status_code in (200, 400, 403, 404, 405, 429)
        if path.endswith("json"):
            json.loads(response.content)
        else:
            ElementTree.fromstring(response.content)
