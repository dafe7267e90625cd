"""What stands in the demo town is of the sizes the law and the trade know."""

from __future__ import annotations

from collections import Counter

import pytest
import shapely

from linli.demo import compounds, names


@pytest.fixture(scope="module")
def town() -> compounds.Town:
    return compounds.build()


class TestBuild:
    def test_houses_about_forty_thousand_households(self, town: compounds.Town) -> None:
        assert 38_000 < town.homes < 42_500

    def test_keeps_communities_near_the_size_the_law_asks_for(self, town: compounds.Town) -> None:
        homes: Counter[int] = Counter()
        for compound in town.compounds:
            homes[compound.community] += compound.homes
        # Homes, not households: about one in twenty stands empty.
        assert len(homes) == 15
        assert all(1_000 <= count <= 3_150 for count in homes.values())

    def test_keeps_general_grids_near_the_size_of_a_grid(self, town: compounds.Town) -> None:
        # 300 to 500 households are the rule; towers are simple to look after and may hold more.
        homes = compounds.homes_by_grid(town)
        general = [homes[grid.code] for grid in town.plan.grids if grid.kind == "general"]
        assert all(150 <= held <= 1_300 for held in general)
        assert 680 < sum(general) / len(general) < 780

    def test_has_as_many_compounds_as_the_article_tells(self, town: compounds.Town) -> None:
        served = [compound for compound in town.compounds if compound.managed == "company"]
        assert (len(served), len(town.compounds) - len(served)) == (33, 59)

    def test_leaves_special_grids_without_homes(self, town: compounds.Town) -> None:
        special = {grid.code for grid in town.plan.grids if grid.kind == "special"}
        assert not [compound for compound in town.compounds if compound.grid in special]

    def test_builds_inside_the_grid(self, town: compounds.Town) -> None:
        grids = {grid.code: grid.polygon for grid in town.plan.grids}
        for building in town.buildings:
            assert grids[building.grid].contains(building.polygon)

    def test_stands_no_building_on_another(self, town: compounds.Town) -> None:
        tree = shapely.STRtree([building.polygon for building in town.buildings])
        left, right = tree.query([building.polygon for building in town.buildings], predicate="overlaps")
        assert not [(a, b) for a, b in zip(left, right, strict=True) if a < b]

    def test_names_every_compound_once(self, town: compounds.Town) -> None:
        called = [compound.name for compound in town.compounds]
        assert len(called) == len(set(called))
        assert {community.known[1] for community in names.COMMUNITIES} <= set(called)

    def test_gives_residents_another_name_for_each(self, town: compounds.Town) -> None:
        assert all(compound.aliases for compound in town.compounds)

    def test_numbers_the_rooms_of_a_stairwell_by_floor(self, town: compounds.Town) -> None:
        stairwell = next(
            house for house in town.buildings if house.floors == 6 and house.stairwells
        ).stairwells[0]
        rooms = list(stairwell.rooms())
        assert rooms[0] == "101"
        assert rooms[-1] == f"6{stairwell.doors:02d}"
