"""Everything that happens to an assessment: drafted, published, counted, made public, appealed, answered, settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from linli.base.flow.deadlines import calendar_of
from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.insight.appraisals import policies, queries, rules
from linli.insight.appraisals.models import (
    AppraisalAppeal,
    AppraisalExclusion,
    AppraisalLine,
    AppraisalRound,
    AppraisalScheme,
)
from linli.insight.appraisals.policies import NoSuchRound
from linli.insight.appraisals.rules import Line, Whom
from linli.kernel import clock, masking
from linli.kernel.refusals import Refusal
from linli.pillars.governance.appeals import operations as appeals

AGAINST: Final = "appraisal"


class NotYourAppraisal(Refusal):
    """The office's leaders and its centre keep its assessments; a unit is spoken for by its own."""


class SchemePublished(Refusal):
    """It is published: a change is the next version."""


class SchemeNotPublished(Refusal):
    """Nobody is assessed by a scheme that they could not read before."""


class NotAssessable(Refusal):
    """An indicator that is no share of such units: `code`."""


class RoundOver(Refusal):
    """It is public, or settled: this can't be done any more."""


class DaysNotOver(Refusal):
    """The days that are assessed are not over."""


class RoundNotPublic(Refusal):
    """The days of publicity are over, or have not begun."""


class StillPublicRound(Refusal):
    """The days of publicity are not over: `until`."""


class AppealUnanswered(Refusal):
    """Somebody has appealed and has no answer yet."""


class UnitNotAssessed(Refusal):
    """The round is not about that unit."""


def draft_scheme(
    *, actor: Actor, office: Unit, name: str, whom: Whom, basis: str, least: int, lines: Sequence[Line]
) -> AppraisalScheme:
    """Draft a scheme, or the next version of the one of that name.

    :raises NotYourAppraisal: another office's. :raises NotAssessable: a line that is no share of such units.
    :raises SchemeEmpty, LineWrong: as named.
    """
    if not policies.keeps(actor, office.pk):
        raise NotYourAppraisal
    rules.check(lines)
    for line in lines:
        if line.code not in queries.CODES[whom]:
            raise NotAssessable(code=line.code)
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=office.pk)
        last = AppraisalScheme.objects.filter(office=office, name=name).aggregate(n=Max("version"))["n"] or 0
        row = AppraisalScheme.objects.create(
            office=office, name=name, version=last + 1, whom=whom.value, basis=basis, least=least
        )
        AppraisalLine.objects.bulk_create(
            AppraisalLine(scheme=row, code=x.code, weight=x.weight, base=x.base, target=x.target)
            for x in lines
        )
    return row


def _scheme(actor: Actor, pk: int) -> AppraisalScheme:
    row = AppraisalScheme.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or (row.office_id not in policies.read_offices(actor) and not actor.is_system):
        raise NoSuchRound
    if not policies.keeps(actor, row.office_id):
        raise NotYourAppraisal
    return row


def publish_scheme(*, actor: Actor, at: datetime, scheme: int) -> AppraisalScheme:
    """Publish a scheme: everybody assessed by it reads it, and it is never changed again.

    :raises NoSuchRound, NotYourAppraisal, SchemePublished: as named.
    """
    with transaction.atomic():
        row = _scheme(actor, scheme)
        if row.published_at is not None:
            raise SchemePublished
        row.published_at = at
        row.save(update_fields=["published_at"])
    return row


def open_round(*, actor: Actor, scheme: int, start: date, until: date) -> AppraisalRound:
    """Begin an assessment over some days by a published scheme, as a draft. One that is there is given again.

    :raises NoSuchRound, NotYourAppraisal, SchemeNotPublished: as named.
    """
    with transaction.atomic():
        row = _scheme(actor, scheme)
        if row.published_at is None:
            raise SchemeNotPublished
        return AppraisalRound.objects.get_or_create(scheme=row, start=start, until=until)[0]


def _round(actor: Actor, pk: int) -> AppraisalRound:
    rows = AppraisalRound.objects.select_for_update(of=("self",)).select_related("scheme__office")
    row = rows.filter(policies.reachable(actor), pk=pk).first()
    if row is None:
        raise NoSuchRound
    return row


def _kept(actor: Actor, pk: int) -> AppraisalRound:
    row = _round(actor, pk)
    if not policies.keeps(actor, row.scheme.office_id):
        raise NotYourAppraisal
    if row.settled_at is not None:
        raise RoundOver
    return row


def _unit_in(row: AppraisalRound, unit: Unit, code: str) -> None:
    if unit.pk not in {one.pk for one in queries.units_of(row)}:
        raise UnitNotAssessed
    if code and not row.scheme.lines.filter(code=code).exists():
        raise NotAssessable(code=code)


def exclude_unit(
    *, actor: Actor, at: datetime, appraisal: int, unit: Unit, code: str = "", reason: str
) -> AppraisalExclusion:
    """Leave a unit, or one indicator of it, out of a draft, with a reason that everybody assessed reads.

    :raises NoSuchRound, NotYourAppraisal, RoundOver, UnitNotAssessed, NotAssessable: as named.
    """
    with transaction.atomic():
        row = _kept(actor, appraisal)
        if row.shown_at is not None:
            raise RoundOver
        _unit_in(row, unit, code)
        return _exclude(row, unit, code, reason, at)


