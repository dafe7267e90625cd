"""Where somebody means."""

import pytest

from linli.base.places import gazetteer, queries
from linli.base.places.models import Building, Compound, Facility
from linli.base.places.naming import building_number
from tests.town import IN_FIRST_GRID, Town, build_town, square


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    lon, lat = IN_FIRST_GRID
    estate = Compound.objects.create(
        community=town.communities[0], name="康乐花园", aliases=["棉纺厂宿舍"], lon=lon, lat=lat
    )
    for number, step in (("3号楼", 0.0), ("13号楼", 0.001)):
        Building.objects.create(
            compound=estate,
            grid=town.grids[0],
            number=number,
            lon=lon + step,
            lat=lat,
            shape=square(lon + step, lat, 0.0001),
        )
    Facility.objects.create(area=town.grids[0], kind="school", name="实验小学", lon=lon, lat=lat)
    return town


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("三号楼", "3"),
        ("13 号楼", "13"),
        ("１２栋", "12"),
        ("二十三号楼", "23"),
        ("十号", "10"),
        ("一〇八号", "108"),
        ("一百零二号楼", "102"),
        ("东门口", ""),
        ("3楼", ""),
    ],
)
def test_reads_the_number_of_a_building(said: str, number: str) -> None:
    assert building_number(said) == number


class TestFindPlaces:
    def test_finds_the_building_before_the_estate(self, town: Town) -> None:
        found = queries.find_places("康乐花园三号楼东边的井")
        assert [(f.words, f.is_exact) for f in found] == [("康乐花园3号楼", True), ("康乐花园", False)]

    def test_finds_by_what_people_call_it_and_by_a_part_of_it(self, town: Town) -> None:
        assert queries.find_places("棉纺厂宿舍 13号楼")[0].words == "康乐花园13号楼"
        assert queries.find_places("康乐")[0].words == "康乐花园"
        assert queries.find_places("实验小学门口")[0].words == "实验小学"

    def test_finds_nothing_rather_than_something(self, town: Town) -> None:
        for said in ("", "康", "没有的小区", "%%", "'; DROP TABLE x", "长" * 5000):
            assert queries.find_places(said) == []

    def test_asks_twice_an_office(self, town: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        gazetteer.of(town.office)
        with django_assert_max_num_queries(3):
            queries.find_places("康乐花园三号楼")


class TestSpot:
    def test_names_the_grid_and_the_building(self, town: Town) -> None:
        spot = queries.spot_at(*IN_FIRST_GRID)
        assert (spot.grid, spot.outside_m, spot.near) == (town.grids[0], 0.0, "康乐花园3号楼")

    def test_says_how_far_outside(self, town: Town) -> None:
        spot = queries.spot_at(116.5, 36.005)
        assert spot.grid == town.grids[0]
        assert 40_000 < spot.outside_m < 50_000
        assert spot.near == ""


class TestShapes:
    def test_draws_grids_and_buildings_around_a_point(self, town: Town) -> None:
        shapes = queries.shapes_around(*IN_FIRST_GRID)
        kinds = [(f["properties"]["kind"], f["properties"]["name"]) for f in shapes["features"]]
        assert ("grid", "第1网格") in kinds
        assert ("building", "康乐花园3号楼") in kinds
        assert ("grid", "第3网格") not in kinds

    def test_draws_all_grids_without_a_point(self, town: Town) -> None:
        assert len(queries.shapes_around(None, None)["features"]) == 3

    def test_knows_outline_and_neighbours(self, town: Town) -> None:
        assert len(queries.outline_of(town.grids[0].pk)) == 1
        here, others = queries.grid_among_others(town.grids[0].pk)
        assert here == queries.outline_of(town.grids[0].pk)
        assert others == [queries.outline_of(town.grids[1].pk)]
        assert queries.grid_among_others(town.office.pk) == ((), [])
        assert queries.outline_of(town.office.pk) == ()
