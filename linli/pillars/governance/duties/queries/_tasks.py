"""Reads of tasks: lists, one with its grids, and what its guards ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.flow import engine
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import CENTRE, GRID, HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.duties import policies
from linli.pillars.governance.duties.flow import TASK
from linli.pillars.governance.duties.models import Duty, Task
from linli.pillars.governance.duties.queries._list import is_in_force

PAGE = 30
VIEWS = ("mine", "asked", "running", "ended")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of a list of tasks."""

    id: int
    number: str
    title: str
    unit: str
    basis: str
    is_outside: bool
    state: str
    card: str
    grids: int
    answered: int
    filed_at: datetime
    due_at: datetime | None
    until: datetime | None
    closed_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history."""

    verb: str
    at: datetime
    who: str
    unit: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class GridShare:
    """A grid that has to do with the task: what it said, and whether the reader may say it."""

    unit: Unit
    state: str
    answer: str
    answered_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """What the page of a task shows."""

    task: Task
    what: str
    admitted_by: str
    admitted_at: datetime | None
    grounds: tuple[str, ...]
    grids: tuple[GridShare, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]


def serves(unit: Unit, office: Unit) -> bool:
    """Say whether a unit may ask something of an office's grids: it is its own, or a department of its district."""
    return office.pk in unit.line or (unit.kind == UnitKind.DEPARTMENT and unit.parent_id == office.parent_id)


def grounds_of(office: Unit) -> list[Unit]:
    """List the grounds a task may be for: the communities of an office and their grids. One query."""
    kinds = (UnitKind.COMMUNITY, UnitKind.GRID)
    rows = Unit.objects.filter(path__startswith=office.path, kind__in=kinds, is_active=True)
    return list(rows.order_by("path"))


def grids_under(office: Unit, grounds: Iterable[int]) -> list[Unit]:
    """Give the grids that lie in these grounds. One query."""
    chosen = set(grounds)
    rows = Unit.objects.filter(path__startswith=office.path, kind=UnitKind.GRID, is_active=True)
    return [grid for grid in rows.order_by("path") if chosen.intersection(grid.line)]


