"""Visits: when, what for, what was said, what was promised. Written by whoever went."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies
from linli.pillars.service.enterprises.models import Enterprise, EnterpriseVisit
from linli.pillars.service.enterprises.operations._register import _theirs
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.enterprises.rules.record import Purpose

PURPOSES = frozenset(one.value for one in Purpose)


class VisitInFuture(Refusal):
    """The day has not come."""


class NoPurpose(Refusal):
    """None of the purposes of the list."""


class NothingPromised(Refusal):
    """Nothing was promised on this visit, or it was kept already."""


def write_visit(
    *,
    actor: Actor,
    at: datetime,
    enterprise: Enterprise,
    on: date,
    purposes: Sequence[str],
    said: str = "",
    follows: str = "",
    promised: date | None = None,
    key: uuid.UUID | None = None,
) -> EnterpriseVisit:
    """Write a visit down.

    :raises NoSuchEnterprise: :raises EnterpriseEnded: :raises VisitInFuture: :raises NoPurpose:
    """
    known = sorted(PURPOSES.intersection(purposes))
    if not known:
        raise NoPurpose
    if on > clock.local(at).date():
        raise VisitInFuture
    with transaction.atomic():
        if key is not None and (made := EnterpriseVisit.objects.filter(key=key).first()):
            return made
        row = _theirs(actor, enterprise.pk)
        post = next((p for p in actor.posts if not set(policies.grounds(actor)).isdisjoint(p.line)), None)
        if actor.account_id is None or post is None:
            raise NoSuchEnterprise
        return EnterpriseVisit.objects.create(
            enterprise=row,
            on_date=on,
            by_id=actor.account_id,
            unit_id=post.unit_id,
            purposes=known,
            said=said.strip(),
            follows=follows.strip(),
            promised_date=promised,
            written_at=at,
            key=key,
        )


def keep_promise(*, actor: Actor, at: datetime, visit: EnterpriseVisit) -> EnterpriseVisit:
    """Note that what was promised is done.

    :raises NoSuchEnterprise: out of reach. :raises NothingPromised: nothing open.
    """
    with transaction.atomic():
        row = EnterpriseVisit.objects.select_for_update(of=("self",)).select_related("enterprise__area")
        found = row.filter(pk=visit.pk).first()
        if found is None or not policies.reaches(actor, found.enterprise):
            raise NoSuchEnterprise
        if found.promised_date is None or found.kept_at is not None:
            raise NothingPromised
        found.kept_at = at
        found.save(update_fields=["kept_at"])
    return found
