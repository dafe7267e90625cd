"""One lead and one assist: both answer, the lead last, and the resident reads one answer."""

from __future__ import annotations

from tests.journeys.conftest import Desk, Resident, case
from tests.town import Town


def test_two_departments_answer_as_one(desk: Desk, town: Town) -> None:
    resident = Resident()
    number = resident.reports("热力井冒水，路边全是泥。", category="R01", phone="13800001234")
    desk.does("dispatcher", number, "dispatch", lead=town.sanitation.pk, assists=[town.heating.pk])
    assert all(number in desk.inbox(name) for name in ("sweeper", "stoker"))
    desk.does("sweeper", number, "take")
    early = desk.does("sweeper", number, "answer", answer="路面冲干净了。", status=409)
    assert "还有协办单位没反馈" in early
    assert "路面冲干净了。" in early  # what was typed is still there
    desk.does("stoker", number, "answer-share", answer="阀门换了。")
    desk.does("sweeper", number, "answer", answer="阀门换了，路面也冲干净了。")
    desk.does("worker", number, "pass-check", note="看过。")
    read = resident.reads()
    assert "阀门换了，路面也冲干净了。" in read
    assert case(number).state == "callback"


def test_who_has_no_part_sees_nothing(desk: Desk, town: Town) -> None:
    number = Resident().reports("热力井冒水。", category="R01")
    desk.does("dispatcher", number, "dispatch", lead=town.sanitation.pk)
    assert desk.of("stoker").get(f"/d/reports/{number}/").status_code == 404
    assert number not in desk.inbox("stoker", "all")
