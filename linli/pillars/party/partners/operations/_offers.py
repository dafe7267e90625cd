"""What units offer: written down, shown to residents by the office, ended."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import masking
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.partners import policies, rules
from linli.pillars.party.partners.models import ReportIn, Resource
from linli.pillars.party.partners.operations._reporting import NotYourUnit
from linli.pillars.party.partners.policies import NoSuchResource
from linli.pillars.party.partners.rules import What


class NotReportedIn(Refusal):
    """The unit has not reported in to a community yet."""


class OfferTooLong(Refusal):
    """The last day lies behind, or too far ahead: `most` days."""


class NumberInOffer(Refusal):
    """Words that residents read say how to reach somebody."""


class ResourceUsedUp(Refusal):
    """It stands no more."""


def offer_resource(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    what: What,
    title: str,
    until: date,
    words: str = "",
    times: int = 1,
    is_for_all: bool = False,
    key: uuid.UUID | None = None,
) -> Resource:
    """Write down what a unit offers the communities it reported in to; what is meant for residents waits for the office.

    :raises NotYourUnit: :raises NotReportedIn: :raises OfferTooLong: :raises NumberInOffer:
    """
    if unit.pk not in policies.own_units(actor):
        raise NotYourUnit
    if not rules.stands_until(until, local(at).date()):
        raise OfferTooLong(most=rules.LONGEST.days)
    if masking.find(f"{title} {words}"):
        raise NumberInOffer
    with transaction.atomic():
        if key is not None and (made := Resource.objects.filter(key=key, unit=unit).first()):
            return made
        place = ReportIn.objects.filter(unit=unit, until=None).order_by("pk").first()
        if place is None:
            raise NotReportedIn
        return Resource.objects.create(
            unit=unit,
            office_id=place.office_id,
            what=what.value,
            title=clean_line(title)[:60],
            words=clean_line(words)[:300],
            times=times,
            is_for_all=is_for_all,
            until=until,
            offered_at=at,
            key=key,
        )


def _locked(actor: Actor, pk: int) -> Resource:
    row = Resource.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if row is None or not policies.reaches_resource(actor, row):
        raise NoSuchResource
    return row


def show_resource(*, actor: Actor, at: datetime, pk: int) -> Resource:
    """Show residents what a unit means for them.

    :raises NoSuchResource: :raises NotYourUnit: only the office does. :raises ResourceUsedUp: it ended, or is not for them.
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        if not policies.shows(actor, row):
            raise NotYourUnit
        if row.ended_at is not None or not row.is_for_all or row.until < local(at).date():
            raise ResourceUsedUp
        row.shown_at, row.shown_by_id = row.shown_at or at, row.shown_by_id or actor.account_id
        row.save(update_fields=["shown_at", "shown_by"])
    return row


def end_resource(*, actor: Actor, at: datetime, pk: int) -> Resource:
    """End what is offered: the unit takes it back, or the office takes it down. What was agreed goes on.

    :raises NoSuchResource: :raises NotYourUnit:
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        if row.unit_id not in policies.own_units(actor) and not policies.shows(actor, row):
            raise NotYourUnit
        row.ended_at = row.ended_at or at
        row.save(update_fields=["ended_at"])
    return row
