"""Forms as files: opened, read and written back by a child process with bounded memory and time.

The child knows nothing of Linli's data: it is given bytes, and where values go; it gives back cells, or the file with the
values in it. What the department laid out stays: merged cells, fonts, formulas, headers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from linli.base.files import rules as files
from linli.base.files.refusals import FileKindRefused, SheetDamaged, SheetLocked, SheetReachesTooFar
from linli.insight.forms.papers.writing import Extra, Put
from linli.insight.forms.rules.grid import Paper
from linli.kernel.refusals import Refusal

MOST_SECONDS: Final = 60
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


class FormTooLarge(Refusal):
    """More cells than a form has: `most`."""


class FormWithoutTable(Refusal):
    """Nothing in it wants to be filled: no table, no label with a blank."""


def format_of(data: bytes) -> str:
    """Say whether a file is a workbook or a paper, by its content.

    :raises SheetLocked: it has a password. :raises UnableToKeepFile: one of its subclasses says why.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0") and _LOCKED in data:
        raise SheetLocked
    found = files.format_of(data)
    if found not in (files.XLSX, files.DOCX):
        raise FileKindRefused
    return found.extension


def read(data: bytes) -> Paper:
    """Read the cells of a form.

    :raises FormTooLarge, SheetReachesTooFar, SheetDamaged: as named; what `format_of` raises.
    """
    return Paper.of_data(_asked("read", format_of(data), data, {})[0])


def written(data: bytes, puts: Sequence[Put], extra: Sequence[Extra] = ()) -> bytes:
    """Give the form with values put into it; `extra` are rows that a list needs beyond those it has.

    :raises SheetDamaged: it could not be written, though it was read.
    """
    order = {"puts": [put.as_data() for put in puts], "extra": [one.as_data() for one in extra]}
    return _asked("write", format_of(data), data, order)[1]


def _asked(what: str, form: str, data: bytes, order: Mapping[str, Any]) -> tuple[Any, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / f"given.{form}", Path(folder) / f"out.{form}"
        given.write_bytes(data)
        try:
            child = subprocess.run(
                [sys.executable, "-m", "linli.insight.forms.papers.child", what, str(given), str(out)],
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=2 * MOST_SECONDS,
                check=False,
                cwd=Path(__file__).resolve().parents[4],  # where `linli` is found, installed or not
                env={name: value for name, value in os.environ.items() if not name.startswith("LINLI_")},
            )
        except subprocess.TimeoutExpired as error:
            raise SheetDamaged from error
        try:
            said = json.loads(child.stdout or b"null")
        except ValueError as error:
            raise SheetDamaged from error
        if isinstance(said, dict) and said.get("refused") == "too-large":
            raise FormTooLarge(most=said["most"])
        if isinstance(said, dict) and said.get("refused") == "too-far":
            raise SheetReachesTooFar(cell=said["cell"])
        if child.returncode or said is None or (isinstance(said, dict) and "refused" in said):
            raise SheetDamaged
        return said, out.read_bytes() if what == "write" else b""
