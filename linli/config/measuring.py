"""How long requests take and how they end, counted for all processes of this machine together.

Each process counts into a small file of its own below `LINLI_DATA_DIR/measures/`, which it has mapped into its memory; who
asks for the figures adds all files up, also those of processes that ended, so that a counter never falls while `linli serve`
runs. Counted are faces and kinds of answers, never addresses: no figure says anything about a person.
"""

import mmap
import os
import struct
import threading
import time
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import Final

FACES: Final = ("resident", "desk", "boards", "openapi", "other")
ENDS: Final = ("2xx", "3xx", "4xx", "5xx")
#: Seconds; what takes longer than the last is counted in +Inf.
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: For each face and end: one count a bucket, +Inf among them, then the sum of microseconds.
ROW: Final = len(BOUNDS) + 2
SIZE: Final = len(FACES) * len(ENDS) * ROW
FOLDER: Final = "measures"


class Counts:
    """The counts of this process, in a file that others may read while it writes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.owner = os.getpid()
        self._turn = threading.Lock()
        # A process number is used again; the moment beside it is not.
        with (folder / f"{os.getpid()}-{time.time_ns()}").open("w+b") as file:
            file.truncate(SIZE * 8)
            self._map = mmap.mmap(file.fileno(), SIZE * 8)

    def add(self, face: str, status: int, seconds: float) -> None:
        """Count one request."""
        row = (FACES.index(face) * len(ENDS) + min(max(status // 100 - 2, 0), 3)) * ROW
        with self._turn:
            self._raise(row + bisect_left(BOUNDS, seconds), 1)
            self._raise(row + ROW - 1, int(seconds * 1e6))

    def _raise(self, place: int, by: int) -> None:
        (now,) = struct.unpack_from("<Q", self._map, place * 8)
        struct.pack_into("<Q", self._map, place * 8, now + by)


@lru_cache(maxsize=1)
def _counts(folder: Path, _pid: int) -> Counts:
    return Counts(folder)


def count(folder: Path, face: str, status: int, seconds: float) -> None:
    """Count one request for this process, which may have been forked from another."""
    _counts(folder, os.getpid()).add(face, status, seconds)


def total(folder: Path) -> list[int]:
    """Return the sum of all processes' counts."""
    sums = [0] * SIZE
    for path in sorted(folder.glob("*-*")):
        body = path.read_bytes()
        if len(body) == SIZE * 8:
            sums = [a + b for a, b in zip(sums, struct.unpack(f"<{SIZE}Q", body), strict=True)]
    return sums


def start_anew(folder: Path) -> None:
    """Forget what earlier runs counted; before the first process of a run counts."""
    for path in folder.glob("*-*"):
        path.unlink(missing_ok=True)
