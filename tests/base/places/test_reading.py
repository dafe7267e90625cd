"""What words mean: the reader alone, on a few names."""

from __future__ import annotations

import pytest

from linli.base.places.candidates import Question, Reading
from linli.base.places.lexicon import (
    BuildingRow,
    EstateRow,
    FacilityRow,
    RoadRow,
    Rows,
    UnitRow,
    build,
)
from linli.base.places.reading import Reader

EAST, WEST = 117.0, 117.02


def grid_at(lon: float, lat: float) -> int | None:
    return None if not 116.9 < lon < 117.1 else 10 if lon < 117.01 else 20


@pytest.fixture(scope="module")
def reader() -> Reader:
    rows = Rows(
        units=[
            UnitRow(1, False, ("东里社区",), 1),
            UnitRow(2, False, ("西里社区",), 2),
            UnitRow(10, True, ("第1网格",), 1),
            UnitRow(20, True, ("第2网格",), 2),
        ],
        estates=[
            EstateRow(1, "翠湖小区", ["老纺织厂"], "北路 24 号", 1, EAST, 36.0),
            EstateRow(2, "清风新村", [], "", 1, EAST, 36.001),
            EstateRow(3, "清风名苑", [], "", 2, WEST, 36.001),
            EstateRow(4, "机床厂宿舍", [], "", 1, EAST, 36.002),
            EstateRow(5, "机床厂第二宿舍", [], "", 2, WEST, 36.002),
        ],
        buildings=[
            BuildingRow(1, 10, "3号楼", "", EAST, 36.0),
            BuildingRow(1, 10, "G2栋", "", EAST, 36.0),
            BuildingRow(2, 10, "9号楼", "", EAST, 36.001),
            BuildingRow(3, 20, "2号楼", "", WEST, 36.001),
            BuildingRow(5, 20, "12号楼", "", WEST, 36.002),
        ],
        facilities=[
            FacilityRow(10, "清泉第八中学", [], EAST, 36.003),
            FacilityRow(10, "惠万家超市（北路店）", [], EAST, 36.0),
            FacilityRow(20, "惠万家超市（南路店）", [], WEST, 36.0),
        ],
        roads=[
            RoadRow("北路", (), ((116.99, 36.0), (117.03, 36.0))),
            RoadRow("建设路", (), ((117.02, 35.99), (117.02, 36.01))),
        ],
        prefixes=("清泉",),
    )
    return Reader(build(rows, grid_at), grid_at)


@pytest.mark.parametrize(
    ("said", "name", "rules"),
    [
        ("翠湖小区３号楼２单元501", "翠湖小区3号楼", ["name", "building"]),
        ("翠湖小区三号楼楼道", "翠湖小区3号楼", ["name", "building"]),
        ("翠胡小区门口", "翠湖小区", ["sound"]),
        ("翠湖g2栋", "翠湖小区G2栋", ["short", "building"]),
        ("老纺织厂的院子", "翠湖小区", ["alias"]),
        ("北路二十四号门前", "翠湖小区", ["address"]),
        ("清风9号楼", "清风新村9号楼", ["short", "building"]),
        ("机床厂12号楼", "机床厂第二宿舍12号楼", ["short", "building"]),
        ("机床厂二宿舍", "机床厂第二宿舍", ["alias"]),
        ("八中门口", "清泉第八中学", ["short"]),
        ("北路与建设路交叉口", "北路建设路路口", ["crossing"]),
        ("北路的惠万家超市", "惠万家超市（北路店）", ["branch", "road"]),
        ("翠湖小区对面的惠万家超市", "惠万家超市（北路店）", ["branch", "nearby"]),
    ],
)
def test_one_clear_place_is_filled_in_with_its_reasons(
    reader: Reader, said: str, name: str, rules: list[str]
) -> None:
    found = reader.read(said)
    assert found.chosen is not None
    assert found.chosen.name.replace(" ", "") == name
    assert [reason.rule.value for reason in found.chosen.reasons] == rules


@pytest.mark.parametrize(
    ("said", "question", "offered"),
    [
        ("清风小区停电了", Question.WHICH, {"清风新村", "清风名苑"}),
        ("惠万家超市门口", Question.WHICH, {"惠万家超市（北路店）", "惠万家超市（南路店）"}),
        ("翠湖小区和清风名苑中间", Question.WHICH, {"翠湖小区", "清风名苑"}),
        ("西里社区翠湖小区", Question.WHICH, {"翠湖小区", "西里社区"}),
        ("翠明小区3号楼", Question.SURE, {"翠湖小区3号楼", "翠湖小区"}),
        ("北路堵车", Question.ROAD, {"翠湖小区"}),
        ("别的地方3号楼", Question.UNKNOWN, set()),
    ],
)
def test_what_is_not_certain_is_asked(
    reader: Reader, said: str, question: Question, offered: set[str]
) -> None:
    found = reader.read(said)
    assert found.chosen is None
    assert found.question is question
    assert {one.name for one in found.choices} == offered


class TestPoint:
    def test_tells_apart_what_has_one_name(self, reader: Reader) -> None:
        found = reader.read("清风小区停电", point=(WEST, 36.001))
        assert found.chosen is not None
        assert found.chosen.name == "清风名苑"
        assert found.chosen.away_m == 0

    def test_that_contradicts_the_words_is_asked_about(self, reader: Reader) -> None:
        found = reader.read("翠湖小区3号楼", point=(WEST, 36.0))
        assert (found.chosen, found.question) == (None, Question.CONFLICT)
        assert {one.unit_id for one in found.choices} == {10, 20}

    def test_alone_says_the_grid(self, reader: Reader) -> None:
        found = reader.read("楼道灯不亮", point=(WEST, 36.0))
        assert found.chosen is not None
        assert found.chosen.unit_id == 20


def test_the_first_text_that_names_a_place_decides(reader: Reader) -> None:
    assert reader.read_fields("翠湖", "清风名苑路过").chosen is not None
    found: Reading = reader.read_fields("", "清风名苑2号楼")
    assert found.chosen is not None
    assert found.chosen.unit_id == 20
    assert reader.read_fields("翠湖", is_loose=False).chosen is None
