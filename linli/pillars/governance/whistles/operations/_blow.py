"""Blowing a whistle, and calling one more department."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.db.models import Model

from linli.base.flow import deadlines, opening
from linli.base.flow.engine import By, Turn, reach_of
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import NoSuchCase, PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.governance.whistles import policies, queries, rules
from linli.pillars.governance.whistles.flow import KIND, WHISTLE
from linli.pillars.governance.whistles.models import Offer, Whistle
from linli.pillars.governance.whistles.operations._turn import (
    Held,
    come_freely,
    move_whistle,
    new_call,
    share_of,
)
from linli.pillars.governance.whistles.rules import WhistleKind

MOST_CALLED = 12


class NotYoursToBlow(Refusal):
    """Somebody whistles in the name of a unit they hold no post at."""


class NobodyCalled(Refusal):
    """No department is called, or one that cannot be: `most`, `unit`."""


class AlreadyCalled(Refusal):
    """The department was called already: `unit`."""


class OfferOver(Refusal):
    """An offer that is over, or was never made to this office: `unit`."""


@opening.once
def blow_whistle(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    kind: WhistleKind,
    units: Sequence[Unit],
    asked: str,
    place: str = "",
    wanted_by: datetime | None = None,
    parent: Case | None = None,
    offers: Sequence[Offer] = (),
    posted: bool = False,
    key: uuid.UUID | None = None,
) -> Whistle:
    """Call departments in the name of a community or the street; `parent` is the case that made it necessary.

    Whoever offered and is taken up has come already. `posted` puts it up for whoever can take it on; then nobody need be
    called.

    :raises NotYoursToBlow: no post there. :raises NobodyCalled: nobody, too many, or a unit that cannot be called.
    :raises OfferOver: an offer that does not stand. :raises NoSuchCase: the parent is out of reach.
    :raises WordsMissing, PastMoment: as named.
    """
    if not policies.blows_for(actor, unit):
        raise NotYoursToBlow(unit=str(unit))
    if key is not None and (made := Whistle.objects.filter(case__idempotency_key=key).first()):
        return made
    if not asked.strip():
        raise WordsMissing(fields=["answer"])
    if wanted_by is not None and wanted_by <= at:
        raise PastMoment(until=wanted_by)
    office = orgs.office_of(orgs.line_up(unit))
    if office is None:
        raise NotYoursToBlow(unit=str(unit))
    if parent is not None and (parent.office_id != office.pk or not _sees(actor, parent)):
        raise NoSuchCase(number=parent.number)
    called = list({one.pk: one for one in units}.values())
    taken = _taken(offers, office, at)
    called = [one for one in called if one.pk not in taken]
    if called or not (taken or posted):
        _callable(called, office, MOST_CALLED - len(taken))
    calendar = deadlines.calendar_of(office)
    whistle = Whistle(unit=unit, kind=kind.value, wanted_by=wanted_by)
    every = [*called, *(offer.unit for offer in taken.values())]
    state = "blown" if called else "signed" if taken else "unclaimed"

    def beside(case: Case) -> list[Model]:
        whistle.case = case
        calls = [new_call(case, one, at, calendar, wanted_by) for one in every]
        shares = [share_of(case, call.unit, at, call.close_by) for call in calls]
        for call, share in zip(calls, shares, strict=True):
            call.whistle, call.share = whistle, share
            if (offer := taken.get(call.unit_id)) is not None:
                call.offer = offer
                come_freely(call, at)
                share.state, share.taken_at = Assignment.State.TAKEN, at
        case.reach = reach_of(case, shares)
        if state == "signed":
            case.due_at = min(due for call in calls if (due := call.due_at) is not None)
            deadlines.refresh(case, at, calendar, restarted=True)
        return [whistle, *shares, *calls]

    own = {slot: str(limit) for slot, limit in rules.LIMITS[kind].items()}
    with transaction.atomic():
        opening.open_case(
            KIND,
            actor=actor,
            at=at,
            area=unit,
            office=office,
            holder=unit,
            title=_title(asked),
            state=state,
            slot={"blown": "sign", "signed": "report", "unclaimed": "claim"}[state],
            limits=deadlines.limits_for(WHISTLE, office, kind.value, own),
            said=Said(answer=asked.strip(), data={"assists": [one.pk for one in every], "kind": kind.value}),
            key=key,
            index=asked,
            verb="blow",
            topic=kind.value,
            channel="desk",
            is_urgent=kind is WhistleKind.EMERGENCY,
            can_be_asked=False,
            place_words=place.strip() or (parent.place_words if parent else ""),
            lon=parent.lon if parent else None,
            lat=parent.lat if parent else None,
            parent=parent,
            beside=beside,
        )
        if posted:
            post_whistle(actor=actor, number=whistle.case.number, at=at, note=whistle.case.title)
    return whistle


def post_whistle(*, note: str, **by: Unpack[By]) -> Case:
    """Put a whistle up: departments and partners of the place see it and may take on what `note` says is to be done."""

    def do(t: Turn, _held: Held) -> None:
        whistle = Whistle.objects.get(case=t.case)
        whistle.is_posted = True
        units = queries.claimable_units(t.case.office)
        t.case.reach = sorted({*t.case.reach, *(one for unit in units for one in unit.line)})
        t.say(assists=[unit.pk for unit in units])
        t.after(lambda _step: whistle.save(update_fields=["is_posted"]))

    return move_whistle("post_whistle", do, said=Said(note=note), **by)


def call_more_whistle(*, unit: Unit, **by: Unpack[By]) -> Case:
    """Call one more department, with clocks of its own from now.

    :raises AlreadyCalled: it is called. :raises NobodyCalled: a unit that cannot be called.
    """

    def do(t: Turn, held: Held) -> None:
        if held.of(unit) is not None:
            raise AlreadyCalled(unit=str(unit))
        _callable([unit], t.case.office)
        if len(held.calls) >= MOST_CALLED:
            raise NobodyCalled(most=MOST_CALLED, unit=str(unit))
        whistle = Whistle.objects.get(case=t.case)
        call = new_call(t.case, unit, t.at, t.calendar, whistle.wanted_by)
        share = t.assign(unit, Assignment.Part.ASSIST)
        share.due_at = call.close_by
        call.whistle, call.share = whistle, share
        held.calls.append(call)
        t.beside(lambda _step: call)

    return move_whistle("call_more", do, about=unit, to=unit, **by)


def _title(asked: str) -> str:
    return asked.strip().splitlines()[0][:60]


def _sees(actor: Actor, case: Case) -> bool:
    return actor.is_system or not actor.sight_ids.isdisjoint(case.reach)


def _taken(offers: Sequence[Offer], office: Unit, at: datetime) -> dict[int, Offer]:
    """Give the offers that are taken up, by unit. :raises OfferOver: one that does not stand, or not for this office."""
    standing = {one.pk for one in queries.offers_for(office=office, at=at)} if offers else set()
    for offer in offers:
        if offer.pk not in standing:
            raise OfferOver(unit=str(offer.unit))
    return {offer.unit_id: offer for offer in offers}


def _callable(units: Sequence[Unit], office: Unit, most: int = MOST_CALLED) -> None:
    """Say no to whom cannot be called: nobody, too many, and whoever is no department of the street or the district."""
    if not 0 < len(units) <= most:
        raise NobodyCalled(most=MOST_CALLED, unit="")
    known = {one.pk for one in queries.callable_units(office)}
    for unit in units:
        if unit.pk not in known:
            raise NobodyCalled(most=MOST_CALLED, unit=str(unit))