def flow_facts(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards whether the task stands on a line, and whether the list has lost it. Three queries at most."""
    duty = Duty.objects.filter(tasks=case.pk).first()
    if duty is None:
        return {"pending": frozenset()}
    found = {"listed"} if is_in_force(duty, case.office) else {"listed", "gone"}
    return {"pending": frozenset(found)}


def _in_view(actor: Actor, view: str) -> Q:
    shares = Assignment.objects.filter(case=OuterRef("pk"), state__in=Assignment.LIVE)
    match view:
        case "mine":
            grids = sorted({p.unit_id for p in actor.posts if p.role in GRID})
            gates = sorted({p.unit_id for p in actor.posts if p.role in CENTRE | LEADING})
            asks = sorted({p.unit_id for p in actor.posts if p.role in HANDLING | LEADING})
            owed = Q(Exists(shares.filter(unit__in=grids, part=Assignment.Part.ASSIST)))
            to_decide = Q(case__state="asked", case__office__in=gates)
            return Q(case__is_open=True) & (owed | to_decide | Q(unit__in=asks))
        case "asked":
            return Q(case__state="asked")
        case "ended":
            return Q(case__is_open=False)
        case _:
            return Q(case__state="admitted")


def tasks_of(
    *, actor: Actor, view: str = "running", before: int | None = None, size: int = PAGE
) -> tuple[tuple[TaskRow, ...], int | None]:
    """List the tasks an actor sees, newest first. Two queries."""
    rows = Task.objects.filter(policies.reachable(actor), _in_view(actor, view))
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.select_related("case", "unit", "duty").order_by("-case_id")[: size + 1])
    return _rows(found[:size]), found[size - 1].case_id if len(found) > size else None


def waiting_for(*, actor: Actor, size: int = PAGE) -> tuple[TaskRow, ...]:
    """List the tasks that wait for an actor's own grid, the nearest end first. Two queries, for grid workers only."""
    return _rows(_waiting(size, actor=actor)) if actor.has(GRID) else ()


def waiting(actor: Actor) -> QuerySet[Task]:
    """Select what `waiting_for` lists."""
    grids = sorted({p.unit_id for p in actor.posts if p.role in GRID})
    owed = Assignment.objects.filter(
        case=OuterRef("pk"), unit__in=grids, part=Assignment.Part.ASSIST, state__in=Assignment.LIVE
    )
    return Task.objects.filter(policies.reachable(actor), Exists(owed), case__state="admitted")


@written
def _waiting(size: int, /, *, actor: Actor) -> QuerySet[Task]:
    rows = waiting(actor).select_related("case", "unit", "duty")
    return rows.order_by("case__stopped_until", "case_id")[:size]


def _rows(found: list[Task]) -> tuple[TaskRow, ...]:
    if not found:
        return ()
    shares: dict[int, list[str]] = {}
    given = Assignment.objects.filter(case__in=[t.pk for t in found], part=Assignment.Part.ASSIST)
    for case_id, state in given.values_list("case_id", "state"):
        shares.setdefault(case_id, []).append(state)
    return tuple(
        TaskRow(
            id=t.pk,
            number=t.case.number,
            title=t.case.title,
            unit=str(t.unit),
            basis=str(t.duty) if t.duty else t.outside_basis,
            is_outside=t.duty_id is None,
            state=t.case.state,
            card=t.case.card,
            grids=len(shares.get(t.pk, ())),
            answered=shares.get(t.pk, []).count(Assignment.State.ANSWERED),
            filed_at=t.case.filed_at,
            due_at=t.case.due_at,
            until=t.case.stopped_until,
            closed_at=t.case.closed_at,
            is_open=t.case.is_open,
        )
        for t in found
    )


def get_task(*, actor: Actor, number: str) -> Task:
    """Give a task the actor sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Task.objects.select_related(
        "case__holder", "case__area", "case__office", "unit", "duty__list", "quoted__list"
    )
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def task_page(*, actor: Actor, number: str, at: datetime) -> TaskPage:
    """Give everything the page of a task shows. Eight queries at most.

    :raises NoSuchCase: absent or out of reach.
    """
    task = get_task(actor=actor, number=number)
    case = task.case
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    steps = Step.objects.filter(case=case).select_related("actor", "unit", "words").order_by("-seq")
    told = [(s, s.words if hasattr(s, "words") else None) for s in steps]
    said = {s.data.get("unit"): (w.answer if w else "") for s, w in told if s.verb == "answer_share"}
    admitted = next((s for s, _w in told if s.verb == "admit"), None)
    pending = flow_facts(case, shares, at, None)["pending"] if case.state == "asked" else frozenset()  # type: ignore[arg-type]
    moves = TASK.open_to(
        engine.facts_of(case, shares, pending=pending), engine.stands_of(actor, case, shares)
    )
    mine = actor.unit_ids
    names = dict(Unit.objects.filter(pk__in=task.grounds).values_list("pk", "name"))
    return TaskPage(
        task=task,
        what=next((w.answer for s, w in told if s.verb == "ask" and w), ""),
        admitted_by=(admitted.actor.name if admitted.actor else "") if admitted else "",
        admitted_at=admitted.at if admitted else None,
        grounds=tuple(names[pk] for pk in task.grounds if pk in names),
        grids=tuple(
            GridShare(
                unit=s.unit,
                state=s.state,
                answer=said.get(s.unit_id, ""),
                answered_at=s.ended_at if s.state == Assignment.State.ANSWERED else None,
                is_mine=not mine.isdisjoint(s.unit.line) and s.state in Assignment.LIVE,
            )
            for s in shares
            if s.part == Assignment.Part.ASSIST
        ),
        steps=tuple(
            StepRow(
                s.verb,
                s.at,
                s.actor.name if s.actor else "",
                str(s.unit or ""),
                w.note if w else "",
                w.answer if w else "",
            )
            for s, w in told
        ),
        moves=moves,
    )