def _exclude(row: AppraisalRound, unit: Unit, code: str, reason: str, at: datetime) -> AppraisalExclusion:
    given = {"reason": masking.mask_text(reason), "made_at": at}
    return AppraisalExclusion.objects.update_or_create(round=row, unit=unit, code=code, defaults=given)[0]


def show_round(*, actor: Actor, at: datetime, appraisal: int) -> AppraisalRound:
    """Make a round public for its days: its numbers stand from now on.

    :raises NoSuchRound, NotYourAppraisal, RoundOver: as named. :raises DaysNotOver: what is assessed goes on.
    """
    with transaction.atomic():
        row = _kept(actor, appraisal)
        if row.shown_at is not None:
            raise RoundOver
        today = clock.local(at).date()
        if today < row.until:
            raise DaysNotOver
        row.told = queries.count(row, queries.units_of(row), at)
        row.shown_at = at
        row.public_until = rules.public_until(today, calendar_of(row.scheme.office))
        row.save(update_fields=["told", "shown_at", "public_until"])
    return row


def appeal_round(
    *, actor: Actor, at: datetime, appraisal: int, unit: Unit, code: str = "", words: str
) -> AppraisalAppeal:
    """Say for a unit what is wrong with its result, while it is public; the office is told and owes an answer by a day.

    Said again, it replaces what has no answer yet; both stand in the steps of the case.

    :raises NoSuchRound, NotYourAppraisal, RoundNotPublic, UnitNotAssessed, NotAssessable: as named.
    """
    with transaction.atomic():
        row = _round(actor, appraisal)
        if not policies.may_speak(actor, unit):
            raise NotYourAppraisal
        if row.shown_at is None or row.settled_at is not None or clock.local(at).date() > row.public_until:  # type: ignore[operator]
            raise RoundNotPublic
        _unit_in(row, unit, code)
        said = masking.mask_text(words)
        waits = row.appeals.select_related("case").filter(unit=unit, code=code, answered_at=None).first()
        if waits is None:
            return _brought(
                AppraisalAppeal(round=row, unit=unit, code=code, words=said, made_at=at), actor, at
            )
        if waits.case is not None:
            appeals.add_to_appeal(note=said, actor=actor, number=waits.case.number, at=at)
        waits.words, waits.made_at = said, at
        waits.save(update_fields=["words", "made_at"])
        return waits


def _brought(made: AppraisalAppeal, actor: Actor, at: datetime) -> AppraisalAppeal:
    """Bring an appeal before the office: its leaders and centre are told, and it waits for them until its day."""
    office, unit = made.round.scheme.office, made.unit

    def beside(case: Case) -> AppraisalAppeal:
        made.case = case
        return made

    appeals.appeal_result(
        actor=actor,
        at=at,
        unit=unit,
        office=office,
        area=unit if office.pk in unit.line else office,
        against=AGAINST,
        title=f"{unit}不同意《{made.round.scheme.name}》的考核结果",
        words=made.words,
        beside=beside,
    )
    return made


def _appeal(row: AppraisalRound, pk: int) -> AppraisalAppeal:
    rows = row.appeals.select_for_update(of=("self",)).select_related("unit", "case")
    one = rows.filter(pk=pk).first()
    if one is None:
        raise NoSuchRound
    return one


def withdraw_appeal(
    *, actor: Actor, at: datetime, appraisal: int, appeal: int, words: str
) -> AppraisalAppeal:
    """Take an appeal back for the unit that made it, while it waits; the office is told. It may appeal again.

    :raises NoSuchRound, NotYourAppraisal: as named. :raises AppealAnswered: it has ended. :raises WordsMissing: no reason.
    """
    with transaction.atomic():
        row = _round(actor, appraisal)
        one = _appeal(row, appeal)
        if not policies.may_speak(actor, one.unit):
            raise NotYourAppraisal
        appeals.end_withdrawn(one, actor=actor, at=at, words=words)
    return one


def answer_appeal(
    *, actor: Actor, at: datetime, appraisal: int, appeal: int, is_upheld: bool, answer: str
) -> AppraisalAppeal:
    """Answer an appeal; the unit is told. One that is right leaves what it is about out of the round, and says why.

    :raises NoSuchRound, NotYourAppraisal, RoundOver: as named. :raises AppealAnswered: it has ended.
    :raises WordsMissing: nobody is told why.
    """
    with transaction.atomic():
        row = _kept(actor, appraisal)
        one = _appeal(row, appeal)
        appeals.end_answered(one, actor=actor, at=at, unit=one.unit, is_upheld=is_upheld, answer=answer)
        if is_upheld:
            _exclude(row, one.unit, one.code, one.answer[:300], at)
    return one


def settle_round(*, actor: Actor, at: datetime, appraisal: int) -> AppraisalRound:
    """Close a round after its days of publicity, once every appeal has its answer: what it says stands.

    :raises NoSuchRound, NotYourAppraisal, RoundOver, RoundNotPublic, StillPublicRound, AppealUnanswered: as named.
    """
    with transaction.atomic():
        row = _kept(actor, appraisal)
        if row.public_until is None:
            raise RoundNotPublic
        if clock.local(at).date() <= row.public_until:
            raise StillPublicRound(until=row.public_until.isoformat())
        if row.appeals.filter(answered_at=None).exists():
            raise AppealUnanswered
        row.settled_at = at
        row.save(update_fields=["settled_at"])
    return row
