"""The verbs of a request about one's own data. Each is one transaction and one step."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from linli.base.flow import deadlines, engine, opening
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
        case, _step = opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=place,
            office=place,
            holder=place,
            title=str(kind.label),
            state="received",
            slot="accept",
            limits=deadlines.limits_for(RIGHTS, place, kind.value, {}),
            said=Said(answer=words.strip()[:1000], data={"what": kind.value}),
            key=key,
            topic=kind.value,
            channel="web",
            can_be_asked=True,
        )
        request = RightsRequest(case=case, account=account, what=kind)
        request.save(force_insert=True)
        if kind in RightsRequest.AT_ONCE:
            told = Said(answer=gettext("您的资料已经当场给您。"))
            with engine.turn(case.number, "provide", actor=SYSTEM, at=at, said=told) as t:
                t.case.is_answered, t.case.settled_at = True, at
            record(
                What.EXPORTED,
                at=at,
                actor=actor,
                subject="people.Account",
                subject_id=account.pk,
                person_id=account.pk,
            )
            request.case = t.case
    return request


def _only_office() -> Unit:
    found = list(orgs.offices()[:2])
    if len(found) != 1:
        raise NoOfficeNamed
    return found[0]


def accept_request(
    *, actor: Actor, number: str, at: datetime, seen: int | None = None, key: uuid.UUID | None = None
) -> Case:
    """Take a request up."""
    with engine.turn(number, "accept", actor=actor, at=at, seen=seen, key=key) as t:
        return t.case


def carry_out_request(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Do what was asked and say so. To delete erases everything kept about the person, everywhere, in this transaction.

    Whoever asked to be deleted cannot be told afterwards; the answer is what their page showed last.
    """
    with engine.turn(
        number, "carry_out", actor=actor, at=at, said=Said(answer=answer), seen=seen, key=key
    ) as t:
        if t.is_replay:
            return t.case
        request = RightsRequest.objects.select_related("account").get(case=t.case)
        t.case.is_answered, t.case.settled_at = True, at
        if request.what == RightsRequest.What.DELETE:
            order = Erasing(actor=actor, basis=ASKED, at=at, request_number=number)
            t.say(erased=subjects.erased(request.account, order))
        return t.case


def refuse_request(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    answer: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Decline a request with the reason in law and where to complain (PIPL art. 50)."""
    with engine.turn(number, "refuse", actor=actor, at=at, said=Said(answer=answer), seen=seen, key=key) as t:
        t.case.is_answered, t.case.end_reason = True, "refused"
        return t.case


def note_request(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    note: str,
    seen: int | None = None,
    key: uuid.UUID | None = None,
) -> Case:
    """Note something for those who handle the request."""
    with engine.turn(number, "note", actor=actor, at=at, said=Said(note=note), seen=seen, key=key) as t:
        return t.case


def withdraw_request(*, actor: Actor, number: str, at: datetime, key: uuid.UUID | None = None) -> Case:
    """Take one's own request back.

    :raises NoSuchCase: not one's own.
    """
    if not RightsRequest.objects.filter(case__number=number, account_id=actor.account_id or 0).exists():
        raise NoSuchCase(number=number)
    with engine.turn(number, "withdraw", actor=actor, at=at, key=key, as_reporter=True) as t:
        t.case.end_reason = "withdrawn"
        return t.case
