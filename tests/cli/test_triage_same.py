"""`linli triage same`: hot topics of any sheet."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import pytest

from linli.cli import _triage_same
from linli.cli._world import Trouble
from tests.base.language.messages import messages


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    _triage_same.configure(parser)
    return _triage_same.execute(parser.parse_args(list(arguments)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "来件.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["编号", "谁", "内容", "时间", "赞"])
        for m in messages():
            rows.writerow([m.id, m.who, m.text, m.at.strftime("%Y/%m/%d %H:%M") if m.at else "没写", "1"])
        rows.writerow(["empty", "x", "", "", "0"])
    return path


def test_ends_with_one_line_of_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = ["--text", "内容", "--time", "时间", "--id", "编号", "--user", "谁", "--votes", "赞"]
    assert run(str(path), *columns, "--top", "2", "--json") == 0
    said = capsys.readouterr().out.splitlines()
    found = json.loads(said[-1])["topics"]
    assert [set(topic) for topic in found] == [{"label", "heat", "members"}] * 2
    assert all(number.startswith("plant") for number in found[0]["members"])
    assert all(number.startswith("fee") for number in found[1]["members"])
    assert found[0]["heat"] > found[1]["heat"]


def test_needs_only_a_column_of_words(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(path), "--text", "#3", "--json") == 0
    members = json.loads(capsys.readouterr().out.splitlines()[-1])["topics"][0]["members"]
    assert all(number.startswith("#") for number in members)


def test_takes_the_short_column_for_the_title_whatever_the_order(tmp_path: Path) -> None:
    sheet = _triage_same.Sheet(rows=[{"正文": "很" * 90, "标题": "短", "\0id": "1", "\0who": ""}])
    assert _triage_same._title_of(sheet, ["正文", "标题"]) == ("标题", ["正文"])
    assert _triage_same._title_of(sheet, ["正文"]) == ("", ["正文"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--text", "没有这列"), "没有这列"),
        (("--text", "内容", "--top", "0"), "--top"),
        (("--text", "内容", "--time", "几点"), "几点"),
    ],
)
def test_says_what_it_cannot_do(path: Path, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(Trouble, match=words):
        run(str(path), *arguments)


def test_no_file_and_nothing_hot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Trouble):
        run(str(tmp_path / "none.csv"), "--text", "a")
    lonely = tmp_path / "一件.csv"
    lonely.write_text("内容\n路灯不亮\n", encoding="utf-8")
    assert run(str(lonely), "--text", "内容", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"topics": []}
