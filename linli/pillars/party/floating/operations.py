"""The verbs of floating members. Each changes where the formal relation stands as well, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from linli.base.notices import operations as notices
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches import policies as keeping
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.policies import NoSuchMember, phone_print
from linli.pillars.party.branches.rules import Left, Relation
from linli.pillars.party.floating import policies, queries
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.floating.policies import NoSuchFloating
from linli.pillars.party.floating.rules import Outcome, Way, Why

RELATIONS = {Way.OUT: Relation.FLOWN_OUT, Way.IN: Relation.FLOWN_IN}


class FloatsAlready(Refusal):
    """An entry stands open for them."""


class FloatingBackward(Refusal):
    """The day lies ahead, or before they left."""


def note_floating(
    *,
    actor: Actor,
    at: datetime,
    member_ids: Sequence[int],
    way: Way,
    why: Why,
    since: date,
    place: str = "",
) -> int:
    """Write down that members are away, or are here from elsewhere with their relation kept there. Four statements.

    Returns how many. Those from elsewhere take part in the life of the branch they came to.

    :raises NoSuchMember: one of them is not theirs to know. :raises FloatsAlready: :raises FloatingBackward:
    """
    if since > local(at).date():
        raise FloatingBackward
    with transaction.atomic():
        rows = PartyMember.objects.select_for_update(of=("self",)).select_related("organisation")
        found = list(rows.filter(pk__in=list(member_ids), until=None))
        if len(found) != len(set(member_ids)) or not all(keeping.keeps(actor, m.organisation) for m in found):
            raise NoSuchMember
        said = {"way": way.value, "why": why.value, "since": since, "place": clean_line(place)[:80]}
        try:
            with transaction.atomic():
                FloatingMember.objects.bulk_create(FloatingMember(member=one, **said) for one in found)
        except IntegrityError:
            raise FloatsAlready from None
        PartyMember.objects.filter(pk__in=[one.pk for one in found]).update(relation=RELATIONS[way].value)
    return len(found)


def _locked(actor: Actor, pk: int) -> FloatingMember:
    rows = FloatingMember.objects.select_for_update(of=("self",)).select_related("member__organisation")
    row = rows.filter(pk=pk, ended_on=None).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchFloating
    return row


def _on(row: FloatingMember, on: date, at: datetime) -> date:
    if not row.since <= on <= local(at).date():
        raise FloatingBackward
    return on


def register_floating(*, actor: Actor, at: datetime, pk: int, on: date) -> FloatingMember:
    """Write down that somebody was registered in the national system as having left or come.

    :raises NoSuchFloating: :raises FloatingBackward:
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        row.registered_on = _on(row, on, at)
        row.save(update_fields=["registered_on"])
    return row


def contact_floating(*, actor: Actor, at: datetime, pk: int, on: date) -> FloatingMember:
    """Write down that somebody away was asked after; what was said stays between them.

    :raises NoSuchFloating: :raises FloatingBackward:
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        row.contacted_on = max(_on(row, on, at), row.contacted_on or on)
        row.save(update_fields=["contacted_on"])
    return row


def end_floating(*, actor: Actor, at: datetime, pk: int, on: date, outcome: Outcome) -> FloatingMember:
    """Write down that somebody is back, that their relation was transferred, or that they can't be reached.

    Whose relation left, or who went back where it is, is in the organisation no more.

    :raises NoSuchFloating: :raises FloatingBackward:
    """
    with transaction.atomic():
        row = _locked(actor, pk)
        row.ended_on, row.outcome, row.place = _on(row, on, at), outcome.value, ""
        row.save(update_fields=["ended_on", "outcome", "place"])
        if outcome is Outcome.LOST:
            _relate(row, Relation.LOST)
        elif (outcome is Outcome.TRANSFERRED) == (row.way == Way.OUT):
            branches.leave_organisation(actor=actor, at=at, member_id=row.member_id, why=Left.MOVED)
        else:
            _relate(row, Relation.HERE)
    return row


def _relate(row: FloatingMember, relation: Relation) -> None:
    PartyMember.objects.filter(pk=row.member_id).update(relation=relation.value)


def remind_of_floating(*, actor: Actor, at: datetime) -> int:
    """Tell those with a post at an organisation that something is due there; not for whom, nor how many. Once a week."""
    today, told = local(at).date(), 0
    due = queries.due_organisations(today=today)
    posts = people.live_posts(at).filter(unit__in=due).values_list("unit", "account")
    by_unit: dict[int, list[int]] = {}
    for unit, account in posts:
        by_unit.setdefault(unit, []).append(account)
    week = today - timedelta(days=today.weekday())
    for one in Organisation.objects.filter(pk__in=by_unit).select_related("office", "unit"):
        told += notices.tell_accounts(
            account_ids=sorted(set(by_unit[one.pk])),
            office=one.office,
            template="floating_due",
            key=f"floating:{one.pk}:{week:%Y-%m-%d}",
            at=at,
            unit=str(one),
            link="/d/party/floating/",
        )
    return told


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept about somebody's being away; their own row as a member is erased by who keeps it."""
    print_ = phone_print(account.phone)
    rows = (
        FloatingMember.objects.filter(member__phone_print=print_) if print_ else FloatingMember.objects.none()
    )
    return rows.delete()[0]
