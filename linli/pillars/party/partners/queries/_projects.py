"""Reads of what is needed and what is done: lists, one with its history and what fits it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q

from linli.base.flow import engine
from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import REGISTRY, Move
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.party.partners import policies, rules
from linli.pillars.party.partners.flow import KIND
from linli.pillars.party.partners.models import Milestone, Project, ReportIn, Resource
from linli.pillars.party.partners.rules import What, Why

PAGE = 30
VIEWS: Final[dict[str, Q]] = {
    "listed": Q(case__state="listed"),
    "doing": Q(case__state__in=["claimed", "done"]),
    "closed": Q(case__state="closed"),
    "ended": Q(case__state="ended"),
}
"""The lists of a page: what waits for a unit, what is in hand, what was confirmed, what came to nothing."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line of a list."""

    number: str
    title: str
    what: str
    community: str
    served: str
    unit: str
    state: str
    card: str
    filed_at: datetime
    due_at: datetime | None
    wanted: date | None
    made: int
    steps: int
    served_count: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of a project's history."""

    verb: str
    at: datetime
    who: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer that fits a need, and why."""

    resource: Resource
    left: int
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """What the page of a project shows: `moves` are open to the reader now."""

    project: Project
    milestones: tuple[Milestone, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]
    proposals: tuple[Proposal, ...]


def projects_of(
    *,
    actor: Actor,
    view: str = "listed",
    unit: int | None = None,
    words: str = "",
    before: int | None = None,
    size: int = PAGE,
) -> tuple[list[ProjectRow], int | None]:
    """List needs and projects an actor may see: open ones by what is due first and whole, others newest first. One query."""
    rows = Project.objects.filter(policies.reachable_projects(actor), VIEWS[view])
    rows = rows.select_related("case", "community", "unit").annotate(
        planned=Count("milestones"), made=Count("milestones", filter=Q(milestones__done_at__isnull=False))
    )
    if unit is not None:
        rows = rows.filter(unit=unit)
    if words:
        rows = rows.filter(
            Q(case__title__icontains=words)
            | Q(community__name__icontains=words)
            | Q(unit__name__icontains=words)
        )
    if view in ("listed", "doing"):
        return [_row(one) for one in rows.order_by("case__due_at", "case")[:300]], None
    if before is not None:
        rows = rows.filter(case__lt=before)
    found = list(rows.order_by("-case")[: size + 1])
    return [_row(one) for one in found[:size]], found[size - 1].pk if len(found) > size else None


def _row(one: Project) -> ProjectRow:
    case = one.case
    return ProjectRow(
        number=case.number,
        title=case.title,
        what=str(one.get_what_display()),
        community=str(one.community),
        served=one.served,
        unit=str(one.unit or ""),
        state=case.state,
        card=case.card,
        filed_at=case.filed_at,
        due_at=case.due_at,
        wanted=one.wanted_date,
        made=one.made,  # type: ignore[attr-defined]
        steps=one.planned,  # type: ignore[attr-defined]
        served_count=one.served_count,
        is_open=case.is_open,
    )


def get_project(*, actor: Actor, number: str) -> Project:
    """Give a project the actor may see. One query.

    :raises NoSuchCase:
    """
    rows = Project.objects.select_related(
        "case__holder", "case__area", "case__office", "unit", "community", "resource"
    )
    found = rows.filter(policies.reachable_projects(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def project_page(*, actor: Actor, number: str, at: datetime) -> ProjectPage:
    """Give everything the page of a project shows. Three queries, three more for who may call on an offer.

    :raises NoSuchCase:
    """
    project = get_project(actor=actor, number=number)
    facts, stands = engine.facts_of(project.case, ()), engine.stands_of(actor, project.case, ())
    moves = REGISTRY[KIND].open_to(facts, stands)
    calls = any(move.verb == "call_on" for move in moves)
    return ProjectPage(
        project,
        tuple(project.milestones.all()),
        _steps_of(project),
        moves,
        tuple(_proposals(project, clock.local(at).date())) if calls else (),
    )


def _steps_of(project: Project) -> tuple[StepRow, ...]:
    rows = Step.objects.filter(case=project.case).select_related("unit", "words").order_by("-seq")
    return tuple(
        StepRow(
            s.verb,
            s.at,
            str(s.unit or ""),
            s.words.note if hasattr(s, "words") else "",
            s.words.answer if hasattr(s, "words") else "",
        )
        for s in rows
    )


def _proposals(project: Project, today: date) -> list[Proposal]:
    units = list(
        ReportIn.objects.filter(community=project.community_id, until=None).values_list("unit_id", flat=True)
    )
    rows = Resource.objects.filter(unit__in=units, what=project.what, ended_at=None).select_related("unit")
    found = {row.pk: row for row in rows}
    loads = dict(
        Project.objects.filter(unit__in=units, case__is_open=True)
        .order_by()
        .values_list("unit")
        .annotate(n=Count("pk"))
    )
    offers = [
        rules.Offered(
            row.pk,
            What(row.what),
            row.unit_id,
            frozenset({project.community_id}),
            row.times - row.taken,
            row.until,
            loads.get(row.unit_id, 0),
        )
        for row in found.values()
    ]
    fitting = rules.matches(What(project.what), project.community_id, project.wanted_date, today, offers)
    return [
        Proposal(found[one.offer], found[one.offer].times - found[one.offer].taken, one.why)
        for one in fitting[:5]
    ]


def units_there(project: Project) -> list[Unit]:
    """List the units that reported in to the community of a project: to one of them it can be given. One query."""
    rows = Unit.objects.filter(
        report_ins__community=project.community_id, report_ins__until=None, is_active=True
    )
    return list(rows.order_by("kind", "order", "name"))
