from collections import Counter

import pytest

from linli.kernel.standards import components, divisions, grid_codes, hotline_limits, matters
from linli.kernel.standards.components import COMPONENTS
from linli.kernel.standards.divisions import Level
from linli.kernel.standards.matters import MATTERS
from linli.kernel.standards.resident_categories import GROUPS


class TestComponents:
    def test_are_the_153_of_the_standard(self) -> None:
        assert Counter(component.major for component in COMPONENTS.values()) == {
            "01": 76,
            "02": 44,
            "03": 16,
            "04": 14,
            "05": 3,
        }
        assert COMPONENTS["01037"].name == "路灯"
        assert "01016" not in COMPONENTS

    def test_have_names_in_both_languages_once(self) -> None:
        for table in (COMPONENTS, MATTERS):
            assert len({row.name for row in table.values()}) == len(table)
            assert len({row.english for row in table.values()}) == len(table)
            assert all(code == row.code and len(code) == 5 for code, row in table.items())


class TestMatters:
    def test_are_the_250_of_the_standard(self) -> None:
        assert len(MATTERS) == 250
        majors = Counter(matter.major for matter in MATTERS.values())
        assert [majors[major] for major in ("06", "07", "08", "09", "10")] == [51, 7, 16, 21, 2]
        assert set(majors) == set(matters.MAJORS)

    def test_repeat_every_component_as_a_fault(self) -> None:
        assert MATTERS["01037"].name == "路灯异常"
        assert MATTERS["01037"].is_component_fault
        assert not MATTERS["06010"].is_component_fault

    def test_need_the_kind_in_the_key(self) -> None:
        keys = [row.key for row in (*COMPONENTS.values(), *MATTERS.values())]
        assert len(set(keys)) == 403
        assert COMPONENTS["01001"].key != MATTERS["01001"].key

    @pytest.mark.parametrize(
        ("old", "new"),
        [("01-01", "06001"), ("0110", "06010"), ("02-03", "07003"), ("03-11", "08011"), ("04-09", "09009")],
    )
    def test_translate_the_codes_of_2013(self, old: str, new: str) -> None:
        matter = matters.from_2013(old)
        assert matter is not None
        assert matter.code == new

    @pytest.mark.parametrize("old", ["05-01", "01-31", "01", "", "01-xx", "01-٣"])
    def test_leave_alone_what_does_not_live_on(self, old: str) -> None:
        assert matters.from_2013(old) is None


class TestDivisions:
    def test_read_the_level_off_the_zeros(self) -> None:
        assert divisions.level_of("370000000000") is Level.PROVINCE
        assert divisions.level_of("370100000000") is Level.CITY
        assert divisions.level_of("370105000000") is Level.DISTRICT
        assert divisions.level_of("370105003000") is Level.SUBDISTRICT
        assert divisions.level_of("370105003004") is Level.COMMUNITY

    def test_climb(self) -> None:
        assert divisions.parent("370105003004") == "370105003000"
        assert divisions.parent("370105003000") == "370105000000"
        assert divisions.parent("370000000000") is None
        assert divisions.ancestor("370105003004", Level.CITY) == "370100000000"
        with pytest.raises(ValueError, match="above"):
            divisions.ancestor("370105000000", Level.COMMUNITY)

    def test_contain(self) -> None:
        assert divisions.contains("370105000000", "370105003004")
        assert divisions.contains("370105003004", "370105003004")
        assert not divisions.contains("370105003004", "370105003000")
        assert not divisions.contains("370105000000", "370102003004")

    def test_know_offices_and_committees(self) -> None:
        assert divisions.is_subdistrict_office("370105003000")
        assert not divisions.is_subdistrict_office("370105103000")
        assert divisions.is_residents_committee("370105003004")
        assert not divisions.is_residents_committee("370105003204")
        assert not divisions.is_residents_committee("370105003000")

    def test_pad_and_refuse(self) -> None:
        assert divisions.pad("370105") == "370105000000"
        for wrong in ("3701051", "0701", "abcdef", ""):
            with pytest.raises(ValueError, match="division code"):
                divisions.pad(wrong)
        with pytest.raises(ValueError, match="division code"):
            divisions.level_of("37010500300")


class TestGridCodes:
    def test_read_what_they_build(self) -> None:
        code = grid_codes.build("370105003004", 7)
        assert code == "370105003004007"
        parsed = grid_codes.parse(code)
        assert (parsed.community, parsed.sequence, parsed.subdistrict) == ("370105003004", 7, "370105003000")
        assert str(parsed) == code
        assert grid_codes.is_code(code)

    @pytest.mark.parametrize(
        "wrong", ["", "37010500300400", "370105003004000", "370105000004001", "37010500300400x"]
    )
    def test_refuse_anything_else(self, wrong: str) -> None:
        assert not grid_codes.is_code(wrong)

    def test_belong_to_a_community_never_to_a_subdistrict(self) -> None:
        with pytest.raises(ValueError, match="not a community"):
            grid_codes.build("370105003000", 1)
        with pytest.raises(ValueError, match="grid number"):
            grid_codes.build("370105003004", 1000)

    def test_are_numbered_in_rows_from_the_north_west(self) -> None:
        centres = [(2.0, 1.0), (1.0, 2.02), (1.0, 1.01), (2.0, 2.0), (3.0, 1.99), (3.0, 1.02)]
        assert list(grid_codes.in_order(centres)) == [1, 3, 4, 2, 0, 5]
        assert list(grid_codes.in_order([])) == []
        assert list(grid_codes.in_order([(5.0, 5.0)])) == [0]


class TestHotlineLimits:
    def test_start_from_shandong(self) -> None:
        assert str(hotline_limits.SETTLE) == "5 work_day"
        assert str(hotline_limits.EXTENSION) == "10 work_day"
        assert str(hotline_limits.RETURN) == "2 work_day"
        assert str(hotline_limits.EMERGENCY) == "2 urgent_hour"
        assert str(hotline_limits.UTILITIES) == "24 urgent_hour"

    def test_are_the_same_for_every_category_that_names_none(self) -> None:
        kinds = [kind for group in GROUPS for kind in group.categories]
        assert {kind.accept for kind in kinds} == {hotline_limits.ACCEPT}
        assert {kind.callback for kind in kinds} == {hotline_limits.CALLBACK}


class TestSourceOfComponents:
    def test_is_shared_by_matters(self) -> None:
        assert components.SOURCE is matters.SOURCE
