"""Who works in the demo town, and what people there write."""

from __future__ import annotations

import string
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from linli.base.orgs.roles import OFFERS, Role, UnitKind
from linli.demo import (
    bodies,
    cast,
    compounds,
    crowds,
    facilities,
    filings,
    landmarks,
    rhythm,
    sheet,
    stage,
    voices,
    weather,
)
from linli.kernel.standards.departments import DepartmentRole
from linli.kernel.standards.natures import Nature
from linli.kernel.standards.resident_categories import CATEGORIES
from linli.kernel.workdays import WorkCalendar


@pytest.fixture(scope="module")
def town() -> compounds.Town:
    return compounds.build()


class TestCast:
    def test_staffs_the_town_as_the_articles_do(self, town: compounds.Town) -> None:
        staff = cast.staff(town)
        roles = Counter(held.role for person in staff for held in person.posts)
        assert roles["grid_worker"] == 86
        assert roles["grid_leader"] == 71
        office = {"handler", "grid_worker"}
        assert 55 <= sum(not office & {held.role for held in person.posts} for person in staff) <= 66

    def test_offers_every_post_that_is_held(self, town: compounds.Town) -> None:
        kinds = {body.key: UnitKind(body.kind) for body in bodies.tree(town)}
        for person in cast.staff(town):
            for held in person.posts:
                assert Role(held.role) in OFFERS[kinds[held.body]], (person.name, held)

    def test_gives_nobody_the_name_number_or_login_of_another(self, town: compounds.Town) -> None:
        everybody = (*cast.staff(town), *cast.RESIDENTS)
        for field in ("username", "name", "phone"):
            values = [getattr(person, field) for person in everybody]
            assert len(values) == len(set(values)), field

    def test_keeps_the_three_administrators_apart(self, town: compounds.Town) -> None:
        admins = [p for p in cast.staff(town) if any(held.role.endswith("_admin") for held in p.posts)]
        assert len([p for p in admins if p.posts[0].body == "street"]) == 3
        assert all(len(person.posts) == 1 for person in admins)

    def test_lists_only_people_of_the_cast_in_the_switcher(self, town: compounds.Town) -> None:
        known = {person.username for person in (*cast.staff(town), *cast.RESIDENTS)}
        assert {part.username for part in cast.PARTS} <= known


class TestBodies:
    def test_puts_parents_before_children(self, town: compounds.Town) -> None:
        seen: set[str] = {""}
        for body in bodies.tree(town):
            assert body.parent in seen
            assert body.key not in seen
            seen.add(body.key)

    def test_answers_for_every_kind_of_matter(self, town: compounds.Town) -> None:
        handled = {role for body in bodies.tree(town) for role in body.handles}
        assert {role.value for role in DepartmentRole} - handled <= {"post", "agriculture"}
        assert handled <= {role.value for role in DepartmentRole}

    def test_has_thirty_departments_and_partners(self, town: compounds.Town) -> None:
        kinds = Counter(body.kind for body in bodies.tree(town))
        assert kinds["department"] + kinds["partner"] == 30

    def test_has_the_eight_grid_workstations_of_the_article_with_people_at_each(
        self, town: compounds.Town
    ) -> None:
        stations = {body.key for body in bodies.tree(town) if body.kind == "workstation"}
        assert len(stations) == 8
        crew = Counter(
            held.body for person in cast.staff(town) for held in person.posts if held.body in stations
        )
        assert set(crew.values()) == {2}
        assert set(crew) == stations


