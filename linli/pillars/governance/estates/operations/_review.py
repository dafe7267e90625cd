"""A company is evaluated: the office says how, a community looks back, households give theirs, the company answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from linli.base.flow.models import Case
from linli.base.flow.refusals import WordsMissing
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.base.places.models import Compound
from linli.kernel import masking
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.appeals import operations as appeals
from linli.pillars.governance.appeals.policies import judges
from linli.pillars.governance.estates import policies, queries, rules
from linli.pillars.governance.estates.models import (
    CompanyReview,
    OwnerVoice,
    ReviewAppeal,
    ReviewMethod,
)
from linli.pillars.governance.estates.operations._register import NoCompany, NotYourEstate, estate_of, kept
from linli.pillars.governance.estates.policies import NoSuchReview
from linli.pillars.governance.estates.rules import Criterion, ReviewStage, StrangeDoor

AGAINST: Final = "company"
FIRST_BASIS: Final = "街道自定：先按这个办法试行"


class OfficeMakesMethod(Refusal):
    """How companies are evaluated, and what becomes of their appeals, is for the office to say."""


class ReviewThere(Refusal):
    """The company was reviewed here for a period that begins on that day: `begun`."""


class ReviewNotOpen(Refusal):
    """The review is public; what households give and what records say is settled."""


class NotYourReview(Refusal):
    """Who gives a level lives in the compound."""


class NotToAppeal(Refusal):
    """A company appeals while its review is public, once at a time."""


class StrangeCase(Refusal):
    """An appeal names a case that the review does not count: `number`."""


def write_method(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    weights: Mapping[Criterion, int],
    publicity_days: int,
    basis: str,
) -> ReviewMethod:
    """Write down how companies are evaluated from now on: a new version; reviews that began keep the one they have.

    :raises OfficeMakesMethod: not for the office. :raises WeightsUneven: not a hundred. :raises WordsMissing: no basis.
    """
    if not policies.runs_office(actor, office):
        raise OfficeMakesMethod
    rules.check_weights(weights)
    if not basis.strip():
        raise WordsMissing(fields=["basis"])
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=office.pk)
        last = queries.method_of(office)
        return ReviewMethod.objects.create(
            office=office,
            version=last.version + 1 if last else 1,
            weights={code.value: weights.get(code, 0) for code in Criterion},
            publicity_days=publicity_days,
            basis=clean_line(basis)[:200],
            made_at=at,
        )


def _method(office: Unit, at: datetime) -> ReviewMethod:
    """Give the method of an office, written down the first time as it stands in the rules."""
    return queries.method_of(office) or ReviewMethod.objects.create(
        office=office,
        version=1,
        weights={code.value: weight for code, weight in rules.FIRST_WEIGHTS.items()},
        basis=FIRST_BASIS,
        made_at=at,
    )


def start_review(
    *, actor: Actor, at: datetime, compound: Compound, from_date: date, until_date: date
) -> CompanyReview:
    """Look back on how the company served a compound in a period that is over; from now on its households are asked.

    :raises NoSuchEstate, NotYourEstate: as named. :raises NoCompany: none serves it. :raises PeriodUnfit, ReviewThere:
    """
    rules.check_period(from_date, until_date, local(at).date())
    with transaction.atomic():
        row = kept(actor, compound)
        if row.manager is None or row.manager.kind != UnitKind.PROPERTY:
            raise NoCompany
        office = orgs.office_of(orgs.line_up(row.community))
        if office is None:
            raise NotYourEstate
        Unit.objects.select_for_update().get(pk=office.pk)
        try:
            with transaction.atomic():
                return CompanyReview.objects.create(
                    estate=estate_of(row),
                    company=row.manager,
                    method=_method(office, at),
                    from_date=from_date,
                    until_date=until_date,
                    started_at=at,
                )
        except IntegrityError:
            raise ReviewThere(begun=from_date) from None


def _locked(pk: int) -> CompanyReview:
    rows = CompanyReview.objects.select_for_update(of=("self",))
    row = (
        rows.select_related("estate__compound__community", "company", "method__office").filter(pk=pk).first()
    )
    if row is None:
        raise NoSuchReview
    return row


def _stage(row: CompanyReview, at: datetime) -> ReviewStage:
    waits = row.appeals.filter(answered_at=None).exists()
    return rules.review_stage(row.public_until, local(at).date(), is_appealed=waits)


def give_level(*, actor: Actor, at: datetime, review: int, level: int) -> OwnerVoice:
    """Give what one's household thinks of the company, from one to five; the household's last word counts.

    :raises NoSuchReview: :raises NotYourReview: lives elsewhere. :raises ReviewNotOpen: it is public already.
    """
    with transaction.atomic():
        row = _locked(review)
        home = (
            queries.home_of(account_id=actor.account_id, compound_id=row.estate_id)
            if actor.account_id is not None
            else None
        )
        if home is None:
            raise NotYourReview
        if row.public_from is not None:
            raise ReviewNotOpen
        return _voice(row, home, level, at, actor.account_id)


def take_level(*, actor: Actor, at: datetime, review: int, door: str, level: int) -> OwnerVoice:
    """Take the level of a household whose people came to the community or were visited: who has no phone is asked too.

    :raises NoSuchReview, NotYourEstate, ReviewNotOpen: as named. :raises StrangeDoor: no such door in the compound.
    """
    with transaction.atomic():
        row = _locked(review)
        if not policies.reaches_review(actor, row):
            raise NoSuchReview
        if not policies.keeps_at(actor, row.estate.compound.community):
            raise NotYourEstate
        if row.public_from is not None:
            raise ReviewNotOpen
        home = queries.door_called(compound_id=row.estate_id, words=door)
        if home is None:
            raise StrangeDoor(label=clean_line(door)[:40] or "—")
        return _voice(row, home, level, at, None)


def _voice(row: CompanyReview, home: Household, level: int, at: datetime, account: int | None) -> OwnerVoice:
    made, _new = OwnerVoice.objects.update_or_create(
        review=row,
        household=home,
        defaults={"level": min(max(level, 1), 5), "account_id": account, "at": at},
    )
    return made


def _publish(row: CompanyReview, at: datetime) -> None:
    row.evidence = queries.evidence_of(row, at)
    row.score = rules.review_score(rules.review_parts(row.method.weights, row.evidence))
    row.public_from = local(at).date()
    row.public_until = row.public_from + timedelta(days=row.method.publicity_days)


def publish_review(*, actor: Actor, at: datetime, review: int, words: str) -> CompanyReview:
    """Make a review public for its days: what records say at this moment, the score, and what the community says.

    :raises NoSuchReview: out of sight. :raises NotYourEstate: seen, not kept. :raises ReviewNotOpen: it is public.
    :raises WordsMissing: nothing said.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        row = _locked(review)
        if not policies.reaches_review(actor, row):
            raise NoSuchReview
        if not policies.keeps_at(actor, row.estate.compound.community):
            raise NotYourEstate
        if row.public_from is not None:
            raise ReviewNotOpen
        row.words = masking.mask_text(words.strip())
        _publish(row, at)
        row.save()
    return row


