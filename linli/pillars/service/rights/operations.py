"""The verbs of a request about one's own data. Each is one transaction and one step."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, make_move
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people import subjects
from linli.base.people.actors import SYSTEM, Actor, ActorKind
from linli.base.people.journal import What, record
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.refusals import Refusal
from linli.pillars.service.rights.flow import KIND, RIGHTS
from linli.pillars.service.rights.models import RightsRequest

ASKED = "asked"


class OnlyForYourself(Refusal):
    """Somebody asks about their own data, logged in as themselves."""


class AskedAlready(Refusal):
    """The same request is open: `number`."""


class NoOfficeNamed(Refusal):
    """The installation has several offices and none was named."""


def file_request(
    *,
    actor: Actor,
    at: datetime,
    what: str,
    words: str = "",
    office: Unit | None = None,
    key: uuid.UUID | None = None,
) -> RightsRequest:
    """Ask about one's own data. To see it or take it along is answered in the same moment; the clock runs for the rest.

    :raises OnlyForYourself: nobody is logged in, or a member of staff. :raises AskedAlready: the same is open.
    """
    if actor.kind is not ActorKind.RESIDENT or actor.account_id is None:
        raise OnlyForYourself
    kind = RightsRequest.What(what)
    with transaction.atomic():
        # The same person pressing twice, from two phones even, makes one request.
        account = Account.objects.select_for_update().get(pk=actor.account_id)
        mine = RightsRequest.objects.filter(account=account).select_related("case")
        if key is not None and (made := mine.filter(case__idempotency_key=key).first()):
            return made
        if waiting := mine.filter(what=kind, case__is_open=True).first():
            raise AskedAlready(number=waiting.case.number)
        place = office or _only_office()
        request = RightsRequest(account=account, what=kind)

        def beside(case: Case) -> tuple[RightsRequest]:
            request.case = case
            return (request,)

        case = opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=place,
            office=place,
            holder=place,
            title=_title(kind),
            state="received",
            slot="accept",
            limits=deadlines.limits_for(RIGHTS, place, kind.value, {}),
            said=Said(answer=words.strip()[:1000], data={"what": kind.value}),
            key=key,
            topic=kind.value,
            channel="web",
            can_be_asked=True,
            beside=beside,
        )
        if kind in RightsRequest.AT_ONCE:
            told = Said(answer=gettext("您的资料已经当场给您。"))

            def settle(t: Turn) -> None:
                t.case.is_answered, t.case.settled_at = True, t.at

            request.case = make_move("provide", settle, actor=SYSTEM, number=case.number, at=at, said=told)
            record(
                What.EXPORTED,
                at=at,
                actor=actor,
                subject="people.Account",
                subject_id=account.pk,
                person_id=account.pk,
            )
    return request


def _title(kind: RightsRequest.What) -> str:
    """Name a request for those who answer it, in the language of the office and not in the asker's."""
    with translation.override("zh-hans"):
        return str(kind.label)


def _only_office() -> Unit:
    found = list(orgs.offices()[:2])
    if len(found) != 1:
        raise NoOfficeNamed
    return found[0]


def accept_request(**by: Unpack[By]) -> Case:
    """Take a request up."""
    return make_move("accept", **by)


def carry_out_request(*, answer: str, **by: Unpack[By]) -> Case:
    """Do what was asked and say so. To delete erases everything kept about the person, everywhere, in this transaction.

    Whoever asked to be deleted cannot be told afterwards; the answer is what their page showed last.
    """

    def do(t: Turn) -> None:
        request = RightsRequest.objects.select_related("account").get(case=t.case)
        t.case.is_answered, t.case.settled_at = True, t.at
        if request.what == RightsRequest.What.DELETE:
            order = Erasing(actor=t.actor, basis=ASKED, at=t.at, request_number=t.case.number)
            t.say(erased=subjects.erased(request.account, order))

    return make_move("carry_out", do, said=Said(answer=answer), **by)


def refuse_request(*, answer: str, **by: Unpack[By]) -> Case:
    """Decline a request with the reason in law and where to complain (PIPL art. 50)."""

    def do(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "refused"

    return make_move("refuse", do, said=Said(answer=answer), **by)


def note_request(*, note: str, **by: Unpack[By]) -> Case:
    """Note something for those who handle the request."""
    return make_move("note", said=Said(note=note), **by)


def withdraw_request(**by: Unpack[By]) -> Case:
    """Take one's own request back.

    :raises NoSuchCase: not one's own.
    """
    number, account_id = by["number"], by["actor"].account_id or 0
    if not RightsRequest.objects.filter(case__number=number, account_id=account_id).exists():
        raise NoSuchCase(number=number)

    def do(t: Turn) -> None:
        t.case.end_reason = "withdrawn"

    return make_move("withdraw", do, as_reporter=True, **by)
