"""Figure, list and sheet say the same of every cited figure; who may not see a row learns only that it counts."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from linli.insight.cited import CITED, read_one
from linli.insight.cited.behind import behind, parts_of
from linli.insight.cited.shapes import SHAPES, shape_of
from linli.kernel import clock
from tests.insight.brute import BRUTE
from tests.insight.walking import agrees
from tests.pillars.governance.reports.doing import file
from tests.town import MONDAY, Town

LATER = MONDAY + timedelta(days=3)


@pytest.fixture
def told(town: Town) -> Town:
    """Give a street with three reports, and one withdrawn."""
    for hour in range(3):
        file(town, MONDAY + timedelta(hours=hour), phone=f"1380000000{hour}", text=f"第{hour}件：路灯不亮。")
    return town


def test_every_figure_has_a_brute_force_and_rows_without_names() -> None:
    assert set(BRUTE) == set(CITED)
    for model, shape in SHAPES.items():
        last = {column.path.rpartition("__")[2] for column in shape.columns}
        sealed = {field.name for field in model._meta.concrete_fields if "Sealed" in type(field).__name__}
        assert not last & sealed - {"name"}, model
        assert not any(column.path == "name" and "name" in sealed for column in shape.columns), model
        assert not last & {"account", "by", "phone", "id_number"}, "a row behind a figure names no person"


def test_an_empty_street_adds_up(db: None) -> None:
    for code in CITED:
        value, _rows = agrees(code, LATER)
        assert value in (0, None), code


@pytest.mark.parametrize("who", ["leader", "secretary", "worker", "receptionist"])
def test_whoever_looks_sees_a_part_and_counts_of_the_rest(told: Town, who: str) -> None:
    actor = told.actor(who, LATER)
    for code, figure in CITED.items():
        shape = shape_of(figure, LATER)
        for part in parts_of(figure):
            shown = behind(
                figure=figure, part=part, shape=shape, actor=actor, at=LATER, office=told.office, most=10_000
            )
            assert len(shown.lines) == shown.seen[part], code
            assert 0 <= shown.hidden(part) == shown.counts[part] - shown.seen[part], code
        assert who != "leader" or code not in ("reports", "grids_of_residents") or not shown.hidden("above")


def test_the_page_says_formula_number_and_rows_and_the_sheet_has_the_same(told: Town) -> None:
    with clock.frozen(LATER):
        client = told.client("leader")
        client.get("/b/figures/")
        for code, figure in CITED.items():
            with CaptureQueriesContext(connection) as queries:
                page = client.get(f"/b/figures/{code}/")
            assert page.status_code == 200, code
            assert len(queries) <= 11, code
            html = page.content.decode()
            assert str(figure.formula) in html
            reading = read_one(figure, LATER, told.office)
            assert (f"{reading.value:,}" if reading.value is not None else "还没有记录") in html
        sheet = client.get("/b/figures/reports_answered/export.xlsx", {"part": "missed"})
        book = load_workbook(BytesIO(b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
        rows = list(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
        assert len(rows) == 3, "as many lines as the figure says were missed"


def test_a_wrong_name_or_part_finds_nothing(told: Town) -> None:
    client = told.client("leader")
    assert client.get("/b/figures/no-such/").status_code == 404
    assert client.get("/b/figures/reports/", {"part": "missed"}).status_code == 404
    assert client.get("/b/figures/reports/export.xlsx", {"part": "x"}).status_code == 404


def test_a_grid_worker_reads_no_line_of_another_grid(told: Town) -> None:
    with clock.frozen(LATER):
        page = told.client("worker3").get("/b/figures/reports/").content.decode()
    assert "另有 3 条不归您看" in page
    assert "路灯" not in page
