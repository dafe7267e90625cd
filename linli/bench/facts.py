"""`linli bench facts`: facts filled to their end, then every one of them counted anew from the rows."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncDate

from linli.insight.indicators import INDICATORS
from linli.insight.models import Fact
from linli.kernel import clock

Key = tuple[str, int, date]
Counts = tuple[int, int, int]
"""Above the line, below it, left out."""


def recounted() -> dict[Key, Counts]:
    """Count every fact from the rows, without anything that the filler does. One query an indicator."""
    found: dict[Key, list[int]] = {}
    for code, indicator in INDICATORS.items():
        rows = (
            indicator.population()
            .annotate(day=TruncDate(indicator.when, tzinfo=clock.SHANGHAI))
            .values(f"{indicator.case}area__path", "day")
            .annotate(
                above=Count("pk", filter=indicator.valid & indicator.hit),
                below=Count("pk", filter=indicator.valid),
                rest=Count("pk", filter=~indicator.valid),
            )
            .order_by()
            .values_list(f"{indicator.case}area__path", "day", "above", "below", "rest")
        )
        for path, day, *counts in rows.iterator():
            for unit in (int(part) for part in path.split("/") if part):
                slot = found.setdefault((code, unit, day), [0, 0, 0])
                for i, count in enumerate(counts):
                    slot[i] += count
    return {key: (slot[0], slot[1], slot[2]) for key, slot in found.items() if any(slot)}


def differences() -> list[Key]:
    """Name the facts that are not what counting every row gives; none when all are right."""
    rows = recounted()
    kept: dict[Key, Counts] = {
        (code, unit, day): (above, below, rest)
        for code, unit, day, above, below, rest in Fact.objects.values_list(
            "indicator", "unit_id", "day", "above", "below", "left_out"
        ).iterator()
        if above or below or rest
    }
    return sorted(key for key in rows.keys() | kept.keys() if rows.get(key) != kept.get(key))
