"""REST v1: webhooks, other addresses, and the shapes that are published."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.base.notices.models import Hook, Notice
from linli.base.notices.operations import read_steps
from linli.base.people.actors import SYSTEM
from linli.faces.openapi.v1 import shapes
from linli.faces.openapi.v1.api import api
from linli.kernel import clock
from tests.faces.openapi.test_v1 import Partner, dispatched
from tests.town import MONDAY, Town

NOW = MONDAY + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with clock.frozen(NOW):
        yield


class TestWebhooks:
    def test_a_unit_connects_its_own_system(self, town: Town) -> None:
        partner = Partner(town)
        body = {"name": "环卫平台", "url": "https://hooks.example.cn/linli"}
        added = partner.post("webhooks", body, 201)
        assert added["host"] == "hooks.example.cn"
        assert added["secret"]
        assert partner.post("webhooks", body, 201)["id"] == added["id"]
        [listed] = partner.get("webhooks")["items"]
        assert "secret" not in listed
        assert "url" not in listed
        other = Partner(town, "stoker")
        assert other.get("webhooks")["items"] == []
        other.ask("delete", f"webhooks/{added['id']}", 404)
        dispatched(town)
        read_steps(actor=SYSTEM, at=NOW)
        told = Notice.objects.filter(hook_id=added["id"], channel="webhook")
        assert sorted(told.values_list("step__verb", flat=True)) == ["dispatch", "file"]
        partner.ask("delete", f"webhooks/{added['id']}", 204)
        assert Hook.objects.count() == 0

    def test_only_to_public_addresses_and_not_without_end(self, town: Town) -> None:
        partner = Partner(town)
        for url in (
            "http://example.cn/",
            "https://user:pass@example.cn/",
            "ftp://x",
            "javascript:1",
            "",
            "https://",
        ):
            assert partner.post("webhooks", {"name": "a", "url": url}, 422)["code"] == "bad-hook-address"
        for n in range(10):
            partner.post("webhooks", {"name": "a", "url": f"https://example.cn/{n}"}, 201)
        assert (
            partner.post("webhooks", {"name": "a", "url": "https://example.cn/x"}, 422)["code"]
            == "too-many-hooks"
        )


class TestManners:
    def test_other_addresses_are_problems_too(self, town: Town) -> None:
        partner = Partner(town)
        for path in ("nope", "cases/1/2/3", "cases/%00", "../"):
            assert partner.get(path, 422 if path == "cases/%00" else 404)["type"].startswith("urn:linli:")
        assert Client().get("/api/").status_code == 404
        assert Client().delete("/api/v1/cases").status_code in (401, 405)

    def test_describes_itself_as_committed(self, client: Client) -> None:
        from linli.config.docs import DOCS
        from linli.faces.openapi.v1.api import described

        served = client.get("/api/v1/openapi.json")
        assert served.status_code == 200
        assert json.loads(served.content) == json.loads(described())
        assert (DOCS / "openapi.json").read_text(encoding="utf-8") == described()

    def test_every_published_shape_has_words_for_what_is_sent(self) -> None:
        """Contracts: fields of version 1 stay. Add here when a field is added; never take one away."""
        fields = {name: sorted(shape["properties"]) for name, shape in _shapes().items()}
        assert fields["Moved"] == ["due_at", "holder", "is_open", "number", "resolve_by", "seq", "state"]
        assert fields["Problem"] == ["code", "detail", "errors", "status", "title", "type"]
        assert fields["ReportOut"] == ["follow_url", "is_new", "number", "state"]
        assert fields["CaseList"] == ["after", "count", "is_more_than_count", "items"]
        assert set(fields["CaseLine"]) < set(fields["CaseOut"])
        assert fields["StepOut"] == [
            "after", "answer", "at", "before", "due_at", "files", "is_public", "note", "seq", "unit", "verb", "who",
        ]  # fmt: skip
        assert fields["HookOut"] == [
            "added_at",
            "failing_since",
            "host",
            "id",
            "is_active",
            "last_error",
            "name",
        ]
        assert fields["AdviceOut"] == ["lack", "sentence", "words"]
        assert fields["GoodAnswerOut"] == ["closed_at", "level", "number", "text", "title", "words"]
        assert fields["Similar"] == [
            "category_name", "filed_at", "is_likely", "is_open", "is_other_house", "metres", "number", "score", "state",
            "title", "words",
        ]  # fmt: skip
        assert fields["TopicOut"] == [
            "area", "began_at", "cases", "category_name", "heat", "id", "is_new", "open", "people", "place", "weeks",
            "words",
        ]  # fmt: skip
        assert issubclass(shapes.AnswerIn, shapes.Given)


def _shapes() -> dict[str, Any]:
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    found: dict[str, Any] = schema["components"]["schemas"]
    return found
