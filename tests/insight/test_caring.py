"""Figures of care and of canteens: counted again by hand, open to who may know the people, folded for who may not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from linli.insight import caring, meals
from linli.insight.caring import CARE_INDICATORS, CareFigure, CareScope
from linli.insight.small import hidden
from linli.pillars.service.care import operations as op
from linli.pillars.service.care.models import CarePerson
from tests.pillars.service.canteens.kitchen import elder, kitchen, menu, rule, serve
from tests.pillars.service.care.people import somebody
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def visit(town: Town, person: CarePerson, days: float, outcome: str = "well", **more: Any) -> None:
    op.record_visit(
        actor=town.actor("worker"), at=MONDAY + days * DAY, person_id=person.pk, way="door",
        outcome=outcome, found="看过了", **more,
    )  # fmt: skip


def figure(scope: CareScope, days: float, code: str) -> CareFigure:
    return caring.board(scope=scope, at=MONDAY + days * DAY, only=code).figures[0]


@pytest.fixture
def scope(town: Town) -> CareScope:
    found = caring.scope_of(town.actor("clerk"))
    assert found is not None
    return found


class TestVisits:
    def test_in_time_late_and_owed_are_told_apart_by_the_level_of_the_day(
        self, town: Town, scope: CareScope
    ) -> None:
        in_time, late, owed = (
            somebody(town, name=f"孙桂{n}", phone=f"1380002{n:04d}", level="high") for n in range(3)
        )
        visit(town, in_time, 3)
        visit(town, in_time, 3.1)  # a second one on the day moves nothing
        visit(town, late, 7.5, outcome="away")  # nobody reached pays nothing off
        visit(town, late, 8.5)
        assert owed.due_at is not None
        found = figure(scope, 9, "visits_high")
        assert (found.above, found.below) == (1, 3)
        # Another level from then on does not move what was owed under the old one.
        op.set_level(
            actor=town.actor("clerk"),
            at=MONDAY + 9 * DAY,
            person_id=late.pk,
            level="general",
            reason="身体好多了",
        )
        assert figure(scope, 9.1, "visits_high").below == 3
        assert figure(scope, 11, "visits_high").below == 4
        assert figure(scope, 9.1, "visits_general").below == 0

    def test_behind_a_part_stand_its_people(self, town: Town, scope: CareScope) -> None:
        person = somebody(town, level="high")
        at = MONDAY + 9 * DAY
        one = CARE_INDICATORS["visits_high"]
        rows, count = caring.behind(
            indicator=one, part="missed", actor=town.actor("clerk"), scope=scope, at=at
        )
        assert (count, rows[0].person_id, rows[0].done_at) == (1, person.pk, None)
        assert "桂香" not in rows[0].name
        assert (
            caring.behind(indicator=one, part="above", actor=town.actor("clerk"), scope=scope, at=at)[1] == 0
        )


def test_a_change_counts_once_its_day_is_over(town: Town, scope: CareScope) -> None:
    seen, waiting = somebody(town, level="key"), somebody(town, name="周有福", phone="", level="key")
    for person in (seen, waiting):
        op.note_change(actor=town.actor("clerk"), at=MONDAY + DAY, person_id=person.pk, words="出院回家")
    visit(town, seen, 1.5)
    early = figure(scope, 1.6, "changes_within_a_day")
    assert (early.above, early.below, early.left_out) == (1, 1, 1)
    over = figure(scope, 2.5, "changes_within_a_day")
    assert (over.above, over.below, over.left_out) == (1, 2, 0)


def test_pairs_are_asked_once_a_calendar_month(town: Town, scope: CareScope) -> None:
    clerk = town.actor("clerk")
    went, stayed = somebody(town), somebody(town, name="周有福", phone="")
    pairs = [
        op.pair(actor=clerk, at=MONDAY, person_id=one.pk, unit=town.communities[0]) for one in (went, stayed)
    ]
    visit(town, went, 2, pair_id=pairs[0].pk)
    assert figure(scope, 5, "pairs_monthly").below == 0  # November is not over
    december = figure(scope, 20, "pairs_monthly")
    assert (december.above, december.below) == (1, 2)
    january = figure(scope, 50, "pairs_monthly")
    assert (january.above, january.below, january.before) == (0, 2, 50.0)


def test_wishes_are_taken_and_come_true_when_the_person_says_so(town: Town, scope: CareScope) -> None:
    clerk, worker = town.actor("clerk"), town.actor("worker")
    person = somebody(town)
    made = [
        op.publish_wish(actor=clerk, at=MONDAY, person_id=person.pk, words=words)
        for words in ("想要收音机", "想装晾衣绳", "不要了的")
    ]
    op.withdraw_wish(actor=clerk, at=MONDAY, wish_id=made[2].pk)
    op.take_wish(actor=worker, at=MONDAY, wish_id=made[0].pk)
    op.fulfil_wish(actor=worker, at=MONDAY, wish_id=made[0].pk)
    taken, came = (figure(scope, 1, code) for code in ("wishes_taken", "wishes_fulfilled"))
    assert (taken.above, taken.below, taken.left_out, came.above) == (1, 2, 1, 0)
    op.confirm_wish(actor=clerk, at=MONDAY + DAY, wish_id=made[0].pk, is_fulfilled=True)
    assert figure(scope, 2, "wishes_fulfilled").above == 1


def test_a_small_group_is_hidden_with_the_one_that_would_give_it_away() -> None:
    assert hidden({"a": 3, "b": 9, "c": 20, "d": 0}) == {"a", "b"}
    assert hidden({"a": 3, "b": 4, "c": 20}) == {"a", "b"}
    assert hidden({"a": 5, "b": 0}) == frozenset()


def test_a_month_of_meals_is_the_book_added_up(town: Town) -> None:
    rule(town)
    canteen = kitchen(town)
    eaters = [elder(town, n) for n in range(3)]
    menu(town, canteen, date(2026, 11, 16))
    noon = MONDAY + timedelta(hours=3)
    for one in eaters:
        serve(town, canteen, one, noon)
    serve(town, canteen, eaters[0], noon + DAY)
    today = date(2026, 11, 18)
    of_clerk = meals.month(actor=town.actor("clerk"), month=date(2026, 11, 1), today=today)
    of_leader = meals.month(actor=town.actor("leader"), month=date(2026, 11, 1), today=today)
    assert of_clerk is not None
    assert of_leader is not None
    line = of_clerk.lines[0]
    assert (line.meals, line.elders, line.price, line.subsidy + line.own) == (4, 3, 4800, 4800)
    assert (line.is_hidden, of_leader.lines[0].is_hidden) == (False, True)
    assert meals.month(actor=town.actor("worker"), month=date(2026, 11, 1), today=today) is None
