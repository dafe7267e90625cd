"""Writes the words by which what was named anew is found, and forgets what is gone."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from django.db import connection, transaction

from linli.insight.finding.models import DueName, SearchName
from linli.insight.finding.rules import words_of
from linli.insight.finding.sources import SOURCES, Named

AT_ONCE: Final = 500
_LONGEST_TITLE, _LONGEST_HINT = 120, 160

_TAKE: Final = f"""
DELETE FROM {DueName._meta.db_table} WHERE id IN (
  SELECT id FROM {DueName._meta.db_table} ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING source, ref
"""
_KEEP: Final = f"""
INSERT INTO {SearchName._meta.db_table} (source, ref, area_id, title, hint, lon, lat, words)
SELECT s, r, a, t, h, x, y, array_to_tsvector(string_to_array(w, ' '))
FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::float8[], %s::float8[], %s::text[])
  AS given (s, r, a, t, h, x, y, w)
ON CONFLICT (source, ref) DO UPDATE SET area_id = excluded.area_id, title = excluded.title, hint = excluded.hint,
  lon = excluded.lon, lat = excluded.lat, words = excluded.words
"""


def absorb(most: int = AT_ONCE) -> int:
    """Write the names of what is due, the oldest first, and count what was taken.

    Two statements, and one or two for each kind among them. What somebody else is at is left to them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, [most])
        taken = cursor.fetchall()
        due: dict[str, set[int]] = defaultdict(set)
        for source, ref in taken:
            due[source].add(ref)
        for source, refs in due.items():
            found = list(SOURCES[source].read(sorted(refs))) if source in SOURCES else []
            gone = refs - {one.ref for one in found}
            if gone:
                SearchName.objects.filter(source=source, ref__in=gone).delete()
            if found:
                cursor.execute(_KEEP, _columns(source, found))
    return len(taken)


def _columns(source: str, found: list[Named]) -> list[list[object]]:
    return [
        [source] * len(found),
        [one.ref for one in found],
        [one.area for one in found],
        [one.title[:_LONGEST_TITLE] for one in found],
        [one.hint[:_LONGEST_HINT] for one in found],
        [one.lon for one in found],
        [one.lat for one in found],
        [" ".join(words_of(one.names or (one.title,), one.others)) for one in found],
    ]


def absorb_all() -> int:
    """Write the names of everything that is due, some hundreds at a time, and count it."""
    total = 0
    while taken := absorb():
        total += taken
    return total
