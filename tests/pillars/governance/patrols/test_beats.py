"""Roads are walked by plan; a walk is told by what was found, never by who went where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.models import Case, Step
from linli.base.people.models import Post
from linli.pillars.governance.patrols import operations as op
from linli.pillars.governance.patrols import policies, queries, rules
from linli.pillars.governance.patrols.models import Beat, Finding, Patrol
from linli.pillars.governance.patrols.policies import NoSuchBeat
from linli.pillars.governance.patrols.rules import BeatKind, BeatRecord, Standing
from tests.pillars.governance.patrols.doing import beat, lamp, road
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

DAY = timedelta(days=1)
TODAY = MONDAY.date()
DAYS = st.sets(st.integers(0, 6), min_size=1)
SOME_DAY = st.dates(date(2026, 1, 1), date(2026, 12, 31))


class TestPlannedDays:
    @given(weekdays=DAYS, begin=SOME_DAY, length=st.integers(0, 60), off=st.sets(SOME_DAY, max_size=5))
    def test_are_its_days_of_the_week_but_for_holidays(
        self, weekdays: set[int], begin: date, length: int, off: set[date]
    ) -> None:
        until = begin + DAY * length
        days = list(rules.planned(weekdays, off.__contains__, begin=begin, until=until))
        every = [begin + DAY * n for n in range(length + 1)]
        assert days == [day for day in every if day.weekday() in weekdays and day not in off]

    @given(weekdays=DAYS, back=st.integers(0, 40), walked=st.sets(st.integers(0, 40)))
    def test_a_beat_walked_today_is_never_owed(self, weekdays: set[int], back: int, walked: set[int]) -> None:
        days = frozenset(TODAY - DAY * n for n in walked)
        stands = rules.standing(
            weekdays, lambda _d: False, begin=TODAY - DAY * back, today=TODAY, walked=days
        )
        assert (stands is Standing.WALKED) == (TODAY in days)
        if stands is Standing.DUE:
            assert TODAY.weekday() in weekdays

    def test_a_later_walk_makes_up_for_a_missed_day(self) -> None:
        given_days = {"begin": TODAY - DAY * 20, "today": TODAY + DAY}
        assert rules.standing((0,), lambda _d: False, **given_days, walked=frozenset()) is Standing.MISSED
        walked = frozenset({TODAY})
        assert rules.standing((0,), lambda _d: False, **given_days, walked=walked) is Standing.REST


@pytest.mark.django_db
class TestPlanning:
    def test_a_road_has_a_named_post_and_its_days(self, town: Town) -> None:
        one = beat(town, looks=("占道", "占道", " 井盖 "))
        assert one.steward == Post.objects.get(account=town.people["secretary"])
        assert one.unit == town.communities[0]
        assert one.looks == ["占道", "井盖"]
        with pytest.raises(op.BeatKnown):
            beat(town)

    def test_only_on_ones_own_ground(self, town: Town) -> None:
        with pytest.raises(op.BeatElsewhere):
            beat(town, "secretary2")
        with pytest.raises(op.BeatElsewhere):
            beat(town, "worker")
        assert beat(town, "leader").area == town.communities[0]

    def test_what_says_nothing_is_refused(self, town: Town) -> None:
        with pytest.raises(rules.BeatDayless):
            beat(town, weekdays=())
        with pytest.raises(rules.BeatPlaceless):
            beat(town, road_id=None)
        actor, area = town.actor("secretary"), town.communities[0]
        far = BeatRecord(BeatKind.SPOT, "远处", (1,), (), None, *IN_THIRD_GRID)
        with pytest.raises(rules.BeatPlaceless):
            op.keep_beat(actor=actor, at=MONDAY, area=area, record=far)

    def test_a_post_that_ended_answers_for_nothing(self, town: Town) -> None:
        one = beat(town)
        Post.objects.filter(account=town.people["secretary"]).update(held_until=TODAY)
        [row] = queries.beats_of(actor=town.actor("clerk"), at=MONDAY + DAY)
        assert row.beat.pk == one.pk
        assert row.beat.steward is None
        assert row.beat.unit == town.communities[0]
        with pytest.raises(op.NobodyThere):
            beat(town, "leader", name="另一段")

    def test_an_ended_road_keeps_its_records(self, town: Town) -> None:
        one = beat(town)
        op.record_patrol(actor=town.actor("worker"), at=MONDAY, beat=one)
        op.end_beat(actor=town.actor("secretary"), at=MONDAY + DAY, beat=one)
        with pytest.raises(op.BeatEnded):
            op.record_patrol(actor=town.actor("worker"), at=MONDAY + DAY, beat=one)
        [row] = queries.beats_of(actor=town.actor("secretary"), at=MONDAY + DAY * 2, view="ended")
        assert row.last_on == TODAY
        assert beat(town, at=MONDAY + DAY).pk != one.pk


@pytest.mark.django_db
class TestWalking:
    def test_walked_and_nothing_found(self, town: Town) -> None:
        one = beat(town)
        walk, filed = op.record_patrol(actor=town.actor("worker"), at=MONDAY, beat=one)
        assert filed is None
        assert (walk.on, walk.unit) == (TODAY, town.grids[0])
        assert queries.beats_of(actor=town.actor("worker"), at=MONDAY)[0].standing is Standing.WALKED
        assert not Case.objects.exists()

    def test_nobody_who_walked_stands_anywhere(self) -> None:
        kept = {field.name for field in Patrol._meta.get_fields()}
        assert kept == {"id", "beat", "on", "unit", "written_at", "findings"}

    def test_what_was_found_is_a_case_in_its_grid_with_a_holder_and_a_clock(self, town: Town) -> None:
        one = beat(town)
        who = town.actor("worker")
        lon, lat = IN_FIRST_GRID
        walk, filed = op.record_patrol(actor=who, at=MONDAY, beat=one, found="井盖松了", lon=lon, lat=lat)
        again, second = op.record_patrol(actor=who, at=MONDAY, beat=one, found="有人占道")
        assert again.pk == walk.pk
        assert filed is not None
        assert second is not None
        case = filed.report.case
        assert case.area == town.grids[0]
        assert case.holder_id
        assert case.resolve_by > MONDAY
        assert second.report.case.place_words == one.name
        assert Finding.objects.filter(patrol=walk).count() == 2
        page = queries.beat_page(actor=who, at=MONDAY, pk=one.pk)
        assert page.days[0].found == 2
        assert {row.number for row in page.found} == {case.number, second.report.case.number}
        assert Step.objects.filter(case=case).count() == 1

    def test_the_same_phone_twice_is_one_finding(self, town: Town) -> None:
        one, key = beat(town), "7c9e6679-7425-40de-944b-e07fc1f90ae7"
        given_once = {
            "actor": town.actor("worker"),
            "at": MONDAY,
            "beat": one,
            "found": "井盖松了",
            "key": key,
        }
        op.record_patrol(**given_once)
        op.record_patrol(**given_once)
        assert Finding.objects.count() == Case.objects.count() == 1

    def test_days_that_are_none(self, town: Town) -> None:
        one, who = beat(town, at=MONDAY - DAY * 30), town.actor("worker")
        with pytest.raises(op.WalkTooEarly):
            op.record_patrol(actor=who, at=MONDAY, beat=one, on=TODAY + DAY)
        with pytest.raises(op.WalkTooLong):
            op.record_patrol(actor=who, at=MONDAY, beat=one, on=TODAY - DAY * 8)
        with pytest.raises(op.WalkTooEarly):
            op.record_patrol(actor=who, at=MONDAY - DAY * 30, beat=one, on=TODAY - DAY * 31)

    def test_roads_of_another_community_are_absent(self, town: Town) -> None:
        one = beat(town)
        with pytest.raises(NoSuchBeat):
            op.record_patrol(actor=town.actor("worker3"), at=MONDAY, beat=one)
        with pytest.raises(NoSuchBeat):
            queries.get_beat(actor=town.actor("worker3"), pk=one.pk)

    def test_a_department_whose_post_answers_walks_its_road(self, town: Town) -> None:
        one = beat(town, "leader", steward="sweeper")
        assert one.unit == town.sanitation
        op.record_patrol(actor=town.actor("sweeper"), at=MONDAY, beat=one)
        assert queries.beats_of(actor=town.actor("stoker"), at=MONDAY) == []

    def test_reaches_agrees_with_reachable(self, town: Town) -> None:
        rows = [beat(town), beat(town, "leader", name="环路", area=town.office, steward="sweeper")]
        rows.append(beat(town, "leader", name="西段", area=town.grids[2], steward="secretary2"))
        for name in town.people:
            actor = town.actor(name)
            seen = set(Beat.objects.filter(policies.reachable(actor)).values_list("pk", flat=True))
            assert seen == {row.pk for row in rows if policies.reaches(actor, row)}, name

    def test_a_list_asks_a_fixed_number_of_times(self, town: Town, django_assert_num_queries: object) -> None:
        for n in range(3):
            one = beat(town, name=f"第 {n} 段")
            op.record_patrol(actor=town.actor("worker"), at=MONDAY, beat=one, found="井盖松了")
        actor = town.actor("secretary")
        queries.beats_of(actor=actor, at=MONDAY)
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert [row.open_count for row in queries.beats_of(actor=actor, at=MONDAY)] == [1, 1, 1]

    def test_a_component_found_broken_goes_to_whoever_answers_for_it(self, town: Town) -> None:
        road(town)
        one, broken = beat(town), lamp(town)
        _walk, filed = op.record_patrol(
            actor=town.actor("worker"), at=MONDAY, beat=one, found="灯不亮", component=broken
        )
        assert filed is not None
        assert (filed.report.case.lon, filed.report.case.lat) == (broken.lon, broken.lat)
        assert filed.report.named_component.component == broken