class TestFacilities:
    def test_names_every_place_once(self, town: compounds.Town) -> None:
        called = [facility.name for facility in facilities.known(town)]
        assert [name for name, count in Counter(called).items() if count > 1] == []

    def test_stands_each_in_its_grid(self, town: compounds.Town) -> None:
        import shapely

        grids = {grid.code: grid.polygon for grid in town.plan.grids}
        for facility in (*facilities.known(town), *facilities.components(town, "small")):
            assert grids[facility.grid].covers(shapely.Point(facility.at)), facility

    def test_says_what_people_say_for_places_roads_and_shops(self, town: compounds.Town) -> None:
        known = {facility.name: facility for facility in facilities.known(town)}
        assert {"一小", "第一小学"} <= set(known["清泉第一小学"].aliases)
        assert "官园小区大门" in {alias for each in known.values() for alias in each.aliases}
        assert "老钟楼" in known["钟楼"].aliases
        kinds = Counter(facility.kind for facility in known.values())
        assert {"gate", "crossing", "bus_stop", "supermarket", "restaurant", "pharmacy"} <= set(kinds)
        assert sum(bool(facility.aliases) for facility in known.values()) > 0.9 * len(known)
        aliased = [street for street in town.plan.streets if landmarks.road_aliases(street)]
        assert len(aliased) > 0.9 * len([s for s in town.plan.streets if s.kind not in {"rail", "river"}])

    def test_gives_no_two_compounds_one_address(self, town: compounds.Town) -> None:
        addresses = [compound.address for compound in town.compounds]
        assert len(set(addresses)) == len(addresses)

    def test_names_the_nearest_as_a_search_of_all_would(self, town: compounds.Town) -> None:
        marks = [
            f for f in facilities.known(town) if f.kind not in {"gate", "crossing", "bus_stop", "bridge"}
        ]
        for house in town.buildings[::271]:
            nearest = facilities.nearest(town, house.at)
            least = min(sheet.metres_between(mark.at, house.at) for mark in marks)
            assert sheet.metres_between(nearest.at, house.at) == pytest.approx(least, abs=0.01)


class TestVoices:
    spot = voices.Spot("官园小区", "3 号楼", "2 单元", "301", "清泉路", "官园幼儿园")

    def test_has_words_for_every_category(self) -> None:
        assert set(voices.topics()) == set(CATEGORIES)

    def test_knows_at_least_four_hundred_messages(self) -> None:
        texts = [text for topics in voices.topics().values() for topic in topics for text in topic.texts]
        assert len(set(texts)) == len(texts) >= 400

    def test_names_a_nature_with_each(self) -> None:
        natures = {topic.nature for topics in voices.topics().values() for topic in topics}
        assert natures <= {nature.value for nature in Nature}

    def test_fills_every_slot(self) -> None:
        rng = Random(4)
        for topics in voices.topics().values():
            for topic in topics:
                for text in topic.texts:
                    assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= set(
                        "cburnstd"
                    )
                    assert "{" not in voices.fill(text, self.spot, rng)

    def test_says_thousands_of_different_things(self) -> None:
        rng = Random(5)
        said = {
            voices.report(topic := rng.choice(voices.topics()[code]), rng.choice(topic.texts), self.spot, rng)
            for code in CATEGORIES
            for _ in range(30)
        }
        assert len(said) > 2_500

    def test_adds_asides_only_where_they_make_sense(self) -> None:
        keys = {key for key in voices.asides() if not key.startswith("any-")}
        assert keys <= set(CATEGORIES)
        natures = {key.removeprefix("any-") for key in voices.asides() if key.startswith("any-")}
        assert natures == {nature.value for nature in Nature} - {"other"}

    def test_lets_whole_compounds_speak_of_one_thing_in_words_of_their_own(
        self, town: compounds.Town
    ) -> None:
        days = [date(2026, 10, 1) + timedelta(days=turn) for turn in range(40)]
        said = [each for day in days for each in crowds.of_day(town, town.plan.seed, day, "small")]
        by_thing = Counter((each.category, each.compound) for each in said)
        assert len(by_thing) >= 5
        assert min(by_thing.most_common(4), key=lambda pair: pair[1])[1] >= 6
        assert len({each.text for each in said}) == len(said)
        assert not list(crowds.of_day(town, town.plan.seed, days[0], "tiny"))

    def test_repeats_no_message_noticeably(self, town: compounds.Town) -> None:
        calendar, seed, first = WorkCalendar(), town.plan.seed, date(2026, 10, 1)
        days = [first + timedelta(days=turn) for turn in range(10)]
        filed = [
            each
            for day in days
            for each in filings.of_day(town, seed, first, day, "subdistrict", calendar)
            if each.twin_of is None
        ]
        texts = Counter(each.text for each in filed)
        assert len(filed) > 400
        assert len(texts) > 0.99 * len(filed)
        callers = Counter(each.phone for each in filed if each.phone)
        assert callers.most_common(1)[0][1] >= 3

    def test_has_an_answer_for_every_category(self) -> None:
        assert set(CATEGORIES) <= set(voices.staff())

    @pytest.mark.parametrize("key", sorted(voices.staff()))
    def test_fills_what_staff_write(self, key: str) -> None:
        if key.isdigit():
            return
        rng = Random(6)
        for _ in range(12):
            assert "{" not in voices.said(
                key,
                rng,
                at=datetime(2026, 11, 18, 9, tzinfo=UTC),
                dept="供热站",
                place="清泉路",
                spot=self.spot,
            )


