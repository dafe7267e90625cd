"""The list of what was erased by law, kept beside the backups: whoever restores one erases all of it again.

A backup of March holds whom law erased in May. The list lies outside every backup, grows with each, and is read by every
restore. It names rows and marks of them, no person; sealed all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from linli.cli import _sealed

if TYPE_CHECKING:
    from linli.base.people.erasures import Erasure

FOLDER = "erasures"
#: Below `LINLI_DATA_DIR`: for each folder of backups the last erasure that it has.
BOOKMARKS = "erasures-listed.json"


def add(folder: Path, data_dir: Path, at: datetime) -> int:
    """Add to the list beside the backups in `folder` what was erased since the last time; return how many."""
    from linli.base.people.erasures import since

    bookmarks = _bookmarks(data_dir)
    last = bookmarks.get(str(folder.absolute()), 0)
    count = 0
    while True:
        found, newest = since(last)
        if newest == last:
            return count
        target = folder / FOLDER / f"{at:%Y%m%dT%H%M%SZ}-{newest}.sealed"
        with _sealed.writing(target, _sealed.backup_key(), {"kind": "erasures"}) as file:
            for row in found:
                file.write((json.dumps([getattr(row, name) for name in _COLUMNS]) + "\n").encode())
        count, last = count + len(found), newest
        bookmarks[str(folder.absolute())] = last
        fresh = data_dir / f".{BOOKMARKS}.part"
        fresh.write_text(json.dumps(bookmarks))
        fresh.replace(data_dir / BOOKMARKS)


def listed(folder: Path) -> Iterator[Erasure]:
    """Yield every erasure listed beside the backups in `folder`.

    :raises Trouble: a list that does not open: better no restore than one that brings people back
    """
    from linli.base.people.erasures import Erasure

    for path in sorted((folder / FOLDER).glob("*.sealed")):
        with _sealed.reading(path, _sealed.backup_key()) as (_header, lines):
            for line in lines:
                yield Erasure(*json.loads(line))


def carry_out(folder: Path, at: datetime) -> int:
    """Erase again, in the database that was just restored, what is listed; return how many rows."""
    from linli.base.people.erasures import carry_out_again

    return carry_out_again(listed(folder), at)


_COLUMNS = ("subject", "subject_id", "mark", "basis", "request_number")


def _bookmarks(data_dir: Path) -> dict[str, int]:
    try:
        found: dict[str, int] = json.loads((data_dir / BOOKMARKS).read_text())
    except (OSError, ValueError):
        return {}
    return found
