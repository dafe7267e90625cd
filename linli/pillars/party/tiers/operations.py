"""Everything that happens to a round: opened, said by themselves, judged above, public, closed; plans of the last tier."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from linli.base.flow import policies as flow
from linli.base.flow.engine import Turn, make_move
from linli.base.flow.meant import need_in_the_year_after
from linli.base.flow.models import Assignment, Case
from linli.base.flow.refusals import WordsMissing
from linli.base.flow.steps import Said
from linli.base.notices import operations as notices
from linli.base.people import queries as people
from linli.base.people.actors import SYSTEM, Actor
from linli.kernel import masking
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.standards import party_tiers as law
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.tiers import policies, queries, rules
from linli.pillars.party.tiers.models import TierRating, TierRound
from linli.pillars.party.tiers.policies import NoSuchTierRating, NoSuchTierRound
from linli.pillars.party.tiers.rules import Grade, Stage, Tier


class NobodyToRate(Refusal):
    """There is no branch below."""


class TierRoundThere(Refusal):
    """The organisation has a round of that year: `year`."""


class TierRoundSettled(Refusal):
    """What was made public is changed by no one; take the round back first."""


class NotAllJudged(Refusal):
    """Some are not judged yet: `count`."""


class TooManyStars(Refusal):
    """More have so many stars than their share allows: `stars`, `most`."""


class StillPublic(Refusal):
    """The days of publicity are not over: `until`."""


class RatingWatched(Refusal):
    """A matter about its plan is open."""


class NoPlanNeeded(Refusal):
    """Only an organisation of the last tier lays a plan, once that is public."""


def open_round(
    *,
    actor: Actor,
    at: datetime,
    organisation: int,
    year: int,
    five: int = law.FIVE,
    four: int = law.FOUR,
    three: int = law.THREE,
) -> TierRound:
    """Open the year's round of an organisation: every branch below stands in it with what its records say.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises NobodyToRate, TierRoundThere: as named.
    """
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        rated = queries.below(row)
        if not rated:
            raise NobodyToRate
        try:
            with transaction.atomic():
                made = TierRound.objects.create(
                    organisation=row, year=year, five=five, four=four, three=three, opened_on=local(at).date()
                )
        except IntegrityError:
            raise TierRoundThere(year=year) from None
        found = queries.evidence_of(rated, at, year)
        TierRating.objects.bulk_create(
            TierRating(round=made, organisation=one, evidence=found.get(one.pk, {})) for one in rated
        )
    return made


def _round(actor: Actor, pk: int, *stages: Stage) -> TierRound:
    row = (
        TierRound.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=pk).first()
    )
    if row is None or not policies.judges(actor, row):
        raise NoSuchTierRound
    if row.stage not in stages:
        raise TierRoundSettled
    return row


def _rating(actor: Actor, pk: int) -> TierRating:
    rows = TierRating.objects.select_for_update(of=("self",)).select_related(
        "organisation", "round__organisation"
    )
    row = rows.filter(pk=pk).first()
    if row is None or not policies.speaks(actor, row):
        raise NoSuchTierRating
    return row


def _look_again(row: TierRating, at: datetime) -> None:
    row.evidence = queries.evidence_of([row.organisation], at, row.round.year).get(row.organisation_id, {})


def rate_self(*, actor: Actor, at: datetime, rating: int, met: Collection[str], words: str) -> TierRating:
    """Let an organisation say which criteria it meets; what its records say is read again at that moment.

    :raises NoSuchTierRating, TierRoundSettled: as named. :raises WordsMissing: nothing said.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        row = _rating(actor, rating)
        if row.round.stage is not Stage.OPEN:
            raise TierRoundSettled
        _look_again(row, at)
        row.self_met = [code for code in rules.CRITERIA if code in met]
        row.self_words, row.self_at = masking.mask_text(words.strip()), at
        row.save(update_fields=["evidence", "self_met", "self_words", "self_at"])
    return row


