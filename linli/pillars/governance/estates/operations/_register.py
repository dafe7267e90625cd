"""The register of a compound: how it is looked after, who serves it on what contract, its table of six."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Compound
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.estates import policies
from linli.pillars.governance.estates.models import Estate, Seat, ServiceContract, Sitting
from linli.pillars.governance.estates.policies import NoSuchEstate
from linli.pillars.governance.estates.rules import Hired, Managed, Side


class NotYourEstate(Refusal):
    """Somebody sees the compound and does not keep it."""


class NoCompany(Refusal):
    """A contract names a property company of the same office."""


class EstateTermBackward(Refusal):
    """A term ends after it begins."""


class SideSeated(Refusal):
    """The same person sits for that side already: `name`."""


def kept(actor: Actor, compound: Compound) -> Compound:
    """Lock a compound for somebody who keeps it.

    :raises NoSuchEstate: out of sight. :raises NotYourEstate: seen, not kept.
    """
    row = Compound.objects.select_for_update(of=("self",)).select_related("community").get(pk=compound.pk)
    if not policies.reaches(actor, row):
        raise NoSuchEstate
    if not policies.keeps_at(actor, row.community):
        raise NotYourEstate
    return row


def estate_of(compound: Compound) -> Estate:
    """Give the register's row of a compound, made the first time from what its place says. Two statements."""
    by = Managed.NONE
    if compound.manager_id is not None:
        by = Managed.COMPANY if compound.manager.kind == UnitKind.PROPERTY else Managed.OWNERS  # type: ignore[union-attr]
    row, _new = Estate.objects.get_or_create(compound=compound, defaults={"managed": by.value})
    return row


def keep_estate(
    *,
    actor: Actor,
    compound: Compound,
    managed: Managed,
    owners_count: int,
    area_m2: int,
    committee_seats: int = 0,
    committee_from: date | None = None,
    committee_until: date | None = None,
) -> Estate:
    """Write down how a compound is looked after, how large it is, and the term of a committee elected before.

    :raises NoSuchEstate, NotYourEstate: as named. :raises EstateTermBackward: half a term, or one that runs backward.
    """
    if (committee_from is None) != (committee_until is None):
        raise EstateTermBackward
    if committee_from and committee_until and committee_until <= committee_from:
        raise EstateTermBackward
    with transaction.atomic():
        row = estate_of(kept(actor, compound))
        row.managed, row.owners_count, row.area_m2 = managed.value, owners_count, area_m2
        row.committee_seats = committee_seats
        row.committee_from, row.committee_until = committee_from, committee_until
        row.save()
    return row


def sign_contract(
    *,
    actor: Actor,
    compound: Compound,
    company: Unit,
    how: Hired,
    from_date: date,
    until_date: date,
    fee: str = "",
) -> ServiceContract:
    """Write down who serves a compound from when to when; what ran before ends the day this begins.

    From then on the company is the compound's manager: cases that go to "whoever looks after it" go there.

    :raises NoSuchEstate, NotYourEstate, NoCompany, EstateTermBackward: as named.
    """
    if until_date <= from_date:
        raise EstateTermBackward
    with transaction.atomic():
        row = kept(actor, compound)
        if company.kind != UnitKind.PROPERTY or not set(company.line) & set(row.community.line):
            raise NoCompany
        estate = estate_of(row)
        estate.contracts.filter(ended_on=None).update(ended_on=from_date)
        made = ServiceContract.objects.create(
            estate=estate,
            company=company,
            how=how.value,
            fee=clean_line(fee)[:60],
            from_date=from_date,
            until_date=until_date,
        )
        estate.managed = Managed.COMPANY.value
        estate.save(update_fields=["managed"])
        Compound.objects.filter(pk=row.pk).update(manager=company)
    return made


def end_contract(*, actor: Actor, at_date: date, compound: Compound) -> None:
    """Write down that the company has left. The compound is without one until the next contract.

    :raises NoSuchEstate, NotYourEstate: as named. :raises NoCompany: none serves it.
    """
    with transaction.atomic():
        row = kept(actor, compound)
        estate = estate_of(row)
        if not estate.contracts.filter(ended_on=None).update(ended_on=at_date):
            raise NoCompany
        estate.managed = Managed.NONE.value
        estate.save(update_fields=["managed"])
        Compound.objects.filter(pk=row.pk).update(manager=None)


def seat_side(
    *,
    actor: Actor,
    compound: Compound,
    side: Side,
    name: str,
    from_date: date,
    task: str = "",
    unit: Unit | None = None,
) -> Seat:
    """Seat somebody for one of the six sides.

    :raises NoSuchEstate, NotYourEstate, SideSeated: as named. :raises WordsMissing: no name.
    """
    if not name.strip():
        raise WordsMissing(fields=["name"])
    with transaction.atomic():
        estate = estate_of(kept(actor, compound))
        try:
            with transaction.atomic():
                return Seat.objects.create(
                    estate=estate,
                    side=side.value,
                    unit=unit,
                    name=clean_line(name)[:40],
                    task=clean_line(task)[:80],
                    from_date=from_date,
                )
        except IntegrityError:
            raise SideSeated(name=name) from None


def unseat(*, actor: Actor, compound: Compound, seat_id: int, on: date) -> None:
    """End a seat; who sat there stays on record.

    :raises NoSuchEstate: out of sight, or no such seat. :raises NotYourEstate: as named.
    """
    with transaction.atomic():
        row = kept(actor, compound)
        if not Seat.objects.filter(pk=seat_id, estate=row.pk, ended_on=None).update(ended_on=on):
            raise NoSuchEstate


def record_sitting(
    *,
    actor: Actor,
    at: datetime,
    compound: Compound,
    held_on: date,
    place: str,
    sides: Collection[Side],
    agenda: str,
    settled: str,
) -> Sitting:
    """Record a meeting of the six. The same day and agenda twice is one record.

    :raises NoSuchEstate, NotYourEstate: as named. :raises WordsMissing: nothing said, or nobody came.
    """
    if not agenda.strip() or not settled.strip() or not sides:
        raise WordsMissing(fields=["agenda", "settled", "sides"])
    with transaction.atomic():
        estate = estate_of(kept(actor, compound))
        came = [side.value for side in Side if side in sides]
        made, _new = Sitting.objects.get_or_create(
            estate=estate,
            held_on=held_on,
            agenda=agenda.strip(),
            defaults={
                "place": clean_line(place)[:60],
                "sides": came,
                "settled": settled.strip(),
                "recorded_at": at,
            },
        )
    return made
