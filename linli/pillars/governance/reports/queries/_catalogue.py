"""What residents may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.base.asked import mark, register_mark
from linli.pillars.governance.reports.models import CatalogueRevision, Category


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as residents choose it. `said` are the words people use for it."""

    code: str
    name: str
    name_en: str
    help: str
    help_en: str
    said: tuple[str, ...]
    questions: tuple[dict[str, Any], ...]
    nearby_m: int
    is_urgent: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the catalogue and what is under it. Categories without a heading share one without a name."""

    code: str
    name: str
    name_en: str
    help: str
    help_en: str
    kinds: tuple[Kind, ...]


_held: tuple[UUID, tuple[Heading, ...]] | None = None


def resident_catalogue() -> tuple[Heading, ...]:
    """Give the residents' tree in the order offered. One small query; one more after a category changed."""
    global _held
    revision = mark("catalogue")
    held = _held
    if held is not None and held[0] == revision:
        return held[1]
    found = _read_catalogue()
    _held = None if revision is None else (revision, found)
    return found


register_mark("catalogue", f"SELECT value FROM {CatalogueRevision._meta.db_table}")


def _read_catalogue() -> tuple[Heading, ...]:
    rows = list(
        Category.objects.filter(tree=Category.Tree.RESIDENT, is_active=True).order_by("order", "code")
    )
    parents = {row.parent_id for row in rows if row.parent_id}
    under: dict[str, list[Kind]] = {}
    for row in rows:
        if row.code not in parents:
            under.setdefault(row.parent_id or "", []).append(_kind(row))
    headings = [
        Heading(row.code, row.name, row.name_en, row.help, row.help_en, tuple(under[row.code]))
        for row in rows
        if row.code in under
    ]
    if "" in under:
        headings.append(Heading("", "", "", "", "", tuple(under[""])))
    return tuple(headings)


def _kind(row: Category) -> Kind:
    return Kind(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        help=row.help,
        help_en=row.help_en,
        said=tuple(row.words),
        questions=tuple(row.questions),
        nearby_m=row.nearby_m,
        is_urgent=row.is_urgent,
        is_public=row.is_public,
    )
