"""How the tests talk to the server of Open311: the clock, a town with a catalogue, a key, and two calls."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from linli.base.people import api_keys
from linli.base.people.actors import ANYONE, SYSTEM
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Category
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
