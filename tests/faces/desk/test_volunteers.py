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
from linli.pillars.service.volunteers import operations as op
from linli.pillars.service.volunteers.models import Activity
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
