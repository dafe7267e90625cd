"""The parent's side of reading a workbook: start the child, take its rows, say what went wrong with it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any

from linli.base.files.refusals import (
    FileUnpacksTooLarge,
    NoSuchSheet,
    SheetDamaged,
    SheetLocked,
    SheetReachesTooFar,
    UnableToReadSheet,
)
from linli.base.files.sheets import _reach
from linli.base.files.sheets._table import MOST_UNPACKED_MB, Cell, Sheet


@contextmanager
def reading(path: Path, name: str) -> Iterator[Sheet]:
    """Open a workbook in a child process, which ends with the block."""
    child = subprocess.Popen(
        [sys.executable, "-m", "linli.base.files.sheets.child", str(path.resolve()), name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[4],  # where `linli` is found, installed or not
    )
    assert child.stdout is not None
    try:
        said = _next(child, child.stdout, path)
        if said is None:
            raise SheetDamaged
        yield Sheet(
            said["name"], tuple(said["names"]), "", False, said["about"], _rows(child, child.stdout, path)
        )
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _rows(
    child: subprocess.Popen[bytes], out: IO[bytes], path: Path
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    while (said := _next(child, out, path)) is not None:
        number, cells = said
        yield number, tuple(map(_cell, cells))


def _next(child: subprocess.Popen[bytes], out: IO[bytes], path: Path) -> Any:
    line = out.readline()
    if not line.endswith(b"\n"):
        if child.wait() == 0 and not line:
            return None
        # It was stopped: by its memory or time limit, or by what is in the file.
        raise _stopped(path)
    said = json.loads(line)
    if isinstance(said, dict) and "refused" in said:
        raise _stopped(path) if said["refused"] == "too-large" else _refusal(said)
    return said


def _stopped(path: Path) -> SheetReachesTooFar | FileUnpacksTooLarge:
    """Say what was too much: one cell far away from the others, or everything that is in it."""
    with suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error):
        if cell := _reach.too_far(path):
            return SheetReachesTooFar(cell=cell)
    return FileUnpacksTooLarge(most_mb=MOST_UNPACKED_MB)


def _refusal(said: dict[str, Any]) -> UnableToReadSheet:
    match said["refused"]:
        case "locked":
            return SheetLocked()
        case "no-sheet":
            return NoSuchSheet(names="、".join(said["names"][:20]))
        case _:
            return SheetDamaged()


def _cell(said: Any) -> Cell:
    if isinstance(said, list):
        kind, text = said
        readers: dict[str, Any] = {
            "datetime": datetime.fromisoformat,
            "date": date.fromisoformat,
            "time": time.fromisoformat,
        }
        found: Cell = readers[kind](text)
        return found
    plain: Cell = said
    return plain
