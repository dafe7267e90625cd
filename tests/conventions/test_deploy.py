"""What is in `deploy/` fits the program: its commands, its settings, and what systemd understands."""

import re
import shutil
import subprocess

import pytest

from linli.cli import COMMANDS
from tests.conventions.test_settings_are_documented import NAME
from tests.conventions.test_tree import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def test_every_setting_is_one_of_ours():
    known = {name.removesuffix("_FILE") for name in NAME.findall((ROOT / "docs/operations.md").read_text())}
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            named = {name.removesuffix("_FILE") for name in NAME.findall(path.read_text(encoding="utf-8"))}
            assert sorted(named - known) == [], path.name


def test_every_command_is_one_of_ours():
    started = [
        re.search(r"^ExecStart=/opt/linli/bin/linli (\S+)", unit.read_text(), re.MULTILINE)[1]
        for unit in UNITS
    ]
    assert sorted(started) == ["run", "serve", "worker"]
    assert set(started) <= set(COMMANDS)
    container = (DEPLOY / "Containerfile").read_text()
    assert 'ENTRYPOINT ["linli"]' in container
    assert "USER linli" in container
    for lock in re.findall(r"requirements/\w+\.lock", container):
        assert (ROOT / lock).is_file()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_gives_away_no_more_than_it_must(unit):
    text = unit.read_text()
    for line in (
        "User=linli",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "UMask=0077",
        "KillSignal=SIGTERM",
    ):
        assert f"\n{line}\n" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_it(unit, tmp_path):
    # Only the program is not there; every other word must be known.
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/opt/linli/bin/linli", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True)
    assert [line for line in done.stderr.splitlines() if unit.name in line] == []
