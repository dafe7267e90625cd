"""A sheet of members is taken or refused in words, row by row, whatever stands in its cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refusals import Refusal
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.study import operations as study
from linli.pillars.party.study.models import Question
from tests.pillars.party.branches.doing import line_of
from tests.security.brought import CELLS, FEW, ROWS, as_csv, hostile_workbooks, is_told
from tests.town import MONDAY, Town


@pytest.mark.django_db
class TestMembers:
    """Of whom a Party organisation has: a row is taken or refused in words, nobody comes in twice."""

    HEADS = ("姓名", "所在党组织", "联系电话", "网格", "住址", "人员类别", "户类型")

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        try:
            rows = branches.members_of_file(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        actor = town.actor("party_clerk")
        new, _same, refused = branches.import_members(actor=actor, at=MONDAY, rows=rows)
        assert all(is_told(row.refusal) for row in refused)
        assert PartyMember.objects.count() == new
        assert branches.import_members(actor=actor, at=MONDAY, rows=rows)[0] == 0
        PartyMember.objects.all().delete()

    @FEW
    @given(rows=ROWS, name=st.text(max_size=50), door=CELLS, standing=CELLS)
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], name: str, door: Any, standing: Any
    ) -> None:
        if not Organisation.objects.exists():
            line_of(town)
        near = [name, "第1网格党支部", door, "第1网格", door, standing, door]
        good = [name, "第1网格党支部", "", "", "", "", ""]
        self.take(town, tmp_path / "a.csv", as_csv([list(self.HEADS), near, good, *rows], "utf-8"))

    @pytest.mark.parametrize("name", ["a bomb", "entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        line_of(town)
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(self.HEADS)[name])


@pytest.mark.django_db
class TestQuestions:
    """Of a bank of questions: a row is taken or refused in words, no question comes in twice."""

    HEADS = ("题型", "题目", "A", "B", "C", "答案", "出处", "解析")

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        bank = Organisation.objects.filter(superior=None).first() or line_of(town).top
        try:
            rows = study.questions_of_file(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        by: dict[str, Any] = {"actor": town.actor("party_clerk"), "organisation": bank.pk, "rows": rows}
        new, _same, refused = study.import_questions(**by)
        assert all(is_told(row.refusal) for row in refused)
        assert Question.objects.count() == new
        assert study.import_questions(**by)[0] == 0
        Question.objects.all().delete()

    @FEW
    @given(rows=ROWS, words=st.text(max_size=400), option=CELLS, right=CELLS)
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], words: str, option: Any, right: Any
    ) -> None:
        near = [words, words, option, "乙", "丙", right, words, right]
        good = ["单选", "几人以上设支部", "3", "5", "7", "A", "支部工作条例", ""]
        self.take(town, tmp_path / "a.csv", as_csv([list(self.HEADS), near, good, *rows], "utf-8"))

    def test_a_workbook_without_end(self, town: Town, tmp_path: Path) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(self.HEADS)["no end"])
