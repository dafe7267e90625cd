"""Volunteering at the desk: an activity is put right, and its lists go out as sheets, masked."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.kernel import clock
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.pillars.governance.reports.models import Category, Report
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers import rules
from linli.pillars.service.volunteers.models import Activity
from tests.pillars.governance.reports.doing import file
from tests.pillars.service.volunteers.test_volunteers import PLAN, SATURDAY, go, helper
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def cells(response: Any) -> list[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]


def test_an_activity_is_changed_and_its_lists_are_sheets(as_: As, town: Town) -> None:
    team = add_unit(kind=UnitKind.VOLUNTEER, name="东里志愿队", parent=town.communities[0])
    clerk = town.actor("secretary")
    one = op.plan_activity(actor=clerk, at=MONDAY, team=team, plan=PLAN)
    go(helper(1), one)
    with clock.frozen(MONDAY + timedelta(days=1)):
        desk, here = as_("secretary"), f"/d/volunteers/{one.pk}/"
        page = desk.get(f"{here}change/").content.decode()
        assert 'value="2026-11-21T09:00"' in page
        form = {"title": "陪老人逛公园", "summary": PLAN.summary, "place": "公园南门", "capacity": 5,
                "starts_at": "2026-11-21T10:00", "ends_at": "2026-11-21T12:00", "skills": ["talk"]}  # fmt: skip
        assert desk.post(f"{here}change/", {**form, "capacity": 0}).status_code == 422
        assert desk.post(f"{here}change/", form).headers["Location"] == here
        row = Activity.objects.get()
        assert (row.title, row.capacity, row.starts_at, row.skills) == (
            "陪老人逛公园",
            5,
            SATURDAY + timedelta(hours=1),
            ["talk"],
        )
        assert any("陪老人逛公园" in line for line in cells(desk.get("/d/volunteers/activities.xlsx")))
        people = cells(desk.get(f"{here}people.xlsx"))
        assert any("王*1" in line or "王*" in line for line in people)
        assert not any("王小1" in cell or "13800000001" in cell for line in people for cell in line)
        far = as_("secretary2")
        for path in ("change/", "people.xlsx"):
            assert far.get(f"{here}{path}").status_code == 404, path


def test_neighbours_lend_a_hand_with_a_case_and_learn_nothing_of_it(as_: As, town: Town) -> None:
    add_unit(kind=UnitKind.VOLUNTEER, name="东里志愿队", parent=town.communities[0])
    case = file(town, MONDAY, phone="13800000001", text="三号楼的王阿姨家门口堆满纸箱。").report.case
    Category.objects.create(code="safety.stairwell", name="楼道堆物")
    Report.objects.filter(case=case).update(category="safety.stairwell")
    with clock.frozen(MONDAY + timedelta(days=1)):
        desk = as_("secretary")
        page = desk.get(f"/d/reports/{case.number}/").content.decode()
        assert f"/d/volunteers/new/?case={case.number}" in page
        form = desk.get(f"/d/volunteers/new/?case={case.number}").content.decode()
        assert 'value="clean" id="id_skills_8" checked' in form or 'value="clean" checked' in form
        assert "王阿姨" not in form.split('class="ll-form"', 1)[-1], (
            "what everybody will read says nothing of the case"
        )
        said = {"title": "一起清楼道", "summary": "带手套来", "place": "东里", "capacity": 5, "skills": ["clean"],
                "starts_at": "2026-11-21T10:00", "ends_at": "2026-11-21T12:00", "case": case.number,
                "team": town.communities[0].children.get(kind=UnitKind.VOLUNTEER).pk}  # fmt: skip
        there = desk.post("/d/volunteers/new/", said).headers["Location"]
        one = Activity.objects.get()
        assert one.case == case
        assert case.number in desk.get(there).content.decode()
        assert "一起清楼道" in desk.get(f"/d/reports/{case.number}/around/").content.decode()
        everybody = Client().get(f"/volunteers/{one.pk}/").content.decode()
        assert case.number not in everybody
        assert "王阿姨" not in everybody
        # Another community's secretary sees neither the case nor that there is one.
        assert as_("secretary2").get(f"/d/volunteers/new/?case={case.number}").status_code == 404


def test_what_helps_is_named_for_categories_that_exist() -> None:
    assert set(rules.CATEGORY_SKILLS) <= set(CATEGORIES)
    dangerous = {"utilities.gas-leak", "safety.fire", "property.lift", "care.at-risk", "facilities.manhole"}
    assert not any(rules.skills_for(code) for code in dangerous)
