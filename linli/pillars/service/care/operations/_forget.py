"""Forgetting: memberships whose time is over, and everything about somebody who asks for it."""

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
from linli.kernel.standards.care_groups import GROUPS
from linli.pillars.service.care.models import CarePerson, Membership
from linli.pillars.service.care.operations._wishes import free_wishes

SUBJECT = "care.CarePerson"
_FIELDS = ("groups", "visits", "door")
_MOST = 500


def forget_old(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Erase memberships that ended long enough ago, and people of whom none is left; free wishes taken too long."""
    today = local(at).date()
    shortest = min(group.kept_days for group in GROUPS.values())
    ended = Membership.objects.filter(until__lte=today - timedelta(days=shortest)).order_by("pk")[:_MOST]
    gone = [m.pk for m in ended if m.until and m.until + timedelta(days=GROUPS[m.group].kept_days) <= today]
    Membership.objects.filter(pk__in=gone).delete()
    left = CarePerson.objects.filter(memberships=None).order_by("pk")[:_MOST]
    erased = CarePerson.objects.filter(resident__erased_at__isnull=False).order_by("pk")[:_MOST]
    people_ = {person.pk: person for person in (*left, *erased)}
    for person in people_.values():
        forget_person(actor=actor, at=at, person=person, basis="expired")
    return {"memberships": len(gone), "people": len(people_), "wishes": free_wishes(at=at)}


def forget_person(
    *, actor: Actor, at: datetime, person: CarePerson, basis: str, request_number: str = ""
) -> None:
    """Erase everything about somebody here; the resident too, where nobody but this list knew them."""
    with transaction.atomic():
        resident = person.resident
        record_deletion(
            actor=actor,
            at=at,
            subject=SUBJECT,
            subject_id=person.pk,
            fields=_FIELDS,
            basis=basis,
            request_number=request_number,
            person_id=resident.account_id,
            person_print=bytes(resident.phone_print) if resident.phone_print else None,
        )
        person.delete()
        if not resident.erased_at and not people.is_known_elsewhere(resident):
            people.erase_resident(
                actor=actor, resident=resident, basis=basis, at=at, request_number=request_number
            )


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept here about the owner of an account."""
    found = CarePerson.objects.filter(resident__account=account).select_related("resident")
    for person in found:
        forget_person(
            actor=order.actor,
            at=order.at,
            person=person,
            basis=order.basis,
            request_number=order.request_number,
        )
    return len(found)


def facts(ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return what never changes about these people, erased or not."""
    rows = CarePerson.objects.filter(pk__in=ids).values_list("pk", "office_id", "since")
    return {pk: (office, since) for pk, office, since in rows}


def erase_again(pk: int, erasure: Erasure, at: datetime) -> None:
    """Erase somebody whom a restored backup brought back."""
    person = CarePerson.objects.select_related("resident").get(pk=pk)
    forget_person(
        actor=SYSTEM, at=at, person=person, basis=erasure.basis, request_number=erasure.request_number
    )
