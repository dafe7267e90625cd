"""Which times a hall offers, and that no set of kinds is given more than its windows have."""

from __future__ import annotations

from datetime import time
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from linli.pillars.service.appointments.rules import Hours, Windows, bookable_minutes, has_place, starts_of


def test_slots_keep_the_hours_and_the_noon() -> None:
    hours = Hours(time(8, 30), time(17), time(12), time(13, 30), 45)
    starts = [f"{one:%H:%M}" for one in starts_of(hours)]
    # What would run into noon is not offered; the afternoon begins after it; the last ends by closing.
    assert starts == ["08:30", "09:15", "10:00", "10:45", "13:30", "14:15", "15:00", "15:45"]
    assert list(starts_of(Hours(time(9), time(9, 20), None, None, 30))) == []


def test_one_small_window_takes_one_booking_even_of_a_long_matter() -> None:
    windows = Windows([frozenset({1})], bookable_minutes(30, 50))
    assert has_place(1, {}, windows)
    assert not has_place(1, {1: 25}, windows)
    assert not has_place(2, {}, windows)  # nobody does that


def test_other_windows_being_free_helps_nobody_they_cannot_serve() -> None:
    windows = Windows([frozenset({1}), frozenset({2}), frozenset({2})], 15)
    assert not has_place(1, {1: 15}, windows)
    assert has_place(2, {1: 15, 2: 15}, windows)
    # One window does both: what 2 has been given there is not there for 1.
    assert not has_place(1, {2: 15}, Windows([frozenset({1, 2})], 15))


KINDS = (1, 2, 3, 4)


@given(
    skills=st.lists(st.frozensets(st.sampled_from(KINDS), min_size=1), min_size=1, max_size=4),
    asked=st.lists(st.sampled_from(KINDS), max_size=25),
    takes=st.fixed_dictionaries({kind: st.integers(5, 40) for kind in KINDS}),
    keeps=st.integers(0, 90),
)
def test_no_set_of_kinds_is_ever_given_more_than_its_windows_have_and_one_visit(
    skills: list[frozenset[int]], asked: list[int], takes: dict[int, int], keeps: int
) -> None:
    windows = Windows(skills, bookable_minutes(30, keeps))
    given_: dict[int, int] = {}
    for kind in asked:
        if has_place(kind, given_, windows):
            given_[kind] = given_.get(kind, 0) + takes[kind]
    for kinds in chain.from_iterable(combinations(KINDS, n) for n in range(1, 5)):
        booked = sum(given_.get(kind, 0) for kind in kinds)
        assert not booked or booked < windows.of(frozenset(kinds)) + max(takes[kind] for kind in kinds)
