"""Processes that are forked off end with whoever forked them; what they share was read before."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from django.template import engines

from linli.base.language import urgent
from linli.config import warming
from tests.town import Town

FAMILY = """
import os, sys, time
from linli.config.processes import children_end_with_us
children_end_with_us()
read, write = os.pipe()
if os.fork() == 0:                      # a worker
    if os.fork() == 0:                  # what the worker forked off
        os.write(write, b"%d %d" % (os.getppid(), os.getpid()))
    time.sleep(120)
print(os.read(read, 50).decode(), flush=True)
time.sleep(120)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they look after their parent once a second")
def test_nobody_outlives_a_parent_that_was_killed() -> None:
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, cwd=root)
    assert parent.stdout is not None
    below = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
    try:
        assert all(one.is_running() for one in below)
        assert len(below) == 2
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
        _gone, alive = psutil.wait_procs(below, timeout=60)
        assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    finally:
        parent.stdout.close()
        for one in below:
            if one.is_running():
                one.kill()


@pytest.mark.django_db
def test_workers_begin_with_pages_words_and_the_map_in_memory(town: Town) -> None:
    before = gc.get_threshold()
    loader = engines["django"].engine.template_loaders[0]  # type: ignore[attr-defined]
    loader.reset()
    urgent.first_model.cache_clear()
    try:
        warming.warm()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
        assert urgent.first_model.cache_info().currsize == 1
        cached = loader.loaders[0].get_template_cache
        assert {"desk/inbox.html", "resident/report.html"} <= set(cached)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
