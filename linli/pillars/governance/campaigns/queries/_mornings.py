"""The sheet of a morning, of any day, from the records alone; decisions; how a campaign stands in figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from linli.base.flow import engine
from linli.base.flow.models import Assignment, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.governance.campaigns import policies, rules
from linli.pillars.governance.campaigns.flow import DECISION
from linli.pillars.governance.campaigns.models import (
    Campaign,
    Decision,
    Morning,
    Target,
    TargetMove,
    TargetPhoto,
)
from linli.pillars.governance.campaigns.rules import Figures, Standing

MOST_DECISIONS = 200
LATE = frozenset({"red"})


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A door at which something was done since the meeting before: what came last, and where it is now."""

    id: int
    order: int
    name: str
    verb: str
    step: str
    at: datetime
    unit: str
    outcome: str


@dataclass(frozen=True, slots=True)
class StuckRow:
    """A door that does not go on: since when, why, and who decides."""

    id: int
    order: int
    name: str
    step: str
    since: datetime
    days: int
    unit: str
    decider: str
    why: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a meeting decided, and what became of it."""

    number: str
    title: str
    to: str
    door: str
    date: date
    due_at: datetime | None
    state: str
    card: str
    answer: str
    closed_at: datetime | None
    was_late: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a morning has before it."""

    date: date
    since: datetime
    upto: datetime
    is_held: bool
    words: str
    total: int
    done: int
    exempt: int
    open: int
    finished: int
    by_step: tuple[tuple[str, int], ...]
    moved: tuple[MovedRow, ...]
    stuck: tuple[StuckRow, ...]
    before: tuple[DecisionRow, ...]
    decided: tuple[DecisionRow, ...]


@dataclass(slots=True)
class _At:
    step: int = 0
    since: datetime | None = None
    stuck_at: datetime | None = None
    stick: int = 0
    decider: int | None = None
    unit: int = 0
    last: TargetMove | None = None
    ended: bool = False


def mornings_of(campaign: Campaign) -> list[Morning]:
    """List the meetings held, newest first. One query."""
    return list(Morning.objects.filter(campaign=campaign).order_by("-date")[:400])


def _replayed(moves: Iterable[TargetMove]) -> dict[int, _At]:
    """Say where each door was after some moves: what the records tell, not what the rows say now."""
    found: dict[int, _At] = {}
    for m in moves:
        one = found.setdefault(m.target_id, _At(since=m.at))
        one.last = m
        if m.verb in ("list", "give"):
            one.unit = m.to_id or m.unit_id
        elif m.verb == "stick":
            one.stuck_at, one.stick, one.decider = one.stuck_at or m.at, m.pk, m.to_id
        if m.verb in ("advance", "back", "free") or m.after != m.before:
            one.step, one.since, one.stuck_at, one.decider, one.stick = m.after, m.at, None, None, 0
        one.ended = one.ended or m.is_end
    return found


