"""Reads many messages with every core: a big sheet is parted among processes that share what the reader knows.

What is found is the same, in the same order, as with one process: batches are the same and each message stands alone.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from linli.cli._triage_reader import Reader, Understood

BATCH: Final = 500
WORTH_IT: Final = 2000
"""From so many messages on more than one process saves more than starting it costs."""

_here: list[Reader] = []
"""What a process reads with; it inherits it from the one that started it."""


def processes_for(count: int, wanted: int | None = None) -> int:
    """Say how many processes read so many messages: one a core, one alone where few are or the system can't part itself."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    most = min(wanted or (cores if count >= WORTH_IT else 1), -(-count // BATCH))
    return max(1, most)


def read_many(
    read: Reader,
    texts: Sequence[str],
    progress: Callable[[int, int], None],
    *,
    processes: int | None = None,
) -> list[Understood]:
    """Read many messages, in order."""
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    found: list[Understood] = []
    many = processes_for(len(texts), processes)
    if many == 1:
        for batch in batches:
            found += read.many(batch)
            progress(len(found), len(texts))
        return found
    # A connection that two processes hold is nobody's: each opens its own when it asks.
    _disconnect()
    _here[:] = [read]
    try:
        with ProcessPoolExecutor(many, multiprocessing.get_context("fork")) as pool:
            for part in pool.map(_read, batches):
                found += part
                progress(len(found), len(texts))
    finally:
        _here.clear()
    return found


def _read(batch: Sequence[str]) -> list[Understood]:
    return list(_here[0].many(batch))


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()
