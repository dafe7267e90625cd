"""Reads of secretaries' projects (a year's list, one with its five steps) and of yearly plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, OuterRef, QuerySet, Subquery

from linli.base.flow import engine
from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import REGISTRY, Move
from linli.base.people.actors import Actor
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.secretary import policies, rules
from linli.pillars.party.secretary.flow import KIND
from linli.pillars.party.secretary.models import PlanItem, PlanMove, SecretaryProject
from linli.pillars.party.secretary.policies import NoSuchPlanItem

MOST = 500
MOST_ITEMS = 2_000
MADE_BY: Final = {
    "core": "build_core",
    "subject": "set_subject",
    "support": "find_support",
    "assurance": "secure",
    "running": "finish",
}
"""The move that ends each step."""


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a list: how many of its five steps are made."""

    number: str
    title: str
    organisation: str
    year: int
    state: str
    card: str
    holder: str
    due_at: datetime | None
    is_open: bool
    made: int


@dataclass(frozen=True, slots=True)
class FiveRow:
    """One of the five steps: whether it is made, is being made, and what was written down when it was."""

    state: str
    is_made: bool
    is_now: bool
    said: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the history."""

    verb: str
    at: datetime
    who: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class SecretaryPage:
    """What the page of a project shows: `moves` are open to the reader now."""

    project: SecretaryProject
    five: tuple[FiveRow, ...]
    steps: tuple[HistoryRow, ...]
    moves: tuple[Move, ...]


def _made(state: str) -> int:
    if state in rules.STEPS:
        return rules.STEPS.index(state)
    return len(rules.STEPS) if state in ("finished", "closed") else 0


def projects_of(*, actor: Actor, year: int | None = None) -> list[ProjectLine]:
    """List the projects an actor sees, open ones by what is due first, then the closed. One query."""
    rows = SecretaryProject.objects.filter(policies.reachable(actor))
    if year is not None:
        rows = rows.filter(year=year)
    rows = rows.select_related("case__holder", "organisation__unit")
    return [
        ProjectLine(
            number=one.case.number,
            title=one.case.title,
            organisation=str(one.organisation),
            year=one.year,
            state=one.case.state,
            card=one.case.card,
            holder=str(one.case.holder or ""),
            due_at=one.case.due_at,
            is_open=one.case.is_open,
            made=_made(one.case.state),
        )
        for one in rows.order_by("-case__is_open", "case__due_at", "-case")[:MOST]
    ]


def proposers(*, actor: Actor) -> list[Organisation]:
    """List the organisations for which an actor proposes. One query."""
    kinds = [kind.value for kind in policies.LED]
    rows = Organisation.objects.filter(branches.keepable(actor), closed_on=None, kind__in=kinds)
    return list(rows.select_related("unit").order_by("path"))


def secretary_page(*, actor: Actor, number: str) -> SecretaryPage:
    """Give everything the page of a project shows. Two queries.

    :raises NoSuchCase: absent or out of reach.
    """
    rows = SecretaryProject.objects.filter(policies.reachable(actor), case__number=number)
    project = rows.select_related(
        "case__holder", "case__area", "case__office", "organisation__unit", "organisation__superior__unit"
    ).first()
    if project is None:
        raise NoSuchCase(number=number)
    case = project.case
    steps = list(Step.objects.filter(case=case).select_related("unit", "words").order_by("-seq"))
    said = {step.verb: step for step in reversed(steps)}
    made = _made(case.state)
    five = []
    for n, state in enumerate(rules.STEPS):
        step = said.get(MADE_BY[state])
        words = step.words if step is not None and hasattr(step, "words") else None
        is_made = n < made
        five.append(
            FiveRow(
                state,
                is_made,
                case.state == state,
                (words.note or words.answer) if is_made and words is not None else "",
                step.at if is_made and step is not None else None,
            )
        )
    facts, stands = engine.facts_of(case, ()), engine.stands_of(actor, case, ())
    return SecretaryPage(
        project,
        tuple(five),
        tuple(
            HistoryRow(
                s.verb,
                s.at,
                str(s.unit or ""),
                s.words.note if hasattr(s, "words") else "",
                s.words.answer if hasattr(s, "words") else "",
            )
            for s in steps
        ),
        REGISTRY[KIND].open_to(facts, stands),
    )


# --- the yearly plan ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An item of a plan with how it stands: `moved` is how often its day was moved, from `first` on.

    `matter` is the number of the matter about it, open or struck off. `carried` names the item of another year that it
    came from or went on as, with that year.
    """

    id: int
    organisation_id: int
    organisation: str
    what: str
    who: str
    due: date
    proof: str
    standing: rules.Standing
    done_on: date | None
    said: str
    matter: str
    is_watched: bool
    keeps: bool
    moved: int
    first: date
    carried_from: tuple[int, int] | None = None
    carried_to: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PlanSum:
    """What the plans of a year come to: counts of items, of all that one sees."""

    items: int
    done: int
    late: int
    carried: int = 0
    """Carried over to the next year: meant for this one, and not done in it."""


