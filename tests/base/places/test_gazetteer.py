"""A place counts only when nothing else can be meant."""

import pytest

from linli.base.places import gazetteer
from linli.base.places.gazetteer import Gazetteer
from linli.base.places.models import Building, Compound
from tests.town import IN_FIRST_GRID, IN_SECOND_GRID, IN_THIRD_GRID, Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    east, west = town.communities
    for name, community, at, grids, aliases in (
        ("康乐花园", east, IN_FIRST_GRID, [0, 0, 1], ["棉纺厂宿舍"]),
        ("康乐花园北苑", east, IN_SECOND_GRID, [1], []),
        ("阳光小区", east, IN_FIRST_GRID, [0], []),
        ("阳光小区", west, IN_THIRD_GRID, [2], []),
        ("东里", east, IN_FIRST_GRID, [0], []),
    ):
        estate = Compound.objects.create(
            community=community, name=name, aliases=aliases, lon=at[0], lat=at[1]
        )
        for i, grid in enumerate(grids, 1):
            Building.objects.create(
                compound=estate, grid=town.grids[grid], number=f"{i}号楼", lon=at[0] + i / 1e4, lat=at[1]
            )
    return town


@pytest.mark.parametrize(
    ("said", "unit", "name"),
    [
        ("康乐花园3号楼东边", "grid 1", "康乐花园3号楼"),
        ("康乐花园 三 号楼", "grid 1", "康乐花园3号楼"),
        ("康乐花园门口", "community 0", "康乐花园"),
        ("原棉纺厂宿舍２栋", "grid 0", "康乐花园2号楼"),
        ("康乐花园北苑有人乱停车", "grid 1", "康乐花园北苑"),
        ("东里社区广场", "community 0", "东里社区"),
        ("西里居委会旁边", "community 1", "西里社区"),
        ("西里社区阳光小区", "grid 2", "阳光小区"),
        ("东里社区康乐花园1号楼", "grid 0", "康乐花园1号楼"),
    ],
)
def test_names_the_finest_place_that_is_certain(town: Town, said: str, unit: str, name: str) -> None:
    kind, i = unit.split()
    named = Gazetteer(town.office).place_in(said)
    assert named is not None
    assert named.unit_id == (town.grids if kind == "grid" else town.communities)[int(i)].pk
    assert named.name == name


@pytest.mark.parametrize(
    "said",
    [
        "", "阳光小区", "康乐花园和阳光小区之间", "东里社区和西里社区", "西里社区康乐花园", "东里路口", "A市A3区", "康乐",
    ],
)  # fmt: skip
def test_says_nothing_in_doubt(town: Town, said: str) -> None:
    assert Gazetteer(town.office).place_in(said) is None


def test_the_place_column_goes_before_the_words(town: Town) -> None:
    names = Gazetteer(town.office)
    found = names.place_in("康乐花园北苑", "我从阳光小区路过看到的")
    assert found is not None
    assert found.name == "康乐花园北苑"
    assert names.place_in("东里社区和西里社区", "康乐花园") is None
    assert names.place_in("", "康乐花园北苑") is not None


def test_a_unit_is_called_by_name_or_code(town: Town) -> None:
    names = Gazetteer(town.office)
    for words, unit in (
        (("试验街道", "东里社区", "第2网格"), town.grids[1]),
        (("西里社区", ""), town.communities[1]),
        ((town.grids[2].code,), town.grids[2]),
    ):
        found = names.unit_called(words)
        assert found is not None
        assert found.unit_id == unit.pk
    assert names.unit_called(("西里社区", "第1网格")) is None
    assert names.unit_called(("别的社区",)) is None


def test_reads_the_names_once_and_again_when_a_place_changes(
    town: Town, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    first = gazetteer.of(town.office)
    with django_assert_max_num_queries(2):
        assert gazetteer.of(town.office) is first
    assert first.place_in("西苑小区") is None
    Compound.objects.create(
        community=town.communities[1], name="西苑小区", lon=IN_THIRD_GRID[0], lat=IN_THIRD_GRID[1]
    )
    found = gazetteer.of(town.office).place_in("西苑小区")
    assert found is not None
    assert found.unit_id == town.grids[2].pk
    Compound.objects.filter(name="西苑小区").update(name="东苑小区")
    assert gazetteer.of(town.office).place_in("西苑小区") is None
    town.communities[1].name = "北里社区"
    town.communities[1].save()
    assert gazetteer.of(town.office).place_in("北里社区广场") is not None


def test_ten_queries_make_the_names(town: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(10):
        Gazetteer(town.office).place_in("康乐花园3号楼")
