"""Committees: formed, seated for a term, a seat given up."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import policies
from linli.pillars.governance.deliberation.models import Committee, Member
from linli.pillars.governance.deliberation.rules import CommitteeKind, MemberSource


class NotYourCommittee(Refusal):
    """Somebody keeps a committee of a unit for which they do not convene."""


class CommitteeThere(Refusal):
    """The unit has a committee of this kind: `name`."""


class SeatedAlready(Refusal):
    """The person sits in this committee: `name`."""


class TermBackward(Refusal):
    """A term ends before it begins."""


def form_committee(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    kind: CommitteeKind,
    name: str,
    place: str = "",
    formed_on: date,
) -> Committee:
    """Form a committee of a community or the street.

    :raises NotYourCommittee: not somebody who convenes there. :raises CommitteeThere: there is one of this kind.
    """
    _may(actor, unit)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        if there := Committee.objects.filter(unit=unit, kind=kind.value, ended_on=None).first():
            raise CommitteeThere(name=there.name)
        return Committee.objects.create(
            unit=unit, kind=kind.value, name=name.strip(), place=place.strip(), formed_on=formed_on
        )


def seat_member(
    *,
    actor: Actor,
    at: datetime,
    committee: Committee,
    name: str,
    source: MemberSource,
    from_date: date,
    until_date: date,
    account: Account | None = None,
) -> Member:
    """Seat somebody in a committee for a term.

    :raises NotYourCommittee: as named. :raises TermBackward: as named. :raises SeatedAlready: by account, or by name.
    """
    _may(actor, committee.unit)
    if until_date <= from_date:
        raise TermBackward
    with transaction.atomic():
        Committee.objects.select_for_update().get(pk=committee.pk)
        sitting = committee.members.filter(ended_on=None, until_date__gt=from_date)
        same = sitting.filter(name=name.strip()).exists()
        if same or (account is not None and sitting.filter(account=account).exists()):
            raise SeatedAlready(name=name.strip())
        return Member.objects.create(
            committee=committee, name=name.strip(), source=source.value, account=account, from_date=from_date,
            until_date=until_date,
        )  # fmt: skip


def unseat_member(*, actor: Actor, at: datetime, member: Member) -> Member:
    """End a seat today. Who sat when stays on record.

    :raises NotYourCommittee: as named.
    """
    _may(actor, member.committee.unit)
    if member.ended_on is None:
        member.ended_on = clock.local(at).date()
        member.save(update_fields=["ended_on"])
    return member


def _may(actor: Actor, unit: Unit) -> None:
    if not policies.convenes_at(actor, unit):
        raise NotYourCommittee
