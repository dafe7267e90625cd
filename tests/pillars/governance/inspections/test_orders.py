"""Checks by list, and what a shop puts right: the machinery of every kind, limits, objections, and killed calls."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.flow.table import problems
from linli.base.flow.verify import verify_log
from linli.base.people.actors import ANYONE
from linli.kernel.limits import Limit, LimitUnit
from linli.kernel.sources import LOCAL
from linli.kernel.standards.frontage import BY_CODE, FAULTS
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections import policies, queries
from linli.pillars.governance.inspections.flow import RECTIFICATION
from linli.pillars.governance.inspections.models import Rectification, ShopCheck
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules import rectify
from linli.pillars.governance.inspections.rules.papers import notice_of
from linli.pillars.governance.inspections.texts import STATES, VERBS
from tests import deaths
from tests.kinds import Machines
from tests.pillars.governance.inspections.doing import CALLS, ORDERS, PATHS, checked, first, shop
from tests.town import IN_THIRD_GRID, MONDAY, Town, build_town

DAY = timedelta(days=1)


class TestKind(Machines):
    kind, verbs, states, paths = ORDERS, VERBS, STATES, PATHS


def test_the_table_is_sound() -> None:
    assert problems(RECTIFICATION) == []


class TestCheck:
    def test_what_fails_is_ordered_with_the_most_pressing_limit(self, town: Town) -> None:
        one = shop(town)
        made = checked(town, one, marks={"F01": "bad", "S01": "bad", "C01": "ok"}, note="老板不在")
        case = made.rectification.case
        assert (made.kind, made.bad_count, made.rectification.codes) == ("grid", 2, ["F01", "S01"])
        assert (case.state, case.holder_id, case.area_id) == ("ordered", town.grids[0].pk, town.grids[0].pk)
        assert case.due_at == WorkCalendar().due(MONDAY, Limit(1, LimitUnit.WORK_DAY, LOCAL))
        longer = checked(town, one, days=5, by="leader")
        assert longer.kind == "city"
        assert longer.rectification.case.due_at > case.due_at
        with pytest.raises(op.DaysUnusable):
            checked(town, one, days=16)

    def test_nothing_wrong_orders_nothing_and_a_phone_that_sends_twice_makes_one(self, town: Town) -> None:
        one, key = shop(town), uuid.uuid4()
        assert checked(town, one, marks={"C01": "ok"}, key=key) == checked(town, one, key=key)
        assert not Rectification.objects.exists()
        with pytest.raises(rectify.NothingChecked):
            checked(town, one, marks={})
        with pytest.raises(rectify.CheckLineUnknown):
            checked(town, one, marks={"R01": "ok"})  # of repair shops
        with pytest.raises(NoSuchShop):
            checked(town, one, by="worker3")
        assert ShopCheck.objects.count() == 1

    def test_what_is_mended_on_the_spot_ends_at_once(self, town: Town) -> None:
        case = checked(town, shop(town), mended="当场搬进去了").rectification.case
        case.refresh_from_db()
        assert (case.state, case.is_answered) == ("closed", True)

    def test_a_merchant_looks_without_cost(self, town: Town) -> None:
        one = shop(town)
        made = op.self_check(actor=ANYONE, at=MONDAY, shop=one, marks={"O01": "bad"})
        assert (made.kind, made.unit, made.bad_count) == ("self", None, 1)
        assert not Rectification.objects.exists()


class TestLoop:
    def test_twice_not_put_right_leaves_only_enforcement_or_more_time(self, town: Town) -> None:
        number, worker = first(town, MONDAY), town.actor("worker")
        for n in (1, 2):
            op.fail_check(actor=worker, number=number, at=MONDAY + n * DAY, answer="还摆着")
        with pytest.raises(rectify.FailedTwice):
            op.fail_check(actor=worker, number=number, at=MONDAY + 3 * DAY, answer="还摆着")
        case = op.refer_order(
            actor=worker, number=number, at=MONDAY + 3 * DAY, to=town.sanitation, answer="三次没改"
        )
        assert (case.state, case.holder_id) == ("enforcing", town.sanitation.pk)
        sweeper = town.actor("sweeper")
        back = op.send_order_back(actor=sweeper, number=number, at=MONDAY + 4 * DAY, note="不归我们")
        assert (back.state, back.holder_id) == ("ordered", town.office.pk)
        op.refer_order(
            actor=town.actor("dispatcher"),
            number=number,
            at=MONDAY + 5 * DAY,
            to=town.sanitation,
            answer="请办",
        )
        with pytest.raises(rectify.OrderBounced):
            op.send_order_back(actor=sweeper, number=number, at=MONDAY + 6 * DAY, note="还是不归")

    def test_an_objection_is_decided_once_by_somebody_else(self, town: Town) -> None:
        one = shop(town)
        number = checked(town, one, by="leader").rectification.case.number
        leader, desk = town.actor("leader"), town.actor("dispatcher")
        own = {"actor": ANYONE, "number": number, "enterprise_id": one.enterprise_id}
        op.answer_order(**own, at=MONDAY + DAY, answer="搬了")
        op.pass_check(actor=leader, number=number, at=MONDAY + 2 * DAY, answer="好了")
        case = op.appeal_order(**own, at=MONDAY + 3 * DAY, answer="那是隔壁的")
        assert (case.state, case.is_open, case.holder_id) == ("appealed", True, town.office.pk)
        with pytest.raises(op.OwnCheck):
            op.uphold_order(actor=leader, number=number, at=MONDAY + 4 * DAY, answer="照旧")
        case = op.uphold_order(actor=desk, number=number, at=MONDAY + 4 * DAY, answer="照片清楚")
        assert (case.state, case.is_answered) == ("closed", True)
        with pytest.raises(rectify.OrderAppealedAlready):
            op.appeal_order(**own, at=MONDAY + 5 * DAY, answer="还是不服")
        with pytest.raises(op.NotTheirShop):
            op.appeal_order(**{**own, "enterprise_id": 0}, at=MONDAY + 5 * DAY, answer="不是我的")

    def test_too_late_to_object(self, town: Town) -> None:
        number = first(town, MONDAY)
        row = Rectification.objects.select_related("shop").get()
        op.pass_check(actor=town.actor("worker"), number=number, at=MONDAY, answer="好了")
        with pytest.raises(rectify.OrderAppealTooLate):
            op.appeal_order(
                actor=ANYONE,
                number=number,
                at=MONDAY + 16 * DAY,
                answer="不服",
                enterprise_id=row.shop.enterprise_id,
            )

    def test_silence_turns_red_and_climbs(self, town: Town) -> None:
        number = first(town, MONDAY)
        sweep(MONDAY + 9 * DAY)
        case = Case.objects.get(number=number)
        assert (case.card, case.state) == ("red", "ordered")
        assert case.climb > 0

    def test_a_shop_does_not_go_while_it_owes(self, town: Town) -> None:
        number = first(town, MONDAY)
        row, clerk = Rectification.objects.select_related("shop").get(), town.actor("clerk")
        with pytest.raises(op.ShopOwes):
            op.end_shop(actor=clerk, at=MONDAY, shop=row.shop, reason="changed")
        op.quash_order(actor=town.actor("leader"), number=number, at=MONDAY, answer="换了人家")
        assert op.end_shop(actor=clerk, at=MONDAY, shop=row.shop, reason="changed").end_reason == "changed"


def test_who_sees_and_what_the_merchant_reads(town: Town) -> None:
    one = shop(town)
    number = checked(town, one, note="老板脾气急").rectification.case.number
    checked(town, shop(town, 2, point=IN_THIRD_GRID), by="worker3")
    every = list(Rectification.objects.select_related("case"))
    for name in town.people:
        actor = town.actor(name)
        seen = set(Rectification.objects.filter(policies.reachable_rectifications(actor)))
        assert seen == {row for row in every if policies.reaches_rectification(actor, row)}, name
    row = queries.order_for_merchant(enterprise_id=one.enterprise_id, number=number)
    assert all(step.note == "" for step in queries.steps_of(row, is_own=True))
    (party,) = queries.parties_of([row.pk])[row.pk]
    assert (party.phone, party.link.startswith("/enterprise/")) == ("13800007777", True)
    sheet = notice_of(queries.notice_facts(row))
    assert "国务院令第101号" in sheet.tables[0].rows[0][1]
    assert one.sign in sheet.paragraphs[0]


@pytest.mark.django_db(transaction=True)
def test_all_of_a_check_or_of_a_move_or_nothing() -> None:
    town = build_town()
    one = shop(town)
    deaths.dies_whole(lambda: checked(town, one, mended="当场改好"), ORDERS.tables, least=5)
    number = first(town, MONDAY)
    deaths.dies_whole(lambda: CALLS["appeal"](town, ANYONE, number, MONDAY + DAY), ORDERS.tables, least=4)
    deaths.dies_whole(
        lambda: CALLS["quash"](town, town.actor("leader"), number, MONDAY + 2 * DAY), ORDERS.tables, least=4
    )
    assert verify_log() == []


def test_an_order_is_named_as_a_clerk_would_and_every_line_of_the_list_can_be() -> None:
    assert set(FAULTS) == set(BY_CODE)
    stacked, dirty = BY_CODE["O01"], BY_CODE["C01"]
    assert rectify.title_of("福来餐馆", [stacked]) == "福来餐馆整改：店外经营、占道堆放"
    assert rectify.title_of("福来餐馆", [stacked, dirty]) == "福来餐馆整改：店外经营、占道堆放等 2 项"
