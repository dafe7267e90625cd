"""Reading the rows of a sheet before they become cases: where, what about, is it danger, by which words it is found.

Nothing here asks the database, so that several processes can read while one writes (`reading`), and a batch that the
database refuses is not read again.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from linli.base.flow.opening import words_in
from linli.base.language import proposing, urgent
from linli.base.language.classifier import Classifier
from linli.base.places.gazetteer import Gazetteer, Named
from linli.pillars.governance.reports.queries import code_to_record
from linli.pillars.governance.reports.rules import sheet, title_of
from linli.pillars.governance.reports.rules.sheet import Draft, StatePolicy

WORTH_IT: Final = 2000
"""From so many rows on more than one process saves more than starting it costs."""


@dataclass(frozen=True, slots=True)
class Readers:
    """What rows are read with: the office's names of places, and what tells categories and danger."""

    places: Gazetteer
    categories: Classifier | None
    urgency: Classifier | None
    policy: StatePolicy = StatePolicy.AUTO


@dataclass(frozen=True, slots=True)
class Understood:
    """What the words of a row say. `place` is what they name, not where the sheet's own point lies."""

    place: Named | None
    proposed: str
    alarm: str
    words: tuple[str, ...]


def understand(readers: Readers, drafts: Sequence[Draft]) -> list[Understood]:
    """Read rows. No query."""
    said = [f"{draft.title}\n{draft.text}" for draft in drafts]
    proposed = [code_to_record(one) for one in proposing.read_with(readers.categories, said)]
    # Who asks whether something that has ended is urgent?
    live = [n for n, draft in enumerate(drafts) if not sheet.closes(draft, readers.policy)]
    alarms = [""] * len(drafts)
    for n, one in zip(live, urgent.urgencies_of([said[n] for n in live], readers.urgency), strict=True):
        alarms[n] = one.danger.value if one else ""
    return [
        Understood(
            readers.places.place_in(draft.place, draft.title, draft.text),
            code,
            alarm,
            tuple(
                words_in(
                    draft.title or title_of(draft.text),
                    draft.text,
                    draft.place,
                    is_confidential=draft.is_confidential,
                )
            ),
        )
        for draft, code, alarm in zip(drafts, proposed, alarms, strict=True)
    ]


# ------------------------------------------------------------ by several processes

_here: list[Readers] = []
"""What a process reads with; it inherits it from the one that started it."""

Read = Callable[[Sequence[Draft]], "Future[list[Understood]] | list[Understood]"]


def processes_for(rows: int) -> int:
    """Say how many processes read so many rows: one a core, one alone where few are or the system can't part itself."""
    if rows < WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def reading(readers: Readers, processes: int) -> Iterator[Read]:
    """Give what reads rows: at once, or, with several processes, while the caller goes on.

    The processes inherit the connection of this one and never touch it.
    """
    if processes < 2:
        yield lambda drafts: understand(readers, drafts)
        return
    _here[:] = [readers]
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            yield lambda drafts: pool.submit(_understand, drafts)
    finally:
        _here.clear()


def _understand(drafts: Sequence[Draft]) -> list[Understood]:
    return understand(_here[0], drafts)
