"""Forgetting: who left long ago, and whoever asks. The book keeps its sums, without a name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.base.people import operations as people
from linli.base.people.actors import SYSTEM, Actor
from linli.base.people.erasures import Erasure
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.clock import local
from linli.pillars.service.canteens.models import Eater

SUBJECT = "canteens.Eater"
KEPT = timedelta(days=3 * 365)  # LOCAL: as long as the papers of a subsidy are asked for


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Erase who left three years ago, and who was erased elsewhere; return how many."""
    left = Eater.objects.filter(until__lte=local(at).date() - KEPT).order_by("pk")[:500]
    gone = Eater.objects.filter(resident__erased_at__isnull=False).order_by("pk")[:500]
    rows = {row.pk: row for row in (*left, *gone)}
    for eater in rows.values():
        forget_eater(actor=actor, at=at, eater=eater, basis="expired")
    return len(rows)


def forget_eater(*, actor: Actor, at: datetime, eater: Eater, basis: str, request_number: str = "") -> None:
    """Erase somebody here: orders, days at the centre, class, birthday and number go; meals stay in the book as nobody's."""
    with transaction.atomic():
        resident = eater.resident
        record_deletion(
            actor=actor,
            at=at,
            subject=SUBJECT,
            subject_id=eater.pk,
            fields=("born", "subsidy", "ground", "orders", "stays"),
            basis=basis,
            request_number=request_number,
            person_id=resident.account_id,
            person_print=bytes(resident.phone_print) if resident.phone_print else None,
        )
        eater.delete()
        if not resident.erased_at and not people.is_known_elsewhere(resident):
            people.erase_resident(
                actor=actor, resident=resident, basis=basis, at=at, request_number=request_number
            )


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept here about the owner of an account, and that they ordered for somebody."""
    Eater.objects.filter(orders_by=account).update(
        orders_by=None, orders_by_since=None, family_told_since=None
    )
    found = list(Eater.objects.filter(resident__account=account).select_related("resident"))
    for eater in found:
        forget_eater(
            actor=order.actor,
            at=order.at,
            eater=eater,
            basis=order.basis,
            request_number=order.request_number,
        )
    return len(found)


def facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these people, erased or not."""
    rows = Eater.objects.filter(pk__in=ids).values_list("pk", "office_id", "number", "since")
    return {pk: (office, number, since) for pk, office, number, since in rows}


def erase_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase somebody whom a restored backup brought back."""
    eater = Eater.objects.select_related("resident").get(pk=pk)
    forget_eater(actor=SYSTEM, at=at, eater=eater, basis=erasure.basis, request_number=erasure.request_number)
