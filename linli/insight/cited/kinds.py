"""How many cases of each kind there are: every kind that has a flow, those without a case too."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from linli.base.flow.models import Case
from linli.base.flow.table import REGISTRY
from linli.base.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class KindCount:
    """Cases of a kind: all there ever were, and those open now."""

    kind: str
    count: int
    open: int


def kinds(office: Unit | None = None) -> list[KindCount]:
    """Count cases by kind. One query."""
    cases = Case.objects.filter(office__path__startswith=office.path) if office else Case.objects.all()
    rows = (
        cases.order_by()
        .values_list("kind")
        .annotate(n=Count("pk"), standing=Count("pk", filter=Q(is_open=True)))
    )
    found = {kind: (n, standing) for kind, n, standing in rows}
    return [KindCount(kind, *found.get(kind, (0, 0))) for kind in sorted({*REGISTRY, *found})]
