"""Fetching the front end's packages: what stands still is given up, whole, and not waited for."""

import os
import runpy
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: A fetch that never ends, with a child of its own as npm has.
_STUCK = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({told!r}).write_text(str(child.pid))
time.sleep(600)
"""


def _run_for(seconds: float, command: list[str]) -> int | None:
    status: int | None = runpy.run_path(str(ROOT / "web" / "build.py"))["run_for"](
        seconds, command, dict(os.environ)
    )
    return status


def test_a_fetch_that_stands_still_is_ended_with_all_it_started(tmp_path: Path) -> None:
    told = tmp_path / "child"
    assert _run_for(5, [sys.executable, "-c", _STUCK.format(told=str(told))]) is None
    child = int(told.read_text())
    for _ in range(100):
        if not _lives(child):
            break
        time.sleep(0.05)
    assert not _lives(child)


def test_a_fetch_that_ends_says_how() -> None:
    assert _run_for(60, [sys.executable, "-c", "raise SystemExit(7)"]) == 7


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
