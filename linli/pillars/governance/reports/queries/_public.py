"""What residents read: only what staff chose to publish, and their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from linli.base.people.models import Account
from linli.pillars.governance.reports.models import Category, Report, Reporter
from linli.pillars.governance.reports.queries._case import NearbyRow, around

PAGE = 20


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A published case."""

    number: str
    title: str
    text: str
    answer: str
    state: str
    category: str
    area: str
    filed_at: datetime
    closed_at: datetime | None
    lon: float | None
    lat: float | None
    joined_count: int
    id: int


_FIELDS = (
    "case__number", "public_title", "public_text", "public_answer", "case__state", "category__name",
    "case__area__name", "case__filed_at", "case__closed_at", "case__lon", "case__lat", "joined_count", "case_id",
)  # fmt: skip


_MAY_BE_NONE = (8, 9, 10)  # closed_at, lon, lat


def _rows(found: Iterable[tuple[Any, ...]]) -> list[PublicRow]:
    return [
        PublicRow(*(v if v is not None or i in _MAY_BE_NONE else "" for i, v in enumerate(row)))  # type: ignore[arg-type]
        for row in found
    ]


def published_reports(
    *, before: int | None = None, category: str = "", unit: str = "", size: int = PAGE
) -> tuple[list[PublicRow], int | None]:
    """List published cases, newest first, and the id from which the next page goes on. One query."""
    rows = Report.objects.filter(is_published=True).order_by("-case_id")
    if before:
        rows = rows.filter(case_id__lt=before)
    if category:
        rows = rows.filter(Q(category=category) | Q(category__parent=category))
    if unit:
        rows = rows.filter(case__area__path__startswith=unit)
    found = _rows(rows.values_list(*_FIELDS)[: size + 1])
    return found[:size], found[size - 1].id if len(found) > size else None


def published_report(*, number: str) -> PublicRow | None:
    """Give one published case. One query."""
    rows = Report.objects.filter(is_published=True, case__number=number)
    return next(iter(_rows(rows.values_list(*_FIELDS)[:1])), None)


def published_points(*, box: tuple[float, float, float, float], most: int = 500) -> list[PublicRow]:
    """List published cases in a view port (west, south, east, north). One query."""
    west, south, east, north = box
    rows = Report.objects.filter(
        is_published=True, case__lon__range=(west, east), case__lat__range=(south, north)
    ).order_by("-case_id")
    return _rows(rows.values_list(*_FIELDS)[:most])


def nearby_open(*, lon: float, lat: float, category: str = "", radius_m: float = 0) -> list[NearbyRow]:
    """List open cases that may be the same, for “already reported?”. Two queries.

    Titles are what a resident wrote and may name people: a page shows the category, the distance and the state.
    """
    if not radius_m:
        kind = Category.objects.filter(code=category).first() if category else None
        radius_m = kind.nearby_m if kind else 60
    open_cases = Q(is_open=True, is_confidential=False, merged_into__isnull=True)
    return around(open_cases, lon, lat, radius_m, category, most=5)


def my_reports(*, account: Account, most: int = 50) -> list[Reporter]:
    """List the reports an account raised or joined, newest first. One query."""
    rows = Reporter.objects.filter(account=account, came_from=None).select_related(
        "report__case__area", "report__category"
    )
    return list(rows.order_by("-joined_at")[:most])
