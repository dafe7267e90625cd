"""Forgetting: who left a year ago, and everything about somebody who asks for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.erasures import Erasure
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.base.people.vault import fingerprint
from linli.kernel.clock import local
from linli.kernel.standards.party import KEPT_DAYS
from linli.pillars.party.branches import policies
from linli.pillars.party.branches.models import PartyMember

SUBJECT = "branches.PartyMember"
_FIELDS = ("name", "phone", "door")
_MOST = 500


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Erase who left long enough ago. Returns how many."""
    day = local(at).date() - timedelta(days=KEPT_DAYS)
    gone = list(PartyMember.objects.filter(until__lte=day).order_by("pk")[:_MOST])
    for member in gone:
        _forget(actor, at, member, "expired")
    return len(gone)


def _forget(actor: Actor, at: datetime, member: PartyMember, basis: str, number: str = "") -> None:
    """Erase somebody. The log finds its person by a digest only: a name there would tell whoever audits it."""
    with transaction.atomic():
        record_deletion(
            actor=actor,
            at=at,
            subject=SUBJECT,
            subject_id=member.pk,
            fields=_FIELDS,
            basis=basis,
            request_number=number,
            person_print=fingerprint(member.phone, "phone") if member.phone else None,
        )
        member.delete()


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept here about the owner of an account, found by their number."""
    print_ = policies.phone_print(account.phone)
    found = list(PartyMember.objects.filter(phone_print=print_)) if print_ else []
    for member in found:
        _forget(order.actor, order.at, member, order.basis, order.request_number)
    return len(found)


def facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these people, erased or not."""
    rows = PartyMember.objects.filter(pk__in=ids).values_list("pk", "office_id", "since")
    return {pk: (office, since) for pk, office, since in rows}


def erase_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase somebody whom a restored backup brought back."""
    member = PartyMember.objects.get(pk=pk)
    _forget(SYSTEM, at, member, erasure.basis, erasure.request_number)
