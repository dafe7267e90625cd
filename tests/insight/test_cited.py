"""What a subdistrict tells of itself is counted from records: never typed, never another office's."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.cli import figures as command
from linli.insight import cited
from linli.insight.cited import CITED, Measure
from linli.insight.cited.uncounted import UNCOUNTED, WITH_A_NUMBER
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

LAST_PRACTICE = 88
"""As many practices the five articles tell."""


@pytest.fixture
def told(town: Town) -> Town:
    """Three reports, enough to count by hand."""
    for hour in range(3):
        file(town, MONDAY + timedelta(hours=hour), phone=f"1380000000{hour}", text=f"第{hour}件：路灯不亮。")
    return town


def read(code: str, **of: object) -> cited.Reading:
    return cited.read_one(CITED[code], MONDAY + timedelta(days=3), **of)  # type: ignore[arg-type]


def test_counts_what_was_filed_and_what_was_owed(told: Town) -> None:
    assert read("reports").value == 3
    answered = read("reports_answered")
    assert (answered.above, answered.below, answered.value) == (0, 3, 0.0)
    assert read("reports_solved").value is None, "a share of nothing is not a number"
    assert read("grids_of_residents").value == len(told.grids)
    assert read("communities").value == len(told.communities)


@pytest.mark.parametrize("code", sorted(CITED))
def test_every_figure_is_counted_row_by_row_and_by_office(told: Town, code: str) -> None:
    figure, at = CITED[code], MONDAY + timedelta(days=3)
    found = cited.read_one(figure, at)
    rows = figure.counted(at)
    match figure.measure:
        case Measure.SHARE:
            assert (found.above, found.below) == (rows.count(), figure.meant(at).count())
        case Measure.SUM:
            assert found.value == sum(rows.values_list(figure.of, flat=True))
        case Measure.RATIO:
            assert found.above == sum(rows.values_list(figure.of, flat=True))
            assert found.below == sum(rows.values_list(figure.per, flat=True))
        case Measure.DISTINCT:
            assert found.value == len(set(rows.values_list(figure.of, flat=True)))
        case _:
            assert found.value == len(list(rows))
    own, other = (
        told.office,
        add_unit(kind=UnitKind.SUBDISTRICT, name="邻街道", parent=told.district, code="379901002"),
    )
    assert cited.read_one(figure, at, own).value == found.value
    assert cited.read_one(figure, at, other).value in (0, None)


def test_a_figure_names_its_practice_and_its_formula_in_both_languages() -> None:
    for figure in CITED.values():
        assert figure.practice
        assert all(1 <= one <= LAST_PRACTICE for one in figure.practice)
        assert str(figure.formula)
        with translation.override("en"):
            assert not any("一" <= char <= "鿿" for char in f"{figure.label}{figure.formula}"), figure.code
            assert figure.unit == "percent" or figure.measure not in (Measure.SHARE, Measure.RATIO)


def test_every_number_of_the_articles_is_counted_or_said_to_be_out_of_reach_with_a_reason() -> None:
    counted = {practice for figure in CITED.values() for practice in figure.practice}
    missing = [one.practice for one in UNCOUNTED]
    assert counted | set(missing) >= WITH_A_NUMBER
    assert len(missing) == len(set(missing))
    with translation.override("en"):
        for one in UNCOUNTED:
            assert not any("一" <= char <= "鿿" for char in f"{one.what}{one.why}"), one.practice


def test_the_command_ends_with_one_line_for_other_programs(
    told: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    now = MONDAY + timedelta(days=3)
    readings, kinds = cited.read_all(CITED.values(), now), cited.kinds()
    line = json.loads(json.dumps(command.as_json(readings, kinds)))
    assert [one["code"] for one in line["figures"]] == list(CITED)
    assert all({"code", "label", "value", "unit", "formula"} <= set(one) for one in line["figures"])
    by_kind = {one["kind"]: one["count"] for one in line["kinds"]}
    assert by_kind["governance.report"] == 3
    assert by_kind["governance.whistle"] == 0, "a kind without a case is listed too"
