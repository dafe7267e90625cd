"""Natural breaks: no other division leaves less within its classes; every value stands in one, equal ones together."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.breaks import Break, natural_breaks

values = st.lists(st.integers(-30, 400).map(lambda n: n / 10), max_size=11)


def scatter(held: list[float]) -> float:
    mean = sum(held) / len(held)
    return sum((value - mean) ** 2 for value in held)


@given(values, st.integers(1, 5))
def test_nobody_divides_better(given_values: list[float], most: int) -> None:
    found = natural_breaks(given_values, most)
    kinds = sorted(set(given_values))
    assert len(found) == min(most, len(kinds))
    for one, after in pairwise(found):
        assert one.greatest < after.least
    inside = [[v for v in given_values if one.least <= v <= one.greatest] for one in found]
    assert [len(held) for held in inside] == [one.count for one in found]
    assert sum(one.count for one in found) == len(given_values)
    if kinds:
        tried = [
            sum(
                scatter([v for v in given_values if kinds[first] <= v <= kinds[until - 1]])
                for first, until in pairwise((0, *cuts, len(kinds)))
            )
            for cuts in combinations(range(1, len(kinds)), len(found) - 1)
        ]
        assert sum(map(scatter, inside)) == pytest.approx(min(tried), abs=1e-6)


def test_what_lies_together_stands_together() -> None:
    assert natural_breaks([1, 1, 1.5, 9, 9.5, 30], 3) == (
        Break(1, 1.5, 3),
        Break(9, 9.5, 2),
        Break(30, 30, 1),
    )
    assert natural_breaks([]) == ()
    assert natural_breaks([4, 4, 4]) == (Break(4, 4, 3),)
