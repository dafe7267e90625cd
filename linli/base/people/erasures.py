"""What was erased by law, written so that it can be erased again: a backup restored must not bring anybody back.

The proof of an erasure (`Deletion`) names a table and a row. A restored database is one of an earlier moment, in which
rows made since do not exist and their numbers may be given anew; so each erasure carries a mark of what never changes
about its row, and only a row with the same mark is erased again. No name, number or word is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.base.people.models import Deletion

#: Rows of one table asked about at once.
PART = 1000


@dataclass(frozen=True, slots=True)
class Erasure:
    """One row that was erased, on what ground and for which request."""

    subject: str
    subject_id: int
    mark: str
    basis: str
    request_number: str


@dataclass(frozen=True, slots=True)
class _Keeper:
    facts: Callable[[Collection[int]], Mapping[int, tuple[Any, ...]]]
    erase: Callable[[int, Erasure, datetime], None]


_KEEPERS: dict[str, _Keeper] = {}


def register(
    subject: str,
    facts: Callable[[Collection[int]], Mapping[int, tuple[Any, ...]]],
    erase: Callable[[int, Erasure, datetime], None],
) -> None:
    """Make known which facts about a row of `subject` never change, and how it is erased; twice must do nothing."""
    _KEEPERS[subject] = _Keeper(facts, erase)


def subjects() -> frozenset[str]:
    """Return the tables whose erasures can be carried out again."""
    return frozenset(_KEEPERS)


def since(last: int, most: int = PART) -> tuple[list[Erasure], int]:
    """Return up to `most` erasures after the proof `last`, and the proof to go on from."""
    rows = list(Deletion.objects.filter(pk__gt=last).order_by("pk")[:most])
    by_table: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_table[row.subject].append(row.subject_id)
    marks = {subject: _marks(subject, ids) for subject, ids in by_table.items()}
    found = [
        Erasure(
            row.subject, row.subject_id, marks[row.subject][row.subject_id], row.basis, row.request_number
        )
        for row in rows
        if row.subject_id in marks[row.subject]
    ]
    return found, rows[-1].pk if rows else last


def carry_out_again(rows: Iterable[Erasure], at: datetime) -> int:
    """Erase what was erased before, where it is still there; return how many rows were found."""
    by_table: dict[str, dict[tuple[int, str], Erasure]] = defaultdict(dict)
    for row in rows:
        by_table[row.subject][row.subject_id, row.mark] = row
    done = 0
    for subject, found in sorted(by_table.items(), key=lambda pair: (pair[0].startswith("people."), pair[0])):
        marks = _marks(subject, [pk for pk, _mark in found])
        for (pk, mark), row in found.items():
            if marks.get(pk) == mark:
                _KEEPERS[subject].erase(pk, row, at)
                done += 1
    return done


def _marks(subject: str, ids: Collection[int]) -> dict[int, str]:
    """Return the mark of each row that exists.

    :raises KeyError: a table whose erasures nobody registered: better no backup than one that brings people back
    """
    facts: dict[int, tuple[Any, ...]] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), PART):
        facts.update(_KEEPERS[subject].facts(wanted[start : start + PART]))
    lines = {pk: json.dumps([subject, pk, *row], default=str) for pk, row in facts.items()}
    return {pk: hashlib.sha256(line.encode()).hexdigest()[:24] for pk, line in lines.items()}
