"""Reads for the desk: lists, and one whistle with its departments side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.flow import engine
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import HANDLING, LEADING, UnitKind
from linli.base.people.actors import Actor
from linli.base.written import written
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.whistles import policies, rules
from linli.pillars.governance.whistles.flow import OPEN, SPEAKERS, WHISTLE
from linli.pillars.governance.whistles.models import Assessment, Call, Whistle
from linli.pillars.governance.whistles.rules import FROM, Progress

PAGE = 30
OF_A_CALL = frozenset({*FROM, "claim_whistle"})
VIEWS = ("open", "mine", "to_claim", "to_assess", "above", "shelved", "ended")


@dataclass(frozen=True, slots=True)
class WhistleRow:
    """One line of a list."""

    id: int
    number: str
    title: str
    kind: str
    state: str
    card: str
    unit: str
    called: tuple[tuple[str, str], ...]
    filed_at: datetime
    due_at: datetime | None
    stopped_until: datetime | None
    closed_at: datetime | None
    is_open: bool
    is_posted: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history; `about` is the department it is about."""

    verb: str
    at: datetime
    who: str
    unit: str
    about: int
    note: str
    answer: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CallRow:
    """One called department: where it stands, what it said, how it was assessed, what the reader may do about it."""

    call: Call
    unit: str
    late: tuple[str, ...]
    due_at: datetime | None
    with_whom: str
    measure: str
    claimed: str
    answer: str
    declined: str
    assessments: tuple[tuple[Assessment, str], ...]
    moves: tuple[Move, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class WhistlePage:
    """What the page of a whistle shows."""

    whistle: Whistle
    asked: str
    calls: tuple[CallRow, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]
    claims: tuple[Unit, ...]
    """The reader's own units that may take on a piece of it now."""
    wanted: str
    """What is still to be done, as whoever put it up said."""
    parent: Case | None


def callable_units(office: Unit) -> list[Unit]:
    """List whom a whistle of this office can call: its sections and bodies, and the district's departments. One query."""
    return list(_units(office, (UnitKind.OFFICE, UnitKind.DEPARTMENT)).order_by("-kind", "order", "id"))


def claimable_units(office: Unit) -> list[Unit]:
    """List who may take on a piece of an office's whistle: whom it can call, and the partners of its place. One query."""
    return list(_units(office, tuple(policies.CLAIMING)).order_by("-kind", "order", "id"))


def _units(office: Unit, kinds: Sequence[UnitKind]) -> QuerySet[Unit]:
    mine = Q(path__startswith=office.path, kind__in=kinds)
    districts = Q(parent_id=office.parent_id, kind=UnitKind.DEPARTMENT)
    return Unit.objects.filter(mine | districts, is_active=True)


def flow_facts(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards what they ask about a whistle alone. Two queries."""
    parts = [call.part for call in Call.objects.filter(whistle=case.pk)]
    posted = Whistle.objects.filter(case=case.pk, is_posted=True).exists()
    return {"pending": rules.flags(parts, 0, at=at, declined_count=case.returned_count, posted=posted)}


def whistles_of(
    *, actor: Actor, view: str = "open", before: int | None = None, size: int = PAGE
) -> tuple[tuple[WhistleRow, ...], int | None]:
    """List the whistles an actor sees, newest first. Two queries."""
    rows = Whistle.objects.filter(policies.reachable(actor), _in_view(actor, view))
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.select_related("case", "unit").order_by("-case_id")[: size + 1])
    page = _rows(found[:size])
    return page, found[size - 1].case_id if len(found) > size else None


def waiting_for(*, actor: Actor, size: int = PAGE) -> tuple[WhistleRow, ...]:
    """List the whistles in which something is owed by the actor's own units, the most pressing first. Two queries."""
    if not policies.sees_any(actor):
        return ()
    return _rows(_waiting(size, actor=actor))


def waiting(actor: Actor) -> QuerySet[Whistle]:
    """Select what `waiting_for` lists."""
    return Whistle.objects.filter(policies.reachable(actor), _in_view(actor, "mine"))


@written
def _waiting(size: int, /, *, actor: Actor) -> QuerySet[Whistle]:
    return waiting(actor).select_related("case", "unit").order_by("case__due_at", "case_id")[:size]


def _rows(found: Sequence[Whistle]) -> tuple[WhistleRow, ...]:
    if not found:
        return ()
    called: dict[int, list[tuple[str, str]]] = {}
    calls = Call.objects.filter(whistle__in=[w.pk for w in found]).select_related("unit").order_by("id")
    for call in calls:
        called.setdefault(call.whistle_id, []).append((str(call.unit), call.state))
    return tuple(
        WhistleRow(
            id=w.pk,
            number=w.case.number,
            title=w.case.title,
            kind=w.kind,
            state=w.case.state,
            card=w.case.card,
            unit=str(w.unit),
            called=tuple(called.get(w.pk, ())),
            filed_at=w.case.filed_at,
            due_at=w.case.due_at,
            stopped_until=w.case.stopped_until,
            closed_at=w.case.closed_at,
            is_open=w.case.is_open,
            is_posted=w.is_posted,
        )
        for w in found
    )


def _in_view(actor: Actor, view: str) -> Q:
    calls = Call.objects.filter(whistle=OuterRef("pk"))
    speaks = sorted({p.unit_id for p in actor.posts if p.role in SPEAKERS})
    is_open = Q(case__is_open=True)
    to_assess = is_open & Q(Exists(calls.filter(state=Progress.ANSWERED.value)), unit__in=speaks)
    above = Q(case__state="escalated", case__holder__in=speaks)
    match view:
        case "mine":
            works = sorted({p.unit_id for p in actor.posts if p.role in HANDLING | LEADING})
            owed = calls.filter(unit__in=works, state__in=[s.value for s in rules.ORDER[:4]])
            stuck = Q(case__state__in=["declined", "unclaimed"], unit__in=speaks)
            return is_open & ~Q(case__state="ledgered") & (Q(Exists(owed)) | to_assess | above | stuck)
        case "to_claim":
            return is_open & Q(is_posted=True) & ~Q(Exists(calls.filter(unit__in=own_units(actor))))
        case "to_assess":
            return to_assess
        case "above":
            return Q(case__state="escalated")
        case "shelved":
            return Q(case__state="ledgered")
        case "ended":
            return Q(case__is_open=False)
        case _:
            return Q(case__state__in=[state for state in OPEN if state != "ledgered"])


def own_units(actor: Actor) -> list[int]:
    """List the units for which somebody may take a piece on. No query."""
    return sorted({p.unit_id for p in policies.claiming_posts(actor)})


def get_whistle(*, actor: Actor, number: str) -> Whistle:
    """Give a whistle the actor sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Whistle.objects.select_related(
        "case__holder", "case__area", "case__office", "case__parent", "unit"
    )
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def whistle_page(*, actor: Actor, number: str, at: datetime) -> WhistlePage:
    """Give everything the page of a whistle shows. Five queries, and one for whoever may take a piece of it on.

    :raises NoSuchCase: absent or out of reach.
    """
    whistle = get_whistle(actor=actor, number=number)
    case = whistle.case
    calls = list(Call.objects.filter(whistle=whistle).select_related("unit", "offer"))
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    steps = _steps(case)
    assessed: dict[int, list[Assessment]] = {}
    for one in Assessment.objects.filter(call__whistle=whistle).order_by("round"):
        assessed.setdefault(one.call_id, []).append(one)
    stands = engine.stands_of(actor, case, shares)
    parts = [call.part for call in calls]

    def open_to(unit: int) -> tuple[Move, ...]:
        known = rules.flags(parts, unit, at=at, declined_count=case.returned_count, posted=whistle.is_posted)
        return WHISTLE.open_to(engine.facts_of(case, shares, pending=known), stands)

    def claims() -> tuple[Unit, ...]:
        own = own_units(actor) if whistle.is_posted and case.is_open else []
        units = [one for one in claimable_units(case.office) if one.pk in own] if own else []
        return tuple(u for u in units if "claim_whistle" in {m.verb for m in open_to(u.pk)})

    parent = case.parent
    return WhistlePage(
        whistle=whistle,
        asked=next((s.answer for s in reversed(steps) if s.verb == "blow"), ""),
        calls=tuple(
            _call_row(actor, call, steps, assessed.get(call.pk, []), open_to(call.unit_id), at)
            for call in calls
        ),
        steps=steps,
        moves=tuple(m for m in open_to(0) if m.verb not in OF_A_CALL),
        claims=claims(),
        wanted=next((s.note for s in steps if s.verb == "post_whistle"), "") if whistle.is_posted else "",
        parent=parent if parent and not actor.sight_ids.isdisjoint(parent.reach) else None,
    )


def _call_row(
    actor: Actor,
    call: Call,
    steps: Sequence[StepRow],
    assessed: Sequence[Assessment],
    moves: Sequence[Move],
    at: datetime,
) -> CallRow:
    mine = policies.works_at(actor, call.unit_id)

    def last(verb: str) -> StepRow | None:
        return next((s for s in steps if s.verb == verb and s.about == call.unit_id), None)

    plan, answer, declined = last("plan"), last("feed_back"), last("decline_whistle")
    claimed = last("claim_whistle")
    words = [s.answer for s in reversed(steps) if s.verb == "assess" and s.about == call.unit_id]
    return CallRow(
        call=call,
        unit=str(call.unit),
        late=rules.lateness(call.times, at) if call.state != Progress.DECLINED else (),
        due_at=call.due_at,
        with_whom=plan.note if plan else "",
        measure=plan.answer if plan else "",
        claimed=claimed.answer if claimed and call.is_claimed else "",
        answer=answer.answer if answer else "",
        declined=declined.note if declined else "",
        assessments=tuple(zip(assessed, words[-len(assessed) :], strict=False)) if assessed else (),
        moves=tuple(m for m in moves if m.verb in FROM and mine != (m.verb == "assess")),
        is_mine=mine,
    )


def _steps(case: Case) -> tuple[StepRow, ...]:
    rows = Step.objects.filter(case=case).select_related("actor", "unit", "words").order_by("-seq")
    return tuple(
        StepRow(
            verb=s.verb,
            at=s.at,
            who=s.actor.name if s.actor else "",
            unit=str(s.unit or ""),
            about=int(s.data.get("unit") or 0),
            note=s.words.note if hasattr(s, "words") else "",
            answer=s.words.answer if hasattr(s, "words") else "",
            data=s.data,
        )
        for s in rows
    )
