"""Visits to those who look for work: what was brought, and when somebody asks again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import JobPosting, JobSeeker, SeekerVisit, Training
from linli.pillars.service.jobs.policies import NoSuchSeeker
from linli.pillars.service.jobs.rules import visit


class NothingBrought(Refusal):
    """A visit says none of the five things that were brought."""


class DayUnfit(Refusal):
    """The day of the visit lies ahead or too far back, or the next lies behind or beyond what is kept: `most`."""


@dataclass(frozen=True, slots=True)
class Met:
    """How somebody was met, what was brought, and when to ask again."""

    on: date
    way: str
    brought: Sequence[str]
    posting_id: int | None = None
    training_id: int | None = None
    next_on: date | None = None


def visit_seeker(
    *, actor: Actor, at: datetime, seeker: JobSeeker, met: Met, key: uuid.UUID | None = None
) -> SeekerVisit:
    """Write down that somebody who looks for work was met and what was brought. The same key twice is one visit.

    :raises NoSuchSeeker: :raises NothingBrought: :raises DayUnfit:
    """
    today = clock.local(at).date()
    brought = [one.value for one in visit.Brought if one.value in set(met.brought)]
    if not brought:
        raise NothingBrought
    if not today - visit.WRITTEN_WITHIN <= met.on <= today:
        raise DayUnfit(most=visit.WRITTEN_WITHIN.days)
    if met.next_on is not None and not today <= met.next_on <= today + visit.LATEST_NEXT:
        raise DayUnfit(most=visit.LATEST_NEXT.days)
    with transaction.atomic():
        row = JobSeeker.objects.select_for_update().filter(policies.reachable(actor), pk=seeker.pk).first()
        if row is None:
            raise NoSuchSeeker
        if key is not None and (made := SeekerVisit.objects.filter(key=key).first()):
            if made.seeker_id != row.pk:
                raise NoSuchSeeker
            return made
        posting = JobPosting.objects.filter(pk=met.posting_id or 0, office=row.office_id).first()
        training = Training.objects.filter(pk=met.training_id or 0, office=row.office_id).first()
        made = SeekerVisit.objects.create(
            office_id=row.office_id,
            seeker=row,
            on_date=met.on,
            way=SeekerVisit.Way(met.way).value,
            brought=brought,
            posting=posting if visit.Brought.JOB.value in brought else None,
            training=training if visit.Brought.TRAINING.value in brought else None,
            written_at=at,
            by_id=actor.account_id,
            key=key,
        )
        row.ask_on = visit.due_on(clock.local(row.consent_at).date(), met.on, met.next_on)
        row.save(update_fields=["ask_on"])
    return made
