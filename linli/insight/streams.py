"""Where a week's cases came from, who handles them, how they stand: three ways to share the same cases.

One grouped query feeds the drawing, its table and, with the same selection, the list behind every part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.base.flow.models import Assignment, Case
from linli.base.orgs.roles import UnitKind
from linli.insight.indicators import Scope
from linli.insight.queries import BehindRow
from linli.pillars.governance.reports.models import Report

WEEK = timedelta(days=7)

#: Who handles, by the kind of the unit that leads (or, where nobody was given the lead, of the holder).
HANDLERS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "grid": (_("网格"), (UnitKind.GRID, UnitKind.WORKSTATION)),
    "community": (_("社区"), (UnitKind.COMMUNITY,)),
    "street": (_("街道和科室"), (UnitKind.SUBDISTRICT, UnitKind.OFFICE)),
    "department": (_("部门"), (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.CITY)),
    "partner": (_("物业和其他单位"), ()),
}

#: How a case stands. What is in none of them is in hand; not done is what was refused, withdrawn or merged.
STANDINGS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "closed": (_("办结"), ("closed",)),
    "asking": (_("等核对、评价"), ("answered", "callback")),
    "doing": (_("正在办"), ()),
    "stopped": (_("停着、挂账"), ("paused", "ledgered")),
    "ended": (_("没有办"), ("refused", "withdrawn", "merged")),
}

CHANNELS: dict[str, Any] = dict(Report.Channel.choices)


PARTS = ("channel", "handler", "standing")
ASKED = (*PARTS, "topic")
"""What narrows the list: a share of the drawing, or a kind of report."""


@dataclass(frozen=True, slots=True)
class Stream:
    """So many cases that came by one channel, are with one kind of unit, and stand one way."""

    channel: str
    handler: str
    standing: str
    count: int


def _cases(scope: Scope, at: datetime) -> QuerySet[Any]:
    """Give the cases of the last seven days, each with its handler and its standing."""
    leads = Assignment.objects.filter(case=OuterRef("pk"), part=Assignment.Part.LEAD).exclude(
        state__in=(Assignment.State.RETURNED, Assignment.State.CALLED_OFF)
    )
    lead = Subquery(leads.order_by("-pk").values("unit__kind")[:1])
    return Case.objects.filter(scope.match(), filed_at__gt=at - WEEK, filed_at__lte=at).annotate(
        lead_kind=Coalesce(lead, F("holder__kind"), output_field=CharField()),
        handler=_sorted("lead_kind", HANDLERS, "partner"),
        standing=_sorted("state", STANDINGS, "doing"),
    )


def _sorted(field: str, kinds: dict[str, tuple[str | Promise, tuple[str, ...]]], rest: str) -> When_:
    whens = [
        When(**{f"{field}__in": members}, then=Value(code))
        for code, (_words, members) in kinds.items()
        if members
    ]
    return When_(*whens, default=Value(rest), output_field=CharField())


def streams(scope: Scope, at: datetime) -> list[Stream]:
    """Count the cases of the last seven days by channel, handler and standing. One query."""
    rows = _cases(scope, at).values_list(*PARTS).annotate(n=Count("id")).order_by("-n", *PARTS)
    return [Stream(*row) for row in rows]


def behind_stream(
    scope: Scope, at: datetime, part: Mapping[str, str], *, most: int = 500
) -> tuple[list[BehindRow], int]:
    """List the cases of a part (channel, handler, standing, kind), newest first, and count them. Two queries."""
    rows = _cases(scope, at).filter(**{name: part[name] for name in ASKED if part.get(name)})
    names = ("number", "title", "state", "area__name", "holder__name", "filed_at")
    listed = [BehindRow(*values) for values in rows.order_by("-filed_at", "-pk").values_list(*names)[:most]]
    return listed, rows.count()
