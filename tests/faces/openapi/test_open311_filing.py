"""Open311 GeoReport v2: filing, and whatever else may be asked."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.flow.models import Case
from linli.base.people import api_keys
from linli.base.people.actors import SYSTEM
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Report, Reporter
from tests.base.files.samples import photo
from tests.faces.openapi.test_open311 import BASE, NOW, get
from tests.town import MONDAY, Town


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def key(town: Town) -> str:
    issued = api_keys.issue_key(actor=SYSTEM, at=MONDAY, unit=town.office, name="应用", abilities=["file"])
    return issued.text


def post(client: Client, status: int = 200, form: str = "json", **given: Any) -> Any:
    response = client.post(f"{BASE}/requests.{form}", given)
    assert response.status_code == status, response.content
    return json.loads(response.content) if form == "json" else ElementTree.fromstring(response.content)


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
        assert next(r for r in Report.objects.all() if r.text == "JSON").answers == {"flood": "no"}
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
