import re
from collections.abc import Callable

import pytest

from linli.kernel.standards import resident_categories
from linli.kernel.standards.components import COMPONENTS
from linli.kernel.standards.departments import DepartmentRole
from linli.kernel.standards.matters import MATTERS
from linli.kernel.standards.resident_categories import (
    CATEGORIES,
    GROUPS,
    AnswerKind,
    Category,
    First,
    Inspection,
)

ALL = list(CATEGORIES.values())
QUOTED = re.compile(r"“([^”]+)”")
HAN = re.compile(r"[\u4e00-\u9fff]")


class TestTree:
    def test_has_17_headings_with_four_to_ten_each(self) -> None:
        assert len(GROUPS) == 17
        assert all(4 <= len(group.categories) <= 10 for group in GROUPS)
        assert len(CATEGORIES) == sum(len(group.categories) for group in GROUPS)

    def test_codes_are_stable_words_under_their_heading(self) -> None:
        for group in GROUPS:
            for row in group.categories:
                assert row.group == group.code
                assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", row.code)

    def test_names_are_never_used_twice(self) -> None:
        assert len({row.name for row in ALL}) == len(ALL)
        assert len({row.english for row in ALL}) == len(ALL)

    def test_finds_by_code_and_by_national_code(self) -> None:
        assert resident_categories.category("property.lift").name == "电梯坏了"
        bins = resident_categories.for_gb("matter", "06042")
        assert bins is not None
        assert bins.code == "streetscape.bin-overflow"
        assert resident_categories.for_gb("matter", "06024") is None
        with pytest.raises(KeyError):
            resident_categories.category("property.unicorn")


def every_category(check: Callable[[object, Category], None]) -> Callable[[object], None]:
    """Run one check over all 128 rows as one test, naming the row that breaks it."""

    def test(self: object) -> None:
        for row in ALL:
            try:
                check(self, row)
            except AssertionError as broken:
                broken.add_note(f"in category {row.code}")
                raise

    test.__name__ = check.__name__
    return test


class TestEveryCategory:
    @every_category
    def test_speaks_both_languages(self, row: Category) -> None:
        for words in (row.name, row.help):
            assert HAN.search(words)
        for words in (row.english, row.help_english):
            assert words
            assert not HAN.search(words)
        assert bool(row.boundary) == bool(row.boundary_english)
        assert not HAN.search(row.boundary_english)

    @every_category
    def test_has_the_tone_of_the_house(self, row: Category) -> None:
        spoken = row.help + row.boundary
        assert not re.search(r"[!！]|你|请知悉|予以|相关部门|您的诉求", spoken)
        assert not row.help.endswith("。")

    @every_category
    def test_sends_people_only_to_categories_that_exist(self, row: Category) -> None:
        assert set(QUOTED.findall(row.boundary)) <= {other.name for other in ALL}
        assert set(QUOTED.findall(row.boundary_english)) <= {other.english for other in ALL}

    @every_category
    def test_knows_what_residents_say_and_who_answers(self, row: Category) -> None:
        assert len(set(row.words)) == len(row.words) >= 4
        assert row.lead in DepartmentRole
        assert len(set(row.roles)) == len(row.roles)

    @every_category
    def test_refers_to_national_codes_that_exist(self, row: Category) -> None:
        for kind, code in row.gb:
            assert code in {"component": COMPONENTS, "matter": MATTERS}[kind]

    @every_category
    def test_has_limits_with_a_source(self, row: Category) -> None:
        for limit in (row.accept, row.settle, row.inspect, row.callback):
            assert limit.source.is_complete

    @every_category
    def test_asks_little(self, row: Category) -> None:
        assert len(row.questions) <= 2
        assert len({question.code for question in row.questions}) == len(row.questions)
        for question in row.questions:
            assert HAN.search(question.words)
            assert question.english
            assert bool(question.choices) == (question.kind is AnswerKind.CHOICE)
            assert all(len(choice) == 3 for choice in question.choices)

    @every_category
    def test_private_matters_stay_private(self, row: Category) -> None:
        if (
            row.group in {"care", "insurance", "disputes", "affairs"}
            and row.inspection is not Inspection.ON_SITE
        ):
            assert not row.is_publishable
            assert row.nearby_m == 0


class TestRules:
    def test_owners_come_first_for_components_only(self) -> None:
        first = {row.group for row in ALL if row.first is First.OWNER}
        assert {"facilities", "utilities"} <= first
        assert all(
            row.first is First.LOCALITY for row in ALL if row.group in {"nuisance", "neighbours", "care"}
        )

    def test_danger_is_answered_day_and_night(self) -> None:
        hours = {row.code: row.settle.amount for row in ALL if row.is_urgent}
        assert hours["utilities.gas-leak"] == hours["facilities.manhole"] == hours["safety.flooding"] == 2
        assert hours["utilities.heat"] == hours["utilities.water"] == 24
        assert "streetscape.stickers" not in hours
        # Nobody is sent round to look first when somebody may be hurt.
        assert not [row.code for row in ALL if row.is_urgent and row.verify_first]

    def test_the_ordinary_clock_is_five_working_days(self) -> None:
        assert str(CATEGORIES["streetscape.stickers"].settle) == "5 work_day"


class TestDepartments:
    def test_have_words_in_both_languages(self) -> None:
        for role in DepartmentRole:
            assert HAN.search(role.label)
            assert role.english
        assert len({role.label for role in DepartmentRole}) == len(DepartmentRole)
