"""REST v1: what may be the same, what boils, how the like was answered, what a draft lacks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.people.actors import ANYONE
from linli.insight.topics import gathering
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.base.language.messages import PLANT
from tests.faces.openapi.test_v1 import NOW, Partner
from tests.pillars.governance.reports.doing import file
from tests.town import IN_FIRST_GRID, MONDAY, Town

LON, LAT = IN_FIRST_GRID


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with clock.frozen(NOW):
        yield


def test_finds_the_same_with_its_reasons_in_what_the_key_sees(town: Town) -> None:
    number = file(town).report.case.number
    asked = {"text": "三号楼下水井往外冒臭水", "lon": LON, "lat": LAT}
    (found,) = Partner(town, "worker").ask("post", "language/similar", 200, asked)
    assert (found["number"], found["metres"], found["is_likely"]) == (number, 0, True)
    assert any("下水井" in word for word in found["words"])
    assert Partner(town, "worker3").ask("post", "language/similar", 200, asked) == []
    assert Partner(town, "sweeper").ask("post", "language/similar", 200, asked) == []


def test_lists_topics_of_the_ground_of_the_key(town: Town) -> None:
    for i, text in enumerate(PLANT):
        file(town, text=text, phone=f"1390000{i:04d}", category="R03")
    gathering.gather(office=town.office, at=NOW)
    partner = Partner(town, "leader", unit=town.office)
    whole = partner.ask("get", "language/topics", 200)
    (topic,) = whole["items"]
    assert (topic["place"], topic["people"]) == ("云杉苑", topic["cases"])
    assert len(partner.ask("get", f"language/topics/{topic['id']}", 200)["numbers"]) == topic["cases"]
    assert Partner(town, "worker3").ask("get", "language/topics", 200)["items"] == []
    Partner(town, "worker3").ask("get", f"language/topics/{topic['id']}", 404)
    partner.ask("get", f"language/topics?unit_id={town.district.pk}", 404)


def test_gives_answers_that_pleased_and_checks_a_draft(town: Town) -> None:
    number = file(town).report.case.number
    worker = town.actor("worker")
    operations.settle_report(
        actor=worker, number=number, at=MONDAY + timedelta(hours=1), answer="环卫所疏通了。"
    )
    operations.rate_report(
        actor=ANYONE, number=number, at=MONDAY + timedelta(hours=2), solved=True, level=5, as_reporter=True
    )
    again = file(town, phone="13900000001").report.case.number
    partner = Partner(town, "worker")
    (good,) = partner.ask("get", f"language/answers/{again}", 200)
    assert (good["number"], good["level"], good["text"]) == (number, 5, "环卫所疏通了。")
    lacks = partner.ask("post", f"language/answers/{again}/check", 200, {"answer": "您好，您的来信已收悉。"})
    assert [one["lack"] for one in lacks] == ["empty"]
    Partner(town, "worker3").ask("get", f"language/answers/{again}", 404)
    Partner(town, "worker3").ask("post", f"language/answers/{again}/check", 404, {"answer": "x"})


def test_a_key_that_may_only_file_reads_nothing(town: Town) -> None:
    partner = Partner(town, "worker", ["file"])
    partner.ask("get", "language/topics", 403)
    partner.ask("post", "language/similar", 403, {"text": "x"})
