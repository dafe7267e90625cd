"""The life of a Party branch at the desk: begun, planned on one page, moved, held, in the ledger as page and paper."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from linli.base.people.models import AccessLog
from linli.kernel import clock
from linli.pillars.party.life.models import Habit, LifeMeeting
from linli.pillars.party.life.rules import LifeKind
from tests.faces.desk.test_party import read
from tests.pillars.party.life.doing import everybody, lively, on, planned
from tests.town import MONDAY, Town

As = Callable[..., Client]
pytestmark = pytest.mark.django_db
L = LifeKind


def line(kind: str, start: str, **fields: str) -> dict[str, str]:
    return {f"{kind}-{start}-{name}": value for name, value in fields.items()}


def test_a_secretary_begins_plans_moves_holds_and_hands_in_the_ledger(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        secretary = as_("party_secretary")
        here = f"/d/party/life/{branch.pk}/"
        assert secretary.get("/d/party/life/").headers["Location"] == here
        page = read(secretary.get(here))
        assert "支委会" in page
        assert 'value="2026-11-20"' in page
        assert secretary.post(here, {}).status_code == 422  # nothing chosen
        bad = line("day", "20261101", pick="on", day="", time="19:00", place="活动室", topic="")
        again = secretary.post(here, bad)
        assert again.status_code == 422
        assert "哪天开？" in read(again)
        good = line(
            "day", "20261101", pick="on", day="2026-11-16", time="08:00", place="活动室", topic="学条例"
        )
        good |= line(
            "lecture", "20260701", pick="on", day="2026-11-16", time="08:00", place="活动室", topic=""
        )
        assert secretary.post(here, good).status_code == 302
        one = LifeMeeting.objects.get()
        assert one.parts.count() == 2
        meeting = f"/d/party/life/meetings/{one.pk}/"
        shown = read(secretary.get(meeting))
        assert "甲一" not in shown
        assert "甲*" in shown
        assert "甲一" in read(secretary.post(f"{meeting}names/"))
        assert AccessLog.objects.filter(reason="组织生活签到").count() == 9
        change = {
            "change-day": "2026-11-15",
            "change-time": "19:30",
            "change-place": "院里",
            "change-topic": "学条例",
        }
        assert secretary.post(f"{meeting}change/", {**change, "change-day": ""}).status_code == 422
        assert secretary.post(f"{meeting}change/", change).status_code == 302
        came = everybody(branch)[:7]
        assert secretary.post(meeting, {"came": came, "agenda": ""}).status_code == 422
        held = secretary.post(
            meeting, {"came": came, "agenda": "学了条例第三章", "settled": "下周入户，书记牵头"}
        )
        assert held.status_code == 302
        assert secretary.post(meeting, {"came": came, "agenda": "又记一次"}).status_code == 409
        assert "应到 9 人，实到 7 人" in read(secretary.get(meeting))
        assert "学了条例第三章" in read(secretary.get(f"{here}ledger/"))
        assert secretary.get(f"{here}ledger/?year=1999").status_code == 404
        sheet = openpyxl.load_workbook(
            io.BytesIO(b"".join(secretary.get(f"{here}ledger.xlsx").streaming_content))  # type: ignore[attr-defined]
        )
        assert [cell.value for cell in sheet.worksheets[0][2]][3:5] == [9, 7]
        paper = secretary.get(f"{here}ledger.docx").content
        with zipfile.ZipFile(io.BytesIO(paper)) as parts:
            assert "学了条例第三章" in parts.read("word/document.xml").decode()


def test_moved_and_called_off_by_page(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        one = planned(town, branch, L.DAY, at=on(20))
        secretary, here = as_("party_secretary"), f"/d/party/life/meetings/{one.pk}/"
        assert secretary.post(here, {"came": everybody(branch), "agenda": "学"}).status_code == 422
        assert secretary.post(f"{here}tell/").status_code == 302
        assert "通知过" in read(secretary.get(here))
        assert secretary.post(f"{here}tell/").status_code == 409
        assert secretary.post(f"{here}call-off/").status_code == 302
        assert "取消了" in read(secretary.get(here))


def test_who_leads_sees_where_something_is_due_and_begins_for_all(as_: As, town: Town) -> None:
    branch = lively(town)
    with clock.frozen(MONDAY):
        clerk = as_("party_clerk")
        page = read(clerk.get("/d/party/life/?view=all"))
        assert "第1网格党支部" in page
        assert "还没开始记" in page
        habit = {
            "habit-since": "2026-09-01", "habit-day": "8", "habit-at_time": "09:00", "habit-place": "党校",
            "habit-below": "on",
        }  # fmt: skip
        here = f"/d/party/life/{branch.superior.superior_id}/"
        assert clerk.post(f"{here}habit/", {**habit, "habit-day": "31"}).status_code == 422
        assert clerk.post(f"{here}habit/", habit).status_code == 302
        assert Habit.objects.count() == 3
        due = read(clerk.get("/d/party/life/"))
        assert "过期没开" in due
        assert clerk.get("/d/party/life/calendar.xlsx").status_code == 200
        assert "组织生活" in read(clerk.get("/d/"))


def test_the_inbox_reminds_of_ones_own_organisation_only(as_: As, town: Town) -> None:
    branch = lively(town)
    late = on(27, 9)
    with clock.frozen(late):
        assert f"/d/party/life/{branch.pk}/" in read(as_("party_secretary").get("/d/"))
        for who in ("party_clerk", "secretary"):
            assert f"/d/party/life/{branch.pk}/" not in read(as_(who).get("/d/"))
