"""Erasing words by law. The step keeps their keyed digest and the chain still verifies; the words are nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from linli.base.files.operations import erase_file
from linli.base.flow.models import StepFile, StepWords
from linli.base.people.actors import Actor


def erase_words(step_ids: Iterable[int], at: datetime) -> int:
    """Erase what was said with these steps, and return of how many. One statement; a trigger allows nothing else."""
    rows = StepWords.objects.filter(step__in=list(step_ids), erased_at__isnull=True)
    return rows.update(note="", answer="", salt=b"", erased_at=at)


def erase_files(step_ids: Iterable[int], *, actor: Actor, reason: str, at: datetime) -> int:
    """Erase the files given with these steps, and return how many."""
    rows = StepFile.objects.filter(step__in=list(step_ids), file__erased_at__isnull=True).select_related(
        "file"
    )
    found = list(rows)
    for row in found:
        erase_file(actor=actor, file=row.file, reason=reason, at=at)
    return len(found)
