"""A list of doors that nobody thought of: said no to in words, row by row; the same file twice adds nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.refusals import Refusal
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns.models import Campaign, Target
from linli.pillars.governance.campaigns.rules import Read, Source
from tests.pillars.governance.campaigns.doing import campaign
from tests.security.brought import CELLS, FEW, ROWS, as_csv, hostile_workbooks, is_told
from tests.town import MONDAY, Town

HEADS = ("名称", "地址", "所在社区", "面积", "去哪里")


@pytest.mark.django_db
class TestTargets:
    """Of the list of a campaign."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        one = Campaign.objects.first() or campaign(town)
        counts = []
        for _again in range(2):
            try:
                rows = op.rows_of_file(path, one)
                assert all(is_told(row) for _n, row in rows if isinstance(row, Refusal))
                good = [Source(r.name, r.address, answers=r.answers) for _n, r in rows if isinstance(r, Read)]
                op.list_targets(actor=town.actor("leader"), at=MONDAY, campaign=one, rows=good)
            except Refusal as refusal:
                assert is_told(refusal)  # noqa: PT017
            counts.append(Target.objects.count())
        assert counts[0] == counts[1]

    @FEW
    @given(
        rows=ROWS,
        near=st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)),
        name=st.text(max_size=400),
    )
    def test_any_cells(
        self, town: Town, tmp_path: Path, rows: list[list[Any]], near: list[Any], name: str
    ) -> None:
        good = [name or "一号摊", "老街 1 号", "", "12", "新市场"]
        self.take(town, tmp_path / "a.csv", as_csv([list(HEADS), good, near, *rows], "utf-8"))

    @pytest.mark.parametrize("name", ["entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(HEADS)[name])
