"""Visits across the enterprises somebody keeps: who went where and what for, never how many by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linli.base.people.actors import Actor
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.models import EnterpriseVisit

PAGE = 50


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit, without what was said."""

    id: int
    enterprise_id: int
    enterprise: str
    area: str
    on_date: date
    purposes: tuple[str, ...]
    by: str
    promised_date: date | None
    is_kept: bool


def visits_of(
    *, actor: Actor, purpose: str = "", before: int | None = None, size: int = PAGE
) -> tuple[tuple[VisitRow, ...], int | None]:
    """List the visits to enterprises one keeps, last written first; of one purpose where asked. One query."""
    rows = EnterpriseVisit.objects.filter(policies.reachable(actor, prefix="enterprise__"))
    if purpose:
        rows = rows.filter(purposes__contains=[purpose])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("enterprise__area", "by").order_by("-pk")[: size + 1])
    page = tuple(
        VisitRow(
            id=v.pk,
            enterprise_id=v.enterprise_id,
            enterprise=v.enterprise.name,
            area=str(v.enterprise.area),
            on_date=v.on_date,
            purposes=tuple(v.purposes),
            by=v.by.name,
            promised_date=v.promised_date,
            is_kept=v.kept_at is not None,
        )
        for v in found[:size]
    )
    return page, found[size - 1].pk if len(found) > size else None
