"""Everything that happens to trainings and honours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel import masking
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.sources import local_choice
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches import policies as kept
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.policies import NoSuchMember
from linli.pillars.party.team import policies
from linli.pillars.party.team.models import (
    MemberHonour,
    OrganisationHonour,
    Trained,
    TrainingPlan,
    TrainingSession,
)
from linli.pillars.party.team.policies import NoSuchPartyHonour, NoSuchTraining

KEEPING: Final = local_choice(
    "Who was at a training is needed until the plan of the next year is closed; its number stays."
)
KEPT_DAYS: Final = 730  # LOCAL: see KEEPING


class NotToTrain(Refusal):
    """A branch trains nobody: committees of communities and the working committee do."""


class SessionThere(Refusal):
    """That day has that training already."""


class SessionElsewhen(Refusal):
    """It is on the plan of another year: `year`."""


class SessionNotYet(Refusal):
    """It lies ahead."""


class SessionOver(Refusal):
    """It was held: it stays."""


class NotStaffThere(Refusal):
    """Somebody who does not work in these communities."""


class NobodyTrained(Refusal):
    """A training nobody came to was not held."""


class HonourThere(Refusal):
    """It stands there already."""


class HonourAhead(Refusal):
    """Nobody is honoured in a year to come."""


def lay_training_plan(*, actor: Actor, organisation: int, year: int, aim: str) -> TrainingPlan:
    """Lay the plan of a year, or say its aim anew.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises NotToTrain: it trains nobody.
    """
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        if not policies.plans(actor, row):
            raise NotToTrain
        plan, _new = TrainingPlan.objects.update_or_create(
            organisation=row, year=year, defaults={"aim": clean_line(aim)[:200]}
        )
    return plan


def _plan(actor: Actor, pk: int) -> TrainingPlan:
    rows = TrainingPlan.objects.select_related("organisation__unit__parent__parent", "organisation__office")
    row = rows.filter(pk=pk).first()
    if row is None or not policies.plans(actor, row.organisation):
        raise NoSuchTraining
    return row


def plan_session(
    *, actor: Actor, plan: int, day: date, topic: str, place: str, teacher: str = ""
) -> TrainingSession:
    """Put a training on the plan.

    :raises NoSuchTraining: not theirs. :raises WordsMissing: no topic or place. :raises SessionThere: on that day already.
    :raises SessionElsewhen: a day of another year.
    """
    if not topic.strip() or not place.strip():
        raise WordsMissing(fields=["topic", "place"])
    row = _plan(actor, plan)
    if day.year != row.year:
        raise SessionElsewhen(year=row.year)
    try:
        with transaction.atomic():
            return TrainingSession.objects.create(
                plan=row,
                day=day,
                topic=clean_line(topic)[:80],
                place=clean_line(place)[:60],
                teacher=clean_line(teacher)[:60],
            )
    except IntegrityError:
        raise SessionThere from None


def _session(actor: Actor, pk: int) -> TrainingSession:
    row = TrainingSession.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NoSuchTraining
    row.plan = _plan(actor, row.plan_id)
    if row.held_at is not None:
        raise SessionOver
    return row


def hold_session(
    *, actor: Actor, at: datetime, session: int, came: Collection[int], outcome: str
) -> TrainingSession:
    """Write down that a training was held: who was there, ticked on one list, and what came of it.

    :raises NoSuchTraining, SessionOver, SessionNotYet, NobodyTrained: as named. :raises NotStaffThere: not on the list.
    """
    with transaction.atomic():
        row = _session(actor, session)
        if row.day > local(at).date():
            raise SessionNotYet
        ids = set(came)
        if not ids:
            raise NobodyTrained
        if Account.objects.filter(policies.trainees(row.plan.organisation), pk__in=ids).count() != len(ids):
            raise NotStaffThere
        row.held_at, row.came_count = at, len(ids)
        row.outcome = masking.mask_text(clean_line(outcome))[:300]
        row.save(update_fields=["held_at", "came_count", "outcome"])
        Trained.objects.bulk_create(Trained(session=row, account_id=pk) for pk in sorted(ids))
    return row


def drop_session(*, actor: Actor, session: int) -> None:
    """Take a training off the plan that was not held.

    :raises NoSuchTraining, SessionOver: as named.
    """
    with transaction.atomic():
        _session(actor, session).delete()


def record_honour(
    *,
    actor: Actor,
    at: datetime,
    title: str,
    level: str,
    issuer: str,
    year: int,
    document: str = "",
    organisation: int | None = None,
    member: int | None = None,
) -> OrganisationHonour | MemberHonour:
    """Write down what an organisation, or a member, was honoured with.

    :raises NoSuchOrganisation, NotYourOrganisation, NoSuchMember: as named. :raises WordsMissing: no title, or from nobody.
    :raises HonourAhead: of a year to come. :raises HonourThere: it stands there.
    """
    if not title.strip() or not issuer.strip():
        raise WordsMissing(fields=["title", "issuer"])
    if year > local(at).year:
        raise HonourAhead
    given = {
        "title": clean_line(title)[:60],
        "level": level,
        "issuer": clean_line(issuer)[:60],
        "document": clean_line(document)[:60],
        "year": year,
    }
    try:
        with transaction.atomic():
            if member is None:
                return OrganisationHonour.objects.create(
                    organisation=branches.kept(actor, organisation or 0), **given
                )
            row = PartyMember.objects.select_related("organisation").filter(pk=member, until=None).first()
            if row is None or not kept.keeps(actor, row.organisation):
                raise NoSuchMember
            return MemberHonour.objects.create(member=row, **given)
    except IntegrityError:
        raise HonourThere from None


def strike_honour(
    *, actor: Actor, organisation: int | None = None, member: int | None = None, pk: int
) -> None:
    """Take an honour away that was written down by mistake, or was taken back.

    :raises NoSuchPartyHonour: absent or out of reach.
    """
    if member is None:
        own = OrganisationHonour.objects.filter(pk=pk, organisation=organisation)
        row = own.select_related("organisation").first()
        if row is None or not kept.keeps(actor, row.organisation):
            raise NoSuchPartyHonour
        row.delete()
        return
    held = MemberHonour.objects.filter(pk=pk, member=member).select_related("member__organisation").first()
    if held is None or not kept.keeps(actor, held.member.organisation):
        raise NoSuchPartyHonour
    held.delete()


def forget_trained(*, actor: Actor, at: datetime) -> int:
    """Erase who was at which training, two years on; the numbers stay. Returns how many rows."""
    return Trained.objects.filter(session__held_at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]


def erase(account: Account, order: Erasing) -> int:
    """Erase that somebody was at trainings, and what they were honoured with."""
    print_ = kept.phone_print(account.phone)
    honours = (
        MemberHonour.objects.filter(member__phone_print=print_) if print_ else MemberHonour.objects.none()
    )
    return honours.delete()[0] + Trained.objects.filter(account=account).delete()[0]
