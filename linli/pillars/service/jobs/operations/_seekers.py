"""Who looks for work: by consent, as little as needed, for as long as they want; leaving deletes everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.base.people.vault import fingerprint
from linli.kernel import clock
from linli.kernel.numbers import normalise_phone
from linli.kernel.refusals import Refusal
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import JobSeeker
from linli.pillars.service.jobs.policies import NoSuchSeeker
from linli.pillars.service.jobs.rules import match, visit

KEPT_FOR = timedelta(days=90)  # LOCAL: nobody is kept longer than a season without saying so again
SKILLS = frozenset(one.value for one in match.Skill)
HOURS = frozenset(one.value for one in match.Hours)


class NotLoggedIn(Refusal):
    """Somebody looks for work without having logged in."""


class JobConsentMissing(Refusal):
    """Nobody is written down without their own consent."""


class PhoneMissing(Refusal):
    """A name and a number that can be called are needed."""


class SeekerKnown(Refusal):
    """The number is on the office's list already."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for."""

    skills: Sequence[str] = ()
    hours: Sequence[str] = ()
    wage_from: int | None = None


def _write(row: JobSeeker, sought: Sought, at: datetime) -> None:
    row.skills, row.hours = (
        sorted(SKILLS.intersection(sought.skills)),
        sorted(HOURS.intersection(sought.hours)),
    )
    row.wage_from = sought.wage_from
    today = clock.local(at).date()
    row.consent_at, row.until_date = at, today + KEPT_FOR
    if row.ask_on is None:
        row.ask_on = visit.due_on(today, None, None)
    row.save()


def enrol_self(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    sought: Sought,
    grid: Unit | None = None,
    agrees: bool = False,
) -> JobSeeker:
    """Say, logged in, what work one looks for; said again it is brought up to date and kept for another ninety days.

    :raises NotLoggedIn: :raises JobConsentMissing:
    """
    if actor.kind is not ActorKind.RESIDENT or actor.account_id is None:
        raise NotLoggedIn
    if not agrees:
        raise JobConsentMissing
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=actor.account_id)
        row = JobSeeker.objects.filter(account=account).first()
        if row is None:
            # Somebody the office wrote down on paper comes in by phone now: it is the same person.
            row = JobSeeker.objects.filter(
                office=office, phone_print=account.phone_print, account=None
            ).first()
        row = row or JobSeeker(office=office)
        row.account, row.grid, row.consent = account, grid, JobSeeker.Consent.SELF
        row.name, row.phone, row.phone_print = account.name, account.phone, account.phone_print
        _write(row, sought, at)
    return row


def enrol_seeker(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    name: str,
    phone: str,
    sought: Sought,
    grid: Unit | None = None,
    has_signed: bool = False,
) -> JobSeeker:
    """Write somebody down who came in person and signed that they agree.

    :raises NoSuchSeeker: not for this actor. :raises JobConsentMissing: :raises PhoneMissing: :raises SeekerKnown:
    """
    if not policies.serves(actor, office):
        raise NoSuchSeeker
    if not has_signed:
        raise JobConsentMissing
    try:
        number = normalise_phone(phone)
    except ValueError:
        raise PhoneMissing from None
    if not name.strip():
        raise PhoneMissing
    print_ = fingerprint(number, "phone")
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)  # two counters at once write one person down once
        if JobSeeker.objects.filter(office=office, phone_print=print_).exists():
            raise SeekerKnown
        row = JobSeeker(office=office, grid=grid, name=name.strip(), phone=number, phone_print=print_)
        row.consent = JobSeeker.Consent.PAPER
        _write(row, sought, at)
    return row


def leave(*, actor: Actor) -> bool:
    """Take one's consent back: everything that is kept about the seeker is deleted."""
    return bool(JobSeeker.objects.filter(account_id=actor.account_id or 0).delete()[0])


def forget_seeker(*, actor: Actor, at: datetime, seeker: JobSeeker) -> None:
    """Delete somebody who asked for it in person.

    :raises NoSuchSeeker:
    """
    with transaction.atomic():
        row = JobSeeker.objects.select_for_update().filter(policies.reachable(actor), pk=seeker.pk).first()
        if row is None:
            raise NoSuchSeeker
        record_deletion(
            actor=actor,
            at=at,
            subject="jobs.JobSeeker",
            subject_id=row.pk,
            fields=("name", "phone"),
            basis="asked",
            person_print=bytes(row.phone_print) if row.phone_print else None,
        )
        row.delete()


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept about a person who looked for work."""
    rows = JobSeeker.objects.filter(account=account)
    if account.phone_print:
        rows = rows | JobSeeker.objects.filter(phone_print=account.phone_print)
    ids = list(rows.distinct().values_list("pk", flat=True))
    for pk in ids:
        record_deletion(
            actor=order.actor,
            at=order.at,
            subject="jobs.JobSeeker",
            subject_id=pk,
            fields=("name", "phone"),
            basis=order.basis,
            request_number=order.request_number,
            person_id=account.pk,
        )
    JobSeeker.objects.filter(pk__in=ids).delete()
    return len(ids)