_ORDER = {one: n for n, one in enumerate(("late", "soon", "ahead", "done", "carried", "dropped"))}


def plan_items_of(*, actor: Actor, today: date, year: int, organisation: int | None = None) -> list[PlanRow]:
    """List the items of a year's plans an actor sees, late ones first. One query."""
    rows = _planned(actor).filter(year=year)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    found = [
        _plan_row(actor, one, today)
        for one in rows.select_related(*_BESIDE).order_by("due_on", "pk")[:MOST_ITEMS]
    ]
    return sorted(found, key=lambda row: _ORDER[row.standing.value])


_BESIDE: Final = ("organisation__unit", "supervised", "carried_to", "carried_from")


def _planned(actor: Actor) -> QuerySet[PlanItem]:
    """Give the items an actor sees, with how often their day was moved and which it was first."""
    first = PlanMove.objects.filter(item=OuterRef("pk")).order_by("pk").values("before")[:1]
    return PlanItem.objects.filter(policies.plans(actor)).annotate(
        moved=Count("moves"), first=Subquery(first)
    )


def _plan_row(actor: Actor, one: PlanItem, today: date) -> PlanRow:
    return PlanRow(
        one.pk,
        one.organisation_id,
        str(one.organisation),
        one.what,
        one.who,
        one.due_on,
        one.proof,
        rules.standing(one.due_on, today, done=one.done_on, dropped=one.dropped_on, carried=one.carried_on),
        one.done_on,
        one.said,
        one.supervised.number if one.supervised is not None else "",
        one.supervised is not None and one.supervised.is_open,
        branches.keeps(actor, one.organisation),
        one.moved,  # type: ignore[attr-defined]
        one.first or one.due_on,  # type: ignore[attr-defined]
        _year_of(getattr(one, "carried_from", None)),
        _year_of(one.carried_to),
    )


def _year_of(item: PlanItem | None) -> tuple[int, int] | None:
    return (item.pk, item.year) if item is not None else None


def plan_item(*, actor: Actor, pk: int, today: date) -> tuple[PlanItem, PlanRow]:
    """Give an item an actor sees, with how it stands. One query.

    :raises NoSuchPlanItem: absent, or out of reach.
    """
    rows = _planned(actor).filter(pk=pk)
    found = rows.select_related(*_BESIDE, "organisation__office").first()
    if found is None:
        raise NoSuchPlanItem
    return found, _plan_row(actor, found, today)


def plan_sum(rows: Sequence[PlanRow]) -> PlanSum:
    """Count what a list of items comes to; what was dropped or carried over counts as an item. No query."""
    of = Counter(row.standing for row in rows)
    told = rules.Standing
    return PlanSum(len(rows), of[told.DONE], of[told.LATE], of[told.CARRIED])


def planners(*, actor: Actor) -> list[Organisation]:
    """List the organisations for which an actor lays plans. One query."""
    rows = Organisation.objects.filter(branches.keepable(actor), closed_on=None)
    return list(rows.select_related("unit").order_by("path"))
