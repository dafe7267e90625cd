"""A sheet of duties that nobody thought of: said no to in words, or taken in whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refusals import Refusal
from linli.pillars.governance.duties import operations as duties
from linli.pillars.governance.duties.models import DutyList
from linli.pillars.governance.duties.rules import HEADS as DUTY_HEADS
from tests.security.brought import CELLS, FEW, ROWS, as_csv, hostile_workbooks, is_told
from tests.town import MONDAY, Town


@pytest.mark.django_db
class TestDuties:
    """Of the list of duties: taken in whole or not at all, the same file twice makes one version."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        before = DutyList.objects.count()
        for _again in range(2):
            try:
                rows = duties.lines_of_file(path)
                assert all(is_told(row.read) for row in rows if isinstance(row.read, Refusal))
                duties.publish_list(
                    actor=town.actor("leader"),
                    at=MONDAY,
                    office=town.office,
                    basis="一号",
                    from_date=MONDAY.date(),
                    rows=rows,
                )
            except Refusal as refusal:
                assert is_told(refusal)  # noqa: PT017
        assert DutyList.objects.count() <= before + 1

    @FEW
    @given(
        rows=ROWS,
        near=st.lists(CELLS, min_size=len(DUTY_HEADS), max_size=len(DUTY_HEADS)),
        name=st.text(max_size=400),
    )
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], near: list[Any], name: str
    ) -> None:
        good = ["基本", "1", "平安", name or "楼道排查", "", "", ""]
        self.take(town, tmp_path / "a.csv", as_csv([list(DUTY_HEADS), good, near, *rows], "utf-8"))

    @pytest.mark.parametrize("name", ["entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(DUTY_HEADS)[name])
