"""How much waits in each view of the inbox."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Value

from linli.base.flow import policies
from linli.base.flow.models import Case
from linli.base.people.actors import Actor
from linli.base.written import counted, written
from linli.pillars.governance.reports.flow import KIND
from linli.pillars.governance.reports.queries._views import VIEWS, decides, view_of


def view_counts(*, actor: Actor, views: tuple[str, ...] = VIEWS[:-1]) -> dict[str, int]:
    """Count every view of the inbox over open cases; one query, and for who decides one more.

    What waits for a decision is counted apart: an appeal may be about a case that has ended.
    """
    open_views = tuple(v for v in views if v != "to_decide")
    counts = _counts(open_views, actor=actor)
    found = dict(zip(open_views, counts[0] if counts else (0,) * len(open_views), strict=True))
    if "to_decide" in views and decides(actor):
        found["to_decide"] = _to_decide(actor=actor)
    return found


@written
def _counts(views: tuple[str, ...], /, *, actor: Actor) -> QuerySet[Case, Any]:
    rows = Case.objects.filter(policies.reachable(actor), kind=KIND, is_open=True)
    counts = {v: Count("id", filter=view_of(v, actor)) for v in views}
    return rows.order_by().values(all_of_them=Value(1)).annotate(**counts).values_list(*views)


@counted
def _to_decide(*, actor: Actor) -> QuerySet[Case, Any]:
    mine = Case.objects.filter(policies.reachable(actor), kind=KIND)
    return mine.filter(view_of("to_decide", actor)).order_by().values_list("id")
