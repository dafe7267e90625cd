"""Who is told of a bulletin, and who learns of an outage before reporting it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from linli.base.notices import operations as notices
from linli.base.notices.models import Notice
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing, collected, erased
from linli.base.places.models import Compound
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins import queries
from linli.pillars.service.bulletins.models import Subscription
from tests.pillars.service.bulletins.doing import (
    HOUR,
    acting,
    by,
    content,
    draft,
    outage,
    published,
    resident,
    told,
)
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


class TestTold:
    def subscribe(self, grid: Unit, phone: str, kinds: list[str], **more: Any) -> Account:
        account = resident(phone)
        op.subscribe(actor=acting(account), at=MONDAY, grid=grid, kinds=kinds, **more)
        return account

    def test_only_who_asked_inside_the_reach_and_once(self, town: Town, estate: Compound) -> None:
        inside = self.subscribe(town.grids[0], "13800000001", ["outage"])
        other_kind = self.subscribe(town.grids[0], "13800000002", ["job"])
        outside = self.subscribe(town.grids[2], "13800000003", ["outage"])
        at_estate = self.subscribe(town.grids[0], "13800000004", ["outage"], compound=estate)
        for targets in ([town.grids[0]], [estate]):
            number = draft(town, "clerk", town.communities[0], targets, outage())
            op.publish_bulletin_at_once(**by(town, "clerk", number))
        for _ in range(2):
            op.push_bulletins(actor=SYSTEM, at=MONDAY + HOUR)
        assert told(inside, channel="in_app") == ["bulletin"]
        assert told(at_estate, channel="in_app") == ["bulletin", "bulletin"]
        assert told(other_kind) == told(outside) == []
        assert told(inside, channel="sms") == ["bulletin"]

    def test_a_message_waits_for_the_office_to_open_and_dies_with_the_outage(self, town: Town) -> None:
        me = self.subscribe(town.grids[0], "13800000001", ["outage"])
        night = MONDAY + 14 * HOUR  # 23:00
        ends = night + 3 * HOUR
        what = outage(starts_at=night, ends_at=ends, valid_until=ends)
        number = draft(town, "clerk", town.communities[0], [town.grids[0]], what)
        op.publish_bulletin_at_once(**by(town, "clerk", number, night))
        op.push_bulletins(actor=SYSTEM, at=night)
        sms = Notice.objects.get(account=me, channel="sms")
        assert sms.expires_at == ends
        notices.send_due(actor=SYSTEM, at=night)
        sms.refresh_from_db()
        assert sms.state == "queued"
        notices.send_due(actor=SYSTEM, at=ends)
        sms.refresh_from_db()
        assert sms.state == "dead"

    def test_hear_of_corrections_and_withdrawal(self, town: Town) -> None:
        me = self.subscribe(town.grids[0], "13800000001", ["policy"])
        number = published(town)
        op.push_bulletins(actor=SYSTEM, at=MONDAY)
        op.correct_bulletin(
            content=content(place="一楼大厅"),
            answer="写了地点",
            **by(town, "secretary", number, MONDAY + HOUR),
        )
        op.push_bulletins(actor=SYSTEM, at=MONDAY + HOUR)
        op.withdraw_bulletin(answer="先不办", **by(town, "secretary", number, MONDAY + 2 * HOUR))
        for _ in range(2):
            op.push_bulletins(actor=SYSTEM, at=MONDAY + 2 * HOUR)
        assert told(me) == ["bulletin", "bulletin_corrected", "bulletin_withdrawn"]
        notice = Notice.objects.filter(account=me).latest("id")
        assert notice.channel == "in_app"

    def test_interests_narrow_who_is_told_and_not_who_reads(self, town: Town) -> None:
        jobs = self.subscribe(town.grids[0], "13800000001", ["policy"], interests=["workers"])
        all_of_it = self.subscribe(town.grids[0], "13800000002", ["policy"])
        published(town, content(interests=("workers",)))
        op.push_bulletins(actor=SYSTEM, at=MONDAY)
        assert told(jobs) == ["bulletin"]
        assert told(all_of_it) == []
        assert len(queries.shown_bulletins(at=MONDAY)) == 1

    def test_a_choice_is_ones_own_shown_and_erased(self, town: Town) -> None:
        me = self.subscribe(town.grids[0], "13800000001", ["policy"])
        assert collected(me)["subscription"][0]["kinds"] == ["policy"]
        with pytest.raises(op.ResidentsOnly):
            op.subscribe(actor=town.actor("clerk"), at=MONDAY, grid=town.grids[0], kinds=["policy"])
        erased(me, Erasing(SYSTEM, "asked", MONDAY))
        assert not Subscription.objects.exists()


class TestOutagesAndReports:
    def test_are_known_where_they_are_while_they_last_and_for_what_they_cut(self, town: Town) -> None:
        number = draft(town, "clerk", town.communities[0], [town.grids[0]], outage())
        op.publish_bulletin_at_once(**by(town, "clerk", number))

        def known(text: str, grid: Unit = town.grids[0], at: datetime = MONDAY + 2 * HOUR) -> list[str]:
            return [r.number for r in queries.known_outages(at=at, area=grid, text=text)]

        assert known("家里没水了") == [number]
        assert known("No water since morning") == [number]
        assert known("楼道灯不亮") == known("停电了") == []
        assert known("家里没水了", town.grids[2]) == []
        assert known("家里没水了", at=MONDAY + 9 * HOUR) == []
