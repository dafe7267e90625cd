"""What other systems read without being staff: published reports, and those a system filed itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery

from linli.base.files.models import StoredFile
from linli.base.flow.models import Case, Step, StepFile, StepWords
from linli.base.orgs.models import Unit
from linli.base.people.sealed_fields import opened
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.models import Category

MOST_OPEN = 1000


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A report as the world may see it. `text` and `answer` are the words staff published, or what its sender knows."""

    number: str
    state: str
    is_open: bool
    category_code: str
    category: str
    category_en: str
    text: str
    answer: str
    office: str
    community: str
    area: str
    area_kind: str
    holder: str
    filed_at: datetime
    updated_at: datetime
    resolve_by: datetime | None
    lon: float | None
    lat: float | None
    is_published: bool
    photo_id: int | None
    """The first photo that staff published with it."""


_FIELDS = (
    "number", "state", "is_open", "topic", "report__category__name", "report__category__name_en",
    "report__public_title", "report__public_text", "report__public_answer", "report__text", "last_answer", "office__name",
    "area__parent__name", "area__name", "area__kind", "holder__name", "filed_at", "updated_at", "resolve_by", "lon", "lat",
    "report__is_published", "photo_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenFilters:
    """What is asked for; an empty field does not narrow. `source` adds what that system filed, published or not."""

    office: Unit | None = None
    numbers: Collection[str] = ()
    categories: Collection[str] = ()
    is_open: bool | None = None
    filed_from: datetime | None = None
    filed_until: datetime | None = None
    updated_from: datetime | None = None
    updated_until: datetime | None = None
    source: str = ""
    is_proven: bool = False
    """Whoever asks has proven, by the secret of their link, that `numbers` are theirs."""


def open_rows(filters: OpenFilters, *, most: int = MOST_OPEN) -> list[OpenRow]:
    """List reports that anybody may see, newest first, at most `most`. One query."""
    # The last step that its reporter may read: when it moved, and what was answered.
    told = Step.objects.filter(case=OuterRef("pk"), is_public=True).order_by("-seq")
    answered = StepWords.objects.filter(step__case=OuterRef("pk"), step__is_public=True).exclude(answer="")
    photos = StepFile.objects.filter(
        step__case=OuterRef("pk"),
        is_public=True,
        file__kind=StoredFile.Kind.PHOTO,
        file__erased_at__isnull=True,
    )
    visible = Q(report__is_published=True)
    if filters.source:
        visible |= Q(report__source=filters.source)
    is_theirs = filters.is_proven and bool(filters.numbers)
    rows = Case.objects.filter(kind=KIND) if is_theirs else Case.objects.filter(visible, kind=KIND)
    if filters.office is not None:
        rows = rows.filter(office=filters.office)
    if filters.numbers:
        rows = rows.filter(number__in=filters.numbers)
    if filters.categories:
        rows = rows.filter(topic__in=filters.categories)
    if filters.is_open is not None:
        rows = rows.filter(is_open=filters.is_open)
    if filters.filed_from:
        rows = rows.filter(filed_at__gte=filters.filed_from)
    if filters.filed_until:
        rows = rows.filter(filed_at__lte=filters.filed_until)
    rows = rows.annotate(
        photo_id=Subquery(photos.order_by("step_id", "order").values("file_id")[:1]),
        updated_at=Subquery(told.values("at")[:1]),
        last_answer=Subquery(answered.order_by("-step__seq").values("answer")[:1])
        if filters.source or is_theirs
        else F("report__public_answer"),
    )
    if filters.updated_from:
        rows = rows.filter(updated_at__gte=filters.updated_from)
    if filters.updated_until:
        rows = rows.filter(updated_at__lte=filters.updated_until)
    found = []
    for v in rows.order_by("-filed_at", "-id").values_list(*_FIELDS)[:most]:
        row = dict(zip(_FIELDS, v, strict=True))
        published = row["report__is_published"]
        text = row["report__public_text"] or row["report__public_title"]
        found.append(
            OpenRow(
                number=row["number"],
                state=row["state"],
                is_open=row["is_open"],
                category_code=row["topic"],
                category=row["report__category__name"] or "",
                category_en=row["report__category__name_en"] or "",
                text=text if published else opened(row["report__text"]),
                answer=row["report__public_answer"] if published else opened(row["last_answer"]),
                office=row["office__name"],
                community=row["area__parent__name"] or "",
                area=row["area__name"],
                area_kind=row["area__kind"],
                holder=row["holder__name"],
                filed_at=row["filed_at"],
                updated_at=row["updated_at"] or row["filed_at"],
                resolve_by=row["resolve_by"],
                lon=row["lon"],
                lat=row["lat"],
                is_published=published,
                photo_id=row["photo_id"] if published else None,
            )
        )
    return found


def open_services() -> list[Category]:
    """List what can be reported, in the catalogue's order, with headings loaded. One query."""
    rows = Category.objects.filter(tree=Category.Tree.RESIDENT, is_active=True, children__isnull=True)
    return list(rows.select_related("parent"))


def open_service(code: str) -> Category | None:
    """Give one service with its heading. One query."""
    rows = Category.objects.filter(tree=Category.Tree.RESIDENT, is_active=True, children__isnull=True)
    return rows.select_related("parent").filter(code=code).first()
