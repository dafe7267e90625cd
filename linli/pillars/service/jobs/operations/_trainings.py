"""Trainings that the office offers or knows of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import Training
from linli.pillars.service.jobs.operations._postings import UntilPast
from linli.pillars.service.jobs.operations._seekers import SKILLS
from linli.pillars.service.jobs.policies import NoSuchPosting


def offer_training(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    title: str,
    summary: str,
    place: str,
    contact: str,
    starts_date: date,
    is_free: bool = True,
    skills: Sequence[str] = (),
) -> Training:
    """Offer a training; everybody sees it until it begins.

    :raises NoSuchPosting: not for this actor. :raises UntilPast: it has begun.
    """
    if not policies.serves(actor, office) or actor.account_id is None:
        raise NoSuchPosting
    if starts_date < clock.local(at).date():
        raise UntilPast(most=365)
    return Training.objects.create(
        office=office,
        title=title,
        summary=summary,
        place=place,
        contact=contact,
        starts_date=starts_date,
        is_free=is_free,
        skills=sorted(SKILLS.intersection(skills)),
        made_at=at,
        made_by_id=actor.account_id,
    )


def end_training(*, actor: Actor, at: datetime, training_id: int) -> None:
    """Take a training down.

    :raises NoSuchPosting:
    """
    row = Training.objects.select_related("office").filter(pk=training_id).first()
    if row is None or not policies.serves(actor, row.office):
        raise NoSuchPosting
    Training.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at)