class TestRhythm:
    calendar = WorkCalendar()

    def test_brings_sixty_reports_on_a_mean_day(self) -> None:
        days = [date(2026, 3, 1).fromordinal(date(2026, 3, 1).toordinal() + i) for i in range(182)]
        counts = [rhythm.count(day, "subdistrict", self.calendar, Random(str(day))) for day in days]
        assert 55 < sum(counts) / len(counts) < 67

    def test_is_busier_on_monday_than_on_sunday(self) -> None:
        assert rhythm.factor(date(2026, 9, 7), self.calendar) > rhythm.factor(date(2026, 9, 6), self.calendar)

    def test_keeps_moments_in_order_and_on_their_day(self) -> None:
        moments = rhythm.moments(date(2026, 11, 18), 40, Random(1))
        assert moments == sorted(moments)
        assert {moment.date() for moment in moments} == {date(2026, 11, 18)}

    def test_talks_of_heating_when_it_starts(self) -> None:
        assert rhythm.weights(date(2026, 11, 16))["utilities.heat"] > 0
        assert rhythm.weights(date(2026, 7, 16))["utilities.heat"] == 0

    def test_knows_the_same_weather_twice(self) -> None:
        day = date(2026, 7, 20)
        first = weather.on(day)
        weather.on.cache_clear()
        assert weather.on(day) == first


class TestFilings:
    def test_brings_the_same_reports_on_the_same_day(self, town: compounds.Town) -> None:
        first, day, calendar = date(2026, 11, 1), date(2026, 11, 18), WorkCalendar()
        once = filings.of_day(town, 7, first, day, "small", calendar)
        assert once == filings.of_day(town, 7, first, day, "small", calendar)
        assert len({filing.key for filing in once}) == len(once)
        assert once != filings.of_day(town, 8, first, day, "small", calendar)

    def test_stands_each_in_the_grid_it_names(self, town: compounds.Town) -> None:
        import shapely

        grids = {grid.code: grid.polygon for grid in town.plan.grids}
        calendar = WorkCalendar()
        day = date(2026, 7, 20)
        for filing in filings.of_day(town, 7, day, day, "subdistrict", calendar):
            if filing.point is not None:
                assert grids[filing.grid].distance(shapely.Point(filing.point)) < 0.0002


class TestCues:
    def test_speaks_of_places_and_categories_that_there_are(self, town: compounds.Town) -> None:
        until = datetime(2026, 11, 20, 7, 20, tzinfo=UTC)
        cued = stage.cues(town, town.plan.seed, until)
        assert len({cue.key for cue in cued}) == len(stage.CUES)
        assert len({cue.at for cue in cued}) == len(cued)

    def test_needs_no_look_on_the_spot_first(self) -> None:
        assert not [cue.category for cue in stage.CUES if CATEGORIES[cue.category].verify_first]
