"""Introductions: an officer proposes or a seeker asks; what becomes of it is a light record with one way forward."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker
from linli.pillars.service.jobs.operations._postings import _locked
from linli.pillars.service.jobs.operations._seekers import NotLoggedIn
from linli.pillars.service.jobs.policies import NoSuchPosting, NoSuchSeeker
from linli.pillars.service.jobs.rules.follow import may_follow

State = JobMatch.State


class NotOpen(Refusal):
    """The posting is not shown, or its last day lies behind."""


class NotNext(Refusal):
    """Such a record does not follow from what is written."""


def _shown(pk: int, at: datetime) -> JobPosting:
    row = _locked(pk)
    if row.state != JobPosting.State.SHOWN or row.until_date < clock.local(at).date():
        raise NotOpen
    return row


def ask_for(*, actor: Actor, at: datetime, posting: JobPosting) -> JobMatch:
    """Ask, as a seeker, to be introduced. Pressed twice it is one.

    :raises NotLoggedIn: not on the list of seekers. :raises NotOpen:
    """
    with transaction.atomic():
        row = _shown(posting.pk, at)
        seeker = JobSeeker.objects.filter(account_id=actor.account_id or 0).first()
        if seeker is None:
            raise NotLoggedIn
        made, _new = JobMatch.objects.get_or_create(
            posting=row, seeker=seeker, defaults={"state": State.ASKED, "asked_at": at, "changed_at": at}
        )
    return made


def introduce(*, actor: Actor, at: datetime, posting: JobPosting, seeker: JobSeeker) -> JobMatch:
    """Introduce somebody to an enterprise, having asked them.

    :raises NoSuchPosting, NoSuchSeeker: out of reach. :raises NotOpen: :raises NotNext: introduced before.
    """
    with transaction.atomic():
        row = _shown(posting.pk, at)
        if not policies.reaches(actor, row):
            raise NoSuchPosting
        held = JobSeeker.objects.filter(policies.reachable(actor), pk=seeker.pk, office=row.office_id).first()
        if held is None:
            raise NoSuchSeeker
        made = JobMatch.objects.select_for_update().filter(posting=row, seeker=held).first()
        if made is not None and made.state != State.ASKED:
            raise NotNext
        made = made or JobMatch(posting=row, seeker=held)
        made.state, made.introduced_at = State.INTRODUCED, at
        made.changed_at, made.changed_by_id = at, actor.account_id
        made.save()
    return made


def follow_match(*, actor: Actor, at: datetime, match_id: int, state: str) -> JobMatch:
    """Write down what became of an introduction.

    :raises NoSuchPosting: out of reach. :raises NotNext: it does not follow.
    """
    with transaction.atomic():
        row = (
            JobMatch.objects.select_for_update(of=("self",))
            .select_related("posting")
            .filter(pk=match_id)
            .first()
        )
        if row is None or not policies.reaches(actor, row.posting):
            raise NoSuchPosting
        if state == row.state:
            return row
        if state not in State.values or not may_follow(row.state, state):
            raise NotNext
        row.state = state
        if state == State.INTRODUCED:
            row.introduced_at = at
        if state == State.HIRED:
            row.hired_at = at
        row.changed_at, row.changed_by_id = at, actor.account_id
        row.save()
        # Whoever found work is left alone for a month; whoever lost it again is asked at once.
        if state in (State.HIRED, State.LEFT):
            ask_on = clock.local(at).date() if state == State.LEFT else None
            JobSeeker.objects.filter(pk=row.seeker_id or 0).update(ask_on=ask_on)
    return row