def sheet_of(*, actor: Actor, campaign: Campaign, at: datetime, day: date | None = None) -> Sheet:
    """Make the sheet of a day: of a meeting held, as things stood then; of today, as they stand now. Eight queries.

    Of the doors and decisions that the actor sees.
    """
    today = day or clock.local(at).date()
    held = Morning.objects.filter(campaign=campaign, date=today).first()
    upto = held.held_at if held and clock.local(at).date() != today else at
    if held:
        since = held.since_at
    else:
        last = Morning.objects.filter(campaign=campaign, date__lt=today).order_by("-date").first()
        since = last.held_at if last else max(campaign.opened_at, at - timedelta(days=1))
    doors = {t.pk: t for t in Target.objects.filter(policies.reachable_targets(actor), campaign=campaign)}
    # Of words only those of what is stuck are opened.
    rows = TargetMove.objects.filter(campaign=campaign, at__lte=upto, target__in=doors).defer("words")
    moves = list(rows.order_by("at", "id"))
    states = _replayed(moves)
    names = {u.pk: str(u) for u in Unit.objects.filter(pk__in=_units(states, moves)).select_related("parent")}
    stages = campaign.stages
    local = clock.local(upto)

    def moved() -> Iterable[MovedRow]:
        for pk, one in states.items():
            last = one.last
            if last is None or last.at <= since or last.verb in ("list", "give"):
                continue
            door = doors[pk]
            yield MovedRow(
                pk, door.order, door.name, last.verb, stages[one.step].name, last.at, names.get(last.unit_id, ""),
                "" if not one.ended else "exempt" if last.verb == "exempt" else "done",
            )  # fmt: skip

    def stuck() -> Iterable[StuckRow]:
        for pk, one in states.items():
            due = clock.local(one.since).date() + timedelta(days=stages[one.step].days) if one.since else None
            standing = Standing(one.step, one.since or upto, due, one.stuck_at, not one.ended)
            if (from_at := rules.stuck_since(standing, today, local)) is None:
                continue
            door = doors[pk]
            yield StuckRow(
                pk, door.order, door.name, stages[one.step].name, from_at, (local - from_at).days,
                names.get(one.unit, ""), names.get(one.decider or 0, ""), "", one.stuck_at is not None,
            )  # fmt: skip

    waits = sorted(stuck(), key=lambda row: (row.since, row.order))
    words = TargetMove.objects.filter(pk__in=[states[row.id].stick for row in waits])
    why = {m.target_id: m.words for m in words}
    decided = _decisions(actor, campaign, Q(morning__date=today))
    before = _decisions(
        actor,
        campaign,
        Q(morning__date__lt=today) & (Q(case__closed_at=None) | Q(case__closed_at__gt=since)),
    )
    ends = [one for one in states.values() if one.ended]
    exempt = sum(one.last is not None and one.last.verb == "exempt" for one in ends)
    return Sheet(
        date=today,
        since=since,
        upto=upto,
        is_held=held is not None,
        words=held.words if held else "",
        total=len(states),
        done=len(ends) - exempt,
        exempt=exempt,
        open=len(states) - len(ends),
        finished=sum(one.last is not None and one.last.at > since for one in ends),
        by_step=tuple(
            (stage.name, sum(not one.ended and one.step == i for one in states.values()))
            for i, stage in enumerate(stages)
        ),
        moved=tuple(sorted(moved(), key=lambda row: row.at)),
        stuck=tuple(
            StuckRow(
                r.id, r.order, r.name, r.step, r.since, r.days, r.unit, r.decider, why.get(r.id, ""), r.is_said
            )
            for r in waits
        ),
        before=before,
        decided=decided,
    )  # fmt: skip


def _units(states: dict[int, _At], moves: list[TargetMove]) -> set[int]:
    found = {one.unit for one in states.values()} | {m.unit_id for m in moves}
    return found | {one.decider for one in states.values() if one.decider}


def _decisions(actor: Actor, campaign: Campaign, which: Q) -> tuple[DecisionRow, ...]:
    rows = Decision.objects.filter(policies.reachable_decisions(actor), which, campaign=campaign)
    found = list(rows.select_related("case", "morning", "target").order_by("case_id")[:MOST_DECISIONS])
    pks = [one.pk for one in found]
    leads = Assignment.objects.filter(case__in=pks, part=Assignment.Part.LEAD).select_related("unit__parent")
    to = {share.case_id: str(share.unit) for share in leads}
    said: dict[int, str] = {}
    for step in Step.objects.filter(case__in=pks, verb="answer").select_related("words").order_by("seq"):
        said[step.case_id] = step.words.answer if hasattr(step, "words") else ""
    return tuple(
        DecisionRow(
            number=one.case.number,
            title=one.case.title,
            to=to.get(one.pk, ""),
            door=f"{one.target.order} {one.target.name}" if one.target else "",
            date=one.morning.date,
            due_at=one.case.resolve_by,
            state=one.case.state,
            card=one.case.card,
            answer=said.get(one.pk, ""),
            closed_at=one.case.closed_at,
            was_late=is_late(one),
            is_open=one.case.is_open,
        )
        for one in found
    )


def is_late(one: Decision) -> bool:
    """Say whether a decision was answered, or dropped, after its day; of an open one whether its card is red. No query."""
    case = one.case
    ended = case.settled_at or case.closed_at
    return ended > case.resolve_by if ended and case.resolve_by else case.card in LATE


