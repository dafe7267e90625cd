"""Asking the resident: solved? satisfied? And what follows from a bad answer."""

from __future__ import annotations

import uuid
from datetime import datetime

from linli.base.flow import engine
from linli.base.flow.engine import Turn
from linli.base.flow.models import Case, Step
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports import rules
from linli.pillars.governance.reports.models import Callback, Reporter
from linli.pillars.governance.reports.operations._voice import speak
from linli.pillars.governance.reports.queries import facts_of_report


class NoSuchRating(Refusal):
    """A rating is five levels, 1 to 5, or none."""


def _responsible(case: Case) -> Unit | None:
    """Find the unit whose work is being rated: who settled or answered last."""
    step = (
        Step.objects.filter(case=case, verb__in=["settle", "answer"])
        .select_related("unit")
        .order_by("-seq")
        .first()
    )
    return step.unit if step else None


def rate_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    solved: bool,
    level: int | None = None,
    words: str = "",
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Record whether it is solved and how satisfied the resident is (5 best, 1 worst).

    Unsatisfied reopens once, one level above whoever settled it; the second time the case ends, counted as it is.

    :raises NoSuchRating: a level outside 1 to 5.
    """
    if level is not None and level not in range(1, 6):
        raise NoSuchRating(level=level)
    as_reporter = as_reporter or reporter is not None
    if not as_reporter and not words and rules.is_unhappy(solved, level):
        raise WordsMissing(fields=["note"])

    def facts(*_of: object) -> dict[str, object]:
        return {"solved": solved, "level": level}

    with engine.turn(
        number,
        "rate",
        actor=actor,
        at=at,
        said=Said(note=words),
        seen=seen,
        key=key,
        as_reporter=as_reporter,
        facts=facts,
    ) as t:
        if not t.is_replay:
            speak(t, reporter)
            _rate(t, solved, level, as_reporter)
        return t.case


def _rate(t: Turn, solved: bool, level: int | None, as_reporter: bool) -> None:
    case, at = t.case, t.at
    unit = _responsible(case)
    t.say(solved=solved, level=level, unit=unit.pk if unit else None)
    rated = Callback(
        report_id=case.pk,
        round=case.reopened_count + 1,
        is_by_staff=not as_reporter,
        solved=solved,
        level=level,
        at=at,
        attributed_to=unit,
    )
    if t.move.target == "accepted":
        case.reopened_count += 1
        case.settled_at, case.is_answered = None, False
        case.resolve_by = case.due_at
        above = orgs.level_above(unit) if unit else None
        t.hand_to(above if above and unit and unit.is_territory else case.office)
    else:
        case.end_reason = ""

    def keep(step: Step) -> None:
        rated.step = step
        rated.save(force_insert=True)

    t.after(keep)


def reopen_report(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Take an ended report up again: new facts, or an answer that turned out wrong."""
    with engine.turn(
        number, "reopen", actor=actor, at=at, said=Said(note=note), seen=seen, key=key, facts=facts_of_report
    ) as t:
        if not t.is_replay:
            t.case.reopened_count += 1
            t.case.settled_at, t.case.is_answered, t.case.end_reason = None, False, ""
            t.case.resolve_by = t.case.due_at
        return t.case


def appeal_rating(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Contest that a bad rating counts for one's unit. The level above judges.

    :raises NothingPending: there is no bad rating that counts for a unit of the actor.
    """
    rating = (
        Callback.objects.filter(report__case__number=number, attributed_to__in=actor.unit_ids, appeal="none")
        .order_by("-at")
        .first()
    )
    if rating is None or not rules.is_unhappy(rating.solved, rating.level):
        raise rules.NothingPending(verb="appeal_rating")
    with engine.turn(
        number,
        "appeal_rating",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            rating.appeal = Callback.Appeal.PENDING
            rating.save(update_fields=["appeal"])
            t.say(callback=rating.pk)
        return t.case


def judge_appeal(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    upheld: bool,
    note: str,
    to: Unit | None = None,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Judge an appeal: the rating keeps counting for the unit, or counts for another or for none."""
    with engine.turn(
        number,
        "judge_appeal",
        actor=actor,
        at=at,
        said=Said(note=note),
        seen=seen,
        key=key,
        facts=facts_of_report,
    ) as t:
        if not t.is_replay:
            rating = (
                Callback.objects.select_for_update().filter(report_id=t.case.pk, appeal="pending").first()
            )
            if rating is None:
                raise rules.NothingPending(verb="judge_appeal")
            rating.appeal = Callback.Appeal.UPHELD if upheld else Callback.Appeal.OVERTURNED
            if not upheld:
                rating.attributed_to = to
            rating.save(update_fields=["appeal", "attributed_to"])
            t.say(callback=rating.pk, upheld=upheld, to=to.pk if to else None)
        return t.case
