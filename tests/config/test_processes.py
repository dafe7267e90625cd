"""Processes that are forked off end with whoever forked them; what they share was read before."""

from __future__ import annotations

import ctypes
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
        _gone, alive = psutil.wait_procs(below, timeout=240)
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


HEAPS = """
import ctypes, sys, threading
from linli.config.processes import keep_memory_small
if sys.argv[1] == "small":
    keep_memory_small()
def work():
    ctypes.CDLL(None).free(ctypes.c_void_p(take(5000)))
take = ctypes.CDLL(None).malloc
take.restype, take.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
threads = [threading.Thread(target=work) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
stream = ctypes.CDLL(None).fdopen
stream.restype, stream.argtypes = ctypes.c_void_p, [ctypes.c_int, ctypes.c_char_p]
info = ctypes.CDLL(None).malloc_info
info.argtypes = [ctypes.c_int, ctypes.c_void_p]
out = stream(1, b"w")
info(0, out)
ctypes.CDLL(None).fflush(ctypes.c_void_p(out))
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="not the GNU C library")
def test_threads_of_a_web_worker_share_one_heap() -> None:
    root = Path(__file__).resolve().parents[2]

    def heaps(how: str) -> int:
        told = subprocess.run(
            [sys.executable, "-c", HEAPS, how], capture_output=True, cwd=root, check=True, text=True
        )
        return told.stdout.count("<heap nr=")

    assert heaps("small") == 1 < heaps("as it is")
