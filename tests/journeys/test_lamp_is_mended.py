"""A lamp is dark: reported from a phone, passed up, dispatched, mended, seen on the spot, rated, and public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.journeys.conftest import Desk, Resident, case
from tests.town import Town


def test_a_lamp_is_mended(desk: Desk, town: Town, hours_later: Callable[[float], Any]) -> None:
    resident = Resident()
    number = resident.reports("三号楼东边的路灯不亮。", category="R01", phone="13800001234")
    assert "第1网格" in resident.reads()
    assert number in desk.inbox("worker")
    assert number not in desk.inbox("worker2", "all")

    with hours_later(1):
        desk.does("worker", number, "accept")
        desk.does("worker", number, "pass-up", note="灯杆在街道手里。")
        desk.does("secretary", number, "pass-up", note="社区没有电工。")
        desk.does("dispatcher", number, "dispatch", lead=town.sanitation.pk, note="今天去。")
        assert "待签收" in desk.inbox("sweeper")
    with hours_later(3):
        desk.does("sweeper", number, "take")
        desk.does("sweeper", number, "answer", answer="灯泡和线都换了。", note="杆子也松，下月换。")
        assert number in desk.inbox("worker", "to_verify")
        desk.does("worker", number, "pass-check", answer="灯亮了，请您看看。")
        read = resident.reads()
        assert "灯亮了，请您看看。" in read
        assert "杆子也松" not in read

    with hours_later(5):
        resident.rates(solved="yes", level="5", words="谢谢")
        assert case(number).state == "closed"
        assert "非常满意" in desk.reads("sweeper", number)
        title, words = "路灯不亮", "东边的路灯不亮。"
        desk.does("dispatcher", number, "publish", title=title, text=words, public_answer="灯换好了。")
        assert "灯换好了。" in Client().get(f"/p/{number}/").content.decode()
        (found,) = Client().get(f"/open311/v2/requests/{number}.json").json()
        assert (found["status"], found["service_code"]) == ("closed", "R01")


def test_what_the_grid_settles_needs_nobody_else(desk: Desk) -> None:
    resident = Resident()
    number = resident.reports("楼道里堆着纸箱。", category="R01", phone="13800001234")
    desk.does("worker", number, "settle", answer="清走了，跟住户说好了。")
    assert "清走了，跟住户说好了。" in resident.reads()
    resident.rates(solved="yes", level="4")
    assert case(number).steps.count() == 3
