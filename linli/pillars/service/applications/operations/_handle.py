"""Behind the window: handed over with a receipt, looked into, reviewed; special procedures and more time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from linli.base.flow import deadlines
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Assignment, Case, Petition, Step
from linli.base.flow.refusals import BadTarget, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.kernel import limits
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import rules
from linli.pillars.service.applications.flow import NoSpecialListed, NothingAskedFor
from linli.pillars.service.applications.models import Application, HandOver
from linli.pillars.service.applications.operations import _documents
from linli.pillars.service.applications.operations._papers import (
    application_of,
    end_of_special,
    keep_promised,
)
from linli.pillars.service.applications.queries import specials
from linli.pillars.service.applications.rules import Outcome, Survey

LEAD, ASSIST = Assignment.Part.LEAD, Assignment.Part.ASSIST


class TooManyDays(Refusal):
    """More working days than the rule allows: `most`."""


def dispatch_application(
    *,
    lead: Unit,
    assists: Sequence[Unit] = (),
    papers: Sequence[str] | None = None,
    with_form: bool = True,
    note: str = "",
    **by: Unpack[By],
) -> Case:
    """Hand papers to the department that reviews, and to others it is done together with (联办), with a receipt.

    Each of them sees the papers of `papers` (all that are here, if not said) and the form if it goes along, no more.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        here = {p.code: p.name for p in application.papers.all() if p.files.exists() or p.state == "received"}
        codes = [c for c in here if papers is None or c in papers]
        if papers is not None and set(papers) - set(here):
            raise WordsMissing(fields=sorted(set(papers) - set(here)))
        t.end_shares()
        units = list(dict.fromkeys([lead, *assists]))
        if len(units) != 1 + len(assists):
            raise BadTarget(unit=str(lead))
        for unit in units:
            t.assign(unit, LEAD if unit.pk == lead.pk else ASSIST)
            _hand_over(t, application, unit, codes, with_form)
        t.say(lead=lead.pk, assists=[u.pk for u in assists], papers=codes)
        handed = [here[c] for c in codes]
        _documents.issue(
            t, "handover", application, handed=handed, units=[u.name for u in units], with_form=with_form
        )

    return make_move("dispatch", do, said=Said(note=note), to=lead, **by)


def _hand_over(t: Turn, application: Application, unit: Unit, codes: list[str], with_form: bool) -> None:
    t.beside(
        lambda step: HandOver(
            application=application, step=step, unit=unit, codes=codes, with_form=with_form, given_at=t.at
        )
    )


def _share_of(t: Turn, part: Assignment.Part | None = None) -> Assignment:
    units = t.actor.unit_ids
    for share in sorted(t.shares, key=lambda s: s.part != LEAD):
        if share.state in Assignment.LIVE and (part is None or share.part == part):
            if not units.isdisjoint(share.unit.line):
                return share
    raise BadTarget(unit="")


def take_application(*, note: str = "", **by: Unpack[By]) -> Case:
    """Sign for what was handed over (签收)."""

    def do(t: Turn) -> None:
        share = _share_of(t)
        share.state, share.taken_at, share.account_id = Assignment.State.TAKEN, t.at, t.actor.account_id
        t.change_share(share)
        HandOver.objects.filter(
            application__case=t.case, unit_id=share.unit_id, taken_at__isnull=True
        ).update(taken_at=t.at, taken_by_id=t.actor.account_id)
        t.say(unit=share.unit_id)

    return make_move("take", do, said=Said(note=note), **by)


def answer_application_share(*, answer: str, **by: Unpack[By]) -> Case:
    """Answer as a unit that assists (联办)."""

    def do(t: Turn) -> None:
        share = _share_of(t, ASSIST)
        t.end_share(share, Assignment.State.ANSWERED)
        t.say(unit=share.unit_id)

    return make_move("answer_share", do, said=Said(answer=answer), **by)


def send_application_back(*, note: str, **by: Unpack[By]) -> Case:
    """Give it back to the window: not ours, or handed over by mistake."""

    def do(t: Turn) -> None:
        t.end_shares(Assignment.State.RETURNED)

    return make_move("send_back", do, said=Said(note=note), **by)


def survey_application(*, what: Survey, note: str, has_conflict: bool = False, **by: Unpack[By]) -> Case:
    """Record how facts were looked into: a visit at home, a meeting of neighbours, a check of data, the site."""

    def do(t: Turn) -> None:
        if has_conflict:
            Application.objects.filter(case=t.case).update(has_conflict=True)
        t.say(survey=Survey(what).value, conflict=has_conflict)

    return make_move("survey", do, said=Said(note=note), **by)