def judge(
    *, actor: Actor, at: datetime, rating: int, stars: int, tier: Tier, words: str, grade: Grade = Grade.NONE
) -> TierRating:
    """Judge an organisation from above: stars, tier, grade, and why.

    :raises NoSuchTierRating: absent, or judged by somebody else. :raises TierRoundSettled: it is public.
    :raises WordsMissing: nobody is told why.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        row = _rating(actor, rating)
        if not policies.judges(actor, row.round):
            raise NoSuchTierRating
        if row.round.stage is not Stage.OPEN:
            raise TierRoundSettled
        _look_again(row, at)
        row.stars, row.tier, row.grade = stars, tier.value, grade.value
        row.words, row.judged_at = masking.mask_text(words.strip()), at
        row.save(update_fields=["evidence", "stars", "tier", "grade", "words", "judged_at"])
    return row


def publish_round(*, actor: Actor, at: datetime, round: int) -> TierRound:
    """Make a round public for its days, once all are judged and stars keep to their shares.

    :raises NoSuchTierRound, TierRoundSettled, NotAllJudged, TooManyStars: as named.
    """
    with transaction.atomic():
        row = _round(actor, round, Stage.OPEN)
        ratings = list(row.ratings.all())
        left = sum(one.judged_at is None for one in ratings)
        if left:
            raise NotAllJudged(count=left)
        over = rules.over_cap([one.stars for one in ratings], len(ratings), row.shares)
        if over is not None:
            raise TooManyStars(stars=over[0], most=over[1])
        row.public_from = local(at).date()
        row.public_until = row.public_from + timedelta(days=law.PUBLICITY_DAYS)
        row.save(update_fields=["public_from", "public_until"])
    return row


def take_round_back(*, actor: Actor, at: datetime, round: int, why: str) -> TierRound:
    """Take a round back that is public, because something was said against it; it is judged again and public anew.

    Plans laid by it count no more. A matter that supervises one ends with `why`, told to whoever had to do it.

    :raises NoSuchTierRound, TierRoundSettled: as named.
    """
    with transaction.atomic():
        row = _round(actor, round, Stage.PUBLIC)
        for one in row.ratings.filter(supervised__is_open=True).select_related("organisation", "supervised"):
            _end_matter(one, at, why)
        row.ratings.exclude(plan="").update(plan="", plan_until=None)
        row.public_from = row.public_until = None
        row.save(update_fields=["public_from", "public_until"])
    return row


def _end_matter(row: TierRating, at: datetime, why: str) -> None:
    """End the matter about a plan that counts no more, and tell the posts of the units that had it."""
    matter = row.supervised
    assert matter is not None
    shares = Assignment.objects.filter(case=matter, part=Assignment.Part.LEAD)
    units = {
        matter.holder_id,
        *shares.exclude(state=Assignment.State.RETURNED).values_list("unit", flat=True),
    }

    def end(t: Turn) -> None:
        t.case.is_answered, t.case.end_reason = True, "dropped"

    make_move("drop", end, said=Said(answer=why), actor=SYSTEM, number=matter.number, at=at)
    notices.tell_accounts(
        account_ids=sorted(
            set(people.live_posts(at).filter(unit__in=units).values_list("account", flat=True))
        ),
        case=matter,
        template="called_off",
        key=f"tier:{row.pk}:{matter.pk}",
        at=at,
        unit=str(row.organisation),
    )


def close_round(*, actor: Actor, at: datetime, round: int) -> TierRound:
    """Close a round after its days of publicity: what it says stands.

    :raises NoSuchTierRound, TierRoundSettled: as named. :raises StillPublic: too early.
    """
    with transaction.atomic():
        row = _round(actor, round, Stage.PUBLIC)
        if not queries.is_over(row, local(at).date()):
            raise StillPublic(until=row.public_until)
        row.closed_on = local(at).date()
        row.save(update_fields=["closed_on"])
    return row


def lay_plan(*, actor: Actor, rating: int, plan: str, until: date) -> TierRating:
    """Let an organisation of the last tier say how it does better, and by when.

    :raises NoSuchTierRating, NoPlanNeeded: as named. :raises WordsMissing: no plan.
    :raises DayElsewhen: a day before, or more than a year after.
    """
    if not plan.strip():
        raise WordsMissing(fields=["plan"])
    with transaction.atomic():
        row = _rating(actor, rating)
        if row.tier != Tier.BEHIND.value or row.round.stage is Stage.OPEN:
            raise NoPlanNeeded
        need_in_the_year_after(until, row.round.public_from or until)
        row.plan, row.plan_until = masking.mask_text(plan.strip()), until
        row.save(update_fields=["plan", "plan_until"])
    return row


def supervise_rating(*, actor: Actor, rating: int, case: Case) -> TierRating:
    """Note that the plan of an organisation of the last tier is supervised: by the matter raised about it.

    :raises NoSuchTierRating: out of reach. :raises NoSuchCase: no matter of that office that the actor sees.
    :raises NoPlanNeeded: not public, or without a plan yet. :raises RatingWatched: a matter is open.
    """
    with transaction.atomic():
        rows = TierRating.objects.select_for_update(of=("self",)).select_related(
            "organisation__unit", "round__organisation", "supervised"
        )
        row = rows.filter(policies.reachable(actor), pk=rating).first()
        if row is None:
            raise NoSuchTierRating
        flow.need_case(actor, case, kind=rules.SUPERVISION, office=row.organisation.office_id)
        if row.round.stage is Stage.OPEN or not row.plan:
            raise NoPlanNeeded
        if row.supervised is not None and row.supervised.is_open:
            raise RatingWatched
        row.supervised = case
        row.save(update_fields=["supervised"])
    return row
