"""`linli import reports`: what it prints, its last line, its exit status."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from linli.base.flow.models import Case
from linli.cli import importing
from linli.cli._world import Trouble
from tests.town import Town


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    importing.configure(parser)
    return importing.take_in(parser.parse_args(["reports", *arguments]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "来件.csv"
    path.write_text(
        "编号,诉求全文,日期\n1,路灯不亮,2026/11/1\n2,,2026/11/1\n3,下水道堵,昨天\n", encoding="gbk"
    )
    return path


def test_ends_with_one_line_of_json(town: Town, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(path), "--map", "text=诉求全文", "--json") == 0
    said = capsys.readouterr().out.splitlines()
    assert json.loads(said[-1]) == {"imported": 1, "skipped": 0, "refused": 2}
    assert any("来件.refused.xlsx" in line for line in said)
    run(str(path), "--map", "text=诉求全文,time=日期", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["skipped"] == 1


def test_a_trial_changes_nothing(town: Town, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(str(path), "--map", "text=诉求全文", "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["imported"] == 1
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "诉求全文"),
        (("--map", "words=诉求全文"), "confidential"),
        (("--map", "text"), "confidential"),
        (("--map", "text=诉求全文", "--office", "别处"), "试验街道"),
        (("--map", "text=没有这列"), "诉求全文"),
    ],
)
def test_says_in_words_what_is_wrong(town: Town, path: Path, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(Trouble, match=words):
        run(str(path), *arguments)


def test_needs_an_office_and_a_file(db: None, path: Path) -> None:
    with pytest.raises(Trouble, match="街道"):
        run(str(path), "--map", "text=诉求全文")
    options = argparse.Namespace(file=path.with_name("没有.xlsx"))
    with pytest.raises(Trouble, match="没有"):
        importing.execute(options)
