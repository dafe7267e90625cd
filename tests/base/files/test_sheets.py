"""Tables from outside: what Excel users produce is read, what is hostile ends the child and nothing else."""

from __future__ import annotations

import contextlib
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from linli.base.files import refusals
from linli.base.files.sheets import Cell, SheetWriter, column_number, open_sheet
from linli.base.files.sheets._reach import _column_name, too_far
from linli.kernel.refusals import Refusal

ROWS = [("编号", "内容", "时间"), ("1", "路灯不亮，“已三天”", "2019/11/1 9:05"), ("2", "第一行\n第二行", "")]


def read(path: Path, **options: str) -> list[tuple[int, tuple[Cell, ...]]]:
    with open_sheet(path, **options) as sheet:
        return list(sheet.rows)


def save(path: Path, *cells: tuple[str, object], merged: str = "") -> Path:
    book = openpyxl.Workbook()
    for place, value in cells:
        book.active[place] = value
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
    @pytest.mark.parametrize("separator", [",", "\t", ";"])
    def test_reads_the_encodings_and_separators_in_use(
        self, tmp_path: Path, encoding: str, separator: str
    ) -> None:
        path = tmp_path / "表.csv"
        quote = lambda cell: '"' + cell.replace('"', '""') + '"'  # noqa: E731
        text = "\r\n".join(separator.join(map(quote, row)) for row in ROWS) + "\r\n"
        path.write_bytes(text.encode(encoding))
        assert [row for _, row in read(path)] == ROWS

    def test_a_few_broken_characters_do_not_spoil_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(("内容\n" + "路灯不亮了" * 200).encode() + b"\xe8\xb7\n")
        with open_sheet(path) as sheet:
            assert (sheet.encoding, sheet.is_lossy) == ("utf-8", True)
            assert "路灯不亮了" in str(list(sheet.rows)[1][1][0])

    def test_numbers_kept_as_text_for_excel_come_back(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text('编号,内容\n="00123",甲\n', encoding="utf-8")
        assert read(path)[1] == (2, ("00123", "甲"))

    def test_a_quote_never_closed_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text('编号,内容\n1,"没有配对\n' + "长" * 5_000_000, encoding="utf-8")
        with pytest.raises(refusals.SheetQuoteOpen):
            read(path)


class TestFarCells:
    """How far a sheet reaches is known without laying it out."""

    def test_a_long_sheet_is_not_far(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.xlsx", ("A1", "编号"), ("AA70000", "末"))
        assert too_far(path) == ""
        assert read(path)[-1][0] == 70_000

    @given(column=st.integers(1, 16_384))
    def test_columns_are_numbered_as_workbooks_number_them(self, column: int) -> None:
        assert column_number(get_column_letter(column).encode()) == column
        assert _column_name(column) == get_column_letter(column)


class TestWorkbooks:
    def test_cells_come_as_they_were_meant(self, tmp_path: Path) -> None:
        path = save(
            tmp_path / "a.xlsx",
            ("B3", "编号"), ("C3", "时间"), ("D3", "内容"),
            ("B4", 20191101001), ("C4", datetime(2019, 11, 1, 9, 5)), ("D4", "=1+1"),
            ("B6", 1.5), ("D6", "末"),
        )  # fmt: skip
        assert read(path) == [
            (3, ("编号", "时间", "内容")),
            (4, (20191101001, datetime(2019, 11, 1, 9, 5))),
            (6, (1.5, None, "末")),
        ]

    def test_a_cell_merged_downwards_counts_for_each_row(self, tmp_path: Path) -> None:
        path = save(
            tmp_path / "a.xlsx",
            ("B1", "社区"), ("C1", "内容"), ("B2", "东里"), ("C2", "甲"), ("C3", "乙"), ("C4", "丙"),
            merged="B2:B3",
        )  # fmt: skip
        assert [cells for _, cells in read(path)] == [
            ("社区", "内容"),
            ("东里", "甲"),
            ("东里", "乙"),
            (None, "丙"),
        ]

    def test_the_name_of_a_file_says_nothing(self, tmp_path: Path) -> None:
        book = save(tmp_path / "a.xlsx", ("A1", "内容")).rename(tmp_path / "a.csv")
        text = tmp_path / "b.xlsx"
        text.write_text("内容\n甲\n", encoding="gbk")
        assert [cells for _, cells in read(book)] == [("内容",)]
        assert [cells for _, cells in read(text)] == [("内容",), ("甲",)]

    def test_the_first_table_with_something_in_it_or_the_one_named(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.create_sheet("二")["A1"] = "乙"
        book.create_sheet("三")["A1"] = "丙"
        book.save(tmp_path / "a.xlsx")
        assert read(tmp_path / "a.xlsx") == [(1, ("乙",))]
        assert read(tmp_path / "a.xlsx", name="三") == [(1, ("丙",))]
        with pytest.raises(refusals.NoSuchSheet):
            read(tmp_path / "a.xlsx", name="四")

    def test_two_cells_at_the_far_corners_stop_the_child_only(self, tmp_path: Path) -> None:
        path = save(tmp_path / "a.xlsx", ("A1", "内容"), ("XFD1048576", "远"))
        with pytest.raises(refusals.SheetReachesTooFar) as caught:
            read(path)
        assert caught.value.data == {"cell": "XFD1048576"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "refusal"),
        [
            (b"", refusals.FileEmpty),
            (b"%PDF-1.7 ...", refusals.SheetKindRefused),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), refusals.SheetKindRefused),
            (bytes(5000), refusals.SheetKindRefused),
            (b"\xef\xbb\xbf <HTML><table><tr><td>1</td></tr></table>", refusals.SheetIsWebPage),
            (b"<?xml version='1.0'?><Workbook/>", refusals.SheetIsWebPage),
            (b"PK\x03\x04 and then nothing", refusals.SheetDamaged),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), refusals.SheetDamaged),
            (b"\x81\x20\xff\xfe\xfd" * 300, refusals.EncodingUnknown),
        ],
    )
    def test_says_what_is_wrong(self, tmp_path: Path, content: bytes, refusal: type[Refusal]) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        with pytest.raises(refusal):
            read(path)

    def test_a_zip_that_is_no_workbook(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
            packed.writestr("readme.txt", "hi")
        with pytest.raises(refusals.SheetKindRefused):
            read(tmp_path / "a.xlsx")

    def test_small_outside_endless_inside(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.base.files.sheets._open.MOST_UNPACKED_MB", 20)
        path = tmp_path / "a.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", "x")
            for i in range(3):
                packed.writestr(f"xl/worksheets/{i}.xml", bytes(10 * 1024 * 1024))
        assert path.stat().st_size < 100_000
        with pytest.raises(refusals.FileUnpacksTooLarge):
            read(path)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_a_workbook_with_bytes_changed_is_read_or_refused(
        self, tmp_path: Path, data: st.DataObject
    ) -> None:
        whole = tmp_path / "whole.xlsx"
        if not whole.exists():
            save(whole, ("A1", "内容"), ("A2", "路灯不亮"), ("B2", 5))
        raw = bytearray(whole.read_bytes())
        for _ in range(data.draw(st.integers(1, 8))):
            raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
        path = tmp_path / "cut.xlsx"
        path.write_bytes(raw[: data.draw(st.integers(1, len(raw)))])
        with contextlib.suppress(Refusal):
            read(path)

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        content=st.one_of(
            st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
        )
    )
    def test_any_bytes_are_read_or_refused(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        with contextlib.suppress(Refusal):
            read(path)


def test_what_is_written_is_read_back_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "退回.xlsx"
    writer = SheetWriter("退回", ["行", "原因"], widths=[6, 40])
    writer.add([2, '=HYPERLINK("x")'])
    writer.add([3, "+1\x00\x07"])
    writer.save(path)
    assert read(path) == [(1, ("行", "原因")), (2, (2, '=HYPERLINK("x")')), (3, (3, "+1"))]
    assert openpyxl.load_workbook(path).active["B2"].data_type == "s"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["退回.xlsx"]
