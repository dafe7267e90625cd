"""Reads of what waits to be taken on, and of what units offer: both sides of claiming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from linli.base.flow.models import Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.governance.whistles import policies
from linli.pillars.governance.whistles.models import Offer
from linli.pillars.governance.whistles.queries._desk import WhistleRow, claimable_units, whistles_of


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A whistle that waits to be taken on, and what is still to be done."""

    row: WhistleRow
    wanted: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What a unit offers, until when, and how often it was taken up."""

    id: int
    unit: str
    words: str
    from_date: date
    until_date: date
    taken_count: int
    is_mine: bool


def offers_for(*, office: Unit, at: datetime) -> list[Offer]:
    """List what stands on offer for the whistles of an office, by unit. Two queries."""
    units = claimable_units(office)
    return list(_standing(clock.local(at).date()).filter(unit__in=units).select_related("unit"))


def offers_of(*, actor: Actor, at: datetime) -> tuple[OfferRow, ...]:
    """List what stands on offer where an actor is, by unit. One query."""
    rows = _standing(clock.local(at).date()).filter(policies.offers_reachable(actor)).select_related("unit")
    return tuple(
        OfferRow(
            id=one.pk,
            unit=str(one.unit),
            words=one.words,
            from_date=one.from_date,
            until_date=one.until_date,
            taken_count=one.taken_count,
            is_mine=policies.offers_for(actor, one.unit),
        )
        for one in rows.annotate(taken_count=Count("calls")).order_by("unit__path", "pk")
    )


def get_offer(*, actor: Actor, pk: int) -> Offer:
    """Give an offer that an actor sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    found = Offer.objects.filter(policies.offers_reachable(actor), pk=pk).select_related("unit").first()
    if found is None:
        raise NoSuchCase(number=str(pk))
    return found


def wanted_of(*, actor: Actor, size: int = 200) -> tuple[WantedRow, ...]:
    """List what was put up and waits to be taken on, newest first, with what is still to be done. Four queries."""
    rows, _after = whistles_of(actor=actor, view="to_claim", size=size)
    steps = Step.objects.filter(case__in=[row.id for row in rows], verb="post_whistle")
    said = {
        step.case_id: step.words.note
        for step in steps.select_related("words").order_by("seq")
        if hasattr(step, "words")
    }
    return tuple(WantedRow(row, said.get(row.id, "")) for row in rows)


def _standing(today: date) -> QuerySet[Offer]:
    return Offer.objects.filter(ended_at=None, from_date__lte=today, until_date__gte=today)
