import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.base.language.towntalk import messages

ROOT = Path(__file__).resolve().parents[2]


def linli(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, with no database anywhere."""
    environment = os.environ | {
        "LINLI_DATA_DIR": str(cwd / "nothing"),
        "LANG": "zh_CN.UTF-8",
        "LINLI_LANG": "zh",
    }
    environment.pop("LINLI_DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
    return subprocess.run(
        [sys.executable, "-m", "linli", "triage", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "messages.csv"
    texts, labels = messages(100)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["题目", "内容", "类别"])
        writer.writerows((text[:6], text, label) for text, label in zip(texts, labels, strict=True))
        writer.writerows([("没有类别", "没有类别的一行", ""), ("", "", "路灯")])
    return path


class TestEvaluate:
    def test_prints_figures_and_ends_with_one_line_for_scripts(self, sheet, tmp_path):
        done = linli("evaluate", str(sheet), "--text", "题目,内容", "--label", "类别", "--json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        line = json.loads(done.stdout.strip().splitlines()[-1])
        assert line["macro_f1"] > 0.9
        assert set(line) == {
            "macro_f1",
            "accuracy",
            "top3_accuracy",
            "calibration_error",
            "accuracy_at_80_coverage",
            "messages_per_second",
        }
        assert "1 行没有类别" in done.stdout
        assert "1 行没有内容" in done.stdout
        assert "供暖" in done.stdout
        assert not (tmp_path / "nothing" / "postgres").exists()

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("--text", "正文", "--label", "类别"), "没有“正文”这一列"),
            (("--text", "内容", "--label", "科目"), "没有“科目”这一列"),
            (("--text", "内容", "--label", "类别", "--folds", "1"), "--folds"),
        ],
    )
    def test_says_what_is_wrong(self, sheet, tmp_path, arguments, words):
        done = linli("evaluate", str(sheet), *arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert words in done.stderr

    def test_refuses_one_label_and_no_labels(self, tmp_path):
        path = tmp_path / "one.csv"
        path.write_text("t,l\n" + "路灯坏了,灯\n" * 9, encoding="utf-8-sig")
        done = linli("evaluate", str(path), "--text", "t", "--label", "l", cwd=tmp_path)
        assert (done.returncode, "至少要有两类" in done.stderr) == (1, True)
        path.write_text("t,l\n路灯坏了,\n", encoding="utf-8-sig")
        done = linli("evaluate", str(path), "--text", "t", "--label", "l", cwd=tmp_path)
        assert (done.returncode, "既有内容又有类别" in done.stderr) == (1, True)
