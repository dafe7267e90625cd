"""Reads of responsibility lists and of leads: of leads never a word but their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.standards.departments import DepartmentRole
from linli.pillars.governance.supervision import policies, rules
from linli.pillars.governance.supervision.models import DisciplineLead, Responsibility

MOST = 500


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line of a responsibility list: of a post of a unit, never of somebody by name."""

    id: int
    unit: str
    of: str
    what: str
    basis: str
    every: str
    due: date
    standing: str
    last: date | None
    said: str
    is_mine: bool
    proof: str


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead in a list: its number, from where, when, and whether it was received. Nothing of what it says."""

    number: str
    unit: str
    handed_at: datetime
    received_at: datetime | None
    is_mine: bool


def _seen_lists(actor: Actor) -> Q:
    offices = policies.offices_raised_at(actor)
    mine = {p.unit_id for p in actor.posts if p.role in policies.SEERS}
    return Q(office__in=offices) | Q(unit__in=mine)


def duties_due(*, actor: Actor, today: date) -> tuple[DutyRow, ...]:
    """List what responsibility lists ask of the units an actor answers for, the nearest date first. Two queries."""
    return _rows(_seen_lists(actor), actor, today)


def duties_of_unit(*, unit: int, today: date, actor: Actor | None = None) -> tuple[DutyRow, ...]:
    """List what the responsibility list of one unit asks of its posts, for who may see that unit. Two queries."""
    return _rows(Q(unit=unit), actor, today)


def _rows(found_by: Q, actor: Actor | None, today: date) -> tuple[DutyRow, ...]:
    rows = Responsibility.objects.filter(found_by, ended_at=None).select_related("unit")
    rows = rows.prefetch_related("fulfilments").order_by("due_date", "unit__path", "id")
    own = {p.unit_id for p in actor.posts if p.role in policies.SEERS} if actor is not None else set()
    found = []
    for row in rows[:MOST]:
        last = next(iter(row.fulfilments.all()), None)
        found.append(
            DutyRow(
                row.pk,
                str(row.unit),
                row.of,
                row.what,
                row.basis,
                row.every,
                row.due_date,
                rules.standing(row.due_date, today),
                clock.local(last.done_at).date() if last else None,
                last.words if last else "",
                row.unit_id in own,
                row.proof,
            )
        )
    return tuple(found)


def get_responsibility(*, actor: Actor, pk: int) -> Responsibility | None:
    """Give a line that an actor sees. One query."""
    rows = Responsibility.objects.select_related("unit", "office")
    return rows.filter(_seen_lists(actor), pk=pk).first()


def units_of(office: Unit) -> list[Unit]:
    """List the units of an office that have a responsibility list: itself, its sections, its communities. One query."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.OFFICE, UnitKind.COMMUNITY, UnitKind.WORKSTATION, UnitKind.PARTY)
    rows = Unit.objects.filter(path__startswith=office.path, kind__in=kinds, is_active=True)
    return list(rows.order_by("path"))


def discipline_body(office: Unit) -> Unit | None:
    """Give the unit of an office that takes leads about discipline. One query."""
    rows = Unit.objects.filter(path__startswith=office.path, is_active=True)
    return rows.filter(handles__contains=DepartmentRole.DISCIPLINE.value).order_by("path").first()


def leads_of(*, actor: Actor) -> tuple[LeadRow, ...]:
    """List the leads an actor's unit handed over, and, at the discipline body, those it was handed. One query.

    Nothing of what a lead says is read for a list.
    """
    bodies = policies.receiving_units(actor)
    mine = {p.unit_id for p in actor.posts if p.role in policies.HANDING}
    rows = DisciplineLead.objects.filter(Q(body__in=bodies) | Q(unit__in=mine)).defer("words")
    return tuple(
        LeadRow(r.number, str(r.unit), r.handed_at, r.received_at, r.body_id in bodies)
        for r in rows.select_related("unit").order_by("-handed_at", "-id")[:MOST]
    )
