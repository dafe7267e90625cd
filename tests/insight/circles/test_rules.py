"""Circles agree with a reference for shortest paths, and a siting with every choice tried."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString

from linli.insight.circles.rules import Network, Pace, Streets, Way, covering, median

ROWS = [LineString([(0, n * 120), (480, n * 120 + 25)]) for n in range(5)]
COLUMNS = [LineString([(n * 120 + 3, -10), (n * 120 - 8, 520)]) for n in range(5)]
KINDS = ("street", "path", "crossing", "signals", "stairs")
SLOW = Pace(0.75, {"crossing": 8.0, "signals": 30.0}, stairs=2.0)
spots = st.lists(st.tuples(st.floats(-40, 520), st.floats(-40, 520)), min_size=2, max_size=14)
kinds = st.lists(st.sampled_from(KINDS), min_size=10, max_size=10)


def town(kinds: list[str] | None = None) -> list[Way]:
    held = ["street", "street", *(kinds or ["street"] * 10)[2:]]
    return [Way(line, kind) for line, kind in zip([*ROWS, *COLUMNS], held, strict=True)]


def network(lines: list[LineString], places: list[tuple[float, float]]) -> Streets:
    return Network([Way(line) for line in lines], places).streets()


def reference(streets: Streets, source: int) -> list[float]:
    """Walk from a spot to all others by the way of SciPy."""
    least: dict[tuple[int, int], float] = {}
    for a, near in streets.ways.items():
        for b, length in near:  # of parallel ways only the shorter counts; a way of no length is still a way
            least[a, b] = min(least.get((a, b), length), max(length, 1e-9))
    size = 1 + max((max(pair) for pair in least), default=0)
    size = max(size, 1 + max((node for node in streets.spots if node is not None), default=0))
    index = np.array(list(least)).T if least else np.zeros((2, 0), dtype=int)
    graph = coo_array((np.array(list(least.values())), index), shape=(size, size)).tocsr()
    start = streets.spots[source]
    if start is None:
        return [float("inf")] * len(streets.spots)
    far = dijkstra(graph, indices=start)
    return [float(far[node]) if node is not None else float("inf") for node in streets.spots]


@settings(max_examples=30, deadline=None)
@given(spots, st.floats(100, 900), kinds, st.sampled_from([Pace(1.0), SLOW, Pace(0.6, stairs=None)]))
def test_circles_agree_with_the_reference(
    places: list[tuple[float, float]], limit: float, kinds: list[str], pace: Pace
) -> None:
    streets = Network(town(kinds), places).streets(pace)
    expected = reference(streets, 0)
    found = streets.distances([0], range(len(places)), limit)
    for far, known in zip(found, expected, strict=True):
        if far is None:
            assert known > limit - 1e-6
        else:
            assert far == pytest.approx(known, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(spots, kinds, st.sampled_from([Pace(1.0), SLOW, Pace(0.6, stairs=None)]))
def test_a_door_that_lies_on_no_map_walks_as_one_that_does(
    places: list[tuple[float, float]], kinds: list[str], pace: Pace
) -> None:
    """Whoever asks for their own door gets the ways of a door that was drawn there."""
    door, others = places[0], places[1:]
    drawn = Network(town(kinds), places).streets(pace)
    expected = drawn.distances([0], range(1, len(places)), 5000)
    asked = Network(town(kinds), others)
    reached = asked.streets(pace).spread(asked.entries(door), 5000)
    for spot, known in enumerate(expected):
        node = asked.spots[spot]
        found = reached.get(node) if node is not None else None
        assert (found is None) == (known is None)
        assert found is None or known is None or found == pytest.approx(known, abs=0.01)


def test_a_way_is_door_street_door() -> None:
    walked = network([LineString([(0, 0), (1000, 0)])], [(100, 30), (400, -20), (400, 5), (0, 900)])
    assert walked.distances([0], [1, 2, 3], 1000) == [350.0, 335.0, None]  # the last lives by no street
    assert walked.distances([0], [1], 349) == [None]
    assert walked.distances([0, 2], [1], 1000) == [25.0]


def test_ways_that_cross_meet_and_ways_apart_do_not() -> None:
    cross = [LineString([(0, 0), (100, 0)]), LineString([(50, -50), (50, 50)])]
    assert network(cross, [(0, 0), (50, 50)]).distances([0], [1], 500) == [100.0]
    apart = [LineString([(0, 0), (100, 0)]), LineString([(0, 60), (100, 60)])]
    assert network(apart, [(0, 0), (0, 60)]).distances([0], [1], 5000) == [None]


def test_a_bridge_does_not_meet_what_it_crosses() -> None:
    below, above = LineString([(0, 0), (100, 0)]), LineString([(50, -50), (50, 50)])
    ways = [Way(below), Way(above, "path", 1)]
    assert Network(ways, [(0, 0), (50, 50)]).streets().distances([0], [1], 500) == [None]
    down = Way(LineString([(50, 50), (100, 0)]), "path", 0)  # and meets at its end what leads down from it
    assert Network([*ways, down], [(0, 0), (50, -50)]).streets().distances([0], [1], 500) == [
        pytest.approx(200 + 70.7107, abs=1e-3)
    ]


def test_an_end_that_misses_by_a_hand_meets() -> None:
    lines = [LineString([(0, 0), (100, 0)]), LineString([(50, 1.2), (50, 80)])]
    assert network(lines, [(0, 0), (50, 80)]).distances([0], [1], 500) == [pytest.approx(130)]
    lines[1] = LineString([(50, 9), (50, 80)])
    assert network(lines, [(0, 0), (50, 80)]).distances([0], [1], 500) == [None]


def test_ways_drawn_over_each_other_meet_where_one_leaves() -> None:
    lines = [LineString([(0, 0), (100, 0)]), LineString([(0, 0), (40, 0)]), LineString([(40, 0), (40, 50)])]
    assert network(lines, [(100, 0), (40, 50)]).distances([0], [1], 500) == [pytest.approx(110)]


def test_waiting_and_stairs_are_walked_as_metres() -> None:
    line = [Way(LineString([(0, 0), (100, 0)]))]
    far = [(-0.0, 0.0), (160.0, 0.0)]
    beyond = [Way(LineString([(130, 0), (160, 0)]))]
    for kind, slow in (("crossing", 160 + 8 * 0.75), ("signals", 160 + 30 * 0.75), ("stairs", 160 + 30)):
        ways = [*line, Way(LineString([(100, 0), (115, 0), (130, 0)]), kind), *beyond]
        net = Network(ways, far)
        assert net.streets(SLOW).distances([0], [1], 900) == [pytest.approx(slow)]
        assert net.streets(SLOW).distances([1], [0], 900) == [pytest.approx(slow)]
        assert net.streets().distances([0], [1], 900) == [pytest.approx(160)]
    assert net.streets(Pace(0.7, stairs=None)).distances([0], [1], 900) == [None]


def test_what_is_drawn_lies_within() -> None:
    lines = Network(town(), [(0, 0), (200, 200)]).streets().within([0], 300)
    assert lines
    assert all(abs(x) + abs(y) < 440 for line in lines for x, y in line)
    cut = network([LineString([(0, 0), (1000, 0)])], [(400, 0)]).within([0], 300)
    assert sorted(x for line in cut for x, _y in line) == pytest.approx([100, 400, 400, 700])


def test_without_ways_nobody_is_reached() -> None:
    assert network([], [(0, 0), (1, 1)]).distances([0], [0, 1], 100) == [None, None]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.integers(1, 9), st.integers(1, 3), st.randoms(use_true_random=False))
def test_no_other_choice_reaches_more(sites: int, demands: int, count: int, rng: Random) -> None:
    reach = np.array([[rng.random() < 0.4 for _ in range(demands)] for _ in range(sites)], dtype=bool)
    weights = np.array([rng.randrange(0, 60) for _ in range(demands)], dtype=float)
    found = covering(reach, weights, count)
    tried = [
        float(weights[reach[list(choice)].any(axis=0)].sum())
        for choice in combinations(range(sites), min(count, sites))
    ]
    assert found.value == pytest.approx(max(tried))
    assert found.is_proved
    assert len(found.chosen) <= count
    assert float(weights[reach[list(found.chosen)].any(axis=0)].sum()) == pytest.approx(found.value)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(1, 8), st.integers(1, 3), st.randoms(use_true_random=False))
def test_no_other_choice_walks_less(sites: int, demands: int, count: int, rng: Random) -> None:
    far = np.array([[rng.uniform(10, 900) for _ in range(demands)] for _ in range(sites)])
    today = np.array([rng.uniform(10, 900) for _ in range(demands)])
    weights = np.array([rng.randrange(0, 60) for _ in range(demands)], dtype=float)
    found = median(far, today, weights, count)

    def walks(choice: tuple[int, ...]) -> float:
        return float((np.minimum(today, far[list(choice)].min(axis=0)) * weights).sum())

    tried = [walks(choice) for choice in combinations(range(sites), min(count, sites))]
    assert found.value == pytest.approx(min(tried))
    assert found.bound == pytest.approx(found.value)
    assert (walks(found.chosen) if found.chosen else float((today * weights).sum())) == pytest.approx(
        found.value
    )
