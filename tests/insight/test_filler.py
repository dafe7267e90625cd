"""Facts are what counting every row gives, after whatever happened, and whoever was killed while filling."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import TruncDate

from linli.base.flow.models import Case
from linli.base.people.actors import ANYONE
from linli.insight import filler, queries
from linli.insight.indicators import INDICATORS, Scope
from linli.insight.models import Counted, Fact
from linli.kernel import clock
from linli.pillars.governance.reports import operations
from tests.pillars.governance.reports.doing import bring, file, hours
from tests.town import IN_SECOND_GRID, MONDAY, Town

NOW = MONDAY + timedelta(days=12)


def by_hand(ground: str) -> dict[tuple[str, date], tuple[int, int, int]]:
    """Count every day of every indicator from the rows."""
    found: dict[tuple[str, date], list[int]] = {}
    for code, indicator in INDICATORS.items():
        rows = indicator.population().filter(**{f"{indicator.case}area__path__startswith": ground})
        for part, place in (
            (indicator.valid & indicator.hit, 0),
            (indicator.valid, 1),
            (~indicator.valid, 2),
        ):
            for day in (
                rows.filter(part)
                .annotate(d=TruncDate(indicator.when, tzinfo=clock.SHANGHAI))
                .values_list("d", flat=True)
            ):
                found.setdefault((code, day), [0, 0, 0])[place] += 1
    return {key: (counts[0], counts[1], counts[2]) for key, counts in found.items()}


def kept(unit_id: int) -> dict[tuple[str, date], tuple[int, int, int]]:
    return {
        (f.indicator, f.day): (f.above, f.below, f.left_out)
        for f in Fact.objects.filter(unit_id=unit_id)
        if f.above or f.below or f.left_out
    }


def agrees(town: Town) -> None:
    for unit in (town.district, town.office, *town.communities, *town.grids):
        assert kept(unit.pk) == by_hand(unit.path), unit


@pytest.fixture
def month(town: Town) -> Town:
    worker = town.actor("worker")
    for i, (solved, level) in enumerate([(True, 5), (True, 3), (False, 1), (True, None)]):
        number = file(town, MONDAY + hours(i), phone=f"1390000000{i}").report.case.number
        operations.settle_report(actor=worker, number=number, at=MONDAY + hours(i + 1), answer="好了")
        operations.rate_report(
            actor=ANYONE,
            number=number,
            at=MONDAY + hours(40 + i),
            solved=solved,
            level=level,
            as_reporter=True,
        )
    file(town, lon=IN_SECOND_GRID[0], lat=IN_SECOND_GRID[1], phone="13800009991")
    return town


def test_what_was_there_before_is_counted_once(month: Town) -> None:
    assert filler.filled_at() is None
    filler.fill_all(NOW)
    assert filler.filled_at() == NOW
    agrees(month)
    filler.fill_all(NOW)
    agrees(month)


def test_news_move_a_case_from_one_day_and_place_to_another(month: Town) -> None:
    filler.fill_all(NOW)
    number, at = bring(month, "accepted", phone="13800009990")
    filler.fill_all(NOW)
    agrees(month)
    worker, leader = month.actor("worker"), month.actor("leader")
    operations.relocate_report(
        actor=worker, number=number, at=at, lon=IN_SECOND_GRID[0], lat=IN_SECOND_GRID[1], place_words="西里"
    )
    filler.fill_all(NOW)
    agrees(month)
    operations.ask_exclusion(actor=leader, number=number, at=at, note="重复")
    operations.grant_exclusion(actor=leader, number=number, at=at)
    filler.fill_all(NOW)
    agrees(month)
    assert any(left for _, _, left in kept(month.office.pk).values())


def test_a_filler_killed_half_way_loses_and_doubles_nothing(
    month: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    filler.fill_all(NOW)
    file(month, phone="13800009992")
    put = filler._put

    def die(change: Any) -> None:
        put(change)
        raise KeyboardInterrupt

    monkeypatch.setattr(filler, "_put", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        filler.fill(NOW)
    monkeypatch.undo()
    filler.fill_all(NOW)
    agrees(month)


def test_it_goes_through_old_cases_in_small_batches(month: Town) -> None:
    while filler.fill(NOW, most=2):
        pass
    agrees(month)
    assert Counted.objects.count() == Case.objects.count()


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_a_figure_is_the_same_from_facts_and_from_rows(month: Town, code: str) -> None:
    whole = Scope(month.actor("leader"), month.office.path)
    counted = [
        queries.figure(INDICATORS[code], whole, NOW - timedelta(days=back)) for back in range(0, 12, 3)
    ]
    filler.fill_all(NOW)
    assert whole.is_whole
    assert counted == [
        queries.figure(INDICATORS[code], whole, NOW - timedelta(days=back)) for back in range(0, 12, 3)
    ]


def test_only_who_sees_all_of_a_ground_reads_its_facts(month: Town) -> None:
    office, first = month.office.path, month.communities[0].path
    assert Scope(month.actor("leader"), first).is_whole
    assert Scope(month.actor("secretary"), first).is_whole
    for name, ground in (("secretary", office), ("sweeper", office), ("sysadmin", office), ("leader", "")):
        assert not Scope(month.actor(name), ground).is_whole
