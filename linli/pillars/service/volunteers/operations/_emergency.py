"""Emergencies: one opens posts, which are activities that begin at once; a post is released, and all when it is over."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.notices import operations as notices
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.service.volunteers import policies
from linli.pillars.service.volunteers.models import Activity, Emergency, SignUp, Volunteer
from linli.pillars.service.volunteers.operations._verbs import (
    Plan,
    TooLateNow,
    _tell,
    _theirs,
    plan_activity,
)
from linli.pillars.service.volunteers.policies import NoSuchEmergency
from linli.pillars.service.volunteers.rules import What

MOST_CALLED = 500
CALLED_FOR = timedelta(days=1)


class NotYourEmergency(Refusal):
    """Somebody opens or ends an emergency on a ground that is not theirs: `unit`."""


class EmergencyOver(Refusal):
    """It is over; no post is opened any more."""


def open_emergency(
    *,
    actor: Actor,
    at: datetime,
    area: Unit,
    what: What,
    title: str,
    basis: str,
    key: uuid.UUID | None = None,
) -> Emergency:
    """Open an emergency on the ground of a community or of the street, on the order it rests on.

    :raises NotYourEmergency: no ground of theirs. :raises WordsMissing: no title, or nothing it rests on.
    """
    office = orgs.office_of(orgs.line_up(area))
    if office is None or actor.account_id is None or not policies.opens(actor, area):
        raise NotYourEmergency(unit=str(area))
    missing = [name for name, said in (("title", title), ("basis", basis)) if not said.strip()]
    if missing:
        raise WordsMissing(fields=missing)
    with transaction.atomic():
        if key is not None and (made := Emergency.objects.filter(key=key).first()):
            return made
        return Emergency.objects.create(
            area=area,
            office=office,
            what=what.value,
            title=clean_line(title)[:40],
            basis=clean_line(basis)[:120],
            opened_at=at,
            opened_by_id=actor.account_id,
            key=key,
        )


def open_post(
    *, actor: Actor, at: datetime, emergency: Emergency, team: Unit, plan: Plan, key: uuid.UUID | None = None
) -> Activity:
    """Open a post of a team, to stand at from now or later; grown-up volunteers of the ground are told once.

    :raises NoSuchEmergency: :raises EmergencyOver: :raises NotYourTeam: :raises TimesBackward:
    """
    with transaction.atomic():
        row = _seen(actor, emergency.pk)
        if key is not None and (made := Activity.objects.filter(key=key).first()):
            return made
        if row.ended_at is not None:
            raise EmergencyOver
        post = plan_activity(
            actor=actor, at=at, team=team, plan=replace(plan, takes_minors=False), emergency=row, key=key
        )
        _call_up(row, post, at)
    return post


def _call_up(row: Emergency, post: Activity, at: datetime) -> None:
    """Tell those who said they want to help and live there that people are needed. Nobody is sent, nobody is missed."""
    rows = Volunteer.objects.filter(
        account__is_active=True, is_minor=False, grid__path__contains=f"/{row.area_id}/"
    )
    notices.tell_accounts(
        account_ids=sorted(rows.values_list("account", flat=True)[:MOST_CALLED]),
        office=row.office,
        template="posts_opened",
        key=f"volunteers:emergency:{row.pk}",
        at=at,
        unit=str(post.team),
        data={"title": row.title},
        link="/volunteers/",
        expires_at=at + CALLED_FOR,
    )


def release_post(*, actor: Actor, at: datetime, activity: Activity, words: str = "") -> Activity:
    """Release a post: who stands there may go home and is told. Twice is once.

    :raises NoSuchActivity: not theirs. :raises TooLateNow: no post of an emergency.
    """
    with transaction.atomic():
        row = _theirs(actor, activity.pk)
        if row.emergency_id is None:
            raise TooLateNow
        _release(row, at, words)
    return row


def _release(row: Activity, at: datetime, words: str) -> None:
    if row.cancelled_at is not None or row.ends_at <= at:
        return
    if row.starts_at >= at:
        row.cancelled_at, row.cancel_reason = at, clean_line(words)[:200]
    else:
        row.ends_at = at
    row.save(update_fields=["cancelled_at", "cancel_reason", "ends_at"])
    meant = row.sign_ups.filter(state__in=(SignUp.State.GOING, SignUp.State.WAITING))
    _tell(row, list(meant.values_list("volunteer__account", flat=True)), "post_released", "released", at)


def end_emergency(*, actor: Actor, at: datetime, emergency: Emergency, words: str) -> Emergency:
    """Say that it is over: every post that still stands is released. Twice is once.

    :raises NoSuchEmergency: :raises NotYourEmergency: :raises WordsMissing: nothing is said.
    """
    with transaction.atomic():
        row = _seen(actor, emergency.pk)
        if not policies.opens(actor, row.area) or actor.account_id is None:
            raise NotYourEmergency(unit=str(row.area))
        if row.ended_at is not None:
            return row
        if not words.strip():
            raise WordsMissing(fields=["words"])
        said = clean_line(words)[:200]
        posts = Activity.objects.select_for_update(of=("self",)).filter(emergency=row)
        for post in posts.select_related("team", "office").order_by("pk"):
            _release(post, at, said)
        row.ended_at, row.ended_by_id, row.end_words = at, actor.account_id, said
        row.save(update_fields=["ended_at", "ended_by", "end_words"])
    return row


def _seen(actor: Actor, pk: int) -> Emergency:
    rows = Emergency.objects.select_for_update(of=("self",)).select_related("area", "office")
    row = rows.filter(policies.emergencies(actor), pk=pk).first()
    if row is None:
        raise NoSuchEmergency
    return row
