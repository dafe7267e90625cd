"""A cooperative and who represents its members; the number by which a member reads their own page; lists taken out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import AccessLog, Account
from linli.base.people.refusals import ReasonMissing
from linli.base.people.subjects import Erasing
from linli.base.people.vault import fingerprint
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.cooperative import policies, queries
from linli.pillars.governance.cooperative.models import Cooperative, Delegate, Distribution, Shareholder
from linli.pillars.governance.cooperative.policies import NoSuchCooperative

LEAST_REASON = 4


class NotYourCooperative(Refusal):
    """Somebody sees the cooperative and does not keep it."""


class CooperativeThere(Refusal):
    """The community has one already."""


class DelegateThere(Refusal):
    """Somebody of this name represents already: `name`."""


class DelegateTermBackward(Refusal):
    """A term ends after it begins."""


class NoSuchShareholder(Refusal):
    """Absent, or out of reach."""


class PhoneTaken(Refusal):
    """The number is another member's: `number`."""


def kept(actor: Actor, pk: int) -> Cooperative:
    """Lock a cooperative for somebody who keeps it.

    :raises NoSuchCooperative: out of sight. :raises NotYourCooperative: seen, not kept.
    """
    row = Cooperative.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchCooperative
    if not policies.keeps_at(actor, row.unit):
        raise NotYourCooperative
    return row


def found_cooperative(*, actor: Actor, unit: Unit, name: str, formed_on: date) -> Cooperative:
    """Write down the cooperative of a community.

    :raises NotYourCooperative: another community's. :raises CooperativeThere: there is one. :raises WordsMissing: no name.
    """
    if unit.kind != UnitKind.COMMUNITY or not policies.keeps_at(actor, unit):
        raise NotYourCooperative
    if not name.strip():
        raise WordsMissing(fields=["name"])
    try:
        with transaction.atomic():
            return Cooperative.objects.create(unit=unit, name=clean_line(name)[:60], formed_on=formed_on)
    except IntegrityError:
        raise CooperativeThere from None


def seat_delegate(
    *, actor: Actor, cooperative: int, name: str, from_date: date, until_date: date, phone: str = ""
) -> Delegate:
    """Write down who represents members, for a term. With a number they vote on their phone.

    :raises NoSuchCooperative, NotYourCooperative, DelegateThere, DelegateTermBackward, WordsMissing: as named.
    """
    if not name.strip():
        raise WordsMissing(fields=["name"])
    if until_date <= from_date:
        raise DelegateTermBackward
    with transaction.atomic():
        row = kept(actor, cooperative)
        try:
            with transaction.atomic():
                return Delegate.objects.create(
                    cooperative=row,
                    name=clean_line(name)[:40],
                    phone=phone,
                    from_date=from_date,
                    until_date=until_date,
                )
        except IntegrityError:
            raise DelegateThere(name=name) from None


def end_delegate(*, actor: Actor, cooperative: int, delegate: int, on: date) -> None:
    """End somebody's time as a representative; who it was stays on record.

    :raises NoSuchCooperative, NotYourCooperative: as named. :raises NoSuchShareholder: nobody of this cooperative.
    """
    with transaction.atomic():
        row = kept(actor, cooperative)
        if not row.delegates.filter(pk=delegate, ended_on=None).update(ended_on=on):
            raise NoSuchShareholder


def keep_phone(*, actor: Actor, cooperative: int, member: int, phone: str) -> Shareholder:
    """Write down the number by which a member reads their own page; it is no part of what was resolved.

    :raises PhoneTaken: another member's. :raises NoSuchCooperative, NotYourCooperative, NoSuchShareholder: as named.
    """
    with transaction.atomic():
        row = kept(actor, cooperative)
        found = row.members.filter(pk=member).first()
        if found is None:
            raise NoSuchShareholder
        print_ = fingerprint(phone, "phone") if phone else None
        other = row.members.filter(phone_print=print_).exclude(pk=found.pk).first() if print_ else None
        if other is not None:
            raise PhoneTaken(number=other.number)
        found.phone, found.phone_print = phone, print_
        found.save(update_fields=["phone", "phone_print"])
    return found


def take_out(
    *, actor: Actor, at: datetime, cooperative: int, distribution: int, reason: str
) -> tuple[Distribution, list[queries.Line]]:
    """Take a distribution with names and amounts out of the compartment, for a reason each member in it can read.

    :raises ReasonMissing: none said. :raises NoSuchCooperative, NotYourCooperative: as named.
    """
    reason = " ".join(reason.split())[:200]
    if len(reason) < LEAST_REASON:
        raise ReasonMissing(least=LEAST_REASON)
    with transaction.atomic():
        row = kept(actor, cooperative)
        found = row.distributions.select_related("version", "resolution__topic__case").filter(pk=distribution)
        one = found.first()
        if one is None:
            raise NoSuchCooperative
        lines = queries.lines_of(one)
        owners = queries.accounts_of([line.member for line in lines])
        post = next((p.id for p in actor.posts), None)
        AccessLog.objects.bulk_create(
            (
                AccessLog(
                    at=at,
                    what=AccessLog.What.EXPORTED,
                    actor_id=actor.account_id,
                    post_id=post,
                    subject=queries.REVEALED,
                    subject_id=line.member.pk,
                    field="shares",
                    person_id=owners.get(bytes(line.member.phone_print)) if line.member.phone_print else None,
                    person_print=line.member.phone_print,
                    reason=reason,
                )
                for line in lines
            ),
            batch_size=1_000,
        )
    return one, lines


def erase(account: Account, order: Erasing) -> int:
    """Forget an account's number in registers of members. Name and shares stay: the law keeps the register."""
    if not account.phone_print:
        return 0
    rows = Shareholder.objects.filter(phone_print=account.phone_print)
    return rows.update(phone="", phone_print=None)
