"""Who is next: nobody starves, the order is one sentence, and the estimate is a range that holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.pillars.service.counters import rules
from linli.pillars.service.counters.rules import Desk, Span, Waiting

NINE = datetime(2026, 11, 16, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# A machine that is busy makes up examples slowly; that says nothing about the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
arrivals = st.builds(
    lambda minute, has_priority, lead, booked: (
        NINE + minute * MINUTE,
        rules.place_in_line(
            NINE + minute * MINUTE,
            has_priority=has_priority,
            lead=lead * MINUTE,
            booked=None if booked is None else NINE + booked * MINUTE,
        ),
    ),
    st.integers(0, 400),
    st.booleans(),
    st.integers(-5, 90),
    st.none() | st.integers(-60, 500),
)


class TestOrder:
    @CALM
    @given(st.lists(arrivals, max_size=20))
    def test_nobody_waits_behind_somebody_who_came_much_later(
        self, came: list[tuple[datetime, datetime]]
    ) -> None:
        # A booked moment that lies ahead is somebody's own choice to be later.
        line = [Waiting(i, 1, place) for i, (_, place) in enumerate(came)]
        for i, first in enumerate(ordered := rules.in_order(line)):
            for later in ordered[i + 1 :]:
                came_first, came_later = came[first.id][0], came[later.id][0]
                if came[later.id][1] <= came_later:
                    assert came_first <= came_later + rules.MOST_LEAD

    @CALM
    @given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=2, max_size=30))
    def test_those_alike_are_served_as_they_came(self, people: list[tuple[int, bool]]) -> None:
        people.sort()
        line = [
            Waiting(i, 1, rules.place_in_line(NINE + minute * MINUTE, has_priority=has))
            for i, (minute, has) in enumerate(people)
        ]
        for kind in (True, False):
            order = [one.id for one in rules.in_order(line) if people[one.id][1] is kind]
            assert order == sorted(order)

    def test_an_elder_goes_before_whoever_came_up_to_twenty_minutes_earlier(self) -> None:
        elder = Waiting(1, 1, rules.place_in_line(NINE + 30 * MINUTE, has_priority=True))
        recent = Waiting(2, 1, rules.place_in_line(NINE + 15 * MINUTE))
        patient = Waiting(3, 1, rules.place_in_line(NINE + 5 * MINUTE))
        assert [one.id for one in rules.in_order([recent, elder, patient])] == [3, 1, 2]

    def test_whoever_booked_is_called_about_then_and_not_before_those_who_waited(self) -> None:
        booked = NINE + 60 * MINUTE
        early = rules.place_in_line(NINE, booked=booked)
        assert early == booked - rules.APPOINTMENT_LEAD
        late = booked + rules.GRACE + MINUTE
        assert rules.place_in_line(late, booked=booked) == late

    def test_coming_back_costs_a_little_and_never_gains(self) -> None:
        place = NINE
        assert rules.place_after_return(place, NINE + 5 * MINUTE) == place
        assert rules.place_after_return(place, NINE + 30 * MINUTE) == NINE + 20 * MINUTE

    @CALM
    @given(
        st.lists(st.tuples(st.integers(1, 3), st.integers(0, 60)), max_size=25),
        st.lists(st.sets(st.integers(1, 3), min_size=1), min_size=1, max_size=4),
    )
    def test_everybody_whom_a_window_can_serve_is_served(
        self, people: list[tuple[int, int]], skills: list[set[int]]
    ) -> None:
        line = [Waiting(i, kind, NINE + minute * MINUTE) for i, (kind, minute) in enumerate(people)]
        desks = [Desk(i, frozenset(kinds)) for i, kinds in enumerate(skills)]
        called = []
        while found := next((one for desk in desks if (one := rules.next_for(desk, line))), None):
            called.append(found.id)
            line.remove(found)
        can = set().union(*skills)
        assert sorted(called) == [i for i, (kind, _) in enumerate(people) if kind in can]


class TestMoves:
    def test_nothing_leads_out_of_the_end(self) -> None:
        for verb in rules.MOVES:
            for state in rules.LAST:
                assert rules.target_of(verb, state) is None

    def test_every_state_is_reached_and_left(self) -> None:
        targets = {target for _, target in rules.MOVES.values()}
        assert targets | {rules.State.WAITING} == set(rules.State)
        for state in set(rules.State) - rules.LAST:
            assert any(state in sources for sources, _ in rules.MOVES.values())


class TestWait:
    SPANS = {1: Span(10 * MINUTE, 20 * MINUTE)}

    def test_nobody_before_at_a_free_window_means_no_wait(self) -> None:
        me = Waiting(9, 1, NINE)
        assert rules.wait_of(me, [me], [Desk(1, frozenset({1}))], self.SPANS) == Span(
            timedelta(), timedelta()
        )

    def test_counts_those_before_me_over_the_windows_that_can(self) -> None:
        me = Waiting(9, 1, NINE + 5 * MINUTE)
        before = [Waiting(i, 1, NINE) for i in range(4)]
        one = rules.wait_of(me, before, [Desk(1, frozenset({1}))], self.SPANS)
        two = rules.wait_of(me, before, [Desk(i, frozenset({1})) for i in (1, 2)], self.SPANS)
        assert one == Span(40 * MINUTE, 80 * MINUTE)
        assert two == Span(20 * MINUTE, 40 * MINUTE)

    def test_who_is_being_served_takes_what_is_left_of_a_visit(self) -> None:
        me = Waiting(9, 1, NINE)
        desk = Desk(1, frozenset({1}), serving_kind=1, served_for=8 * MINUTE)
        assert rules.wait_of(me, [], [desk], self.SPANS) == Span(timedelta(), 15 * MINUTE)

    def test_says_so_when_no_open_window_can(self) -> None:
        assert rules.wait_of(Waiting(9, 2, NINE), [], [Desk(1, frozenset({1}))], self.SPANS) is None

    @pytest.mark.parametrize(("count", "known"), [(7, False), (8, True)])
    def test_past_times_count_from_eight_on(self, count: int, known: bool) -> None:
        past = [timedelta(minutes=30)] * count
        span = rules.usual_span(past, 10 * MINUTE)
        assert (span == Span(30 * MINUTE, 30 * MINUTE)) is known

    @CALM
    @given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 90)), max_size=15), st.integers(0, 90))
    def test_a_range_is_never_upside_down(self, people: list[tuple[int, int]], mine: int) -> None:
        spans = {1: Span(4 * MINUTE, 12 * MINUTE), 2: Span(15 * MINUTE, 33 * MINUTE)}
        desks = [Desk(1, frozenset({1})), Desk(2, frozenset({1, 2}))]
        line = [Waiting(i, kind, NINE + minute * MINUTE) for i, (kind, minute) in enumerate(people)]
        found = rules.wait_of(Waiting(99, 2, NINE + mine * MINUTE), line, desks, spans)
        assert found is not None
        assert timedelta() <= found.low <= found.high
