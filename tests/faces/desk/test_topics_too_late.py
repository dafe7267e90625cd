"""What comes too late for a topic is said by its name where it was typed, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation.rules import PartyKind
from tests.pillars.governance.deliberation.doing import accept, propose
from tests.town import MONDAY, Town

As = Callable[..., Client]


def minuted(town: Town) -> str:
    """Give a topic that was talked about: nobody can be named any more."""
    number, who = propose(town), town.actor("secretary")
    accept(town, who, number, MONDAY)
    by = {"actor": who, "number": number, "at": MONDAY}
    op.name_party(**by, kind=PartyKind.STAKEHOLDER, name="高住户", stands_for="3 号楼")
    op.record_minutes(**by, minutes="到会的都说了。")
    return number


class TestTooLate:
    def test_a_party_after_the_minutes_is_refused_by_name_and_stays_typed(self, as_: As, town: Town) -> None:
        number = minuted(town)
        given = {
            "name-party-kind": "stakeholder",
            "name-party-name": "林住户",
            "name-party-stands_for": "5 号楼",
        }
        answer = as_("secretary").post(f"/d/topics/{number}/name-party/", given)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "先办了一步。" in page
        assert 'value="林住户"' in page

    def test_an_empty_form_that_came_too_late_says_the_same(self, as_: As, town: Town) -> None:
        answer = as_("secretary").post(f"/d/topics/{minuted(town)}/name-party/", {})
        assert answer.status_code == 409
        assert "先办了一步。" in answer.content.decode()

    def test_who_may_not_is_told_that_and_nothing_else(self, as_: As, town: Town) -> None:
        number = propose(town)
        assert as_("worker").post(f"/d/topics/{number}/accept-topic/", {}).status_code in (403, 404)

    def test_an_opinion_brought_after_the_vote_began_stays_typed(self, as_: As, town: Town) -> None:
        number = propose(town)
        given = {"opinion-name": "高住户", "opinion-words": "先试一个月"}
        answer = as_("secretary").post(f"/d/topics/{number}/opinion/", given)
        assert answer.status_code == 409
        assert "先试一个月" in answer.content.decode()


class TestOddDays:
    @pytest.mark.parametrize(
        ("day", "said"), [("9999-12-31", "年份不对"), ("0206-11-18", "年份不对"), ("2028-11-18", "一年里")]
    )
    def test_a_meeting_of_another_year_is_said_in_the_form(
        self, as_: As, town: Town, day: str, said: str
    ) -> None:
        number, who = propose(town), town.actor("secretary")
        accept(town, who, number, MONDAY)
        named = {"kind": PartyKind.STAKEHOLDER, "name": "高住户", "stands_for": "3 号楼"}
        op.name_party(actor=who, number=number, at=MONDAY, **named)
        given = {"call-meeting-starts_at": f"{day}T19:00", "call-meeting-place": "一层活动室"}
        answer = as_("secretary").post(f"/d/topics/{number}/call-meeting/", given)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "一层活动室" in answer.content.decode()
