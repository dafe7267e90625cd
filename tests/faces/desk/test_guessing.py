"""What words seem to be about, where somebody writes them down, opens a case without a category, or keeps the house."""

from __future__ import annotations

import re
from typing import Any

import pytest

from linli.base.flow.models import Case, Step
from linli.base.language import proposing
from linli.base.language.models import LearnedModel
from linli.kernel import clock
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.governance.reports.queries import CATEGORY
from linli.pillars.governance.reports.queries import _learned as learned
from tests.faces.openapi.test_v1 import Partner
from tests.pillars.governance.reports import doing
from tests.town import MONDAY, Town


@pytest.fixture(autouse=True)
def _ready(town: Town) -> Any:
    Category.objects.filter(code="R01").update(words=["下水", "井盖", "冒水", "下水井"])
    proposing.forget()
    with clock.frozen(MONDAY):
        yield
    proposing.forget()


def test_the_phone_screen_says_what_it_may_be_and_why(town: Town) -> None:
    page = town.client("dispatcher").post("/d/phone/guess/", {"text": "东边下水井冒水了"}).content.decode()
    assert 'data-value="R01"' in page
    assert "下水" in page
    assert 'name="proposed" value="R01"' in page


def test_danger_is_said_beside_the_words(town: Town) -> None:
    page = town.client("dispatcher").post("/d/phone/guess/", {"text": "有人掉进下水井了"}).content.decode()
    assert 'role="alert"' in page
    assert "掉进" in page


def test_a_case_without_a_category_is_given_one_with_one_press(town: Town) -> None:
    number = doing.file(town, category="").report.case.number
    client = town.client("dispatcher")
    page = client.get(f"/d/reports/{number}/").content.decode()
    assert "还没分类" in page
    fields = dict(
        re.findall(r'<input type="hidden" name="(seen|idempotency_key|nature)" value="([^"]*)"', page)
    )
    client.post(f"/d/reports/{number}/reclassify/", {**fields, "category": "R01"})
    assert Case.objects.get(number=number).topic == "R01"
    assert "还没分类" not in client.get(f"/d/reports/{number}/").content.decode()


def test_who_may_not_set_a_category_is_not_asked(town: Town) -> None:
    number = doing.file(town).report.case.number
    assert "还没分类" not in town.client("dispatcher").get(f"/d/reports/{number}/").content.decode()


def test_what_was_proposed_stands_in_the_log_and_a_choice_against_it_is_a_correction(town: Town) -> None:
    for category in ("R01", "R03"):
        case = doing.file(town, category=category, proposed="R01", text=f"下水井冒水{category}").report.case
        assert Step.objects.get(case=case, seq=1).data["proposed"] == "R01"
    # Ended without its flow: only what is read from ended cases is tried here.
    found = {}
    for report in Report.objects.select_related("case"):
        rows = Report.objects.filter(pk=report.pk).annotate(
            was_decided=learned._decided(), was_proposed=learned._proposed()
        )
        row = rows.get()
        found[row.category_id] = row.was_decided or row.was_proposed != row.category_id
    assert found == {"R01": False, "R03": True}


def test_the_house_goes_back_to_an_earlier_version(town: Town) -> None:
    client = town.client("sysadmin")
    from linli.base.language import cold

    packed = cold.from_words({"R01": ("下水道堵塞",), "R02": ("咨询政策",)}).pack()
    for version, is_current in ((1, False), (2, True)):
        LearnedModel.objects.create(
            subject=CATEGORY, office=town.office, version=version, outcome="kept", is_current=is_current,
            learned_at=MONDAY, examples=80, packed=packed, figures={"macro_f1": 0.9, "accuracy": 0.9, "proposed": 0.8},
        )  # fmt: skip
    page = client.get("/d/house/learned/")
    assert page.status_code == 200
    assert "改用第 1 版" in page.content.decode()
    assert client.post(f"/d/house/learned/{CATEGORY}/1/").status_code == 302
    assert proposing.state_of(CATEGORY, town.office.pk).version == 1
    assert client.post(f"/d/house/learned/{CATEGORY}/0/").status_code == 302
    assert proposing.state_of(CATEGORY, town.office.pk).source == "cold"
    assert client.post(f"/d/house/learned/{CATEGORY}/9/").status_code == 404
    assert client.post("/d/house/learned/no.such/1/").status_code == 404
    assert town.client("worker").get("/d/house/learned/").status_code == 404


def test_partners_read_texts_over_the_interface(town: Town) -> None:
    partner = Partner(town)
    body = partner.post("language/read", {"text": "下水井冒水了，电话13800001234"})
    found = body if isinstance(body, dict) else body.json()
    assert found["categories"][0]["code"] == "R01"
    assert "13800001234" not in found["redacted"]
    kept = partner.get("language/learned")
    items = (kept if isinstance(kept, dict) else kept.json())["items"]
    assert {one["source"] for one in items if one["subject"] == CATEGORY} == {"cold"}
