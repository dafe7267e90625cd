"""A workbook that leaves while it is written says what was put in, and holds no more of it than a piece."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import load_workbook

from linli.base.files.sheets import flowing_sheet, open_sheet

COLUMNS = [("编号", 12), ("说了什么", 40.5), ("什么时候", 17), ("几个", 6)]
ODD = "=1+1 <b>&amp;</b> 一行\n两行 \x07\ud800 "


def made(rows: Sequence[Sequence[object]], frozen_columns: int = 0) -> bytes:
    return b"".join(flowing_sheet("诉求[1]", COLUMNS, rows, frozen_columns=frozen_columns))


def test_gives_back_what_was_put_in() -> None:
    at = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    rows = [("20261122-0001", ODD, at, 3), (None, "", date(2026, 1, 2), 2.5), ("末", "完", None, True)]
    book = load_workbook(io.BytesIO(made(rows, frozen_columns=2)))
    sheet = book["诉求1"]
    assert [cell.value for cell in sheet[1]] == [name for name, _width in COLUMNS]
    assert sheet["A1"].font.b
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["B"].width == 40.5
    # The wall clock of the office, as text of XML allows it, and nothing that runs.
    assert sheet["C2"].value == datetime(2026, 11, 22, 9, 30)
    assert sheet["C3"].value == datetime(2026, 1, 2)
    assert sheet["B2"].value == "=1+1 <b>&amp;</b> 一行\n两行  "
    assert sheet["B2"].data_type == "s"
    assert [cell.value for cell in sheet["D"][1:]] == [3, 2.5, True]
    assert (sheet["A3"].value, sheet["B3"].value) == (None, None)


def test_opens_as_any_other_sheet(tmp_path: Path) -> None:
    path = tmp_path / "诉求.xlsx"
    path.write_bytes(made([(f"{n}", ODD, None, n) for n in range(1_200)]))
    with open_sheet(path) as sheet:
        rows = [cells for _number, cells in sheet.rows]
    assert len(rows) == 1_201
    assert rows[-1][0] == "1199"


def test_leaves_while_it_is_written() -> None:
    given = 0

    def endless() -> Iterator[tuple[object, ...]]:
        nonlocal given
        while True:
            given += 1
            yield (str(given), "话" * 50, None, given)

    pieces = flowing_sheet("长", COLUMNS, endless())
    sizes = [len(next(pieces)) for _ in range(20)]
    assert given == 20 * 500
    assert max(sizes) < 200_000


def test_a_table_without_rows_has_its_head() -> None:
    sheet = load_workbook(io.BytesIO(made([]))).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [[name for name, _ in COLUMNS]]
