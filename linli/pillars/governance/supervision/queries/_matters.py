"""Reads of supervised matters: lists, what should be raised, one with its letters; letters of cards for any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from linli.base.flow import engine
from linli.base.flow import policies as flow
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.pillars.governance.supervision import policies
from linli.pillars.governance.supervision.flow import AT_WORK, KIND, SUPERVISION
from linli.pillars.governance.supervision.models import Supervision

PAGE = 30
VIEWS = ("open", "mine", "to_check", "red", "ended")
LETTERS = frozenset({"assign", "urge", "redo", "turn_yellow", "turn_red", "strike_off", "drop"})
"""Steps of a matter that leave as a letter; of any other case those of its cards."""
CARDS = frozenset({"turn_yellow", "turn_red"})


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list."""

    id: int
    number: str
    title: str
    why: str
    state: str
    card: str
    holder: str
    over: str
    urged: int
    reopened: int
    filed_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history; `letter` says that it can be printed."""

    seq: int
    verb: str
    at: datetime
    who: str
    unit: str
    note: str
    answer: str
    letter: bool
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MatterPage:
    """What the page of a matter shows."""

    matter: Supervision
    asked: str
    lead: str
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]
    over: Case | None


@dataclass(frozen=True, slots=True)
class CardLetter:
    """What a letter says: the step it is made of, its case, and the unit it goes to."""

    case: Case
    step: Step
    to: str
    note: str
    answer: str
    asked: str


def _in_view(actor: Actor, view: str) -> Q:
    match view:
        case "mine":
            units = sorted({p.unit_id for p in actor.posts if p.role in policies.SEERS})
            shares = Assignment.objects.filter(case=OuterRef("pk"), unit__in=units, state__in=Assignment.LIVE)
            above = Q(case__office__in=policies.offices_raised_at(actor)) & ~Q(case__state__in=AT_WORK)
            return Q(case__is_open=True) & ((Q(Exists(shares)) & Q(case__state__in=AT_WORK)) | above)
        case "to_check":
            return Q(case__state__in=["answered", "checked"])
        case "red":
            return Q(case__is_open=True, case__card="red")
        case "ended":
            return Q(case__is_open=False)
        case _:
            return Q(case__is_open=True)


def matters_of(
    *, actor: Actor, view: str = "open", before: int | None = None, size: int = PAGE
) -> tuple[tuple[MatterRow, ...], int | None]:
    """List the matters an actor sees, newest first. One query."""
    rows = Supervision.objects.filter(policies.reachable(actor), _in_view(actor, view))
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.select_related("case__holder", "case__parent").order_by("-case_id")[: size + 1])
    page = tuple(
        MatterRow(
            id=m.pk,
            number=m.case.number,
            title=m.case.title,
            why=m.why,
            state=m.case.state,
            card=m.case.card,
            holder=str(m.case.holder),
            over=m.case.parent.number if m.case.parent else "",
            urged=m.case.urged_count,
            reopened=m.case.reopened_count,
            filed_at=m.case.filed_at,
            due_at=m.case.due_at,
            closed_at=m.case.closed_at,
            is_open=m.case.is_open,
        )
        for m in found[:size]
    )
    return page, found[size - 1].case_id if len(found) > size else None


def should_be_raised(*, actor: Actor, size: int = PAGE) -> tuple[Case, ...]:
    """List cases that call for supervision and have none: red for a day, or done again after a bad call-back. One query.

    Of the offices at which the actor raises matters; the longest overdue first.
    """
    offices = policies.offices_raised_at(actor)
    if not offices:
        return ()
    matters = Case.objects.filter(parent=OuterRef("pk"), kind=KIND, is_open=True)
    rows = Case.objects.filter(flow.reachable(actor), office__in=offices, is_open=True).exclude(kind=KIND)
    calls = Q(card="red", climb__gte=2) | Q(reopened_count__gte=1)
    rows = rows.filter(calls, ~Exists(matters), stopped_at=None).select_related("holder")
    return tuple(rows.order_by("due_at", "id")[:size])


def over_case(*, actor: Actor, number: str) -> Case:
    """Give a case of any kind that an actor may see. One query.

    :raises NoSuchCase:
    """
    rows = Case.objects.select_related("holder", "office", "area")
    case = rows.filter(flow.reachable(actor), number=number).exclude(kind=KIND).first()
    if case is None:
        raise NoSuchCase(number=number)
    return case


def takers(office: Unit) -> list[Unit]:
    """List whom a matter can be given to: what is below the office but grids, and departments of its district. One query."""
    below = Q(
        path__startswith=office.path, kind__in=[UnitKind.OFFICE, UnitKind.COMMUNITY, UnitKind.DEPARTMENT]
    )
    beside = Q(parent_id=office.parent_id, kind=UnitKind.DEPARTMENT)
    own = Q(path__startswith=office.path, kind__in=[UnitKind.PROPERTY, UnitKind.PARTNER, UnitKind.PARTY])
    return list(Unit.objects.filter(below | beside | own, is_active=True).order_by("-kind", "order", "id"))


def get_matter(*, actor: Actor, number: str) -> Supervision:
    """Give a matter the actor sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Supervision.objects.select_related(
        "case__holder", "case__area", "case__office", "case__parent", "responsibility__unit"
    )
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def matter_page(*, actor: Actor, number: str) -> MatterPage:
    """Give everything the page of a matter shows. Three queries.

    :raises NoSuchCase: absent or out of reach.
    """
    matter = get_matter(actor=actor, number=number)
    case = matter.case
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    lead = next((s for s in shares if s.part == Assignment.Part.LEAD and s.state in Assignment.LIVE), None)
    moves = SUPERVISION.open_to(engine.facts_of(case, shares), engine.stands_of(actor, case, shares))
    rows = Step.objects.filter(case=case).select_related("actor", "unit", "words").order_by("-seq")
    steps = tuple(
        StepRow(
            s.seq,
            s.verb,
            s.at,
            s.actor.name if s.actor else "",
            str(s.unit or ""),
            s.words.note if hasattr(s, "words") else "",
            s.words.answer if hasattr(s, "words") else "",
            s.verb in LETTERS,
            s.data,
        )
        for s in rows
    )
    over = case.parent
    return MatterPage(
        matter=matter,
        asked=next((s.answer for s in steps if s.verb == "raise"), ""),
        lead=str(lead.unit) if lead else "",
        steps=steps,
        moves=moves,
        over=over if over is not None and flow.reaches(actor, over) else None,
    )


