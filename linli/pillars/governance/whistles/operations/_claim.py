"""Claimed from both sides (双向认领): a department takes on a piece of what was put up, or says what it would do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Unpack

from django.db import IntegrityError, transaction

from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import policies, queries
from linli.pillars.governance.whistles.models import Offer, Whistle
from linli.pillars.governance.whistles.operations._blow import AlreadyCalled
from linli.pillars.governance.whistles.operations._calls import NotYourDepartment
from linli.pillars.governance.whistles.operations._turn import (
    Held,
    come_freely,
    from_the_start,
    move_whistle,
    new_call,
    off_the_ledger,
    point_to,
)
from linli.pillars.governance.whistles.rules import LONGEST_OFFER_DAYS


class OfferedTooLong(Refusal):
    """An offer ends before it begins, has ended already, or lasts longer than `days`."""


class OfferedAlready(Refusal):
    """The unit offers the same already."""


class NamesSomebody(Refusal):
    """The words of an offer hold a number by which somebody could be found."""


def take_whistle_down(**by: Unpack[By]) -> Case:
    """Put it up no longer. Who took a piece on stays; whoever has seen it still sees it."""

    def do(t: Turn, _held: Held) -> None:
        whistle = _whistle(t)
        whistle.is_posted = False
        t.after(lambda _step: whistle.save(update_fields=["is_posted"]))

    return move_whistle("take_down", do, **by)


def claim_whistle(*, unit: Unit, answer: str, **by: Unpack[By]) -> Case:
    """Take on a piece of a whistle, of one's own accord: `answer` says which. It has signed in, and its clocks begin now.

    A whistle on the ledger goes on with it. What was taken on may be given back within the time for declining.

    :raises NotYourDepartment: no post there, or no unit of the place. :raises AlreadyCalled: it is at it, or was.
    """

    def do(t: Turn, held: Held) -> None:
        known = {one.pk for one in queries.claimable_units(t.case.office)}
        if unit.pk not in known or not policies.works_at(t.actor, unit.pk):
            raise NotYourDepartment(unit=str(unit))
        call = held.of(unit)
        if call is not None and call.declined_at is None:
            raise AlreadyCalled(unit=str(unit))
        if t.before == "ledgered":
            off_the_ledger(t, held)
            t.case.prior_state, t.case.prior_holder = "", None
        share = t.assign(unit, Assignment.Part.ASSIST)
        if call is None:
            made = new_call(t.case, unit, t.at, t.calendar, _whistle(t).wanted_by)
            made.whistle_id, made.share = t.case.pk, share
            held.calls.append(made)
            t.beside(lambda _step: made)
            call = made
        else:
            from_the_start(t, call)
            again = call
            t.after(lambda _step: point_to(again, share))
            held.changed.append(call)
        come_freely(call, t.at)
        share.state, share.taken_at, share.due_at = Assignment.State.TAKEN, t.at, call.close_by
        share.account_id = t.actor.account_id

    return move_whistle("claim_whistle", do, about=unit, said=Said(answer=answer), **by)


def make_offer(
    *, actor: Actor, at: datetime, unit: Unit, words: str, from_date: date, until_date: date
) -> Offer:
    """Say what a department or partner would do for whoever whistles; from a day until a day.

    :raises NotYourDepartment: no post there. :raises OfferedTooLong, OfferedAlready, WordsMissing, NamesSomebody: as named.
    """
    if not policies.offers_for(actor, unit):
        raise NotYourDepartment(unit=str(unit))
    words = words.strip()
    if not words:
        raise WordsMissing(fields=["words"])
    if masking.find(words):
        raise NamesSomebody
    last = (until_date - from_date).days
    if not 0 <= last <= LONGEST_OFFER_DAYS:
        raise OfferedTooLong(days=LONGEST_OFFER_DAYS)
    try:
        with transaction.atomic():
            return Offer.objects.create(
                unit=unit, words=words, from_date=from_date, until_date=until_date, made_at=at
            )
    except IntegrityError:
        raise OfferedAlready from None


def end_offer(*, actor: Actor, at: datetime, offer: Offer) -> Offer:
    """Say that it is not offered any more; what was taken up goes on.

    :raises NotYourDepartment: no post there.
    """
    with transaction.atomic():
        held = Offer.objects.select_for_update(of=("self",)).select_related("unit").get(pk=offer.pk)
        if not policies.offers_for(actor, held.unit):
            raise NotYourDepartment(unit=str(held.unit))
        if held.ended_at is None:
            held.ended_at = at
            held.save(update_fields=["ended_at"])
    return held


def _whistle(t: Turn) -> Whistle:
    return Whistle.objects.get(case=t.case)
