"""Asking the resident: solved? satisfied? And what follows from a bad answer."""

from __future__ import annotations

from typing import Unpack

from linli.base.flow import asking
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case, Step
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.kernel.refusals import Refusal
from linli.pillars.governance.reports.models import Callback, Reporter
from linli.pillars.governance.reports.operations._voice import speak


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
    solved: bool,
    level: int | None = None,
    words: str = "",
    as_reporter: bool = False,
    reporter: Reporter | None = None,
    **by: Unpack[By],
) -> Case:
    """Record whether it is solved and how satisfied the resident is (5 best, 1 worst).

    Unsatisfied reopens once, one level above whoever settled it; the second time the case ends, counted as it is.

    :raises NoSuchRating: a level outside 1 to 5.
    """
    if level is not None and level not in range(1, 6):
        raise NoSuchRating(level=level)
    as_reporter = as_reporter or reporter is not None
    if not as_reporter and not words and asking.is_unhappy(solved, level):
        raise WordsMissing(fields=["note"])

    def do(t: Turn) -> None:
        _rate(t, solved, level, as_reporter)

    known = {"solved": solved, "level": level}
    return speak("rate", reporter, Said(note=words), do, as_reporter=as_reporter, known=known, **by)


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

    def beside(step: Step) -> Callback:
        rated.step = step
        return rated

    t.beside(beside)


def reopen_report(*, note: str, **by: Unpack[By]) -> Case:
    """Take an ended report up again: new facts, or an answer that turned out wrong."""

    def do(t: Turn) -> None:
        t.case.reopened_count += 1
        t.case.settled_at, t.case.is_answered, t.case.end_reason = None, False, ""
        t.case.resolve_by = t.case.due_at

    return make_move("reopen", do, said=Said(note=note), **by)


def appeal_rating(*, note: str, **by: Unpack[By]) -> Case:
    """Contest that a bad rating counts for one's unit. The level above judges.

    :raises NothingPending: there is no bad rating that counts for a unit of the actor.
    """
    units = by["actor"].unit_ids

    def do(t: Turn) -> None:
        counted = Callback.objects.filter(report_id=t.case.pk, attributed_to__in=units, appeal="none")
        rating = counted.order_by("-at").first()
        if rating is None or not asking.is_unhappy(rating.solved, rating.level):
            raise asking.NothingPending(verb="appeal_rating")
        rating.appeal = Callback.Appeal.PENDING
        rating.save(update_fields=["appeal"])
        t.say(callback=rating.pk)

    return make_move("appeal_rating", do, said=Said(note=note), **by)


def judge_appeal(*, upheld: bool, note: str, to: Unit | None = None, **by: Unpack[By]) -> Case:
    """Judge an appeal: the rating keeps counting for the unit, or counts for another or for none."""

    def do(t: Turn) -> None:
        pending = Callback.objects.select_for_update().filter(report_id=t.case.pk, appeal="pending")
        rating = pending.first()
        if rating is None:
            raise asking.NothingPending(verb="judge_appeal")
        rating.appeal = Callback.Appeal.UPHELD if upheld else Callback.Appeal.OVERTURNED
        if not upheld:
            rating.attributed_to = to
        rating.save(update_fields=["appeal", "attributed_to"])
        t.say(callback=rating.pk, upheld=upheld, to=to.pk if to else None)

    return make_move("judge_appeal", do, said=Said(note=note), **by)
