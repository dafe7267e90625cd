"""A community is divided into whole buildings, in one piece each, within the limits or with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from linli.insight.division.rules import (
    Ground,
    House,
    Limits,
    Proposal,
    Way,
    Why,
    counts,
    propose,
    proposed_count,
)
from tests.insight.division.blocks import ground_of

LIMITS = Limits()


def holds(ground: Ground, found: Proposal) -> None:
    """Hold the hard rules."""
    placed = [house for each in found.drawn for house in each.houses]
    assert sorted(placed) == sorted(house.id for house in ground.houses)
    outlines = {house.id: house.outline for house in ground.houses}
    homes = {house.id: house.households for house in ground.houses}
    for each in found.drawn:
        assert each.shape.geom_type == "Polygon"
        assert each.shape.is_valid
        assert each.households == pytest.approx(sum(homes[house] for house in each.houses))
        assert all(outlines[house].difference(each.shape).area < 0.5 for house in each.houses)
        within = LIMITS.least - 0.5 <= each.households <= LIMITS.most + 0.5
        assert within == (each.why is None)
    whole = shapely.unary_union(list(ground.today.values()))
    drawn = shapely.unary_union([each.shape for each in found.drawn])
    assert drawn.symmetric_difference(whole).area < 1.0
    assert sum(each.shape.area for each in found.drawn) == pytest.approx(whole.area, abs=1.0)


sheets = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from((0, 12, 24, 48, 60, 96, 144)), min_size=columns, max_size=columns),
        min_size=2,
        max_size=6,
    )
)


@settings(max_examples=25, deadline=None)
@given(sheets, st.integers(1, 3))
def test_every_proposal_holds_the_rules_and_is_told_twice_alike(homes: list[list[int]], today: int) -> None:
    ground = ground_of(homes, today=min(today, len(homes[0])))
    found = propose(ground)
    holds(ground, found)
    again = propose(ground)
    assert [each.houses for each in again.drawn] == [each.houses for each in found.drawn]
    assert [each.grid for each in again.drawn] == [each.grid for each in found.drawn]
    shuffled = propose(replace(ground, houses=tuple(reversed(ground.houses))))
    assert [each.houses for each in shuffled.drawn] == [each.houses for each in found.drawn]


def test_good_lines_of_today_stay() -> None:
    ground = ground_of([[44] * 6 for _ in range(6)], today=2)
    even = replace(ground, houses=tuple(replace(h, households=22) for h in ground.houses))
    found = propose(even)
    assert [each.grid for each in found.drawn] == [1, 2]
    assert found.moved == 0
    assert found.borders[0].today == 1


def test_more_grids_than_today_keep_as_many_homes_as_they_can() -> None:
    ground = ground_of([[44] * 6 for _ in range(6)], today=2)
    found = propose(ground)
    assert len(found.drawn) == 4
    assert {each.grid for each in found.drawn} == {1, 2, None}
    assert found.moved <= found.households / 2 + 44
    assert found.after.within == 4


def test_lines_follow_streets_and_keep_compounds_whole() -> None:
    found = propose(ground_of([[44] * 6 for _ in range(6)], today=2))
    for border in found.borders:
        assert {stretch.kind for stretch in border.stretches} == {"road"}
        assert sum(stretch.length_m for stretch in border.stretches) == pytest.approx(180, abs=1)


def test_work_weighs_beside_households() -> None:
    busy = tuple((30.0 + n % 7, 30.0 + n % 5) for n in range(400))
    found = propose(ground_of([[24] * 6 for _ in range(6)], block=2, cases=busy))
    heavy, light = sorted(found.drawn, key=lambda each: -each.cases)
    assert (heavy.cases, light.cases) == (400, 0)
    assert heavy.households < light.households


@pytest.mark.parametrize(
    ("homes", "count", "why"),
    [
        ([[40, 60]], None, Why.FEW),
        ([[520, 60]], None, Why.ONE_BUILDING),
        ([[130, 130], [140, 130]], None, Why.NO_COUNT),
        ([[200, 200], [200, 200]], 4, Why.CHOSEN),
    ],
)
def test_a_grid_out_of_its_limits_has_a_reason(homes: list[list[int]], count: int | None, why: Why) -> None:
    found = propose(ground_of(homes), count=count)
    assert why in {each.why for each in found.drawn}


def test_a_line_of_today_through_a_building_is_moved_beside_it() -> None:
    houses = tuple(House(n, box(n * 50 + 5, 10, n * 50 + 45, 40), 100, 1 + (n > 3), None) for n in range(8))
    ground = Ground({1: box(0, 0, 175, 60), 2: box(175, 0, 400, 60)}, houses)  # the line cuts house 3
    holds(ground, propose(ground))


def test_drawings_of_one_street_that_differ_by_a_hand_leave_no_slivers() -> None:
    ground = ground_of([[44] * 6 for _ in range(6)])
    crooked = LineString([(180.4, -5), (179.5, 180), (180.6, 365)])
    bent = replace(ground, ways=(*ground.ways, Way("竖1路", 24.0, crooked)))
    holds(bent, propose(bent))


def test_parts_that_do_not_touch_are_divided_each_by_itself() -> None:
    one = ground_of([[44] * 3 for _ in range(3)], today=1)
    far = [
        replace(h, id=h.id + 100, outline=shapely.transform(h.outline, lambda p: p + 900), grid=2)
        for h in one.houses
    ]
    away = Ground({1: one.today[1], 2: box(900, 900, 1080, 1080)}, (*one.houses, *far))
    found = propose(away)
    holds(away, found)
    assert [len(each.houses) for each in found.drawn] == [9, 9]


def test_nobody_lives_there() -> None:
    found = propose(Ground({1: box(0, 0, 100, 100)}, ()))
    assert [each.grid for each in found.drawn] == [1]
    assert found.moved == 0


@given(st.integers(0, 6000), st.integers(1, 12))
def test_the_number_of_grids_fits_the_households(total: int, today: int) -> None:
    fit = counts(total, LIMITS)
    assert all(300 * n <= total <= 500 * n for n in fit)
    assert not [n for n in range(1, 30) if 300 * n <= total <= 500 * n and n not in fit]
    count = proposed_count(total, today, LIMITS)
    assert count >= 1
    assert not fit or count in fit