def every_decision(*, actor: Actor, campaign: Campaign) -> tuple[DecisionRow, ...]:
    """List what all meetings decided. Three queries."""
    return _decisions(actor, campaign, Q())


def figures_of(campaign: Campaign) -> Figures:
    """Say how a campaign stands, all doors of it, from its records. Three queries."""
    rows = Target.objects.filter(campaign=campaign)
    found = list(rows.values_list("outcome", "ended_at", "stuck_at"))
    spans = [ended - campaign.opened_at for outcome, ended, _s in found if ended and outcome == "done"]
    decisions = list(Decision.objects.filter(campaign=campaign).select_related("case"))
    return Figures(
        total=len(found),
        done=len(spans),
        exempt=sum(outcome == "exempt" for outcome, _e, _s in found),
        open=sum(ended is None for _o, ended, _s in found),
        stuck=sum(stuck is not None for _o, _e, stuck in found),
        median_days=rules.middle_days(spans),
        decided=len(decisions),
        kept=sum(one.case.state == "done" and not is_late(one) for one in decisions),
        late=sum(is_late(one) for one in decisions),
    )


def progress_of(campaign: Campaign) -> tuple[tuple[date, int, int], ...]:
    """Count by day at how many doors something was done, and how many were finished. One query. No persons."""
    days: dict[date, tuple[set[int], int]] = {}
    rows = TargetMove.objects.filter(campaign=campaign).exclude(verb__in=("list", "give"))
    for target, at, is_end in rows.order_by("at").values_list("target_id", "at", "is_end"):
        day = clock.local(at).date()
        doors, ended = days.setdefault(day, (set(), 0))
        doors.add(target)
        days[day] = (doors, ended + is_end)
    return tuple((day, len(doors), ended) for day, (doors, ended) in days.items())


def photo_count(campaign: Campaign) -> int:
    """Count the photos that show what was done. One query."""
    return TargetPhoto.objects.filter(move__campaign=campaign).count()


# --- one decision -------------------------------------------------------------------------------------------


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
class DecisionPage:
    """What the page of a decision shows."""

    decision: Decision
    what: str
    lead: str
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]


def get_decision(*, actor: Actor, number: str) -> Decision:
    """Give a decision the actor sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Decision.objects.select_related(
        "case__holder", "case__area", "case__office", "campaign__unit", "morning", "target"
    )
    found = rows.filter(policies.reachable_decisions(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def decision_page(*, actor: Actor, number: str) -> DecisionPage:
    """Give everything the page of a decision shows. Three queries.

    :raises NoSuchCase: absent or out of reach.
    """
    decision = get_decision(actor=actor, number=number)
    case = decision.case
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    rows = Step.objects.filter(case=case).select_related("actor", "unit", "words").order_by("-seq")
    steps = tuple(
        StepRow(
            s.verb,
            s.at,
            s.actor.name if s.actor else "",
            str(s.unit or ""),
            s.words.note if hasattr(s, "words") else "",
            s.words.answer if hasattr(s, "words") else "",
        )
        for s in rows
    )
    return DecisionPage(
        decision=decision,
        what=next((s.answer for s in steps if s.verb == "decide"), ""),
        lead=next((str(s.unit) for s in shares if s.part == Assignment.Part.LEAD), ""),
        steps=steps,
        moves=DECISION.open_to(engine.facts_of(case, shares), engine.stands_of(actor, case, shares)),
    )


def waiting_for(*, actor: Actor, size: int = 30) -> tuple[DecisionRow, ...]:
    """List the decisions that wait for an actor's own units, the nearest day first. Three queries."""
    units = sorted({p.unit_id for p in actor.posts if p.role in policies.SEERS})
    if not units:
        return ()
    mine = Decision.objects.filter(
        policies.reachable_decisions(actor), case__state="given", case__holder__in=units
    )
    found = mine.select_related("case", "campaign", "morning", "target").order_by("case__due_at")[:size]
    return tuple(
        DecisionRow(
            d.case.number, d.case.title, d.campaign.name, "", d.morning.date, d.case.due_at, d.case.state,
            d.case.card, "", None, False, True,
        )
        for d in found
    )  # fmt: skip
