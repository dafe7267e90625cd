"""Points of a shop by the district's rules, every line shown; honours given and withdrawn with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from linli.base.flow.refusals import WordsMissing
from linli.pillars.governance.inspections import operations as op
from linli.pillars.governance.inspections import queries
from linli.pillars.governance.inspections.policies import NoSuchShop
from linli.pillars.governance.inspections.rules import points
from linli.pillars.governance.inspections.rules.points import Found, RuleSet, score_of
from tests.pillars.governance.inspections.doing import checked, shop
from tests.town import MONDAY, Town

DAY = timedelta(days=1)


def test_each_line_costs_what_its_own_day_said() -> None:
    new = RuleSet(1, date(2026, 6, 1), 80, {"O01": 9, "C01": 90}, "区文")
    found = [
        Found(date(2026, 7, 1), "b", ("O01",), False),
        Found(date(2026, 5, 31), "a", ("O01", "ZZ"), False),
        Found(date(2026, 7, 2), "c", ("C01",), True),
    ]
    score = score_of(found, [new], date(2026, 12, 1))
    assert [(line.number, line.points) for line in score.lines] == [("b", 9), ("a", 5), ("c", 0)]
    assert (score.base, score.total) == (80, 66)
    broke = score_of([Found(date(2026, 7, 3), "d", ("C01",), False)], [new], date(2026, 12, 1))
    assert broke.total == 0


def test_a_score_shows_its_lines_and_what_is_taken_back_costs_nothing(town: Town) -> None:
    one = shop(town)
    assert queries.score(shop=one, at=MONDAY).total == 100
    number = checked(town, one, marks={"O01": "bad", "C01": "bad"}).rectification.case.number
    score = queries.score(shop=one, at=MONDAY)
    assert (score.total, {line.number for line in score.lines}) == (93, {number})
    op.self_check(actor=town.actor("clerk"), at=MONDAY, shop=one, marks={"S01": "bad"})
    assert queries.score(shop=one, at=MONDAY).total == 93
    op.quash_order(actor=town.actor("leader"), number=number, at=MONDAY + DAY, answer="是隔壁的")
    score = queries.score(shop=one, at=MONDAY + DAY)
    assert (score.total, [line.is_quashed for line in score.lines]) == (100, [True, True])
    assert queries.score(shop=one, at=MONDAY + 60 * DAY).lines == ()  # another year


def test_rules_are_kept_by_version_and_never_backwards(town: Town) -> None:
    one, leader = shop(town), town.actor("leader")
    checked(town, one)
    given = {"actor": leader, "at": MONDAY, "office": town.office, "basis": "区城管办 2026 年 3 号"}
    for change, refusal in (
        ({"points": {"O01": 101}}, points.PointsUnusable),
        ({"points": {"XX": 1}}, points.PointsUnusable),
        ({"points": {}, "since": MONDAY.date() - DAY}, points.RulesTooEarly),
        ({"points": {}, "basis": " "}, WordsMissing),
        ({"points": {}, "actor": town.actor("worker")}, NoSuchShop),
    ):
        with pytest.raises(refusal):
            op.keep_rules(**{**given, **change})
    op.keep_rules(**given, points={"O01": 12}, since=(MONDAY + DAY).date())
    checked(town, one, MONDAY + DAY)
    lines = queries.score(shop=one, at=MONDAY + DAY).lines
    assert [(line.version, line.points) for line in lines] == [(1, 12), (0, 5)]


def test_an_honour_is_shown_by_consent_and_withdrawn_with_a_reason(town: Town) -> None:
    one, leader = shop(town), town.actor("leader")
    given = {"at": MONDAY, "shop": one, "ground": "党员亮身份，三年没有投诉"}
    with pytest.raises(NoSuchShop):
        op.give_honour(actor=town.actor("worker"), kind="party", is_agreed=True, **given)
    with pytest.raises(WordsMissing):
        op.give_honour(actor=leader, kind="party", is_agreed=True, **{**given, "ground": ""})
    hidden = op.give_honour(actor=leader, kind="party", is_agreed=False, **given)
    shown = op.give_honour(actor=leader, kind="front", is_agreed=True, **given)
    with pytest.raises(op.HonouredAlready):
        op.give_honour(actor=leader, kind="party", is_agreed=True, **given)
    assert queries.honours_shown(shop=one) == (shown,)
    for _again in range(2):
        if _again:
            with pytest.raises(op.NoSuchHonour):
                op.withdraw_honour(actor=leader, at=MONDAY, shop=one, honour_id=shown.pk, reason="又占道了")
        else:
            op.withdraw_honour(actor=leader, at=MONDAY, shop=one, honour_id=shown.pk, reason="又占道了")
    assert queries.honours_shown(shop=one) == ()
    assert {h.pk for h in queries.honours_of(shop=one)} == {hidden.pk, shown.pk}
