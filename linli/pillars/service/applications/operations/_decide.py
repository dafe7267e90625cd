"""Decided, made, delivered, archived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Unpack

from linli.base.files.models import StoredFile
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import SYSTEM
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications.models import Application
from linli.pillars.service.applications.operations import _documents
from linli.pillars.service.applications.operations._papers import application_of
from linli.pillars.service.applications.rules import Delivery, Outcome
from linli.pillars.service.catalog.rules.item import Review


class ReviewedItYourself(Refusal):
    """Who reviewed does not decide (审批分离)."""


def _decide(t: Turn, application: Application, outcome: Outcome) -> None:
    is_at_once = application.item.item.review is Review.AT_ONCE
    if not is_at_once and application.reviewed_by_id == t.actor.account_id:
        raise ReviewedItYourself
    application.outcome, application.decided_at = outcome.value, t.at
    t.case.settled_at, t.case.is_answered = t.at, True
    t.end_shares()
    t.say(outcome=outcome.value)


def approve_application(*, answer: str, recheck_on: date | None = None, **by: Unpack[By]) -> Case:
    """Decide to grant it (准予决定书). `recheck_on` is when it is looked at again (动态复核).

    :raises ReviewedItYourself: the one who reviewed it decides.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        _decide(t, application, Outcome.APPROVED)
        application.recheck_on = recheck_on
        application.save(update_fields=["outcome", "decided_at", "recheck_on"])
        _documents.issue(t, "approval", application, answer=answer)

    return make_move("approve", do, said=Said(answer=answer), **by)


def decline_application(*, reason: str, basis: str, remedy: str, **by: Unpack[By]) -> Case:
    """Decide not to grant it (不予决定书): the reason, the basis, and where to turn against it.

    :raises WordsMissing: reason, basis or remedy is not given. :raises ReviewedItYourself:
    """
    answer = in_writing(reason, basis, remedy)

    def do(t: Turn) -> None:
        application = application_of(t)
        _decide(t, application, Outcome.DECLINED)
        application.save(update_fields=["outcome", "decided_at"])
        _documents.issue(t, "decline", application, answer=answer, reason=reason, basis=basis, remedy=remedy)

    return make_move("decline", do, said=Said(answer=answer), **by)


def in_writing(reason: str, basis: str, remedy: str) -> str:
    """Put reason, basis and remedy into one answer. :raises WordsMissing: one of the three is not given."""
    given = {"reason": reason.strip(), "basis": basis.strip(), "remedy": remedy.strip()}
    if missing := [name for name, words in given.items() if not words]:
        raise WordsMissing(fields=missing)
    return "\n".join(given.values())


def certify_application(*, result_number: str = "", note: str = "", **by: Unpack[By]) -> Case:
    """Record that the certificate or document is made (制证)."""

    def do(t: Turn) -> None:
        Application.objects.filter(case=t.case).update(result_number=result_number.strip()[:60])

    return make_move("certify", do, said=Said(note=note), **by)


def deliver_application(
    *,
    way: Delivery,
    receiver: str,
    note: str = "",
    files: Sequence[StoredFile] = (),
    **by: Unpack[By],
) -> Case:
    """Hand the result over, at the window, by mail or at the door, with a receipt (送达回执).

    :raises WordsMissing: nobody signed for it.
    """
    if not receiver.strip():
        raise WordsMissing(fields=["receiver"])

    def do(t: Turn) -> None:
        application = application_of(t)
        _hand_out(t, application, way, receiver)

    return make_move("deliver", do, said=Said(note=note, files=tuple(files)), **by)


def _hand_out(t: Turn, application: Application, way: Delivery, receiver: str) -> None:
    application.delivery, application.delivered_at = Delivery(way).value, t.at
    application.receiver = receiver.strip()[:60]
    application.save(update_fields=["delivery", "delivered_at", "receiver"])
    t.say(way=Delivery(way).value)
    _documents.issue(t, "delivery", application, way=Delivery(way).value, receiver=application.receiver)


def finish_application(*, answer: str, receiver: str = "", result_number: str = "", **by: Unpack[By]) -> Case:
    """Finish an item on the spot (即办件): accepted, granted and handed over in one action.

    :raises NotFromHere: the item is none that is finished on the spot. :raises PapersMissing: something lacks.
    """

    def do(t: Turn) -> None:
        application = application_of(t)
        case = t.case
        application.accepted_at = application.promised_by = application.decided_at = t.at
        application.outcome, application.result_number = Outcome.APPROVED.value, result_number.strip()[:60]
        application.save(
            update_fields=["accepted_at", "promised_by", "decided_at", "outcome", "result_number"]
        )
        case.settled_at, case.is_answered = t.at, True
        t.say(outcome=Outcome.APPROVED.value)
        _hand_out(t, application, Delivery.WINDOW, receiver or application.agent_name or application.name)

    return make_move("finish", do, said=Said(answer=answer), **by)


def archive_application(*, note: str = "", **by: Unpack[By]) -> Case:
    """Put the file away (归档), with the list of what is in it."""

    def do(t: Turn) -> None:
        application = application_of(t)
        ending = application.outcome or t.case.end_reason
        _documents.issue(t, "archive", application, ending=ending, filed=_documents.filed(application))

    return make_move("archive", do, said=Said(note=note), **by)


def recheck_application(*, note: str, next_on: date | None = None, **by: Unpack[By]) -> Case:
    """Record that what was granted was looked at again (动态复核), and when it will be the next time."""

    def do(t: Turn) -> None:
        Application.objects.filter(case=t.case).update(recheck_on=next_on)
        t.say(next_on=next_on.isoformat() if next_on else None)

    return make_move("recheck", do, said=Said(note=note), **by)


def archive_old(*, at: datetime, most: int = 500) -> int:
    """Put away what ended ninety days ago, and count it. LOCAL: as long as somebody may turn against a decision."""
    rows = Application.objects.filter(
        case__is_open=False, case__closed_at__lte=at - timedelta(days=90)
    ).exclude(case__state="archived")
    numbers = list(rows.order_by("case_id").values_list("case__number", flat=True)[:most])
    for number in numbers:
        archive_application(actor=SYSTEM, number=number, at=at)
    return len(numbers)
