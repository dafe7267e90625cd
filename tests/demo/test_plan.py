"""The plan of the demo town is a map: areas tile, neighbours share vertices, a seed gives one town."""

from __future__ import annotations

import pytest
import shapely

from linli.demo import names, plan, sheet


@pytest.fixture(scope="module")
def drawn() -> plan.Plan:
    return plan.draw()


class TestDraw:
    def test_has_the_shape_of_the_articles(self, drawn: plan.Plan) -> None:
        kinds = [grid.kind for grid in drawn.grids]
        assert (len(drawn.communities), kinds.count("general"), kinds.count("special")) == (15, 55, 16)

    def test_covers_about_seven_and_a_half_square_kilometres(self, drawn: plan.Plan) -> None:
        assert 7.3e6 < sheet.square_metres(drawn.boundary) < 7.8e6

    @pytest.mark.parametrize("areas", ["blocks", "communities", "grids"])
    def test_tiles_without_gap_or_overlap(self, drawn: plan.Plan, areas: str) -> None:
        polygons = [area.polygon for area in getattr(drawn, areas)]
        assert all(polygon.is_valid for polygon in polygons)
        assert shapely.coverage_is_valid(polygons)
        assert shapely.coverage_union_all(polygons).equals(drawn.boundary)

    def test_keeps_every_grid_inside_its_community(self, drawn: plan.Plan) -> None:
        for community in drawn.communities:
            grids = [grid.polygon for grid in drawn.grids_of(community.seq)]
            assert shapely.coverage_union_all(grids).equals(community.polygon)

    def test_gives_each_grid_a_code_that_starts_with_its_community(self, drawn: plan.Plan) -> None:
        codes = [grid.code for grid in drawn.grids]
        assert len(set(codes)) == 71
        for grid in drawn.grids:
            assert len(grid.code) == 15
            assert grid.code.startswith(drawn.communities[grid.community - 1].code)

    def test_numbers_grids_from_the_north_west(self, drawn: plan.Plan) -> None:
        for community in drawn.communities:
            first, *_, last = [
                grid.polygon.centroid for grid in drawn.grids_of(community.seq) if grid.kind == "general"
            ]
            assert first.x < last.x or first.y > last.y

    def test_names_every_street_once(self, drawn: plan.Plan) -> None:
        streets = [street.name for street in drawn.streets]
        assert len(streets) == len(set(streets))

    def test_gives_the_same_town_for_the_same_seed(self, drawn: plan.Plan) -> None:
        plan.draw.cache_clear()
        again = plan.draw()
        assert [grid.polygon.wkb for grid in again.grids] == [grid.polygon.wkb for grid in drawn.grids]

    @pytest.mark.parametrize("seed", [1, 7, 2027])
    def test_draws_other_towns_of_the_same_shape(self, drawn: plan.Plan, seed: int) -> None:
        other = plan.draw(seed)
        assert len(other.grids) == 71
        assert shapely.coverage_is_valid([grid.polygon for grid in other.grids])
        assert not other.boundary.equals(drawn.boundary) or other.blocks != drawn.blocks

    def test_stands_on_no_real_division(self) -> None:
        assert names.SUBDISTRICT_CODE.startswith("99")
