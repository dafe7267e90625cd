"""The day's way: every door once, exact for few, never longer than walking to the nearest."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.standards.visit_plans import INTERVAL_DAYS
from linli.pillars.governance.visits.rules import plan, route

POINT = st.tuples(
    st.floats(117.0, 117.05, allow_nan=False).map(lambda x: round(x, 6)),
    st.floats(36.0, 36.05, allow_nan=False).map(lambda y: round(y, 6)),
)


@given(st.lists(POINT, max_size=25))
def test_it_goes_to_each_once_and_is_never_longer_than_the_nearest_neighbour(
    points: list[route.Point],
) -> None:
    order = route.walk(points)
    assert sorted(order) == list(range(len(points)))
    assert order[:1] == [0][: len(points)]
    simple = route.length(points, route.nearest_neighbour(points))
    assert route.length(points, order) <= simple + 1e-6


@given(st.lists(POINT, min_size=3, max_size=6))
def test_few_doors_are_walked_in_the_shortest_order_there_is(points: list[route.Point]) -> None:
    every = (route.length(points, [0, *rest]) for rest in permutations(range(1, len(points))))
    assert abs(route.length(points, route.walk(points)) - min(every)) < 1e-6


def test_the_first_visits_are_spread_over_one_interval() -> None:
    since, days = date(2026, 1, 1), 182
    due = [plan.first_due(since, door, days) for door in range(1000, 1000 + 2 * days)]
    assert min(due) == since + timedelta(days=1)
    assert max(due) == since + timedelta(days=days)
    assert {due.count(day) for day in set(due)} == {2}


def test_an_office_visits_more_often_and_never_less() -> None:
    for use, days in INTERVAL_DAYS.items():
        assert plan.interval_of(use, 7) == 7
        assert plan.interval_of(use, days + 300) == days
