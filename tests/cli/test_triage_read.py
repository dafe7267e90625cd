import csv
import json

import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.test_triage_evaluate import linli

ROWS = [
    ("1", "暖气不热", "三号楼家里暖气片冰凉，才十四度，电话13812345678"),
    ("2", "咨询", "请问办居住证需要什么材料"),
    ("3", "着火了", "二单元四楼冒黑烟"),
    ("4", "", ""),
    ("5", "=1+1", "楼上装修，周日一早电钻砸墙"),
]
NEW = ["category_code", "category", "confidence", "nature", "urgent", "place", "grid", "redacted"]


@pytest.fixture
def sheet(tmp_path):
    book = Workbook()
    book.active.append(["编号", "题目", "内容"])
    for row in ROWS:
        book.active.append([*row[:1], *(cell or None for cell in row[1:])])
    # a title that looks like a formula came in as text
    book.active["B6"].data_type = "s"
    book.save(tmp_path / "in.xlsx")
    return tmp_path / "in.xlsx"


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class TestRead:
    def test_keeps_every_row_and_adds_what_was_understood(self, sheet, tmp_path):
        out = tmp_path / "out.csv"
        done = linli("read", str(sheet), "--text", "题目,内容", "--out", str(out), "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        rows = read_csv(out)
        assert [row["编号"] for row in rows] == ["1", "2", "3", "4", "5"]
        assert list(rows[0])[3:] == NEW
        heat, ask, fire, empty, noise = rows
        assert heat["category_code"] == "utilities.heat"
        assert (heat["urgent"], ask["urgent"], fire["urgent"], noise["urgent"]) == ("yes", "no", "yes", "no")
        assert 0 < float(heat["confidence"]) <= 1
        assert ask["nature"] == "咨询"
        assert "13812345678" not in heat["redacted"]
        assert "13812345678" in heat["内容"]
        assert noise["category_code"] == "nuisance.renovation"
        assert noise["题目"] == "'=1+1"
        assert (empty["category_code"], empty["urgent"]) == ("", "no")
        assert json.loads(done.stdout.splitlines()[-1])["rows"] == 5
        assert not (tmp_path / "nothing" / "postgres").exists()

    def test_writes_a_workbook_where_words_stay_words(self, sheet, tmp_path):
        out = tmp_path / "out.xlsx"
        done = linli("read", str(sheet), "--text", "题目,内容", "--out", str(out), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        rows = list(load_workbook(out).active.iter_rows(values_only=True))
        assert list(rows[0][3:]) == NEW
        assert len(rows) == 6

    @pytest.mark.parametrize("out", ["out.txt", "missing/out.csv"])
    def test_says_where_it_cannot_write(self, sheet, tmp_path, out):
        done = linli("read", str(sheet), "--text", "内容", "--out", str(tmp_path / out), cwd=tmp_path)
        assert done.returncode == 1
        assert "✗" in done.stderr


class TestExplain:
    def test_names_categories_and_the_words_for_them(self, tmp_path):
        done = linli("explain", "楼道里一股煤气味，电话13812345678", "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout.splitlines()[-1])
        assert found["categories"][0]["code"] == "utilities.gas-leak"
        assert "煤" in "".join(found["categories"][0]["words"])
        assert "13812345678" not in found["categories"][0]["words"]
        assert found["urgent"] is True
        assert "13812345678" not in found["redacted"]

    def test_asks_a_person_when_nothing_speaks(self, tmp_path):
        done = linli("explain", "今天天气好", cwd=tmp_path)
        assert done.returncode == 0
        assert "请人来定" in done.stdout
