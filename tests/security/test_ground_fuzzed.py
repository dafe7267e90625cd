"""Sheets of components and of the economy, and maps of points, that nobody thought of: said no to in words, or taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.places.models import Facility
from linli.kernel.refusals import Refusal
from linli.pillars.governance.economy import operations as economy
from linli.pillars.governance.economy.models import EconomicTarget, EconomicValue
from linli.pillars.governance.economy.rules import HEADS
from linli.pillars.governance.estates import operations as estates
from linli.pillars.governance.estates.rules import ROLL_HEADS
from linli.pillars.governance.patrols import operations as patrols
from linli.pillars.governance.patrols.rules import HEADS as COMPONENT_HEADS
from tests.security.brought import CELLS, FEW, ROWS, as_csv, hostile_workbooks, is_told
from tests.town import MONDAY, Town

ECONOMY_HEADS = tuple(words[0] for words in HEADS.values())
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.just("Point"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("type", "features", "geometry", "coordinates", "properties")), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@pytest.mark.django_db
class TestComponents:
    """Of components: each row whole or refused in words; the same file again makes nothing new."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        counts = []
        for _again in range(2):
            try:
                rows = patrols.rows_of_file(path)
                taken = patrols.take_components(actor=town.actor("leader"), office=town.office, rows=rows)
                assert all(is_told(row.refusal) for row in taken if row.refusal is not None)
            except Refusal as refusal:
                assert is_told(refusal)  # noqa: PT017
            counts.append(Facility.objects.count())
        assert counts[0] == counts[1]

    @FEW
    @given(rows=ROWS, near=st.lists(CELLS, min_size=len(COMPONENT_HEADS), max_size=len(COMPONENT_HEADS)))
    def test_any_cells(self, town: Town, tmp_path: Path, rows: list[list[Any]], near: list[Any]) -> None:
        self.take(town, tmp_path / "a.csv", as_csv([list(COMPONENT_HEADS), near, *rows], "utf-8"))

    @FEW
    @given(JSON)
    def test_any_map(self, town: Town, tmp_path: Path, given_: Any) -> None:
        self.take(
            town,
            tmp_path / "a.geojson",
            json.dumps({"type": "FeatureCollection", "features": given_}).encode(),
        )

    @pytest.mark.parametrize("name", ["entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(COMPONENT_HEADS)[name])


class TestRoll:
    """Of owners' doors: each row a door with an area somebody can own, or refused in words; no door twice. No database."""

    def take(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        try:
            rows = estates.rows_of_roll(path)
        except Refusal as refusal:
            assert is_told(refusal)  # noqa: PT017
            return
        doors = [row for _number, row in rows if isinstance(row, estates.Door)]
        assert all(is_told(row) for _number, row in rows if isinstance(row, Refusal))
        assert all(door.label and door.area > 0 for door in doors)
        assert len({door.label for door in doors}) == len(doors)

    @FEW
    @given(rows=ROWS, near=st.lists(CELLS, min_size=len(ROLL_HEADS), max_size=len(ROLL_HEADS)))
    def test_any_cells(self, tmp_path: Path, rows: list[list[Any]], near: list[Any]) -> None:
        self.take(tmp_path / "a.csv", as_csv([list(ROLL_HEADS), near, *rows], "utf-8"))

    @pytest.mark.parametrize("name", ["entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, tmp_path: Path, name: str) -> None:
        self.take(tmp_path / "a.xlsx", hostile_workbooks(ROLL_HEADS)[name])


@pytest.mark.django_db
class TestEconomy:
    """Of the economy: all rows or none; the same file again makes nothing new."""

    def take(self, town: Town, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        counts = []
        for _again in range(2):
            try:
                economy.import_values(actor=town.actor("leader"), at=MONDAY, office=town.office, path=path)
            except Refusal as refusal:
                assert is_told(refusal)  # noqa: PT017
            counts.append((EconomicTarget.objects.count(), EconomicValue.objects.count()))
        assert counts[0] == counts[1]

    @FEW
    @given(rows=ROWS, near=st.lists(CELLS, min_size=len(ECONOMY_HEADS), max_size=len(ECONOMY_HEADS)))
    def test_any_cells(self, town: Town, tmp_path: Path, rows: list[list[Any]], near: list[Any]) -> None:
        self.take(town, tmp_path / "a.csv", as_csv([list(ECONOMY_HEADS), near, *rows], "utf-8"))

    @pytest.mark.parametrize("name", ["entities", "no end", "dimensions that are huge"])
    def test_hostile_workbooks(self, town: Town, tmp_path: Path, name: str) -> None:
        self.take(town, tmp_path / "a.xlsx", hostile_workbooks(ECONOMY_HEADS)[name])
