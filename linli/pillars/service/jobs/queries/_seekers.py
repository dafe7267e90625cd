"""Who looks for work, as those who help read it: masked lists, whom to ask next, one person's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, Q

from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel import clock
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.service.jobs import policies
from linli.pillars.service.jobs.models import JobMatch, JobPosting, JobSeeker, SeekerVisit, Training
from linli.pillars.service.jobs.policies import NoSuchSeeker
from linli.pillars.service.jobs.rules import match

PAGE = 50
MOST_POSTINGS = 500
MOST_SHOWN = 12


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
    ask_on: date | None = None
    met_on: date | None = None


def _seeker(row: JobSeeker, met_on: date | None = None) -> SeekerRow:
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
        row.ask_on,
        met_on,
    )


def seekers_of(
    *, actor: Actor, before: int | None = None, size: int = PAGE, ask_by: date | None = None, after: int = 0
) -> tuple[tuple[SeekerRow, ...], int | None]:
    """List who looks for work, as they came; nobody stands above anybody. One query.

    With `ask_by` those whom somebody ought to ask by that day, the longest waiting first, from the `after`th on; what
    the next page goes on from is then a count, else an id.
    """
    rows = JobSeeker.objects.filter(policies.reachable(actor)).select_related("grid__parent")
    rows = rows.annotate(met_on=Max("visits__on_date"))
    if ask_by is not None:
        found = list(rows.filter(ask_on__lte=ask_by).order_by("ask_on", "pk")[after : after + size + 1])
        more = after + size if len(found) > size else None
    else:
        rows = rows.filter(pk__lt=before) if before is not None else rows
        found = list(rows.order_by("-pk")[: size + 1])
        more = found[size - 1].pk if len(found) > size else None
    return tuple(_seeker(row, row.met_on) for row in found[:size]), more


def seekers_by_phone(*, actor: Actor, phone: str, most: int = 6) -> tuple[SeekerRow, ...]:
    """Find who looks for work by a telephone number, masked. One query."""
    rows = JobSeeker.objects.filter(policies.reachable(actor), phone_print=fingerprint(phone, "phone"))
    return tuple(_seeker(row) for row in rows.select_related("grid__parent").order_by("pk")[:most])


def every_seeker(*, actor: Actor, most: int, ask_by: date | None = None) -> Iterator[SeekerRow]:
    """Yield the whole list for a sheet, in parts and in its order."""
    before: int | None = None
    given = 0
    while given < most:
        size = min(1_000, most - given)
        rows, before = seekers_of(actor=actor, before=before, size=size, ask_by=ask_by, after=given)
        yield from rows
        given += len(rows)
        if before is None:
            return


def count_to_ask(*, actor: Actor, ask_by: date) -> int:
    """Count whom somebody ought to ask by a day. One query."""
    return JobSeeker.objects.filter(policies.reachable(actor), ask_on__lte=ask_by).count()


def get_seeker(*, actor: Actor, pk: int) -> JobSeeker:
    """Give a seeker of one's offices. One query.

    :raises NoSuchSeeker:
    """
    found = JobSeeker.objects.filter(policies.reachable(actor), pk=pk).select_related("grid__parent").first()
    if found is None:
        raise NoSuchSeeker
    return found


@dataclass(frozen=True, slots=True)
class Fitting:
    """Work that is offered and fits somebody, with the reasons."""

    posting: JobPosting
    skills: tuple[str, ...]
    reasons: tuple[match.Why, ...]


@dataclass(frozen=True, slots=True)
class SeekerPage:
    """What the page of a seeker shows: themselves, masked; what came of it; what could be brought to them."""

    row: SeekerRow
    seeker: JobSeeker
    matches: tuple[JobMatch, ...]
    visits: tuple[SeekerVisit, ...]
    fitting: tuple[Fitting, ...]
    trainings: tuple[Training, ...]


def seeker_page(*, actor: Actor, pk: int, at: datetime) -> SeekerPage:
    """Give everything the page of a seeker shows. Five queries.

    :raises NoSuchSeeker:
    """
    one = get_seeker(actor=actor, pk=pk)
    today = clock.local(at).date()
    visits = tuple(
        one.visits.select_related("by", "posting", "training").order_by("-on_date", "-pk")[:MOST_SHOWN]
    )
    matches = tuple(one.matches.select_related("posting__enterprise").order_by("-changed_at")[:MOST_SHOWN])
    trainings = Training.objects.filter(office=one.office_id, starts_date__gte=today, ended_at=None)
    return SeekerPage(
        row=_seeker(one, visits[0].on_date if visits else None),
        seeker=one,
        matches=matches,
        visits=visits,
        fitting=_fitting(one, {m.posting_id for m in matches}, today),
        trainings=tuple(trainings.order_by("starts_date", "pk")[:MOST_SHOWN]),
    )


def _fitting(one: JobSeeker, known: set[int], today: date) -> tuple[Fitting, ...]:
    rows = JobPosting.objects.filter(
        Q(state=JobPosting.State.SHOWN, until_date__gte=today), office=one.office_id
    ).exclude(pk__in=known)
    rows = rows.select_related("enterprise__area").order_by(F("decided_at").desc(nulls_last=True), "-pk")
    seeking = match.Seeking(
        one.pk,
        frozenset(one.skills),
        frozenset(one.hours),
        one.wage_from,
        one.grid.line if one.grid else (),
    )
    found = []
    for row in rows[:MOST_POSTINGS]:
        wanted = match.Wanted(row.pk, frozenset(row.skills), row.hours, row.wage_to, row.enterprise.area.line)
        found += [Fitting(row, p.skills, p.reasons) for p in match.propose(wanted, [seeking])]
    return tuple(found[:MOST_SHOWN])
