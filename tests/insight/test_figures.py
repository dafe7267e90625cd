"""Every figure is what counting by hand gives, and the list behind it is as long as it says."""

from datetime import timedelta

import pytest

from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.insight import boards, filler, queries
from linli.insight.indicators import INDICATORS, Scope
from linli.pillars.governance.reports import operations
from linli.pillars.governance.reports.models import Callback
from tests.pillars.governance.reports.doing import bring, file, hours
from tests.town import IN_SECOND_GRID, MONDAY, Town, build_town

NOW = MONDAY + timedelta(days=12)


@pytest.fixture
def month(db: None) -> Town:
    town = build_town()
    worker, leader = town.actor("worker"), town.actor("leader")
    for i, (solved, level) in enumerate([(True, 5), (True, 3), (True, None), (False, 1), (True, 4)]):
        number = file(town, MONDAY + hours(i), phone=f"1390000000{i}").report.case.number
        late = hours(30) if i == 4 else hours(1)
        operations.settle_report(actor=worker, number=number, at=MONDAY + hours(i) + late, answer="好了")
        operations.rate_report(
            actor=ANYONE,
            number=number,
            at=MONDAY + hours(40 + i),
            solved=solved,
            level=level,
            as_reporter=True,
        )
    number, at = bring(town, "accepted", phone="13800009990")
    operations.ask_exclusion(actor=worker, number=number, at=at, note="重复")
    operations.grant_exclusion(actor=leader, number=number, at=at)
    file(town, lon=IN_SECOND_GRID[0], lat=IN_SECOND_GRID[1], phone="13800009991")
    return town


def scope(town: Town, name: str = "leader") -> Scope:
    return Scope(town.actor(name), town.office.path)


def test_the_three_rates_are_what_counting_by_hand_gives(month: Town) -> None:
    cases = Case.objects.filter(is_excluded=False)
    in_time = [c for c in cases if c.responded_at and c.respond_by and c.responded_at <= c.respond_by]
    calls = list(Callback.objects.all())
    levels = [c.level for c in calls if c.level is not None]
    by_hand = {
        "response_rate": (len(in_time), len(cases)),
        "resolution_rate": (sum(c.solved for c in calls), len(calls)),
        "satisfaction_rate": (sum(level >= 3 for level in levels), len(levels)),
    }
    assert by_hand["response_rate"] == (4, 6)
    for code, (above, below) in by_hand.items():
        shown = queries.figure(INDICATORS[code], scope(month), NOW)
        assert (shown.above, shown.below) == (above, below), code
        assert shown.percent == round(100 * above / below, 1)
    assert queries.figure(INDICATORS["response_rate"], scope(month), NOW).left_out == 1


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_the_list_behind_a_figure_is_the_figure(month: Town, code: str) -> None:
    for name in ("leader", "secretary", "secretary2", "sweeper"):
        shown = queries.figure(INDICATORS[code], scope(month, name), NOW)
        for part, count in (("below", shown.below), ("above", shown.above), ("left_out", shown.left_out)):
            rows, listed = queries.behind(code, part, scope(month, name), NOW)
            assert len(rows) == listed == count, (name, part)


def test_every_indicator_names_its_source() -> None:
    for indicator in INDICATORS.values():
        assert indicator.source.is_complete


def test_nobody_counts_beyond_what_they_may_see(month: Town) -> None:
    shown = boards.board(scope=scope(month, "secretary2"), unit=month.communities[1], at=NOW)
    assert shown.told.filed_today == 0
    assert all(f.below == 0 for f in shown.figures)
    assert [area.cases for area in shown.areas] == [0]


def test_the_board_takes_a_fixed_number_of_queries(month: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    whose = scope(month)
    with django_assert_max_num_queries(14):
        boards.board(scope=whose, unit=month.office, at=NOW)
    filler.fill_all(NOW)
    with django_assert_max_num_queries(15):
        boards.board(scope=whose, unit=month.office, at=NOW)


def test_a_board_is_on_the_ground_of_ones_own_posts(month: Town) -> None:
    ground = queries.ground_for
    assert ground(month.actor("leader").sight_ids, None) == month.office
    assert ground(month.actor("secretary").sight_ids, None) == month.communities[0]
    assert ground(month.actor("secretary").sight_ids, month.office.pk) is None
    assert ground(month.actor("leader").sight_ids, month.communities[1].pk) == month.communities[1]
    assert ground(month.actor("sysadmin").sight_ids, None) is None
    # Who also keeps the branch of their community is shown the community, not the street by what little they see of it.
    both = month.actor("secretary").sight_ids | {month.sanitation.pk}
    assert ground(both, None) == month.communities[0]
    assert ground(frozenset({month.sanitation.pk}), None) == month.office
