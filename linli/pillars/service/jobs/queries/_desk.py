"""What those who work on jobs read: postings, seekers (masked), introductions, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, Sum

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.subjects import Rows
from linli.kernel import clock
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker
from linli.pillars.service.jobs.policies import NoSuchPosting, NoSuchSeeker
from linli.pillars.service.jobs.rules import fair, match

PAGE = 50
MOST_SEEKERS = 2_000
ASKED_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One line of the list of postings."""

    id: int
    title: str
    enterprise: str
    area: str
    places: int
    wage_from: int
    wage_to: int
    hours: str
    state: str
    until_date: date
    introduced: int
    hired: int


def postings_of(
    *, actor: Actor, state: str = "", before: int | None = None, size: int = PAGE
) -> tuple[tuple[PostingRow, ...], int | None]:
    """List the postings of one's offices, the newest first. One query."""
    rows = JobPosting.objects.filter(policies.reachable(actor))
    rows = rows.filter(state=state) if state else rows
    if before is not None:
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("enterprise__area").annotate(
        introduced=Count("matches", filter=Q(matches__introduced_at__isnull=False)),
        hired=Count("matches", filter=Q(matches__hired_at__isnull=False)),
    )
    found = list(rows.order_by("-pk")[: size + 1])
    page = tuple(
        PostingRow(
            r.pk,
            r.title,
            r.enterprise.name,
            str(r.enterprise.area),
            r.places,
            r.wage_from,
            r.wage_to,
            r.hours,
            r.state,
            r.until_date,
            r.introduced,
            r.hired,
        )
        for r in found[:size]
    )
    return page, found[size - 1].pk if len(found) > size else None


def every_posting(*, actor: Actor, state: str, most: int) -> Iterator[PostingRow]:
    """Yield the whole list for a sheet, in parts."""
    before: int | None = None
    while most > 0:
        rows, before = postings_of(actor=actor, state=state, before=before, size=min(1_000, most))
        yield from rows
        most -= len(rows)
        if before is None:
            return


@dataclass(frozen=True, slots=True)
class SeekerRow:
    """One line of the list of seekers; name and number masked."""

    id: int
    name: str
    phone: str
    skills: tuple[str, ...]
    hours: tuple[str, ...]
    wage_from: int | None
    area: str
    consent: str
    until_date: date


def _seeker(row: JobSeeker) -> SeekerRow:
    return SeekerRow(
        row.pk,
        mask_name(row.name) if row.name else "",
        mask_phone(row.phone),
        tuple(row.skills),
        tuple(row.hours),
        row.wage_from,
        str(row.grid or ""),
        row.consent,
        row.until_date,
    )


def seekers_of(
    *, actor: Actor, before: int | None = None, size: int = PAGE
) -> tuple[tuple[SeekerRow, ...], int | None]:
    """List who looks for work, as they came; nobody stands above anybody. One query."""
    rows = JobSeeker.objects.filter(policies.reachable(actor)).select_related("grid__parent")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return tuple(map(_seeker, found[:size])), found[size - 1].pk if len(found) > size else None


