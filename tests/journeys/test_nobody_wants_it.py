"""Returned twice: the level above rules, and whom it names can't return it again."""

from __future__ import annotations

from tests.journeys.conftest import Desk, Resident, case
from tests.town import Town


def test_after_two_returns_the_level_above_decides(desk: Desk, town: Town) -> None:
    number = Resident().reports("井盖响，车一过就咣当。", category="R01", phone="13800001234")
    desk.does("dispatcher", number, "dispatch", lead=town.heating.pk)
    desk.does("stoker", number, "send-back", note="不是热力井，是雨水井。")
    assert number in desk.inbox("dispatcher")
    desk.does("dispatcher", number, "dispatch", lead=town.sanitation.pk)
    desk.does("sweeper", number, "send-back", note="井盖归市政。")
    assert case(number).state == "disputed"

    desk.does("dispatcher", number, "dispatch", lead=town.heating.pk, status=409)
    desk.does("leader", number, "rule", lead=town.sanitation.pk, note="首接的环卫所牵头。")
    assert (case(number).is_ruled, case(number).state) == (True, "dispatched")
    refused = desk.of("sweeper").get(f"/d/reports/{number}/send-back/")
    assert refused.status_code == 409
    assert "不能再退" in refused.content.decode()
    assert f"{number}/send-back/" not in desk.reads("sweeper", number)


def test_a_return_needs_a_reason(desk: Desk, town: Town) -> None:
    number = Resident().reports("井盖响。", category="R01")
    desk.does("dispatcher", number, "dispatch", lead=town.heating.pk)
    desk.does("stoker", number, "send-back", status=422)
    assert case(number).state == "dispatched"
