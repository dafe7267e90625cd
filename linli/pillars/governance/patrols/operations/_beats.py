"""Beats: what is walked on which days, and the post that answers for it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Post
from linli.base.places import index
from linli.base.places.models import Road
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.patrols import policies
from linli.pillars.governance.patrols.models import Beat
from linli.pillars.governance.patrols.policies import NoSuchBeat
from linli.pillars.governance.patrols.rules import BeatKind, BeatPlaceless, BeatRecord, checked


class BeatElsewhere(Refusal):
    """It lies outside the ground of whoever plans it."""


class BeatKnown(Refusal):
    """A beat of this name is there: `name`."""


class BeatEnded(Refusal):
    """It is walked no more; what was written stays."""


class NobodyThere(Refusal):
    """The post has ended, or is none of this office."""


def keep_beat(
    *,
    actor: Actor,
    at: datetime,
    area: Unit,
    record: BeatRecord,
    unit: Unit | None = None,
    steward: Post | None = None,
    from_date: date | None = None,
    beat: Beat | None = None,
) -> Beat:
    """Plan a beat, or change its plan: the post that answers for it, its days, what is looked at.

    `unit` answers where no post is named, else the post's own.

    :raises NoSuchBeat: :raises BeatEnded: :raises BeatElsewhere: :raises BeatKnown: :raises NobodyThere:
    :raises Refusal: what `rules.checked` says.
    """
    held = checked(record)
    today = clock.local(at).date()
    office = orgs.office_of(orgs.line_up(area))
    if office is None or not policies.plans_at(actor, area):
        raise BeatElsewhere
    if steward is not None:
        _living(steward, office, today)
    if held.road_id is not None and not Road.objects.filter(pk=held.road_id, office=office).exists():
        raise BeatPlaceless
    if held.kind is BeatKind.SPOT:
        unit_id = index.current().grid_at(held.lon, held.lat)  # type: ignore[arg-type]
        if unit_id is None or area.pk not in {one.pk for one in orgs.line_of(unit_id)}:
            raise BeatPlaceless
    try:
        with transaction.atomic():
            row = (
                theirs(actor, beat.pk)
                if beat is not None
                else Beat(office=office, from_date=from_date or today)
            )
            row.area, row.steward = area, steward
            row.unit = steward.unit if steward is not None else unit or area
            row.kind, row.name, row.road_id = held.kind.value, held.name, held.road_id
            row.lon, row.lat = held.lon, held.lat
            row.weekdays, row.looks = list(held.weekdays), list(held.looks)
            row.kept_at, row.kept_by_id = at, actor.account_id
            row.save()
    except IntegrityError:
        if Beat.objects.filter(office=office, name=held.name, ended_on=None).exists():
            raise BeatKnown(name=held.name) from None
        raise
    return row


def _living(steward: Post, office: Unit, today: date) -> None:
    over = steward.held_until is not None and steward.held_until <= today
    mine = office.pk in steward.unit.line or steward.unit.parent_id == office.parent_id
    if over or steward.held_from > today or not mine:
        raise NobodyThere


def theirs(actor: Actor, pk: int) -> Beat:
    """Lock a beat that an actor plans and that is walked still.

    :raises NoSuchBeat: :raises BeatEnded: :raises BeatElsewhere: seen, and planned by others.
    """
    rows = Beat.objects.select_for_update(of=("self",)).select_related("area", "office")
    row = rows.filter(pk=pk).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchBeat
    if not policies.plans_at(actor, row.area):
        raise BeatElsewhere
    if row.ended_on is not None:
        raise BeatEnded
    return row


def end_beat(*, actor: Actor, at: datetime, beat: Beat) -> Beat:
    """Note that a beat is walked no more; what was written stays.

    :raises NoSuchBeat: :raises BeatEnded: :raises BeatElsewhere:
    """
    with transaction.atomic():
        row = theirs(actor, beat.pk)
        row.ended_on = max(clock.local(at).date(), row.from_date)
        row.kept_at, row.kept_by_id = at, actor.account_id
        row.save(update_fields=["ended_on", "kept_at", "kept_by"])
    return row
