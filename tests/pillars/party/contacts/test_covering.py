"""Who covers whom: no limit passed, no door twice, nobody too far, ties kept, gaps explained, no assignment better."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.pillars.party.contacts import rules
from linli.pillars.party.contacts.rules import Covering, Gap, Helper, Place

AROUND = st.floats(0, 0.02, allow_nan=False).map(lambda x: round(x, 5))
PLACES = st.lists(
    st.builds(
        lambda lon, lat, ground, doors: (117 + lon, 36 + lat, ground, doors),
        AROUND,
        AROUND,
        st.integers(1, 3),
        st.integers(0, 30),
    ),
    max_size=12,
).map(lambda rows: [Place((n, 1), *row) for n, row in enumerate(rows, 1)])
HELPERS = st.lists(
    st.builds(
        lambda lon, lat, ground, limit: (117 + lon, 36 + lat, ground, limit),
        AROUND,
        AROUND,
        st.integers(1, 3),
        st.integers(1, 60),
    ),
    max_size=6,
).map(lambda rows: [Helper(n, *row) for n, row in enumerate(rows, 1)])
QUICK = settings(max_examples=60, deadline=None)


def is_sound(found: Covering, places: list[Place], helpers: list[Helper]) -> None:
    """Hold what every assignment must hold."""
    by_id, who = {p.id: p for p in places}, {h.id: h for h in helpers}
    for place in places:
        here = sum(doors for (p, _h), doors in found.given.items() if p == place.id)
        left = found.gaps.get(place.id, (0, Gap.FAR))[0]
        assert here + left == place.doors
    for helper, load in found.loads.items():
        assert load <= who[helper].limit
    assert all(doors > 0 for doors in found.given.values())
    assert all(rules.metres(by_id[p], who[h]) <= rules.REACH_M for p, h in found.given)


@QUICK
@given(places=PLACES, helpers=HELPERS)
def test_no_limit_is_passed_no_door_covered_twice_and_the_cost_is_the_bound(
    places: list[Place], helpers: list[Helper]
) -> None:
    found = rules.cover(places, helpers)
    is_sound(found, places, helpers)
    assert found.cost == pytest.approx(found.bound, abs=1e-3 * max(1, abs(found.bound)) ** 0.5)
    by_hand = rules.greedy(places, helpers)
    is_sound(by_hand, places, helpers)
    assert found.covered >= by_hand.covered
    assert found.cost <= by_hand.cost


@QUICK
@given(places=PLACES, helpers=HELPERS)
def test_a_gap_says_why(places: list[Place], helpers: list[Helper]) -> None:
    found = rules.cover(places, helpers)
    by_id = {p.id: p for p in places}
    for place, (_doors, why) in found.gaps.items():
        near = [h for h in helpers if rules.metres(by_id[place], h) <= rules.REACH_M]
        if why is Gap.NOBODY:
            assert not helpers
        elif why is Gap.FAR:
            assert helpers
            assert not near
        else:
            assert near
            assert all(found.loads.get(h.id, 0) == h.limit for h in near)


@QUICK
@given(places=PLACES, helpers=HELPERS)
def test_planned_again_nothing_changes(places: list[Place], helpers: list[Helper]) -> None:
    found = rules.cover(places, helpers)
    again = rules.cover(places, helpers, found.given)
    assert again.covered == found.covered
    assert again.given == found.given


@QUICK
@given(places=PLACES, helpers=HELPERS, data=st.data())
def test_who_leaves_takes_nobody_elses_ties_along(
    places: list[Place], helpers: list[Helper], data: st.DataObject
) -> None:
    roomy = [replace(h, limit=1_000) for h in helpers]
    before = rules.cover(places, roomy)
    if not roomy:
        return
    gone = data.draw(st.sampled_from(roomy)).id
    after = rules.cover(places, [h for h in roomy if h.id != gone], before.given)
    for key, doors in before.given.items():
        if key[1] != gone:
            assert after.given[key] >= doors


@QUICK
@given(places=PLACES, helpers=HELPERS, lower=st.integers(1, 20))
def test_a_tie_gives_way_to_a_limit_only(places: list[Place], helpers: list[Helper], lower: int) -> None:
    before = rules.cover(places, helpers)
    tighter = [replace(h, limit=min(h.limit, lower)) for h in helpers]
    after = rules.cover(places, tighter, before.given)
    is_sound(after, places, tighter)
    for helper in tighter:
        had = before.loads.get(helper.id, 0)
        if had >= helper.limit:
            assert after.loads.get(helper.id, 0) == helper.limit


@given(places=PLACES, helpers=HELPERS)
@QUICK
def test_runs_of_doors_part_a_stairwell_without_overlap(places: list[Place], helpers: list[Helper]) -> None:
    found = rules.cover(places, helpers)
    for place in places:
        runs = sorted((s.first, s.doors) for s in rules.slices(found) if s.place == place.id)
        end = 0
        for first, doors in runs:
            assert first == end
            end = first + doors
        assert end <= place.doors


@given(
    helpers=st.dictionaries(
        st.integers(1, 200), st.tuples(st.integers(1, 5), st.none() | st.integers(1, 6)), max_size=40
    ),
    stewards=st.lists(st.integers(1, 6), unique=True, max_size=5),
)
def test_stewards_have_even_shares_and_keep_whom_they_had(
    helpers: dict[int, tuple[int, int | None]], stewards: list[int]
) -> None:
    found = rules.shared_out(helpers, stewards)
    if not stewards:
        assert found == {}
        return
    assert set(found) == set(helpers)
    share = -(-len(helpers) // len(stewards))
    assert all(sum(v == one for v in found.values()) <= share for one in stewards)
    assert rules.shared_out({k: (grid, found[k]) for k, (grid, _h) in helpers.items()}, stewards) == found
