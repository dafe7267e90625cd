"""Reads of beats: what is walked today, one beat with its days and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from linli.base.flow import deadlines
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import SEEING
from linli.base.people.actors import Actor
from linli.base.people.models import Post
from linli.base.places.models import Road
from linli.kernel import clock
from linli.pillars.governance.inspections.models import Shop, ShopCheck
from linli.pillars.governance.patrols import policies, rules
from linli.pillars.governance.patrols.models import Beat, Finding, Patrol
from linli.pillars.governance.patrols.policies import NoSuchBeat
from linli.pillars.governance.patrols.rules import SHOWN_DAYS, Standing


@dataclass(frozen=True, slots=True)
class BeatRow:
    """A line of the list: the beat, where it stands today, its last walk, what it found that is still open."""

    beat: Beat
    standing: Standing
    last_on: date | None
    open_count: int
    found_count: int


@dataclass(frozen=True, slots=True)
class Day:
    """A planned day, or one walked besides: whether it was, and how much was found."""

    on: date
    is_planned: bool
    patrol: Patrol | None
    found: int


@dataclass(frozen=True, slots=True)
class FoundRow:
    """Something that was found on a walk: a case, as far as this reader sees it at all."""

    number: str
    title: str
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class BeatPage:
    """One beat: its days, what was found, the shops along it, and what this reader may do."""

    beat: Beat
    standing: Standing
    days: tuple[Day, ...]
    found: tuple[FoundRow, ...]
    shops: int
    checked_today: int
    may_walk: bool
    may_plan: bool


def _holiday(beat: Beat) -> Callable[[date], bool]:
    calendar = deadlines.calendar_of(beat.office)
    return lambda day: bool(calendar.holiday_name(day))


def _steward_now(beats: Iterable[Beat], today: date) -> None:
    """Forget a post that has ended: the unit answers until somebody names the next."""
    for beat in beats:
        post = beat.steward
        if post is not None and post.held_until is not None and post.held_until <= today:
            beat.steward = None


def _whole() -> QuerySet[Beat]:
    return Beat.objects.select_related("area", "unit", "office", "road", "steward__account", "steward__unit")


def beats_of(*, actor: Actor, at: datetime, view: str = "now") -> list[BeatRow]:
    """List the beats an actor sees: those walked, due today and missed first; or those that have ended. Four queries."""
    today = clock.local(at).date()
    rows = _whole().filter(policies.reachable(actor))
    beats = list(rows.filter(ended_on__isnull=view != "ended").order_by("name", "pk"))
    _steward_now(beats, today)
    ids = [beat.pk for beat in beats]
    walked: dict[int, set[date]] = {pk: set() for pk in ids}
    since = today - timedelta(days=SHOWN_DAYS + 7)
    for beat_id, on in Patrol.objects.filter(beat__in=ids, on__gte=since).values_list("beat", "on"):
        walked[beat_id].add(on)
    counts = Finding.objects.filter(patrol__beat__in=ids).values("patrol__beat")
    told = {
        row["patrol__beat"]: (row["open"], row["all"])
        for row in counts.annotate(open=Count("pk", filter=Q(case__is_open=True)), all=Count("pk"))
    }
    found = []
    for beat in beats:
        days = frozenset(walked[beat.pk])
        stands = rules.standing(beat.weekdays, _holiday(beat), begin=beat.from_date, today=today, walked=days)
        unsettled, whole = told.get(beat.pk, (0, 0))
        found.append(BeatRow(beat, stands, max(days, default=None), unsettled, whole))
    order = {Standing.DUE: 0, Standing.MISSED: 1, Standing.WALKED: 2, Standing.REST: 3}
    return sorted(found, key=lambda row: order[row.standing])


def get_beat(*, actor: Actor, pk: int) -> Beat:
    """Give a beat. One query.

    :raises NoSuchBeat: absent or out of reach.
    """
    row: Beat | None = _whole().filter(policies.reachable(actor), pk=pk).first()
    if row is None:
        raise NoSuchBeat
    return row


def beat_page(*, actor: Actor, at: datetime, pk: int) -> BeatPage:
    """Give a beat with its last four weeks. Six queries.

    :raises NoSuchBeat: absent or out of reach.
    """
    beat = get_beat(actor=actor, pk=pk)
    today = clock.local(at).date()
    _steward_now([beat], today)
    begin = max(beat.from_date, today - timedelta(days=SHOWN_DAYS))
    until = min(today, beat.ended_on) if beat.ended_on else today
    rows = (
        Patrol.objects.filter(beat=beat, on__gte=begin).select_related("unit").annotate(n=Count("findings"))
    )
    walks = {row.on: row for row in rows}
    planned = set(rules.planned(beat.weekdays, _holiday(beat), begin=begin, until=until))
    days = tuple(
        Day(day, day in planned, walks.get(day), walks[day].n if day in walks else 0)
        for day in sorted(planned | set(walks), reverse=True)
    )
    stands = rules.standing(
        beat.weekdays, _holiday(beat), begin=beat.from_date, today=today, walked=frozenset(walks)
    )
    shops, looked_at = _shops(actor, beat, at)
    is_walked = beat.ended_on is None
    return BeatPage(
        beat=beat,
        standing=stands,
        days=days,
        found=_found(beat),
        shops=shops,
        checked_today=looked_at,
        may_walk=is_walked,
        may_plan=is_walked and policies.plans_at(actor, beat.area),
    )


def _found(beat: Beat) -> tuple[FoundRow, ...]:
    rows = Finding.objects.filter(patrol__beat=beat).select_related("case", "patrol").order_by("-case")[:20]
    return tuple(FoundRow(row.case.number, row.case.title, row.case.state, row.patrol.on) for row in rows)


def _shops(actor: Actor, beat: Beat, at: datetime) -> tuple[int, int]:
    """Count the shops along a road, and how many of them were looked at today. Two queries, none for a spot."""
    if beat.road is None:
        return 0, 0
    here = Shop.objects.filter(office=beat.office_id, ended_at=None, address__startswith=beat.road.name)
    begin = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    looked = ShopCheck.objects.filter(shop__in=here, at__gte=begin, at__lte=at).exclude(kind="self")
    return here.count(), looked.values("shop").distinct().count()


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What a plan is chosen from: grounds, roads and living posts of the office."""

    areas: list[Unit]
    roads: list[Road]
    posts: list[Post]


def choices_for(*, actor: Actor, at: datetime) -> PlanChoices:
    """Give what a plan is chosen from. Four queries."""
    today = clock.local(at).date()
    below = Q(pk__in=[])
    for ground in policies.planning_grounds(actor):
        below |= Q(path__contains=f"/{ground}/")
    kinds = list(policies.GROUND.own)
    areas = list(
        Unit.objects.filter(below, kind__in=kinds, is_active=True).select_related("parent").order_by("path")
    )
    offices = {pk for area in areas for pk in area.line}
    roads = list(Road.objects.filter(office__in=offices).order_by("name"))
    scope = Q(unit__in=[])
    for office_id in orgs.offices_among(offices):
        scope |= Q(unit__path__contains=f"/{office_id}/")
    live = Q(held_until=None) | Q(held_until__gt=today)
    posts = Post.objects.filter(scope, live, held_from__lte=today, role__in=SEEING).exclude(
        role="grid_helper"
    )
    posts = posts.select_related("unit", "account").order_by("unit__path", "pk")
    return PlanChoices(areas, roads, list(posts[:600]))
