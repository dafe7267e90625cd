"""Reading the log as news: every step once, in order of arrival, by readers that remember how far they are.

Ids of steps are given out before their transactions commit, so a step with a lower id may appear after one with a
higher id. A reader that only remembered the highest id would miss it for ever. So a bookmark also keeps the gaps it
has seen, each with the transaction number before which its writer must have begun: once everything older has ended,
a gap that is still empty stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q

from linli.base.flow.models import Bookmark, Step


@dataclass(frozen=True, slots=True)
class Gap:
    """Ids `first` to `last` that were not there when ids after them were; `xmax`: their writers are older."""

    first: int
    last: int
    xmax: int


def gaps_after(
    gaps: list[Gap], seen: int, found: list[int], *, is_whole: bool, xmin: int, xmax: int
) -> tuple[list[Gap], int]:
    """Return the gaps and the highest id after reading `found`, ids in order out of the gaps and beyond `seen`.

    `xmin` (asked before reading): every transaction below it has ended. `xmax` (asked after): none at or above it
    had begun. `is_whole`: nothing was left unread because of a limit.
    """
    read_to = None if is_whole else found[-1] if found else 0
    there = set(found)
    left: list[Gap] = []
    for gap in gaps:
        for first, last in _without(gap.first, gap.last, there):
            was_read = read_to is None or last <= read_to
            if not (was_read and gap.xmax <= xmin):
                left.append(Gap(first, last, gap.xmax))
    highest = max([seen, *found])
    left += [Gap(first, last, xmax) for first, last in _without(seen + 1, highest, there)]
    return left, highest


def _without(first: int, last: int, there: set[int]) -> Iterator[tuple[int, int]]:
    """Cut the ids that are there out of a range."""
    start = first
    for number in sorted(n for n in there if first <= n <= last):
        if start < number:
            yield start, number - 1
        start = number + 1
    if start <= last:
        yield start, last


@contextmanager
def unread(reader: str, *, most: int = 500) -> Iterator[list[Step]]:
    """Give a reader the steps it has not had, oldest first; they count as read when the block ends well.

    What the block writes and the bookmark are one transaction: killed half-way, the same news comes again. A second
    reader of the same name gets nothing while the first is busy. Five queries.
    """
    Bookmark.objects.get_or_create(reader=reader)
    with transaction.atomic():
        mark = Bookmark.objects.select_for_update(skip_locked=True).filter(reader=reader).first()
        if mark is None:
            yield []
            return
        gaps = [Gap(*row) for row in mark.gaps]
        xmin = _snapshot()[0]
        wanted = reduce(or_, (Q(id__range=(g.first, g.last)) for g in gaps), Q(id__gt=mark.seen_id))
        rows = list(
            Step.objects.filter(wanted)
            .select_related("case", "case__holder", "case__area", "case__office")
            .order_by("id")[:most]
        )
        xmax = _snapshot()[1]
        yield rows
        left, mark.seen_id = gaps_after(
            gaps, mark.seen_id, [s.pk for s in rows], is_whole=len(rows) < most, xmin=xmin, xmax=xmax
        )
        mark.gaps = [[g.first, g.last, g.xmax] for g in left]
        mark.save(update_fields=["seen_id", "gaps"])


def _snapshot() -> tuple[int, int]:
    # Without locking the table: a step's transaction has its number before its step has an id, because it has
    # locked or written the case by then.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
        )
        row = cursor.fetchone()
    return int(row[0]), int(row[1])