def letter_step(*, actor: Actor, number: str, seq: int) -> CardLetter:
    """Give what a letter is made of: a step of a matter, or a card of any case the actor sees. Three queries.

    :raises NoSuchCase: out of reach, or a step that leaves no letter.
    """
    case = (
        Case.objects.select_related("office", "holder").filter(flow.reachable(actor), number=number).first()
    )
    step = (
        Step.objects.filter(case=case, seq=seq).select_related("holder", "unit", "words").first()
        if case
        else None
    )
    if case is None or step is None or step.verb not in (LETTERS if case.kind == KIND else CARDS):
        raise NoSuchCase(number=number)
    first = (
        Step.objects.filter(case=case, seq=1).select_related("words").first() if case.kind == KIND else None
    )
    # What is struck off is told to whoever did it, not to the office that holds it by then.
    done = Assignment.objects.filter(case=case, part=Assignment.Part.LEAD).select_related("unit").last()
    is_end = step.verb in ("strike_off", "drop")
    return CardLetter(
        case=case,
        step=step,
        to=done.unit.name if done and is_end else step.holder.name,
        note=step.words.note if hasattr(step, "words") else "",
        answer=step.words.answer if hasattr(step, "words") else "",
        asked=first.words.answer if first and hasattr(first, "words") else "",
    )