def appeal_review(
    *, actor: Actor, at: datetime, review: int, words: str, cases: Collection[str] = ()
) -> ReviewAppeal:
    """Say against a review, for its company, why it is wrong, and which cases should not count.

    :raises NoSuchReview: another company's. :raises NotToAppeal: not public, or an appeal waits.
    :raises StrangeCase: one that does not count anyway. :raises WordsMissing: no reason.
    """
    if not words.strip():
        raise WordsMissing(fields=["words"])
    with transaction.atomic():
        row = _locked(review)
        if not policies.answers_for(actor, row):
            raise NoSuchReview
        if _stage(row, at) is not ReviewStage.PUBLIC:
            raise NotToAppeal
        counted = {share.case.number for share in queries.counted_of(row, at)}
        named = list(dict.fromkeys(cases))
        for number in named:
            if number not in counted:
                raise StrangeCase(number=number[:20])
        made = ReviewAppeal(
            review=row, words=masking.mask_text(words.strip()), cases=named, at=at, score_before=row.score
        )
        return _brought(made, actor, at)


def _brought(made: ReviewAppeal, actor: Actor, at: datetime) -> ReviewAppeal:
    """Bring an appeal before the office; it is due when its case is."""
    row = made.review

    def beside(case: Case) -> ReviewAppeal:
        assert case.due_at is not None
        made.case, made.answer_by = case, case.due_at
        return made

    appeals.appeal_result(
        actor=actor,
        at=at,
        unit=row.company,
        office=row.method.office,
        area=row.estate.compound.community,
        against=AGAINST,
        title=f"{row.company}不同意{row.estate}的物业评价",
        words=made.words,
        beside=beside,
    )
    return made


def _waiting(row: CompanyReview) -> ReviewAppeal | None:
    return row.appeals.select_related("case").filter(answered_at=None).first()


def withdraw_appeal(*, actor: Actor, at: datetime, review: int, words: str) -> CompanyReview:
    """Take the appeal that waits back, for its company; the office is told. While the review is public it may appeal again.

    :raises NoSuchReview: another company's. :raises AppealAnswered: none waits. :raises WordsMissing: nobody is told why.
    """
    with transaction.atomic():
        row = _locked(review)
        if not policies.answers_for(actor, row):
            raise NoSuchReview
        appeals.end_withdrawn(_waiting(row), actor=actor, at=at, words=words)
    return row


def answer_appeal(*, actor: Actor, at: datetime, review: int, answer: str, is_upheld: bool) -> CompanyReview:
    """Answer the appeal, for the office. Upheld: the cases it names count no more, and the review is public anew.

    The company is told.

    :raises NoSuchReview: out of sight. :raises OfficeMakesMethod: neither a leader nor the centre of the office.
    :raises AppealAnswered: none waits. :raises WordsMissing: nobody is told why.
    """
    with transaction.atomic():
        row = _locked(review)
        if not policies.reaches_review(actor, row):
            raise NoSuchReview
        if not judges(actor, row.method.office):
            raise OfficeMakesMethod
        appeal = _waiting(row)
        appeals.end_answered(appeal, actor=actor, at=at, unit=row.company, is_upheld=is_upheld, answer=answer)
        assert appeal is not None
        if is_upheld:
            row.left_out = sorted({*row.left_out, *appeal.cases})
            _publish(row, at)
            row.save()
        appeal.score_after = row.score
        appeal.save(update_fields=["score_after"])
    return row
