"""Bodies that meet by rule: periods, what is due and overdue, records, who keeps them, the morning's hint."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.kernel import clock
from linli.kernel.periods import Each, Standing
from linli.pillars.governance.assemblies import operations as op
from linli.pillars.governance.assemblies import queries
from linli.pillars.governance.assemblies.models import Assembly, MeetingRule
from linli.pillars.governance.assemblies.policies import NoSuchMeetingRule
from linli.pillars.governance.assemblies.rules import Body
from tests.pillars.governance.cooperative.doing import with_register
from tests.town import MONDAY, Town

TODAY = clock.local(MONDAY).date()  # Monday 2026-11-16


def set_rule(town: Town, who: str = "secretary", **fields: Any) -> MeetingRule:
    given: dict[str, Any] = {
        "actor": town.actor(who), "unit": town.communities[0], "body": Body.TWO_COMMITTEES, "name": "“两委”例会",
        "each": Each.WEEK, "basis": "党委议事规则第三条", "from_date": date(2026, 11, 2),
    }  # fmt: skip
    return op.set_rule(**{**given, **fields})


def hold(town: Town, rule: MeetingRule, day: date, **fields: Any) -> Assembly:
    given: dict[str, Any] = {
        "actor": town.actor("clerk"), "at": MONDAY, "rule": rule.pk, "held_on": day, "place": "会议室", "came": 9,
        "agenda": "冬季消防。", "settled": "本周查完。",
    }  # fmt: skip
    return op.record_assembly(**{**given, **fields})


class TestCalendar:
    def test_says_what_was_held_late_and_never(self, town: Town) -> None:
        rule = set_rule(town)
        hold(town, rule, date(2026, 11, 5))
        row, records = queries.rule_page(actor=town.actor("leader"), pk=rule.pk, today=TODAY)
        standings = [p.standing for p in row.periods]
        assert standings == [Standing.OPEN, Standing.OVERDUE, Standing.HELD]
        assert (row.in_time, row.over, len(records)) == (1, 2, 1)
        assert row.next is not None
        assert row.next.start == date(2026, 11, 9)
        # Made up for: late, and never in time.
        hold(town, rule, TODAY, period=date(2026, 11, 9))
        row, _records = queries.rule_page(actor=town.actor("leader"), pk=rule.pk, today=TODAY)
        assert [p.standing for p in row.periods] == [Standing.OPEN, Standing.LATE, Standing.HELD]
        assert (row.in_time, row.over) == (1, 2)

    def test_is_kept_by_its_own_unit(self, town: Town) -> None:
        rule = set_rule(town)
        for who in ("leader", "secretary2", "worker"):
            with pytest.raises(op.NotYourCalendar):
                set_rule(town, who, name="另一个会")
        with pytest.raises(NoSuchMeetingRule):
            hold(town, rule, TODAY, actor=town.actor("secretary2"))
        with pytest.raises(op.NotYourCalendar):
            hold(town, rule, TODAY, actor=town.actor("leader"))
        with pytest.raises(op.MeetingTooEarly):
            hold(town, rule, TODAY + timedelta(days=1))
        with pytest.raises(op.MeetingTooEarly):
            hold(town, rule, date(2026, 11, 3), period=date(2026, 11, 9))
        hold(town, rule, TODAY)
        with pytest.raises(op.MeetingRecorded):
            hold(town, rule, TODAY)
        with pytest.raises(op.MeetingRuleThere):
            set_rule(town)

    def test_on_the_desk_and_in_the_inbox(self, town: Town) -> None:
        rule = set_rule(town)
        with clock.frozen(MONDAY):
            desk = town.client("secretary")
            assert "过期没开" in desk.get("/d/").content.decode()
            assert "过期没开" in desk.get("/d/assemblies/").content.decode()
            page = f"/d/assemblies/{rule.pk}/"
            given = {
                "period": "2026-11-02", "held_on": "2026-11-16", "place": "会议室", "came": "7", "agenda": "议事",
                "settled": "办事",
            }  # fmt: skip
            assert desk.post(page, {**given, "held_on": "2026-11-30"}).status_code == 422
            assert desk.post(page, given).status_code == 302
            assert "补开了" in desk.get(page).content.decode()
            assert desk.get("/d/assemblies/calendar.xlsx").status_code == 200
            # A leader of the street reads it and is not reminded of what others owe; others are not let in.
            leader = town.client("leader")
            assert "“两委”例会" in leader.get("/d/assemblies/").content.decode()
            assert "过期没开" not in leader.get("/d/").content.decode()
            assert town.client("secretary2").get(page).status_code == 404
            assert town.client("worker").get(page).status_code == 403
            assert desk.post(f"{page}end/").status_code == 302
            assert "“两委”例会" not in desk.get("/d/assemblies/").content.decode()
            assert Assembly.objects.count() == 1


class TestWhatItCarried:
    def test_a_meeting_and_its_resolution_lead_to_each_other(self, town: Town) -> None:
        resolution = with_register(town).resolutions.filter(topic__isnull=False).latest("pk")
        rule = set_rule(town, name="股民代表大会", body=Body.DELEGATES)
        held = hold(town, rule, TODAY)
        with clock.frozen(MONDAY):
            desk = town.client("secretary")
            page = f"/d/assemblies/{rule.pk}/"
            sent = {"what": "topics", "assembly": held.pk, "topics": [resolution.topic_id]}
            assert desk.post(page, {**sent, "topics": []}).status_code == 422
            assert desk.post(page, sent).status_code == 302
            assert f"/d/cooperatives/resolutions/{resolution.pk}/" in desk.get(page).content.decode()
            other = desk.get(f"/d/cooperatives/resolutions/{resolution.pk}/").content.decode()
            assert page in other
            assert "股民代表大会" in other

    def test_only_topics_of_its_own_unit(self, town: Town) -> None:
        rule = set_rule(town)
        held = hold(town, rule, TODAY)
        given = {"actor": town.actor("secretary"), "rule": rule.pk}
        with pytest.raises(op.StrangeTopic):
            op.name_topics(**given, assembly=held.pk, topics=[4_711])
        with pytest.raises(op.NoSuchMeeting):
            op.name_topics(**given, assembly=held.pk + 1, topics=[])
