"""Founding organisations, their terms, the units that sit in them, and their end."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.base.people import policies as people
from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import policies, rules
from linli.pillars.party.branches.models import Organisation, PartTimeMember, Term
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.branches.rules import OrgKind


class NotYourOrganisation(Refusal):
    """Somebody sees the organisation and does not keep it."""


class NotUnderThat(Refusal):
    """An organisation of this kind does not stand under that one: `kind`."""


class OrganisationTermBackward(Refusal):
    """What ends, ends after it begins."""


class OrganisationInUse(Refusal):
    """It still has members, or organisations below it: `members`, `below`."""


class UnitSeated(Refusal):
    """The unit sits there already, or the organisation takes none: `unit`."""


def kept(actor: Actor, pk: int) -> Organisation:
    """Lock an organisation for somebody who keeps it.

    :raises NoSuchOrganisation: out of sight. :raises NotYourOrganisation: seen, not kept.
    """
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("unit", "office")
    row = rows.filter(pk=pk, closed_on=None).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchOrganisation
    if not policies.keeps(actor, row):
        raise NotYourOrganisation
    return row


def found_organisation(
    *,
    actor: Actor,
    kind: OrgKind,
    founded_on: date,
    superior: Organisation | None = None,
    name: str = "",
    ground: Unit | None = None,
    unit: Unit | None = None,
    purpose: str = "",
    ends_on: date | None = None,
    units_count: int = 0,
) -> Organisation:
    """Found an organisation under another: on a ground, as a new unit; or over a Party unit that stands already.

    The first of an office, its working committee, is founded by who keeps the house. Six statements.

    :raises NotYourOrganisation: somebody else keeps the superior. :raises NotUnderThat: not under this kind, or not on this
        office's ground. :raises WordsMissing: no name. :raises OrganisationTermBackward: it ends before it begins.
    """
    place = unit or ground
    if place is None or not (unit or name.strip()):
        raise WordsMissing(fields=["name"])
    if ends_on is not None and ends_on < founded_on:
        raise OrganisationTermBackward
    office = orgs.office_of(orgs.line_of(place.pk))
    if office is None:
        raise NotUnderThat(kind=kind.value)
    _check_place(actor, kind, superior, office)
    with transaction.atomic():
        if unit is None:
            unit = add_unit(
                kind=UnitKind.PARTY,
                name=clean_line(name)[:100],
                parent=_parent(place, superior),
                short_name=clean_line(name)[:40],
            )
        try:
            with transaction.atomic():
                return Organisation.objects.create(
                    unit=unit,
                    office=office,
                    kind=kind.value,
                    superior=superior,
                    path=f"{superior.path if superior else '/'}{unit.pk}/",
                    founded_on=founded_on,
                    purpose=clean_line(purpose)[:120],
                    ends_on=ends_on,
                    units_count=units_count,
                )
        except IntegrityError:
            raise NotUnderThat(kind=kind.value) from None


def _check_place(actor: Actor, kind: OrgKind, superior: Organisation | None, office: Unit) -> None:
    if superior is not None and superior.office_id != office.pk:
        raise NotUnderThat(kind=kind.value)
    if superior is None:
        if kind is not OrgKind.WORKING_COMMITTEE:
            raise NotUnderThat(kind=kind.value)
        if not (actor.is_system or people.keeps_house(actor, office)):
            raise NotYourOrganisation
        return
    if OrgKind(superior.kind) not in rules.UNDER[kind]:
        raise NotUnderThat(kind=kind.value)
    if not policies.reaches(actor, superior):
        raise NoSuchOrganisation
    if not policies.keeps(actor, superior):
        raise NotYourOrganisation


def _parent(place: Unit, superior: Organisation | None) -> Unit:
    """Give where the new unit hangs in the tree: under the superior where that lies on the same ground."""
    if superior is not None and place.pk in superior.unit.line:
        return superior.unit
    return place


def change_organisation(
    *,
    actor: Actor,
    pk: int,
    name: str,
    purpose: str = "",
    ends_on: date | None = None,
    units_count: int = 0,
) -> Organisation:
    """Write down what an organisation is called, what for, until when, and how many units it covers.

    :raises NoSuchOrganisation, NotYourOrganisation, OrganisationTermBackward: as named. :raises WordsMissing: no name.
    """
    if not name.strip():
        raise WordsMissing(fields=["name"])
    with transaction.atomic():
        row = kept(actor, pk)
        if ends_on is not None and ends_on < row.founded_on:
            raise OrganisationTermBackward
        row.purpose, row.ends_on, row.units_count = clean_line(purpose)[:120], ends_on, units_count
        row.save(update_fields=["purpose", "ends_on", "units_count"])
        Unit.objects.filter(pk=row.pk).update(name=clean_line(name)[:100], short_name=clean_line(name)[:40])
    row.refresh_from_db()
    return row


def record_election(
    *, actor: Actor, pk: int, elected_on: date, committee_size: int = 0, until: date | None = None
) -> Term:
    """Write down that an organisation was elected; its term follows from its kind unless said otherwise.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises OrganisationTermBackward: ends before it begins.
    :raises NotUnderThat: it is not elected.
    """
    with transaction.atomic():
        row = kept(actor, pk)
        kind = OrgKind(row.kind)
        if kind not in rules.ELECTED:
            raise NotUnderThat(kind=row.kind)
        end = until or rules.term_end(kind, elected_on)
        if end <= elected_on:
            raise OrganisationTermBackward
        made, _new = Term.objects.update_or_create(
            organisation=row,
            elected_on=elected_on,
            defaults={"until": end, "committee_size": committee_size},
        )
    return made


def seat_unit(*, actor: Actor, pk: int, unit: Unit, name: str, since: date, duty: str = "") -> PartTimeMember:
    """Let a unit of the area sit in a committee, through somebody.

    :raises NoSuchOrganisation, NotYourOrganisation, UnitSeated: as named. :raises WordsMissing: nobody named.
    """
    if not name.strip():
        raise WordsMissing(fields=["name"])
    with transaction.atomic():
        row = kept(actor, pk)
        if OrgKind(row.kind) not in rules.WITH_UNITS or row.office_id not in unit.line:
            raise UnitSeated(unit=str(unit))
        try:
            with transaction.atomic():
                return PartTimeMember.objects.create(
                    organisation=row,
                    unit=unit,
                    name=clean_line(name)[:40],
                    duty=clean_line(duty)[:40],
                    since=since,
                )
        except IntegrityError:
            raise UnitSeated(unit=str(unit)) from None


def unseat_unit(*, actor: Actor, pk: int, seat_id: int, on: date) -> None:
    """End a unit's seat in a committee; the name goes, the unit stays on record.

    :raises NoSuchOrganisation: out of sight, or no such seat. :raises NotYourOrganisation: as named.
    """
    with transaction.atomic():
        row = kept(actor, pk)
        seat = PartTimeMember.objects.filter(pk=seat_id, organisation=row, until=None).first()
        if seat is None:
            raise NoSuchOrganisation
        seat.until, seat.name = on, ""
        seat.save(update_fields=["until", "name"])


def close_organisation(*, actor: Actor, pk: int, on: date) -> Organisation:
    """End an organisation that has nobody any more and nothing below it; its unit is closed with it.

    :raises NoSuchOrganisation, NotYourOrganisation, OrganisationInUse: as named.
    """
    with transaction.atomic():
        row = kept(actor, pk)
        members = row.members.filter(until=None).count()
        below = row.below.filter(closed_on=None).count()
        if members or below:
            raise OrganisationInUse(members=members, below=below)
        row.joinings.all().delete()
        row.closed_on = on
        row.save(update_fields=["closed_on"])
        Unit.objects.filter(pk=row.pk).update(is_active=False)
    return row
