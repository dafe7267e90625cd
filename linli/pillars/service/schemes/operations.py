"""What is done with schemes: kept, ended, told; and what an enterprise said about itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.enterprises.policies import NoSuchEnterprise
from linli.pillars.service.schemes import policies
from linli.pillars.service.schemes.models import EnterpriseTrait, Scheme, SchemeTold
from linli.pillars.service.schemes.policies import NoSuchScheme
from linli.pillars.service.schemes.rules import MOST_CONDITIONS, Condition


class OfficeKeepsSchemes(Refusal):
    """Schemes are kept by the office, not by its communities."""


class SchemeDaysBackward(Refusal):
    """It closes before it opens, or has closed already."""


class TooManyConditions(Refusal):
    """More conditions than anybody reads: `most`."""


class SchemeEnded(Refusal):
    """It has ended."""


@dataclass(frozen=True, slots=True)
class About:
    """What a scheme says."""

    kind: str
    title: str
    issuer: str
    summary: str
    gives: str
    how: str
    contact: str
    document: str = ""
    document_date: date | None = None
    papers: tuple[str, ...] = ()
    source_url: str = ""
    opens_date: date | None = None
    closes_date: date | None = None


def keep_scheme(
    *,
    actor: Actor,
    at: datetime,
    office: Unit,
    about: About,
    conditions: Sequence[Condition] = (),
    scheme: Scheme | None = None,
    key: uuid.UUID | None = None,
) -> Scheme:
    """Write a scheme down, or what it says now.

    :raises OfficeKeepsSchemes: :raises SchemeDaysBackward: :raises TooManyConditions: :raises SchemeEnded:
    """
    if not policies.writes_for(actor, office) or actor.account_id is None:
        raise OfficeKeepsSchemes
    today = clock.local(at).date()
    last = about.closes_date
    if last is not None and (last < today or (about.opens_date or last) > last):
        raise SchemeDaysBackward
    if len(conditions) > MOST_CONDITIONS:
        raise TooManyConditions(most=MOST_CONDITIONS)
    values: dict[str, Any] = {name: getattr(about, name) for name in About.__slots__}
    values |= {
        "kind": Scheme.Kind(about.kind),
        "papers": [paper for one in about.papers if (paper := one.strip())],
        "conditions": [one.stored for one in conditions],
        "changed_at": at,
        "changed_by_id": actor.account_id,
    }
    with transaction.atomic():
        if scheme is None:
            if key is not None and (made := Scheme.objects.filter(key=key).first()):
                return made
            return Scheme.objects.create(office=office, kept_at=at, key=key, **values)
        row = _held(scheme.pk)
        if row.office_id != office.pk:
            raise NoSuchScheme
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def _held(pk: int) -> Scheme:
    row = Scheme.objects.select_for_update(of=("self",)).select_related("office").filter(pk=pk).first()
    if row is None:
        raise NoSuchScheme
    if row.ended_at is not None:
        raise SchemeEnded
    return row


def end_scheme(*, actor: Actor, at: datetime, scheme: Scheme, reason: str) -> Scheme:
    """End a scheme by hand. It stays in the register, with who was told.

    :raises OfficeKeepsSchemes: :raises SchemeEnded:
    """
    why = Scheme.End(reason)
    with transaction.atomic():
        row = _held(scheme.pk)
        if not policies.writes_for(actor, row.office):
            raise OfficeKeepsSchemes
        row.ended_at, row.end_reason = at, why
        row.save(update_fields=["ended_at", "end_reason"])
    return row


def end_old(*, actor: Actor, at: datetime) -> int:
    """End every scheme whose last day is over. One statement."""
    over = Scheme.objects.filter(ended_at=None, closes_date__lt=clock.local(at).date())
    return over.update(ended_at=at, end_reason=Scheme.End.OVER)


@dataclass(frozen=True, slots=True)
class Telling:
    """What came of telling: how many now, how many knew already."""

    told: int
    known: int


def tell_enterprises(
    *, actor: Actor, at: datetime, scheme: Scheme, enterprise_ids: Iterable[int], how: str
) -> Telling:
    """Record that enterprises of one's own area were told of a scheme. Who was told already is not told again.

    :raises NoSuchScheme: :raises SchemeEnded: :raises NoSuchEnterprise: one is not there, or not in one's area.
    """
    way, ids = SchemeTold.How(how), set(enterprise_ids)
    if actor.account_id is None:
        raise NoSuchScheme
    with transaction.atomic():
        row = _held(scheme.pk)
        if not policies.reaches(actor, row):
            raise NoSuchScheme
        mine = Enterprise.objects.filter(enterprises.reachable(actor), pk__in=ids, ended_at=None)
        if set(mine.values_list("pk", flat=True)) != ids:
            raise NoSuchEnterprise
        # The row of the scheme is held: two stewards who tell at once come one after the other.
        known = set(
            SchemeTold.objects.filter(scheme=row, enterprise__in=ids).values_list("enterprise", flat=True)
        )
        SchemeTold.objects.bulk_create(
            SchemeTold(scheme=row, enterprise_id=pk, how=way, at=at, by_id=actor.account_id)
            for pk in sorted(ids - known)
        )
    return Telling(len(ids - known), len(known))


def know_trait(
    *,
    actor: Actor,
    at: datetime,
    enterprise: Enterprise,
    code: str,
    holds: bool | None,
    by_link: bool = False,
) -> EnterpriseTrait | None:
    """Keep what an enterprise said about itself: yes, no, or (None) that it is not known after all.

    `by_link` says that the enterprise itself holds its private link, which the face has checked.

    :raises NoSuchEnterprise: gone, or out of reach.
    """
    trait = EnterpriseTrait.Code(code)
    with transaction.atomic():
        row = (
            Enterprise.objects.select_for_update(of=("self",)).select_related("area").filter(pk=enterprise.pk)
        )
        found = row.first()
        if found is None or found.ended_at or not (by_link or enterprises.reaches(actor, found)):
            raise NoSuchEnterprise
        if holds is None:
            EnterpriseTrait.objects.filter(enterprise=found, code=trait).delete()
            return None
        made, _new = EnterpriseTrait.objects.update_or_create(
            enterprise=found,
            code=trait,
            defaults={"holds": holds, "known_at": at, "known_by_id": None if by_link else actor.account_id},
        )
    return made
