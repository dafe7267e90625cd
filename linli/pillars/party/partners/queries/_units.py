"""Reads of units: who reported in where, what they offer, what their year came to, what residents may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.party.partners import policies
from linli.pillars.party.partners.models import Project, ReportIn, Resource
from linli.pillars.party.partners.policies import NoSuchPartner, NoSuchResource


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """That a unit reported in to a community, with what it has in hand there and what was confirmed."""

    id: int
    unit_id: int
    unit: str
    community_id: int
    community: str
    since: date
    contact_name: str
    contact_phone: str
    in_hand: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """An offer in a list."""

    id: int
    unit_id: int
    unit: str
    what: str
    title: str
    words: str
    times: int
    left: int
    until: date
    is_for_all: bool
    is_shown: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a unit says to residents: what it offers them, and what it did for the neighbourhood."""

    unit: str
    offers: tuple[tuple[str, str, str, date], ...]
    done: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What a unit did in a year, and for whom: the statement it is given. Rows are projects that were confirmed."""

    unit: Unit
    year: int
    communities: tuple[str, ...]
    rows: tuple[tuple[str, str, str, date, int], ...]
    claimed: int
    in_hand: int
    served: int


def reported_in(*, units: Collection[int]) -> list[ReportIn]:
    """List to which communities some units reported in. One query."""
    rows = ReportIn.objects.filter(unit__in=units, until=None).select_related("unit", "community")
    return list(rows.order_by("unit", "community__path"))


def partners_of(*, actor: Actor, words: str = "") -> list[PartnerRow]:
    """List which units reported in where, as far as an actor sees; contacts masked. Two queries."""
    rows = ReportIn.objects.filter(policies.reachable(actor), until=None).select_related("unit", "community")
    if words:
        rows = rows.filter(Q(unit__name__icontains=words) | Q(community__name__icontains=words))
    found = list(rows.order_by("community__order", "community", "unit__order", "unit"))
    units = {one.unit_id for one in found}
    counted = (
        Project.objects.filter(unit__in=units)
        .order_by()
        .values_list("unit", "community")
        .annotate(open=Count("pk", filter=Q(case__is_open=True)), good=Count("confirmed_at"))
    )
    counts = {(unit, place): (hand, good) for unit, place, hand, good in counted}
    return [
        PartnerRow(
            one.pk,
            one.unit_id,
            str(one.unit),
            one.community_id,
            str(one.community),
            one.since,
            mask_name(one.contact_name) if one.contact_name else "",
            mask_phone(one.contact_phone) if one.contact_phone else "",
            *counts.get((one.unit_id, one.community_id), (0, 0)),
        )
        for one in found
    ]


def resources_of(
    *, actor: Actor, today: date, what: str = "", unit: int | None = None, waiting: bool = False
) -> list[ResourceRow]:
    """List what stands on offer where an actor takes part: what ends first, first. One query."""
    rows = Resource.objects.filter(policies.reachable_resources(actor), ended_at=None, until__gte=today)
    if what:
        rows = rows.filter(what=what)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if waiting:
        rows = rows.filter(is_for_all=True, shown_at=None)
    return [_resource(one, today) for one in rows.select_related("unit").order_by("until", "pk")[:300]]


def _resource(one: Resource, today: date) -> ResourceRow:
    return ResourceRow(
        one.pk,
        one.unit_id,
        str(one.unit),
        str(one.get_what_display()),
        one.title,
        one.words,
        one.times,
        one.times - one.taken,
        one.until,
        one.is_for_all,
        one.shown_at is not None,
        one.ended_at is not None or one.until < today,
    )


def get_resource(*, actor: Actor, pk: int) -> Resource:
    """Give an offer the actor sees. One query.

    :raises NoSuchResource:
    """
    rows = Resource.objects.filter(policies.reachable_resources(actor)).select_related("unit", "office")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NoSuchResource
    return found


def own_units(*, actor: Actor) -> list[Unit]:
    """Give the units for which an actor acts. One query, none for who acts for none."""
    ids = policies.own_units(actor)
    return list(Unit.objects.filter(pk__in=ids, is_active=True)) if ids else []


def communities_to_report_to(*, actor: Actor, unit: Unit) -> list[Unit]:
    """List the communities a unit can still report in to: of its office, or of its district. One query."""
    above = unit.parent or unit
    rows = Unit.objects.filter(path__startswith=above.path, kind=UnitKind.COMMUNITY, is_active=True)
    held = ReportIn.objects.filter(unit=unit, until=None).values("community")
    return list(rows.exclude(pk__in=held).order_by("order", "pk"))


def units_to_report(*, community: Unit) -> list[Unit]:
    """List the units that a community can take down as reported in: of its office and its district. One query."""
    line = community.line
    rows = Unit.objects.filter(kind__in=policies.REPORTING, is_active=True)
    near = rows.filter(Q(path__startswith=_path_of(line[:-1])) | Q(parent__in=line))
    held = ReportIn.objects.filter(community=community, until=None).values("unit")
    return list(near.exclude(pk__in=held).order_by("kind", "order", "name"))


def _path_of(line: tuple[int, ...]) -> str:
    return f"/{'/'.join(map(str, line))}/"


def year_of(*, actor: Actor, unit_id: int, year: int) -> Year:
    """Give what a unit's year came to, for itself and for where it reported in. Four queries.

    :raises NoSuchPartner: absent, or out of reach.
    """
    unit = Unit.objects.filter(pk=unit_id, kind__in=policies.REPORTING).first()
    held = ReportIn.objects.filter(policies.reachable(actor), unit=unit_id).select_related("community")
    places = list(held.order_by("pk"))
    if unit is None or not (places or unit.pk in policies.own_units(actor)):
        raise NoSuchPartner
    rows = Project.objects.filter(unit=unit)
    if unit.pk not in policies.own_units(actor):
        rows = rows.filter(policies.reachable_projects(actor))
    since, until = (datetime(n, 1, 1, tzinfo=clock.SHANGHAI) for n in (year, year + 1))
    done = rows.filter(confirmed_at__gte=since, confirmed_at__lt=until).select_related("case", "community")
    sums: dict[str, Any] = rows.aggregate(
        claimed=Count("pk", filter=Q(claimed_at__gte=since, claimed_at__lt=until)),
        in_hand=Count("pk", filter=Q(case__is_open=True)),
        served=Sum("served_count", filter=Q(confirmed_at__gte=since, confirmed_at__lt=until)),
    )
    return Year(
        unit,
        year,
        tuple(dict.fromkeys(str(one.community) for one in places if one.until is None)),
        tuple(
            (
                one.case.title,
                str(one.community),
                one.served,
                clock.local(one.confirmed_at).date(),
                one.served_count or 0,
            )
            for one in done.order_by("confirmed_at")
            if one.confirmed_at is not None
        ),
        sums["claimed"],
        sums["in_hand"],
        sums["served"] or 0,
    )


def spoken(*, today: date, office: Unit | None = None, size: int = 40) -> list[Spoken]:
    """Give what units say to residents and what they did: what the office showed, what was confirmed. Two queries."""
    offers = Resource.objects.filter(shown_at__isnull=False, ended_at=None, until__gte=today)
    done = Project.objects.filter(confirmed_at__isnull=False)
    if office is not None:
        offers, done = offers.filter(office=office), done.filter(office=office)
    found: dict[str, tuple[list[Any], list[Any]]] = {}
    for one in offers.select_related("unit").order_by("unit__order", "unit", "-shown_at")[:200]:
        said = (str(one.get_what_display()), one.title, one.words, one.until)
        found.setdefault(str(one.unit), ([], []))[0].append(said)
    for row in done.select_related("unit", "case", "community").order_by("-confirmed_at")[:200]:
        rows = found.setdefault(str(row.unit), ([], []))[1]
        if len(rows) < 3:
            rows.append((row.case.title, str(row.community)))
    ordered = sorted(found.items(), key=lambda item: -len(item[1][0]))
    return [Spoken(unit, tuple(said), tuple(rows)) for unit, (said, rows) in ordered[:size]]
