"""Cited figures of a ground, counted by a job and kept: a city's millions of cases are not counted while somebody waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from linli.base.orgs.models import Unit
from linli.insight.cited.figure import Reading, read_one
from linli.insight.cited.tables import CITED
from linli.insight.models import KeptFigures

FRESH: Final = timedelta(hours=1)
"""Older figures are counted anew when somebody opens them (LOCAL)."""


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a ground as they were `at`, and whether they are being counted anew; no moment, none yet."""

    readings: tuple[Reading, ...]
    at: datetime | None
    is_counting: bool


def told(*, unit: Unit, at: datetime) -> Told:
    """Give the kept figures of a ground. One query."""
    kept = KeptFigures.objects.filter(pk=unit.pk).first()
    if kept is None or kept.at is None:
        return Told((), None, is_counting=kept is not None and _is_counting(kept, at))
    readings = tuple(Reading(CITED[code], *numbers) for code, numbers in kept.told.items() if code in CITED)
    return Told(readings, kept.at, is_counting=_is_counting(kept, at))


def _is_counting(kept: KeptFigures, at: datetime) -> bool:
    """Say whether they were asked for since they were counted; after an hour the job is taken for lost."""
    return at - kept.asked_at < FRESH and (kept.at is None or kept.at < kept.asked_at)


def ask(*, unit: Unit, at: datetime) -> bool:
    """Note that somebody wants the figures of a ground; say whether they are to be counted now. Two queries."""
    kept, is_new = KeptFigures.objects.get_or_create(pk=unit.pk, defaults={"asked_at": at})
    if is_new:
        return True
    if _is_counting(kept, at) or (kept.at is not None and at - kept.at < FRESH):
        return False
    return bool(KeptFigures.objects.filter(pk=unit.pk, asked_at=kept.asked_at).update(asked_at=at))


def count(*, unit: Unit, at: datetime) -> int:
    """Count every figure of a ground and keep them. One query a figure and one more. Returns how many."""
    readings = [read_one(figure, at, unit) for figure in CITED.values()]
    numbers = {one.figure.code: (one.value, one.above, one.below) for one in readings}
    KeptFigures.objects.update_or_create(pk=unit.pk, defaults={"at": at, "told": numbers, "asked_at": at})
    return len(readings)
