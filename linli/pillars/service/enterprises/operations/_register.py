"""The register: an enterprise kept, its steward, its private link, its end."""

from __future__ import annotations

import uuid
from dataclasses import fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people import queries as people
from linli.base.people.actors import Actor, ActorKind
from linli.base.people.journal import record_deletion
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.base.people.vault import fingerprint
from linli.base.places.grounds import ground_at
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.rules.record import Record, checked


class EnterpriseKnown(Refusal):
    """Another one of the office is registered under this code: `name`."""


class NotYourEnterprises(Refusal):
    """It lies outside the ground of whoever writes it down: `area`."""


class PlaceUnknown(Refusal):
    """Neither a point nor words tell in which grid or community it lies."""


class EnterpriseEnded(Refusal):
    """It has gone; the record stays as it is."""


class StewardUnfit(Refusal):
    """Nobody with a live post where the enterprise lies: `name`."""


_CONTACT = frozenset({"contact_name", "contact_phone"})


def keep_enterprise(
    *,
    actor: Actor,
    at: datetime,
    record: Record,
    office: Unit | None = None,
    enterprise: Enterprise | None = None,
    key: uuid.UUID | None = None,
) -> Enterprise:
    """Write an enterprise down, or what is known about it now. A contact left empty stays what it was.

    :raises NoSuchEnterprise: out of reach. :raises NotYourEnterprises: it lies elsewhere. :raises PlaceUnknown: no place.
    :raises EnterpriseKnown: the code stands for another one. :raises Refusal: what `rules.record.checked` says.
    """
    held = checked(record)
    try:
        with transaction.atomic():
            if key is not None and (made := Enterprise.objects.filter(key=key).first()):
                return made
            row = _theirs(actor, enterprise.pk) if enterprise is not None else None
            where = row.office if row is not None else office or office_of(actor)
            area, lon, lat = _place(actor, where, held, row)
            if not policies.keeps_at(actor, area):
                raise NotYourEnterprises(area=str(area))
            _refuse_twice(where, held.uscc, row)
            row = row or Enterprise(office=where, kept_at=at, key=key)
            for field in fields(Record):
                value = getattr(held, field.name)
                if value or field.name not in _CONTACT:
                    setattr(row, field.name, value)
            row.area, row.lon, row.lat = area, lon, lat
            row.contact_print = fingerprint(row.contact_phone, "phone") if row.contact_phone else None
            row.changed_at, row.changed_by_id = at, actor.account_id
            row.save()
    except IntegrityError:
        # Two wrote the same one down at once: the second is told whose code it is.
        _refuse_twice(office or office_of(actor), held.uscc, enterprise)
        raise
    return row


def _refuse_twice(office: Unit, code: str, row: Enterprise | None) -> None:
    if not code:
        return
    same = Enterprise.objects.filter(office=office, uscc=code, ended_at=None)
    other = same.exclude(pk=row.pk if row is not None else 0).first()
    if other is not None:
        raise EnterpriseKnown(name=other.name)


def office_of(actor: Actor) -> Unit:
    """Give the office whose enterprises an actor keeps.

    :raises NoSuchEnterprise: none.
    """
    for ground in policies.grounds(actor):
        if office := orgs.office_of(orgs.line_of(ground)):
            return office
    raise NoSuchEnterprise


def _place(
    actor: Actor, office: Unit, held: Record, row: Enterprise | None
) -> tuple[Unit, float | None, float | None]:
    """Find where it lies: by the point, by its address, as before; at last the one community of whoever writes."""
    has_point = held.lon is not None and held.lat is not None
    if not has_point and row is not None and row.address == held.address:
        return row.area, row.lon, row.lat
    if found := ground_at(office, lon=held.lon, lat=held.lat, words=held.address):
        return found
    if has_point:
        raise PlaceUnknown
    if row is not None:
        return row.area, None, None
    own = Unit.objects.filter(pk__in=policies.grounds(actor), path__startswith=office.path).first()
    if own is None and not actor.is_system:
        raise PlaceUnknown
    return own or office, None, None