def review_application(*, proposal: Outcome, note: str, **by: Unpack[By]) -> Case:
    """Review it and propose a decision. Who reviews does not decide, unless the item is reviewed at once."""

    def do(t: Turn) -> None:
        Application.objects.filter(case=t.case).update(
            proposal=Outcome(proposal).value, reviewed_by_id=t.actor.account_id
        )
        t.say(proposal=Outcome(proposal).value)

    return make_move("review", do, said=Said(note=note), **by)


def redo_application(*, note: str, **by: Unpack[By]) -> Case:
    """Have it reviewed once more."""

    def do(t: Turn) -> None:
        t.end_shares()
        Application.objects.filter(case=t.case).update(proposal="", reviewed_by=None)

    return make_move("redo", do, said=Said(note=note), **by)


def begin_special(*, special: str, answer: str, **by: Unpack[By]) -> Case:
    """Begin a special procedure (特别程序) that the item lists: both clocks stand still for its time.

    :raises NoSpecialListed: the item does not list it, or it counts.
    """
    case = Case.objects.select_related("office").filter(number=by["number"]).first()
    until: datetime | None = None
    if case is not None and case.kind == "service.application":
        listed = {
            s.code: s for s in specials(Application.objects.select_related("item").get(case=case).item.item)
        }
        if special in listed:
            limit = limits.parse(listed[special].limit or case.limits["special"])
            until = deadlines.calendar_of(case.office).due(by["at"], limit)

    def do(t: Turn) -> None:
        application = application_of(t)
        found = next((s for s in specials(application.item.item) if s.code == special), None)
        if found is None:
            raise NoSpecialListed(code=special)
        application.special = special
        application.save(update_fields=["special"])
        t.say(special=special)
        _documents.issue(t, "special", application, answer=answer, special=found.name.zh)

    return make_move("begin_special", do, said=Said(answer=answer), until=until, **by)


def end_special(*, note: str = "", **by: Unpack[By]) -> Case:
    """End a special procedure before its time: the clocks go on with what was left."""
    return make_move("end_special", end_of_special, said=Said(note=note), **by)


def ask_for_extension(*, days: int, note: str, **by: Unpack[By]) -> Case:
    """Ask a leader for more working days, with the reason.

    :raises TooManyDays: beyond the ten of the rule.
    """

    def do(t: Turn) -> None:
        most = limits.parse(t.case.limits["extend"]).amount
        if not 1 <= days <= most:
            raise TooManyDays(most=most)
        until = rules.extended(t.case.resolve_by or t.at, days, t.calendar)
        t.say(days=days, until=until.isoformat())
        t.beside(
            lambda step: Petition(
                case=step.case,
                what=Petition.What.EXTENSION,
                asked_by_id=step.unit_id or step.holder_id,
                asked_step=step,
                until=until,
            )
        )

    return make_move("ask_extension", do, said=Said(note=note), **by)


def _pending(number: str, key: uuid.UUID | None) -> Petition | None:
    if key is not None and Step.objects.filter(key=key).exists():
        return None
    rows = Petition.objects.select_related("asked_step")
    return rows.filter(case__number=number, what=Petition.What.EXTENSION, is_granted=None).first()


def _decided(t: Turn, petition: Petition | None, granted: bool) -> Petition:
    """Decide the very request that was read before the lock. :raises NothingAskedFor: somebody decided it."""
    if petition is None:
        raise NothingAskedFor

    def keep(step: Step) -> None:
        asked = Petition.objects.filter(pk=petition.pk, is_granted=None)
        if not asked.update(is_granted=granted, decided_step=step):
            raise NothingAskedFor

    t.after(keep)
    t.say(petition=petition.pk)
    return petition


def grant_extension(*, answer: str, **by: Unpack[By]) -> Case:
    """Grant the days asked for: both clocks are that much longer, and the applicant is told why (延长办理期限通知书)."""
    petition = _pending(by["number"], by.get("key"))

    def do(t: Turn) -> None:
        days = int(_decided(t, petition, True).asked_step.data["days"])
        case, application = t.case, application_of(t)
        case.resolve_by = rules.extended(case.resolve_by or t.at, days, t.calendar)
        if case.due_at is not None:
            case.due_at = rules.extended(case.due_at, days, t.calendar)
        case.extended_count += 1
        t.restarted = True
        for share in t.shares:
            if share.state in share.LIVE:
                share.due_at = case.due_at
                t.change_share(share)
        keep_promised(t, application)
        t.say(days=days)
        _documents.issue(t, "extension", application, answer=answer, days=days)

    return make_move("grant_extension", do, said=Said(answer=answer), **by)


def decline_extension(*, note: str, **by: Unpack[By]) -> Case:
    """Decline the days asked for, with the reason."""
    petition = _pending(by["number"], by.get("key"))

    def do(t: Turn) -> None:
        _decided(t, petition, False)

    return make_move("decline_extension", do, said=Said(note=note), **by)
