"""Several processes of ours at once, each with settings and database connections of its own."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

PR_SET_PDEATHSIG: Final = 1
LOOKS_EVERY: Final = 1.0
"""Seconds between two looks at the parent where the system does not tell of its death."""


def pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of fresh processes. Close the database connections of this one before it is used."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_wake)


def _wake() -> None:
    import django

    django.setup()


M_TRIM_THRESHOLD: Final = -1
M_ARENA_MAX: Final = -8
TRIMMED_ABOVE: Final = 128 * 1024


def keep_memory_small() -> None:
    """Have this process, and those it forks off, hold one heap for all threads and give back what lies free at its end.

    The C library otherwise makes each thread a heap of its own, of which each keeps what its largest page took. Python lets
    one thread run at a time anyway. Only where the C library is GNU's.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_TRIM_THRESHOLD, TRIMMED_ABOVE)


def children_end_with_us() -> None:
    """Have every process that is forked off from here on stop when its parent ends, however that ends.

    Whoever is killed cannot tell its children; they would go on answering on the port, and nobody could start anew.
    """
    parent = [os.getpid()]

    def before() -> None:
        parent[0] = os.getpid()

    os.register_at_fork(before=before, after_in_child=lambda: _end_with(parent[0]))


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:  # it ended before we had asked to be told
            os._exit(1)
        return
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="end-with-parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
