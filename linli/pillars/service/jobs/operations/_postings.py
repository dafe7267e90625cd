"""Postings: offered by an enterprise or for it, read by the office, shown until their last day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import JobPosting, JobSeeker
from linli.pillars.service.jobs.policies import NoSuchPosting
from linli.pillars.service.jobs.rules import fair, match

State = JobPosting.State
LONGEST = timedelta(days=90)  # LOCAL: an offer older than a quarter of a year is asked for anew
MOST_PLACES = 500


class WageBackward(Refusal):
    """The wage ends below where it begins, or there are no places."""


class UntilPast(Refusal):
    """The last day lies behind, or too far ahead: `most` days."""


class ShutsOut(Refusal):
    """Words shut somebody out for what they are: `words`, `ground`."""


class StillShutsOut(Refusal):
    """Such words are shown only with a reason why the law allows them here."""


class PostingMoved(Refusal):
    """It is not in a state for that any more."""


class OfficeDecidesJobs(Refusal):
    """Only the office decides what is shown."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a posting says."""

    title: str
    duties: str
    places: int
    wage_from: int
    wage_to: int
    hours: str
    until_date: date
    asks: str = ""
    skills: tuple[str, ...] = ()


def post_job(
    *,
    actor: Actor,
    at: datetime,
    enterprise: Enterprise,
    offer: Offer,
    posting: JobPosting | None = None,
    by_link: bool = False,
    key: uuid.UUID | None = None,
) -> JobPosting:
    """Offer work, or offer it again in other words; the office reads it before anybody sees it.

    `by_link` says that the enterprise itself holds its private link, which the face has checked.

    :raises NoSuchPosting: not for this actor. :raises WageBackward: :raises UntilPast: :raises ShutsOut: the first words
        found; an office that has read the ground may still show what the law allows, with its reason.
    """
    today = clock.local(at).date()
    if not (by_link or policies.serves(actor, enterprise.office)) or enterprise.ended_at is not None:
        raise NoSuchPosting
    if not 0 < offer.places <= MOST_PLACES or offer.wage_to < offer.wage_from:
        raise WageBackward
    if not today <= offer.until_date <= today + LONGEST:
        raise UntilPast(most=LONGEST.days)
    if by_link and (found := fair.shut_out(offer.title, offer.duties, offer.asks)):
        raise ShutsOut(words=found[0].words, ground=found[0].ground.value)
    with transaction.atomic():
        if key is not None and (made := JobPosting.objects.filter(key=key).first()):
            return made
        row = _locked(posting.pk) if posting is not None else None
        if row is not None and (row.enterprise_id != enterprise.pk or row.state == State.ENDED):
            raise PostingMoved
        row = row or JobPosting(enterprise=enterprise, office=enterprise.office, posted_at=at, key=key)
        for field in fields(Offer):
            setattr(row, field.name, getattr(offer, field.name))
        row.skills = sorted({s.value for s in match.Skill}.intersection(offer.skills))
        # Read again before it is shown again: other words may shut somebody out.
        row.state, row.reason, row.decided_by, row.decided_at = State.WAITING, "", None, None
        row.save()
    return row


def _locked(pk: int) -> JobPosting:
    row = JobPosting.objects.select_for_update(of=("self",)).select_related("office").filter(pk=pk).first()
    if row is None:
        raise NoSuchPosting
    return row


def _to_decide(actor: Actor, pk: int) -> JobPosting:
    row = _locked(pk)
    if not policies.reaches(actor, row):
        raise NoSuchPosting
    if not policies.decides(actor, row.office_id) or actor.account_id is None:
        raise OfficeDecidesJobs
    return row


def show_posting(*, actor: Actor, at: datetime, posting: JobPosting, reason: str = "") -> JobPosting:
    """Show a posting to everybody. Words that shut somebody out need a reason that the office answers for.

    :raises NoSuchPosting: :raises OfficeDecidesJobs: :raises PostingMoved: :raises StillShutsOut:
    """
    with transaction.atomic():
        row = _to_decide(actor, posting.pk)
        if row.state == State.SHOWN:
            return row
        if row.state != State.WAITING or row.until_date < clock.local(at).date():
            raise PostingMoved
        if fair.shut_out(row.title, row.duties, row.asks) and len(reason.strip()) < 4:
            raise StillShutsOut
        row.state, row.reason = State.SHOWN, reason.strip()[:200]
        row.decided_at, row.decided_by_id = at, actor.account_id
        row.save()
    return row


def send_posting_back(*, actor: Actor, at: datetime, posting: JobPosting, reason: str) -> JobPosting:
    """Send a posting back with what must change.

    :raises NoSuchPosting: :raises OfficeDecidesJobs: :raises PostingMoved:
    """
    with transaction.atomic():
        row = _to_decide(actor, posting.pk)
        if row.state not in (State.WAITING, State.SHOWN):
            raise PostingMoved
        row.state, row.reason = State.SENT_BACK, reason.strip()[:200]
        row.decided_at, row.decided_by_id = at, actor.account_id
        row.save()
    return row


def end_posting(*, actor: Actor, at: datetime, posting: JobPosting, by_link: bool = False) -> JobPosting:
    """Take an offer down: filled, or no longer wanted.

    :raises NoSuchPosting:
    """
    with transaction.atomic():
        row = _locked(posting.pk)
        if not (by_link or policies.reaches(actor, row)):
            raise NoSuchPosting
        if row.state != State.ENDED:
            row.state, row.ended_at = State.ENDED, at
            row.save(update_fields=["state", "ended_at"])
    return row


def end_old(*, actor: Actor, at: datetime) -> int:
    """End postings after their last day, and forget seekers whose time is up or whose account has ended."""
    today = clock.local(at).date()
    over = JobPosting.objects.exclude(state=State.ENDED).filter(until_date__lt=today)
    count = over.update(state=State.ENDED, ended_at=at)
    gone = Q(until_date__lt=today) | Q(account__is_active=False)
    return count + JobSeeker.objects.filter(gone).delete()[0]
