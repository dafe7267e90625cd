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
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker, SeekerVisit
from linli.pillars.service.jobs.policies import NoSuchPosting
from linli.pillars.service.jobs.rules import fair, match

PAGE = 50
MOST_SEEKERS = 2_000
ASKED_AFTER = timedelta(days=30)
MOST_FOLLOWED = 100


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
    seeker_id: int | None
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
    phone = mask_phone(one.phone) if one else ""
    return MatchRow(row.pk, row.seeker_id, name, phone, row.state, row.changed_at, one is None)


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


@dataclass(frozen=True, slots=True)
class FollowRow:
    """An introduction that waits for a word, with whom to ring; masked."""

    id: int
    posting_id: int
    title: str
    enterprise: str
    seeker_id: int
    name: str
    phone: str
    state: str
    changed_at: datetime


def matches_to_follow(*, actor: Actor, at: datetime, size: int = MOST_FOLLOWED) -> list[FollowRow]:
    """List introductions that wait for a word: asked, introduced, or hired a month ago. The oldest first. One query."""
    state = JobMatch.State
    month = Q(state=state.HIRED, hired_at__lte=at - ASKED_AFTER)
    waiting = Q(state__in=[state.ASKED, state.INTRODUCED, state.INTERVIEWED]) | month
    offices = [] if actor.is_system else policies.offices(actor)
    rows = JobMatch.objects.filter(waiting, posting__office__in=offices, seeker__isnull=False)
    found = rows.select_related("posting__enterprise", "seeker").order_by("changed_at", "pk")[:size]
    return [
        FollowRow(
            id=m.pk,
            posting_id=m.posting_id,
            title=m.posting.title,
            enterprise=m.posting.enterprise.name,
            seeker_id=m.seeker_id or 0,
            name=mask_name(m.seeker.name) if m.seeker and m.seeker.name else "",
            phone=mask_phone(m.seeker.phone) if m.seeker else "",
            state=m.state,
            changed_at=m.changed_at,
        )
        for m in found
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with how it is counted: `of` is what it is a part of, 0 where it stands alone."""

    code: str
    count: int
    of: int = 0


def figures_of(*, actor: Actor, first: date, last: date) -> tuple[Figure, ...]:
    """Count some days, both included: postings and places shown, who looks for work, whom somebody met, introduced,
    hired, stayed after a month. Four queries.
    """
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
    enrolled = JobSeeker.objects.filter(office__in=offices, consent_at__gte=begin, consent_at__lt=end).count()
    met = SeekerVisit.objects.filter(office__in=offices, on_date__gte=first, on_date__lte=last).count()
    return (
        Figure("postings", told["n"] or 0),
        Figure("places", told["places"] or 0),
        Figure("enrolled", enrolled),
        Figure("met", met),
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
    """Give what is kept about somebody who looks for work. Three queries."""
    rows = JobSeeker.objects.filter(account=account)
    if account.phone_print:
        rows = rows | JobSeeker.objects.filter(phone_print=account.phone_print)
    found = list(rows.distinct())
    matches = JobMatch.objects.filter(seeker__in=found).select_related("posting__enterprise")
    visits = SeekerVisit.objects.filter(seeker__in=found).select_related("posting", "training").order_by("pk")
    return {
        "job_visits": [
            {
                "on": v.on_date,
                "how": str(v.get_way_display()),
                "brought": [str(SeekerVisit.Brought(code).label) for code in v.brought],
                "posting": v.posting.title if v.posting else "",
                "training": v.training.title if v.training else "",
            }
            for v in visits
        ],
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