def _theirs(actor: Actor, pk: int) -> Enterprise:
    """Lock an enterprise the actor keeps and that is still there."""
    row = (
        Enterprise.objects.select_for_update(of=("self",))
        .select_related("area", "office")
        .filter(pk=pk)
        .first()
    )
    if row is None or not policies.reaches(actor, row):
        raise NoSuchEnterprise
    if row.ended_at is not None:
        raise EnterpriseEnded
    return row


def end_enterprise(*, actor: Actor, at: datetime, enterprise: Enterprise, reason: str) -> Enterprise:
    """Note that it has gone: closed, moved, or written down twice. Its contact is deleted, its visits and needs stay.

    :raises NoSuchEnterprise: :raises EnterpriseEnded:
    """
    why = Enterprise.End(reason)
    with transaction.atomic():
        row = _theirs(actor, enterprise.pk)
        row.ended_at, row.end_reason, row.changed_at, row.changed_by_id = at, why, at, actor.account_id
        _forget(row)
        row.save()
    return row


def _forget(row: Enterprise) -> None:
    row.contact_name = row.contact_phone = ""
    row.contact_print, row.account, row.told_since = None, None, None
    row.link_version += 1


def appoint_steward(
    *, actor: Actor, at: datetime, enterprise: Enterprise, steward: Account | None
) -> Enterprise:
    """Say who looks after an enterprise: somebody with a live post where it lies, or nobody.

    :raises NoSuchEnterprise: :raises EnterpriseEnded: :raises StewardUnfit:
    """
    with transaction.atomic():
        row = _theirs(actor, enterprise.pk)
        if steward is not None and not policies.reaches(people.actor_for(steward, at), row):
            raise StewardUnfit(name=steward.name)
        row.steward = steward
        row.save(update_fields=["steward"])
    return row


def renew_link(*, actor: Actor, enterprise: Enterprise) -> Enterprise:
    """Make the enterprise's private link anew: the old one opens nothing, and who listened no longer does.

    :raises NoSuchEnterprise: :raises EnterpriseEnded:
    """
    with transaction.atomic():
        row = _theirs(actor, enterprise.pk)
        Enterprise.objects.filter(pk=row.pk).update(
            link_version=F("link_version") + 1, account=None, told_since=None
        )
        row.refresh_from_db()
    return row


def listen(*, actor: Actor, at: datetime, enterprise: Enterprise) -> Enterprise:
    """Let the account of whoever holds the private link be told what concerns the enterprise, by their consent.

    :raises NoSuchEnterprise: nobody is logged in.
    """
    if actor.kind is not ActorKind.RESIDENT or actor.account_id is None:
        raise NoSuchEnterprise
    Enterprise.objects.filter(pk=enterprise.pk).update(account_id=actor.account_id, told_since=at)
    enterprise.refresh_from_db()
    return enterprise


def stop_listening(*, actor: Actor, enterprise: Enterprise) -> Enterprise:
    """Take that consent back."""
    mine = Enterprise.objects.filter(pk=enterprise.pk, account_id=actor.account_id or 0)
    mine.update(account=None, told_since=None)
    enterprise.refresh_from_db()
    return enterprise


def erase(account: Account, order: Erasing) -> int:
    """Erase what the register holds of a person: their account at an enterprise, their name and number as its contact."""
    found = Enterprise.objects.filter(account=account)
    if account.phone_print:
        found = found | Enterprise.objects.filter(contact_print=account.phone_print)
    rows = list(found.distinct())
    for row in rows:
        _forget(row)
        row.save()
        record_deletion(
            actor=order.actor,
            at=order.at,
            subject="enterprises.Enterprise",
            subject_id=row.pk,
            fields=("contact_name", "contact_phone"),
            basis=order.basis,
            request_number=order.request_number,
            person_id=account.pk,
        )
    return len(rows)
