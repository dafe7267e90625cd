"""Reads of reviews: what records say of a company in a period, one review with its parts, lists of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import shapely
from django.db.models import F, Q

from linli.base.flow import policies as flow
from linli.base.flow.models import Assignment
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Household
from linli.base.places.models import Compound
from linli.kernel import clock
from linli.pillars.governance.estates import policies, rules
from linli.pillars.governance.estates.models import (
    CompanyReview,
    OwnerVoice,
    ReviewAppeal,
    ReviewMethod,
    Sitting,
)
from linli.pillars.governance.estates.policies import NoSuchReview
from linli.pillars.governance.estates.queries._places import _pairs, _text
from linli.pillars.governance.estates.rules import Criterion, ReviewPart, ReviewStage, Side
from linli.pillars.governance.reports.flow import KIND as REPORT
from linli.pillars.governance.reports.models import Callback

MOST_REVIEWS = 2_000
CONTENT_FROM = 3
_LEFT_OUT = ("merged", "withdrawn", "refused", "rejected")


@dataclass(frozen=True, slots=True)
class Counted:
    """A case that a review counts: whether the company was in time with it; None where nothing was due."""

    number: str
    title: str
    state: str
    given_at: datetime
    in_time: bool | None
    came_back: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review in a list."""

    id: int
    compound_id: int
    compound: str
    community: str
    company: str
    from_date: date
    last_date: date
    stage: ReviewStage
    score: Decimal | None
    public_until: date | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What the page of a review shows."""

    review: CompanyReview
    stage: ReviewStage
    parts: tuple[ReviewPart, ...]
    score: Decimal | None
    appeals: tuple[ReviewAppeal, ...]
    cases: tuple[Counted, ...]

    @property
    def last_date(self) -> date:
        """The last day that counts."""
        return self.review.until_date - timedelta(days=1)

    @property
    def waiting(self) -> ReviewAppeal | None:
        """The appeal that waits for an answer."""
        return next((one for one in self.appeals if one.answered_at is None), None)


def method_of(office: Unit) -> ReviewMethod | None:
    """Give the newest method of an office. One query."""
    return ReviewMethod.objects.filter(office=office).order_by("-version").first()


def methods_of(office: Unit) -> tuple[ReviewMethod, ...]:
    """List every method an office has had, newest first. One query."""
    return tuple(ReviewMethod.objects.filter(office=office).order_by("-version")[:20])


def _shares(compound: Compound, company: Unit, begun: datetime, until: datetime) -> list[Assignment]:
    """Give what a company was asked to do at a compound in a period. One query."""
    if not compound.shape:
        return []
    west, south, east, north = shapely.from_geojson(_text(compound.shape)).bounds
    rows = Assignment.objects.filter(
        unit=company,
        given_at__gte=begun,
        given_at__lt=until,
        case__kind=REPORT,
        case__is_excluded=False,
        case__lon__range=(west, east),
        case__lat__range=(south, north),
    ).exclude(case__state__in=_LEFT_OUT)
    rows = rows.exclude(state__in=[Assignment.State.RETURNED, Assignment.State.CALLED_OFF])
    found = list(rows.select_related("case").order_by("given_at", "id"))
    inside = {i for i, _c in _pairs([compound], [(a.case.lon or 0, a.case.lat or 0) for a in found])}
    return [one for i, one in enumerate(found) if i in inside]


def _was_in_time(share: Assignment, at: datetime) -> bool | None:
    if share.due_at is None or (share.ended_at is None and share.due_at > at):
        return None
    return share.ended_at is not None and share.ended_at <= share.due_at


def _moments(review: CompanyReview) -> tuple[datetime, datetime]:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), clock.SHANGHAI)

    return midnight(review.from_date), midnight(review.until_date)


def counted_of(review: CompanyReview, at: datetime) -> list[Assignment]:
    """Give the shares a review counts: those of the period at the compound, but for what an appeal took out. One query."""
    begun, until = _moments(review)
    out = set(review.left_out)
    shares = _shares(review.estate.compound, review.company, begun, until)
    return [share for share in shares if share.case.number not in out]


def evidence_of(review: CompanyReview, at: datetime) -> dict[str, list[int]]:
    """Count what records say of a company in the period of a review, by criterion: two numbers. Four queries."""
    shares = counted_of(review, at)
    timely = [kept for share in shares if (kept := _was_in_time(share, at)) is not None]
    ended = {share.case_id: share.case.reopened_count for share in shares if not share.case.is_open}
    said = list(
        Callback.objects.filter(report__case__in=[share.case_id for share in shares], at__lte=at)
        .exclude(appeal=Callback.Appeal.OVERTURNED)
        .values_list("solved", "level")
    )
    levels = [level for _solved, level in said if level is not None]
    tables = list(
        Sitting.objects.filter(
            estate=review.estate_id, held_on__gte=review.from_date, held_on__lt=review.until_date
        ).values_list("sides", flat=True)
    )
    voices = list(OwnerVoice.objects.filter(review=review.pk).values_list("level", flat=True))
    return {
        Criterion.IN_TIME.value: [sum(timely), len(timely)],
        Criterion.SOLVED.value: [sum(solved for solved, _level in said), len(said)],
        Criterion.CONTENT.value: [sum(level >= CONTENT_FROM for level in levels), len(levels)],
        Criterion.LASTING.value: [sum(not count for count in ended.values()), len(ended)],
        Criterion.TABLE.value: [sum(Side.COMPANY.value in sides for sides in tables), len(tables)],
        Criterion.VOICES.value: [sum(level >= CONTENT_FROM for level in voices), len(voices)],
    }


def _rows() -> Any:
    return CompanyReview.objects.select_related("estate__compound__community", "company", "method__office")


def get_review(*, actor: Actor, pk: int) -> CompanyReview:
    """Give a review of a compound an actor sees. One query.

    :raises NoSuchReview: absent or out of reach; both look the same.
    """
    row = _rows().filter(policies.reviewing(actor), pk=pk).first()
    if row is None:
        raise NoSuchReview
    return row  # type: ignore[no-any-return]


def review_page(*, actor: Actor, pk: int, at: datetime) -> ReviewPage:
    """Give what the page of a review shows: while it is open what records say now, then what was made public. Six queries.

    :raises NoSuchReview: absent or out of reach.
    """
    review = get_review(actor=actor, pk=pk)
    return _page(review, at, with_cases=True)


def _page(review: CompanyReview, at: datetime, *, with_cases: bool) -> ReviewPage:
    appeals = list(review.appeals.all())
    is_appealed = any(one.answered_at is None for one in appeals)
    stage = rules.review_stage(review.public_until, clock.local(at).date(), is_appealed=is_appealed)
    evidence = evidence_of(review, at) if stage is ReviewStage.OPEN else review.evidence
    parts = rules.review_parts(review.method.weights, evidence)
    return ReviewPage(
        review=review,
        stage=stage,
        parts=parts,
        score=rules.review_score(parts) if stage is ReviewStage.OPEN else review.score,
        appeals=tuple(appeals),
        cases=tuple(
            Counted(
                share.case.number,
                share.case.title,
                share.case.state,
                share.given_at,
                _was_in_time(share, at),
                share.case.reopened_count > 0,
            )
            for share in counted_of(review, at)
        )
        if with_cases
        else (),
    )


def review_appealed(*, actor: Actor, number: str) -> int | None:
    """Give the review that an appeal is against, if the actor sees its case. One query."""
    rows = ReviewAppeal.objects.filter(flow.reachable(actor, "case__"), case__number=number)
    return rows.values_list("review", flat=True).first()


def public_reviews(*, compound_id: int, at: datetime) -> tuple[ReviewPage, ...]:
    """Give the reviews of a compound that everybody may read, newest first. Two queries."""
    rows = _rows().filter(estate=compound_id, public_from__isnull=False).prefetch_related("appeals")
    return tuple(_page(row, at, with_cases=False) for row in rows[:6])


def open_review(*, compound_id: int) -> CompanyReview | None:
    """Give the review of a compound for which households are asked now. One query."""
    row = _rows().filter(estate=compound_id, public_from=None).order_by("-id").first()
    return row  # type: ignore[no-any-return]


def home_of(*, account_id: int, compound_id: int) -> Household | None:
    """Give the household of an account at a compound. One query."""
    own = Q(residents__account=account_id, residents__erased_at=None, building__compound=compound_id)
    return Household.objects.filter(own).order_by("pk").first()


def door_called(*, compound_id: int, words: str) -> Household | None:
    """Give the one household of a compound whose door is called so, blanks apart. One query."""
    asked = "".join(words.split())
    rows = Household.objects.filter(building__compound=compound_id).select_related("building__compound")
    found = [row for row in rows if asked and "".join(str(row).split()).endswith(asked)]
    return found[0] if len(found) == 1 else None


def voice_of(*, review: CompanyReview, household: Household) -> int | None:
    """Give the level a household gave. One query."""
    rows = OwnerVoice.objects.filter(review=review, household=household)
    return rows.values_list("level", flat=True).first()


def reviews_of(
    *, actor: Actor, at: datetime, compound_id: int | None = None, waiting: bool = False
) -> tuple[ReviewRow, ...]:
    """List the reviews an actor sees, newest period first; `waiting` those with an appeal without an answer. Two queries."""
    rows = _rows().filter(policies.reviewing(actor))
    if compound_id is not None:
        rows = rows.filter(estate=compound_id)
    appealed = set(ReviewAppeal.objects.filter(answered_at=None).values_list("review", flat=True))
    if waiting:
        rows = rows.filter(pk__in=appealed)
    today = clock.local(at).date()
    rows = rows.order_by("-from_date", F("estate__compound__community__path"), "estate__compound__name")
    return tuple(
        ReviewRow(
            id=one.pk,
            compound_id=one.estate_id,
            compound=one.estate.compound.name,
            community=str(one.estate.compound.community),
            company=str(one.company),
            from_date=one.from_date,
            last_date=one.until_date - timedelta(days=1),
            stage=rules.review_stage(one.public_until, today, is_appealed=one.pk in appealed),
            score=one.score,
            public_until=one.public_until,
        )
        for one in rows[:MOST_REVIEWS]
    )


def voices_of(account: Account) -> list[Mapping[str, Any]]:
    """Give what somebody gave companies. One query."""
    rows = OwnerVoice.objects.filter(account=account).select_related("review__estate__compound")
    return [{"compound": one.review.estate.compound.name, "at": one.at, "level": one.level} for one in rows]
