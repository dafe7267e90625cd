"""Coverage of doors by grid, an office's plan, diaries, and what is kept about one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel import clock
from linli.kernel.standards.visit_plans import INTERVAL_DAYS
from linli.pillars.governance.visits import policies
from linli.pillars.governance.visits.models import Change, DiaryPage, Home, Interval, Plan

WITHIN_DAYS: Final = 182
_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many doors of a grid were visited in half a year, and how many are late. Of doors, never of workers."""

    grid: str
    community: str
    doors: int
    seen: int
    late: int
    changed: int


def coverage(*, actor: Actor, at: datetime) -> tuple[Coverage, ...]:
    """Count doors by grid, communities in their order. Two queries."""
    today = clock.local(at).date()
    since = today - timedelta(days=WITHIN_DAYS)
    mine = Q(pk__in=[])
    for ground in policies.counted_grounds(actor):
        mine |= Q(household__building__grid__path__contains=f"/{ground}/")
    rows = (
        Home.objects.filter(mine)
        .values("household__building__grid")
        .annotate(
            doors=Count("pk"),
            seen=Count("pk", filter=Q(seen_on__gt=since)),
            late=Count("pk", filter=Q(due_on__lt=today)),
        )
    )
    counted = {row["household__building__grid"]: row for row in rows.order_by()}
    put_right = dict(
        Change.objects.filter(visit__area__in=counted, visit__at__gt=at - timedelta(days=WITHIN_DAYS))
        .values_list("visit__area")
        .annotate(count=Count("pk"))
        .order_by()
    )
    grids = (
        Unit.objects.filter(pk__in=counted)
        .select_related("parent")
        .order_by("parent__order", "parent", "code")
    )
    return tuple(
        Coverage(
            grid=str(one),
            community=str(one.parent or ""),
            doors=counted[one.pk]["doors"],
            seen=counted[one.pk]["seen"],
            late=counted[one.pk]["late"],
            changed=put_right.get(one.pk, 0),
        )
        for one in grids
    )


def by_community(rows: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """Add the grids of each community up, in the order in which they come. No query."""
    sums: dict[str, Coverage] = {}
    for row in rows:
        one = sums.get(row.community, Coverage("", row.community, 0, 0, 0, 0))
        sums[row.community] = Coverage(
            grid="",
            community=row.community,
            doors=one.doors + row.doors,
            seen=one.seen + row.seen,
            late=one.late + row.late,
            changed=one.changed + row.changed,
        )
    return tuple(sums.values())


def plan_of(*, office: Unit) -> tuple[Plan | None, list[tuple[str, str, int, Interval | None]]]:
    """Give an office's plan, and for each kind of home the days of the rule and its own. Two queries."""
    own = {row.use: row for row in Interval.objects.filter(office=office)}
    days = [
        (code, str(label), INTERVAL_DAYS[Home.Use(code).value], own.get(code))  # type: ignore[index]
        for code, label in Home.Use.choices
    ]
    return Plan.objects.filter(office=office).first(), days


def pages(*, actor: Actor, before: int | None = None) -> tuple[list[DiaryPage], int | None]:
    """List one's own diary, newest first. One query."""
    rows = DiaryPage.objects.filter(owner_id=actor.account_id or 0)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("shared_with").order_by("-pk")[: _PAGE + 1])
    return found[:_PAGE], found[_PAGE - 1].pk if len(found) > _PAGE else None


def shared_pages(*, actor: Actor) -> list[DiaryPage]:
    """List what colleagues of one's community shared, newest first. One query."""
    rows = DiaryPage.objects.filter(policies.readable_pages(actor), shared_with__isnull=False)
    return list(
        rows.exclude(owner_id=actor.account_id or 0).select_related("owner").order_by("-shared_at")[:_PAGE]
    )


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what was put right about them, and the pages of their own diary."""
    changed = Change.objects.filter(resident__account=account).exclude(was="", now="").order_by("at")
    own = DiaryPage.objects.filter(owner=account).order_by("at")
    return {
        "register_changes": [
            {
                "at": row.at,
                "what": str(row.get_what_display()),
                "was": row.was,
                "now": row.now,
                "source": str(row.get_source_display()),
            }
            for row in changed
        ],
        "diary": [{"at": row.at, "words": row.words} for row in own],
    }