def get_seeker(*, actor: Actor, pk: int) -> JobSeeker:
    """Give a seeker of one's offices. One query.

    :raises NoSuchSeeker:
    """
    found = JobSeeker.objects.filter(policies.reachable(actor), pk=pk).select_related("grid__parent").first()
    if found is None:
        raise NoSuchSeeker
    return found


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody who might fit, masked, with the reasons."""

    id: int
    name: str
    skills: tuple[str, ...]
    reasons: tuple[match.Why, ...]


@dataclass(frozen=True, slots=True)
class MatchRow:
    """An introduction; after leaving, the person is gone and the line stays a count."""

    id: int
    name: str
    phone: str
    state: str
    changed_at: datetime
    is_gone: bool


@dataclass(frozen=True, slots=True)
class PostingPage:
    """What the page of a posting shows."""

    posting: JobPosting
    shut: tuple[fair.Shut, ...]
    matches: tuple[MatchRow, ...]
    suggested: tuple[Suggested, ...]
    may_decide: bool


def posting_page(*, actor: Actor, pk: int, at: datetime) -> PostingPage:
    """Give everything the page of a posting shows. Three queries.

    :raises NoSuchPosting:
    """
    rows = JobPosting.objects.filter(policies.reachable(actor)).select_related(
        "enterprise__area", "office", "decided_by"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NoSuchPosting
    matches = list(row.matches.select_related("seeker").order_by("-changed_at"))
    known = {m.seeker_id for m in matches}
    is_open = row.state == JobPosting.State.SHOWN and row.until_date >= clock.local(at).date()
    return PostingPage(
        row,
        fair.shut_out(row.title, row.duties, row.asks),
        tuple(_match(m) for m in matches),
        _suggested(row, known) if is_open else (),
        policies.decides(actor, row.office_id),
    )


def _match(row: JobMatch) -> MatchRow:
    one = row.seeker
    name = mask_name(one.name) if one is not None and one.name else ""
    return MatchRow(
        row.pk, name, mask_phone(one.phone) if one else "", row.state, row.changed_at, one is None
    )


def _suggested(row: JobPosting, known: set[int | None]) -> tuple[Suggested, ...]:
    wanted = match.Wanted(row.pk, frozenset(row.skills), row.hours, row.wage_to, row.enterprise.area.line)
    seekers = {
        s.pk: s
        for s in JobSeeker.objects.filter(office=row.office_id)
        .select_related("grid")
        .order_by("-pk")[:MOST_SEEKERS]
        if s.pk not in known
    }
    seeking = (
        match.Seeking(
            s.pk, frozenset(s.skills), frozenset(s.hours), s.wage_from, s.grid.line if s.grid else ()
        )
        for s in seekers.values()
    )
    return tuple(
        Suggested(p.id, mask_name(seekers[p.id].name) if seekers[p.id].name else "", p.skills, p.reasons)
        for p in match.propose(wanted, seeking)
    )


def matches_to_follow(*, actor: Actor, at: datetime) -> list[JobMatch]:
    """List introductions that wait for a word: asked, introduced, or hired a month ago. The oldest first. One query."""
    state = JobMatch.State
    month = Q(state=state.HIRED, hired_at__lte=at - ASKED_AFTER)
    waiting = Q(state__in=[state.ASKED, state.INTRODUCED, state.INTERVIEWED]) | month
    offices = [] if actor.is_system else policies.offices(actor)
    rows = JobMatch.objects.filter(waiting, posting__office__in=offices, seeker__isnull=False)
    return list(rows.select_related("posting__enterprise", "seeker").order_by("changed_at")[:100])


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with how it is counted: `of` is what it is a part of, 0 where it stands alone."""

    code: str
    count: int
    of: int = 0


def figures_of(*, actor: Actor, first: date, last: date) -> tuple[Figure, ...]:
    """Count some days, both included: postings and places shown, introduced, hired, stayed after a month. Two queries."""
    offices = policies.offices(actor)
    begin, end = (datetime.combine(day, time(), clock.SHANGHAI) for day in (first, last + timedelta(days=1)))
    shown = JobPosting.objects.filter(office__in=offices, decided_at__gte=begin, decided_at__lt=end)
    told = shown.exclude(state__in=["waiting", "sent_back"]).aggregate(n=Count("pk"), places=Sum("places"))
    within = {"posting__office__in": offices}
    counted = JobMatch.objects.filter(**within).aggregate(
        introduced=Count("pk", filter=Q(introduced_at__gte=begin, introduced_at__lt=end)),
        hired=Count("pk", filter=Q(introduced_at__gte=begin, introduced_at__lt=end, hired_at__isnull=False)),
        asked=Count("pk", filter=Q(hired_at__gte=begin, hired_at__lt=end, state__in=["stayed", "left"])),
        stayed=Count("pk", filter=Q(hired_at__gte=begin, hired_at__lt=end, state="stayed")),
    )
    return (
        Figure("postings", told["n"] or 0),
        Figure("places", told["places"] or 0),
        Figure("introduced", counted["introduced"]),
        Figure("hired", counted["hired"], counted["introduced"]),
        Figure("stayed", counted["stayed"], counted["asked"]),
    )


def reveal(actor: Actor, id: int, field: str) -> Found | None:
    """Give a seeker's name or number to those who introduce. One query."""
    row = JobSeeker.objects.filter(policies.reachable(actor), pk=id).first()
    if row is None or not getattr(row, field):
        return None
    return Found(getattr(row, field), row.account_id, bytes(row.phone_print) if row.phone_print else None)


def collect(account: Account) -> Mapping[str, Rows]:
    """Give what is kept about somebody who looks for work. Two queries."""
    rows = JobSeeker.objects.filter(account=account)
    if account.phone_print:
        rows = rows | JobSeeker.objects.filter(phone_print=account.phone_print)
    found = list(rows.distinct())
    matches = JobMatch.objects.filter(seeker__in=found).select_related("posting__enterprise")
    return {
        "job_seeker": [
            {
                "name": r.name,
                "phone": r.phone,
                "skills": r.skills,
                "hours": r.hours,
                "wage_from": r.wage_from,
                "consent_at": r.consent_at,
                "until": r.until_date,
            }
            for r in found
        ],
        "job_matches": [
            {"posting": m.posting.title, "enterprise": m.posting.enterprise.name, "state": m.state}
            for m in matches
        ],
    }
