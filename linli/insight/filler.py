"""Filling facts: read what happened, count the cases it happened to anew, put the difference into the facts.

A case's part is counted with the indicators' own conditions, so a fact and the list behind it cannot drift apart. Cases
that were there before are gone through once, by id; after that the log tells which to look at. Killed anywhere, it goes
on where it was: what it read and what it wrote are one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Case as When
from django.db.models import Max, Value
from django.db.models import When as If
from django.db.models.functions import TruncDate

from linli.base.flow import news
from linli.base.flow.models import Bookmark, Case, Step
from linli.insight.indicators import INDICATORS
from linli.insight.models import Counted, Fact, Filling
from linli.kernel import clock

READER = "insight.facts"
BATCH = 2_000
OVERLAP = 20_000
"""How many of the newest steps are read again when counting begins: writers that had not committed are among them."""

Key = tuple[str, int, str]  # indicator, unit, day


def fill(at: datetime, *, most: int = BATCH) -> int:
    """Bring facts up to now. Returns the number of cases counted anew; 0 when there is no news.

    About a dozen statements a batch.
    """
    filling = _begun()
    if not filling.is_whole:
        return _go_through(filling, at, most)
    with news.unread(READER, most=most) as steps:
        touched = {step.case_id for step in steps}
        recount(touched)
        Filling.objects.filter(pk=READER).update(filled_at=at)
    return len(touched)


def fill_all(at: datetime, *, progress: Callable[[int, int], None] | None = None) -> None:
    """Fill until there is no news."""
    while fill(at):
        if progress:
            filling = _begun()
            progress(filling.upto_id, filling.last_id)


def filled_at() -> datetime | None:
    """Say up to when facts hold; None before they are whole. One query."""
    filling = Filling.objects.filter(pk=READER).first()
    return filling.filled_at if filling and filling.is_whole else None


def _begun() -> Filling:
    """Give the state of the filling; the first time, set where the log is taken up and which cases were there before."""
    filling = Filling.objects.filter(pk=READER).first()
    if filling is not None:
        return filling
    with transaction.atomic():
        newest = Step.objects.aggregate(n=Max("id"))["n"] or 0
        Bookmark.objects.get_or_create(reader=READER, defaults={"seen_id": max(0, newest - OVERLAP)})
        last = Case.objects.aggregate(n=Max("id"))["n"] or 0
        return Filling.objects.get_or_create(pk=READER, defaults={"last_id": last})[0]


def _go_through(filling: Filling, at: datetime, most: int) -> int:
    with transaction.atomic():
        filling = Filling.objects.select_for_update().get(pk=filling.pk)
        rows = Case.objects.filter(pk__gt=filling.upto_id, pk__lte=filling.last_id).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:most])
        recount(ids)
        filling.upto_id = ids[-1] if len(ids) == most else filling.last_id
        filling.filled_at = at
        filling.save()
    return max(len(ids), 1)


def recount(case_ids: Collection[int]) -> None:
    """Count some cases anew and put the difference into the facts. Two statements, and one an indicator and table."""
    if not case_ids:
        return
    ids = sorted(case_ids)
    parts = _parts_of(ids)
    held = dict(
        Counted.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", "parts")
    )
    change: dict[Key, Counter[int]] = {}
    for pk in ids:
        old, new = held.get(pk, []), parts.get(pk, [])
        if old == new:
            continue
        _add(change, old, -1)
        _add(change, new, 1)
    changed = [
        Counted(case_id=pk, parts=parts.get(pk, [])) for pk in ids if held.get(pk, []) != parts.get(pk, [])
    ]
    Counted.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["case"], update_fields=["parts"], batch_size=BATCH
    )
    _put(change)


def _add(change: dict[Key, Counter[int]], parts: Iterable[Any], sign: int) -> None:
    for indicator, line, day, *counts in parts:
        for unit in line:
            slot = change.setdefault((indicator, unit, day), Counter())
            for i, count in enumerate(counts):
                slot[i] += sign * count


def _put(change: dict[Key, Counter[int]]) -> None:
    """Add differences to facts, in the order of their keys. One statement."""
    rows = [(*key, slot[0], slot[1], slot[2]) for key, slot in sorted(change.items()) if any(slot.values())]
    if not rows:
        return
    table = Fact._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS f (indicator, unit_id, day, above, below, left_out) "
            "SELECT * FROM unnest(%s::text[], %s::int[], %s::date[], %s::int[], %s::int[], %s::int[]) "
            "ON CONFLICT (unit_id, indicator, day) DO UPDATE SET above = f.above + excluded.above, "
            "below = f.below + excluded.below, left_out = f.left_out + excluded.left_out",
            [list(column) for column in zip(*rows, strict=True)],
        )


def _parts_of(ids: list[int]) -> dict[int, list[Any]]:
    """Count what each case gives to each indicator, by local day. One query an indicator."""
    found: dict[int, dict[tuple[str, str], list[int]]] = {}
    lines: dict[int, list[int]] = {}
    for code, indicator in INDICATORS.items():
        p = indicator.case
        kind = When(If(~indicator.valid, then=Value(2)), If(indicator.hit, then=Value(0)), default=Value(1))
        rows = (
            indicator.population()
            .filter(**{f"{p}pk__in": ids})
            .annotate(facts_day=TruncDate(indicator.when, tzinfo=clock.SHANGHAI), facts_kind=kind)
            .values_list(f"{p}pk", f"{p}area__path", "facts_day", "facts_kind")
            .order_by()
        )
        for pk, path, day, which in rows:
            lines[pk] = [int(part) for part in path.split("/") if part]
            counts = found.setdefault(pk, {}).setdefault((code, day.isoformat()), [0, 0, 0])
            if which == 2:
                counts[2] += 1
            else:
                counts[1] += 1
                counts[0] += which == 0
    return {
        pk: [[code, lines[pk], day, *counts] for (code, day), counts in sorted(parts.items())]
        for pk, parts in found.items()
    }
