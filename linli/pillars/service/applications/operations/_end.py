"""Ends other than a decision, and what happens beside: refused, withdrawn, given back, sent elsewhere; fees; help."""

from __future__ import annotations

from typing import Unpack

from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import ActorKind
from linli.pillars.service.applications.operations import _documents
from linli.pillars.service.applications.operations._decide import in_writing
from linli.pillars.service.applications.operations._papers import application_of
from linli.pillars.service.applications.operations._publicity import end_publicity_of
from linli.pillars.service.applications.operations._submit import NoConsent
from linli.pillars.service.applications.rules import Delivery


def refuse_application(*, reason: str, basis: str, remedy: str, **by: Unpack[By]) -> Case:
    """Not accept it (不予受理通知书): the reason, the basis, and where to turn against it.

    :raises WordsMissing: reason, basis or remedy is not given.
    """
    answer = in_writing(reason, basis, remedy)

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "refused"
        _documents.issue(
            t, "refusal", application_of(t), answer=answer, reason=reason, basis=basis, remedy=remedy
        )

    return make_move("refuse", do, said=Said(answer=answer), **by)


def transfer_application(*, answer: str, **by: Unpack[By]) -> Case:
    """Send it to the authority whose business it is (转办), and tell the applicant which and where."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "transferred"
        _documents.issue(t, "transfer", application_of(t), answer=answer)

    return make_move("transfer", do, said=Said(answer=answer), **by)


def give_application_back(*, answer: str, **by: Unpack[By]) -> Case:
    """Give it back (退件): a promised paper did not come in time."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "returned"
        _documents.issue(t, "returning", application_of(t), answer=answer)
        end_publicity_of(t, is_clean=False)

    return make_move("give_back", do, said=Said(answer=answer), **by)


def withdraw_application(*, note: str = "", as_applicant: bool = False, **by: Unpack[By]) -> Case:
    """Take it back: the applicant from home (`as_applicant`), or at the window on the applicant's word, in `note`.

    :raises WordsMissing: staff without what the applicant said.
    """
    if by["actor"].kind is ActorKind.STAFF and not as_applicant and not note.strip():
        raise WordsMissing(fields=["note"])

    def do(t: Turn) -> None:
        t.case.end_reason = "withdrawn"
        _documents.issue(t, "withdrawal", application_of(t), answer=note)
        end_publicity_of(t, is_clean=False)

    return make_move("withdraw", do, said=Said(answer=note), as_reporter=as_applicant, **by)


def charge_application(*, slip: str, note: str = "", **by: Unpack[By]) -> Case:
    """Record the number of the payment slip (缴费通知). Nothing is paid here.

    :raises WordsMissing: no number.
    """
    if not slip.strip():
        raise WordsMissing(fields=["slip"])

    def do(t: Turn) -> None:
        application = application_of(t)
        application.fee_slip = slip.strip()[:60]
        application.save(update_fields=["fee_slip"])
        _documents.issue(t, "fee", application)

    return make_move("charge", do, said=Said(note=note), **by)


def help_with_application(*, note: str, has_consent: bool, **by: Unpack[By]) -> Case:
    """Take over the errands for the applicant (帮办代办), who agreed to it: what is done for them is the note.

    :raises NoConsent: the applicant did not agree.
    """
    if not has_consent:
        raise NoConsent

    def do(t: Turn) -> None:
        application = application_of(t)
        application.helper_id, application.consented_at = t.actor.account_id, t.at
        application.save(update_fields=["helper", "consented_at"])
        t.say(helper=t.actor.account_id)
        # Signed by the applicant: what they agreed to is on paper, and can be taken back.
        _documents.issue(t, "helping", application, answer=note, helper=t.actor.name)

    return make_move("help", do, said=Said(note=note), **by)


def arrange_application(
    *, note: str, wish: Delivery | None = None, wants_visit: bool = False, **by: Unpack[By]
) -> Case:
    """Keep how the result is wanted, and whether somebody comes to them (上门, 送证上门); what was agreed is the note."""

    def do(t: Turn) -> None:
        application = application_of(t)
        application.wish, application.wants_visit = (wish.value if wish else ""), wants_visit
        application.save(update_fields=["wish", "wants_visit"])
        t.say(wish=application.wish, visit=wants_visit)

    return make_move("arrange", do, said=Said(note=note), **by)


def note_application(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who handle it."""
    return make_move("note", said=Said(note=note), **by)
