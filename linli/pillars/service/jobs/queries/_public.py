"""What everybody reads: work that is offered now, found by plain words; trainings; one's own matters."""

from __future__ import annotations

from datetime import datetime

from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.kernel import clock
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker, Training
from linli.pillars.service.jobs.policies import NoSuchPosting
from linli.pillars.service.jobs.rules.match import Shown, find

MOST = 500
PAGE = 30


def shown_postings(*, at: datetime, office: Unit | None = None, near: Unit | None = None) -> list[JobPosting]:
    """List what is offered now, at most 500: those of one's own community first, then the newest. One query."""
    rows = JobPosting.objects.filter(state=JobPosting.State.SHOWN, until_date__gte=clock.local(at).date())
    if office is not None:
        rows = rows.filter(office=office)
    found = list(rows.select_related("enterprise__area__parent").order_by("-decided_at", "-pk")[:MOST])
    if near is not None:
        community = near.parent_id
        found.sort(
            key=lambda p: p.enterprise.area.parent_id != community and p.enterprise.area_id != community
        )
    return found


def find_postings(
    *, at: datetime, words: str, office: Unit | None = None, near: Unit | None = None
) -> list[JobPosting]:
    """Find offers by plain words. One query."""
    rows = shown_postings(at=at, office=office, near=near)
    by_id = {row.pk: row for row in rows}
    shown = (
        Shown(
            row.pk,
            f"{row.title} {row.duties} {row.asks} {row.enterprise.name} {row.enterprise.area}",
            frozenset(row.skills),
            row.hours,
        )
        for row in rows
    )
    return [by_id[pk] for pk in find(words, shown)]


def get_shown(*, pk: int, at: datetime) -> JobPosting:
    """Give an offer for everybody's page. One query.

    :raises NoSuchPosting: none, or no longer offered.
    """
    rows = JobPosting.objects.filter(state=JobPosting.State.SHOWN, until_date__gte=clock.local(at).date())
    found = rows.select_related("enterprise__area__parent", "office").filter(pk=pk).first()
    if found is None:
        raise NoSuchPosting
    return found


def seeker_of(account: Account | None) -> JobSeeker | None:
    """Give what somebody said about looking for work. One query."""
    return JobSeeker.objects.filter(account=account).first() if account is not None else None


def my_matches(seeker: JobSeeker | None) -> list[JobMatch]:
    """List what became of one's own introductions, the newest first. One query."""
    if seeker is None:
        return []
    rows = JobMatch.objects.filter(seeker=seeker).select_related("posting__enterprise")
    return list(rows.order_by("-changed_at")[:PAGE])


def trainings_to_come(*, at: datetime, office: Unit | None = None) -> list[Training]:
    """List trainings that have not begun. One query."""
    rows = Training.objects.filter(starts_date__gte=clock.local(at).date(), ended_at=None)
    return list((rows.filter(office=office) if office is not None else rows).order_by("starts_date")[:PAGE])


def postings_of_enterprise(enterprise: Enterprise) -> list[JobPosting]:
    """List what an enterprise offers, for its own page. One query."""
    return list(enterprise.postings.order_by("-pk")[:PAGE])
