"""Not solved: it opens again by itself, one level up, and counts against whoever said it was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.conftest import Desk, Resident, case
from tests.town import Town


def test_a_bad_callback_reopens_one_level_up(
    desk: Desk, town: Town, hours_later: Callable[[float], Any]
) -> None:
    resident = Resident()
    number = resident.reports("路灯还是不亮。", category="R02", phone="13800001234")
    desk.does("worker", number, "settle", answer="看过了，亮的。")
    with hours_later(20):
        resident.rates(solved="no", level="1", words="晚上来看，黑的。")
        reopened = case(number)
        assert (reopened.state, reopened.holder, reopened.reopened_count) == (
            "accepted",
            town.communities[0],
            1,
        )
        assert number in desk.inbox("secretary")
        page = desk.reads("worker", number)
        assert "非常不满意" in page
        assert "重办 1 次" in page

    with hours_later(24):
        desk.does("worker", number, "appeal-rating", note="当晚停电，全街都黑。")
        desk.does("leader", number, "judge-appeal", upheld="no", note="查了，是停电。")
        desk.does("secretary", number, "settle", answer="晚上和您一起看过，亮了。")
        resident.rates(solved="no", level="2")
        # Once by itself; the second time somebody decides.
        assert case(number).reopened_count == 1
