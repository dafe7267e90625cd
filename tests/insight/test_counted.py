"""No figure without a count by hand: what is declared anywhere has its brute force, and both say the same on three grounds.

The three are an empty street, a small one with something of everything, and the told month (`tests/demo/test_story.py`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_django

import linli.insight
from linli.base.orgs.models import Unit
from linli.base.people.actors import SYSTEM
from linli.base.places.models import PeopleCount, Road
from linli.insight import caring, halls, indicators, ratings, whistles
from linli.insight.cited import CITED
from linli.insight.forms.rules.period import Period, Span
from linli.insight.forms.sources import FIGURES
from linli.insight.opendata.sets import SETS
from linli.insight.spans import COUNTINGS
from linli.insight.spans import Span as Days
from linli.kernel import clock
from linli.pillars.governance.economy import queries as economy
from linli.pillars.governance.economy.rules import Light, What, Why
from tests.held import held
from tests.insight import brute_boards, brute_forms, brute_ground, brute_people
from tests.insight.brute import BRUTE
from tests.insight.brute_spans import tables
from tests.insight.forms.ground import NOW, Place, stocked
from tests.insight.full import filled
from tests.insight.spanning import agree
from tests.insight.walking import agrees
from tests.town import MONDAY, Town, build_town

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db
NOVEMBER = Days(date(2026, 11, 1), date(2026, 12, 1))
PERIODS = (
    None,
    Period(Span.MONTH, date(2026, 10, 1), date(2026, 11, 1)),
    Period(Span.MONTH, date(2026, 11, 1), date(2026, 12, 1)),
)


def counted() -> dict[int, set[str]]:
    """Give every table of declared figures with the codes that are counted by hand."""
    return {
        id(indicators.INDICATORS): set(brute_boards.SAME),
        id(CITED): set(BRUTE),
        id(COUNTINGS): set(tables()),
        id(whistles.INDICATORS): set(brute_boards.CALLED),
        id(whistles.COUNTS): set(brute_boards.COUNTED_CALLS),
        id(halls.HALL_INDICATORS): set(brute_boards.IN_HALLS),
        id(ratings.RATING_INDICATORS): set(brute_boards.SAID),
        id(caring.CARE_INDICATORS): set(brute_people.CARE),
        id(FIGURES): set(brute_forms.asked()),
        id(SETS): set(brute_ground.OPEN),
    }


def declared() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give every table of `linli.insight` whose entries say how something is counted."""
    for found in pkgutil.walk_packages(linli.insight.__path__, "linli.insight."):
        if ".migrations" in found.name:
            continue
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, Mapping) and value and all(isinstance(key, str) for key in value):
                one = next(iter(value.values()))
                counts = any(hasattr(one, word) for word in ("hit", "measure", "make", "left_out"))
                if is_dataclass(one) and not isinstance(one, type) and counts:
                    yield f"{found.name}.{name}", value


def test_every_figure_that_is_declared_is_counted_by_hand() -> None:
    seen, known = set(), counted()
    for name, table in declared():
        assert id(table) in known, f"{name}: figures without a count by hand"
        assert set(table) == known[id(table)], name
        seen.add(id(table))
    assert seen == set(known)
    assert {one.value for one in What} <= set(BRUTE), "each economic indicator"
    assert {one.value for one in Light} == {"green", "yellow", "red", "ended"}
    assert {one.value for one in Why} == {"milestone_late", "money_behind", "problem_late", "time_over"}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[Place]:
    """Build the small street once, with ways to walk on and people counted by age."""

    def build() -> Place:
        place = stocked(build_town())
        filled(place.town)
        for name, line in (
            ("东西路", [[117.0, 36.001], [117.04, 36.001]]),
            ("南北路", [[117.005, 36.0], [117.005, 36.02]]),
        ):
            Road.objects.create(
                office=place.town.office, name=name, line={"type": "LineString", "coordinates": line}
            )
        for n, grid in enumerate(place.town.grids):
            for band, people in (("a60", 40 + n), ("a80", 17), ("a6", 31)):
                PeopleCount.objects.create(
                    grid=grid, band=band, people=people, counted_on=MONDAY.date(), source="普查"
                )
        return place

    with held(django_db_blocker, build) as place:
        yield place


class TestEmpty:
    def test_nothing_is_counted_where_nothing_is(self, town: Town) -> None:
        at, office = MONDAY, town.office
        assert brute_people.care(office, at) == 0
        assert brute_people.eaten(town.actor("leader"), office, at) == 0
        assert brute_people.covered(town.actor("leader"), office, at) == 0
        assert brute_people.lives(at) == brute_people.stars(at) == 0
        assert (
            brute_ground.opened(office, at) == brute_ground.projects(at) == brute_ground.week(office, at) == 0
        )
        assert brute_forms.filled(office, PERIODS, at) > 0, "a street has grids and communities"


class TestSmall:
    def test_figures_of_some_days(self, built: Place) -> None:
        assert agree(built.town.office, (NOVEMBER,), NOW) > 5

    def test_cited_figures(self, built: Place) -> None:
        counted = {code: agrees(code, NOW)[0] for code in CITED}
        assert sum(value not in (0, None) for value in counted.values()) > 45

    def test_boards(self, built: Place) -> None:
        assert brute_boards.first_board(built.town.office, NOW) > 0
        assert brute_boards.departments(NOW) > 10
        assert brute_boards.talks(NOW) == 5
        assert brute_boards.visits(NOW) == 5
        assert brute_ground.week(built.town.office, MONDAY + timedelta(days=3)) > 0

    def test_economy_lights_and_stars(self, built: Place) -> None:
        assert brute_ground.projects(NOW) == 4 + 5
        lights = [row.light for row in economy.projects_of(actor=SYSTEM, today=clock.local(NOW).date())]
        assert set(lights) == set(Light), "every light is counted"
        assert brute_people.stars(NOW) == 2
        assert brute_people.lives(NOW + 20 * DAY) > 0, "November is over then"

    def test_people(self, built: Place) -> None:
        office = built.town.office
        for days, meant in ((1.5, 2), (9.5, 5), (16, 7), (40, 7)):
            assert brute_people.care(office, MONDAY + days * DAY) >= meant
        assert brute_people.eaten(built.town.actor("leader"), office, NOW) > 0
        assert brute_people.covered(built.town.actor("leader"), office, NOW) > 0

    def test_forms(self, built: Place) -> None:
        assert brute_forms.filled(built.town.office, PERIODS, NOW) > 60

    def test_open_data_and_circles(self, built: Place) -> None:
        assert brute_ground.opened(built.town.office, NOW) > 0
        assert brute_ground.shares(built.town.office, NOW) > 5
        assert brute_ground.reached(built.town.office) > 10


def test_an_address_of_another_office_counts_nothing_here(built: Place) -> None:
    other = Unit(pk=0, path="/0/", name="别处")
    assert brute_forms.filled(other, PERIODS, NOW) == 0
