"""What residents read: only what staff chose to publish, and their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from linli.base.flow import policies as flow
from linli.base.flow.models import Step, StepFile
from linli.base.people.actors import ActorKind
from linli.base.people.models import Account
from linli.base.people.sealed_fields import opened
from linli.base.written import cursor_of
from linli.pillars.governance.reports.models import Category, Report, Reporter
from linli.pillars.governance.reports.queries._same import NearbyRow, Problem, similar_cases

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
    category_en: str
    area_id: int


_FIELDS = (
    "case__number", "public_title", "public_text", "public_answer", "case__state", "category__name",
    "case__area__name", "case__filed_at", "case__closed_at", "case__lon", "case__lat", "joined_count", "case_id",
    "category__name_en", "case__area_id",
)  # fmt: skip


_MAY_BE_NONE = (8, 9, 10)  # closed_at, lon, lat


def _rows(found: Iterable[tuple[Any, ...]]) -> list[PublicRow]:
    return [
        PublicRow(*(v if v is not None or i in _MAY_BE_NONE else "" for i, v in enumerate(row)))  # type: ignore[arg-type]
        for row in found
    ]


def published_reports(
    *,
    before: int | None = None,
    category: str = "",
    unit: str = "",
    is_open: bool | None = None,
    size: int = PAGE,
) -> tuple[list[PublicRow], int | None]:
    """List published cases, newest first, and the id from which the next page goes on. One query."""
    rows = _narrowed(category, unit, is_open)
    if before:
        rows = rows.filter(case_id__lt=before)
    found = _rows(rows.values_list(*_FIELDS)[: size + 1])
    return found[:size], found[size - 1].id if len(found) > size else None


def published_report(*, number: str) -> PublicRow | None:
    """Give one published case. One query."""
    rows = Report.objects.filter(is_published=True, case__number=number)
    return next(iter(_rows(rows.values_list(*_FIELDS)[:1])), None)


def published_points(
    *,
    box: tuple[float, float, float, float],
    category: str = "",
    unit: str = "",
    is_open: bool | None = None,
    most: int = 500,
) -> list[PublicRow]:
    """List the newest published cases in a view port (west, south, east, north), narrowed as the list is. One query."""
    rows = _narrowed(category, unit, is_open).filter(flow.lies_within(*box, prefix="case__"))
    return _rows(rows.values_list(*_FIELDS)[:most])


def _narrowed(category: str, unit: str, is_open: bool | None) -> QuerySet[Report]:
    rows = Report.objects.filter(is_published=True).order_by("-case_id")
    if category:
        rows = rows.filter(Q(category=category) | Q(category__parent=category))
    if unit:
        rows = rows.filter(case__area__path__startswith=unit)
    return rows if is_open is None else rows.filter(case__is_open=is_open)


@dataclass(frozen=True, slots=True)
class SameNearby:
    """An open case close by that may be the same. `title` is empty unless staff published one."""

    number: str
    title: str
    state: str
    category: str
    category_en: str
    filed_at: datetime
    metres: int | None
    joined_count: int
    photo_id: int | None


USUAL_NEARBY_M = 60
MOST_NEARBY = 4
MOST_LOOKED_AT = 12
SAYS_THE_SAME = 0.14
"""A resident is asked only where it is likely: of such pairs nine in ten are one matter (docs/language.md)."""


def nearby_open(*, problem: Problem, at: datetime) -> list[SameNearby]:
    """List open cases that may be the same, for “already reported?”, the likeliest first. At most five queries.

    The same or a kindred category close by, and what says the same in words a little farther or without a point. Where
    no category was chosen, those that the words sound like stand for it: a lift is not asked about for a scooter.
    What a resident wrote may name people, and that somebody asked for help is nobody's business: only categories that may
    be public are shown, by category, distance and state; a title and a photo only where staff published them.
    """
    codes = (problem.category,) if problem.category else problem.sounds_like
    kinds = list(Category.objects.filter(code__in=codes)) if codes else []
    kind = next(iter(kinds), None) if problem.category else None
    radius = kind.nearby_m if kind else USUAL_NEARBY_M
    if not radius or (kind and not kind.is_public):
        return []
    scope = Q(is_confidential=False, report__category__is_public=True)
    rows = similar_cases(
        scope=scope, problem=problem, at=at, is_open=True, near_m=radius, most=MOST_LOOKED_AT
    )
    found = {r.pk: r for r in Report.objects.filter(pk__in=[n.id for n in rows]).select_related("category")}
    near = [row for row in rows if _may_be_same(row, found.get(row.id), kinds, radius)][:MOST_NEARBY]
    photos = _first_photos([row.id for row in near if found[row.id].is_published])
    return [
        SameNearby(
            number=row.number,
            title=report.public_title if report.is_published else "",
            state=row.state,
            category=row.category,
            category_en=row.category_en,
            filed_at=row.filed_at,
            metres=row.metres,
            joined_count=report.joined_count,
            photo_id=photos.get(row.id),
        )
        for row in near
        if (report := found[row.id])
    ]


def _may_be_same(row: NearbyRow, report: Report | None, kinds: Sequence[Category], radius: int) -> bool:
    if report is None or report.category is None:
        return False
    if row.score >= SAYS_THE_SAME and not row.is_other_house:
        return True
    if row.metres is None or row.metres > radius:
        return False
    # A photo alone says nothing of what it is about: whatever lies there may be the same.
    return not kinds or any(
        report.category_id == kind.pk or (kind.parent_id and report.category.parent_id == kind.parent_id)
        for kind in kinds
    )


def _first_photos(case_ids: list[int]) -> dict[int, int]:
    rows = StepFile.objects.filter(
        step__case_id__in=case_ids, is_public=True, file__kind="photo", file__erased_at__isnull=True
    ).order_by("step_id", "order")
    found: dict[int, int] = {}
    for case_id, file_id in rows.values_list("step__case_id", "file_id"):
        found.setdefault(case_id, file_id)
    return found


@dataclass(frozen=True, slots=True)
class MyRow:
    """A report of mine: where it stands (or the one it was merged into), and what was last said to me."""

    number: str
    reporter: Reporter
    title: str
    state: str
    joined_at: datetime
    closed_at: datetime | None
    said: str
    is_first: bool
    area_id: int


def my_reports(
    *, account: Account | None = None, remembered: Mapping[int, int] | None = None, most: int = 50
) -> list[MyRow]:
    """List the reports an account raised or joined, and those a phone remembers, newest first. Two queries.

    `remembered` gives the version of the link by reporter: a link that was withdrawn is remembered in vain.
    """
    mine = Q(pk__in=[])
    if account is not None:
        # Whoever logged in has proven the number: what was left with it before is theirs too.
        print_ = bytes(account.phone_print) if account.phone_print else b""
        mine = Q(account=account) | Q(phone_print=print_)
    held = dict(remembered or {})
    rows = (
        Reporter.objects.filter(mine | Q(pk__in=held), came_from=None, erased_at__isnull=True)
        .select_related("report__case__merged_into", "report__category")
        .order_by("-joined_at", "-pk")[:most]
    )
    found = [r for r in rows if r.pk not in held or held[r.pk] == r.link_version or _is_of(r, account)]
    cases = {r.pk: r.report.case.merged_into or r.report.case for r in found}
    said = last_said([case.pk for case in cases.values()])
    return [
        MyRow(
            number=r.report.case.number,
            reporter=r,
            title=_title_for(r),
            state=cases[r.pk].state,
            joined_at=r.joined_at,
            closed_at=cases[r.pk].closed_at,
            said=said.get(cases[r.pk].pk, "") if r.is_first and cases[r.pk].pk == r.report_id else "",
            is_first=r.is_first,
            area_id=r.report.case.area_id,
        )
        for r in found
    ]


def _is_of(reporter: Reporter, account: Account | None) -> bool:
    if account is None:
        return False
    same = bool(account.phone_print) and bytes(reporter.phone_print or b"") == bytes(
        account.phone_print or b""
    )
    return reporter.account_id == account.pk or same


def _title_for(reporter: Reporter) -> str:
    report = reporter.report
    if reporter.is_first:
        return report.case.title
    if report.is_published:
        return report.public_title
    return report.category.name if report.category else ""


def last_said(case_ids: list[int]) -> dict[int, str]:
    """Give what staff last said to the reporters of these cases. One query."""
    rows = (
        Step.objects.filter(case_id__in=case_ids, is_public=True, actor_kind=ActorKind.STAFF)
        .exclude(words__answer="")
        .filter(words__erased_at__isnull=True, words__isnull=False)
        .order_by("case_id", "-seq")
        .distinct("case_id")
    )
    return {case_id: opened(said) for case_id, said in rows.values_list("case_id", "words__answer")}


def filed_by_key(*, key: UUID) -> Reporter | None:
    """Give the reporter whose form was already taken under this key: filed, or joined. One query for a new key."""
    with cursor_of(connection) as cursor:
        # Nearly every key is new: both places are asked at once, and no row is built.
        cursor.execute(
            "SELECT (SELECT id FROM flow_case WHERE idempotency_key = %s), "
            "(SELECT id FROM flow_step WHERE key = %s AND verb = 'join')",
            [key, key],
        )
        case_id, step_id = cursor.fetchone()
    if case_id is not None:
        return Reporter.objects.select_related("report__case").get(report_id=case_id, is_first=True)
    step = Step.objects.filter(pk=step_id).first() if step_id is not None else None
    if step is None:
        return None
    joined = Reporter.objects.select_related("report__case").filter(
        report_id=step.case_id, joined_at=step.at, is_first=False
    )
    return joined.first()
