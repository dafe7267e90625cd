"""Reads of components: the register, one of them, those on a piece of the map or near a point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians

from django.db.models import Q, QuerySet

from linli.base.flow import policies as flow
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.places.models import Facility
from linli.kernel.standards.components import COMPONENTS
from linli.pillars.governance.patrols import policies
from linli.pillars.governance.patrols.policies import NoSuchComponent
from linli.pillars.governance.reports.models import ReportComponent

PAGE = 50
MOST_DRAWN = 1_500
METRES_A_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to; empty is everything."""

    words: str = ""
    code: str = ""
    owner: int | None = None
    unit: int | None = None
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One component: its kind, number, where it stands and who answers for it."""

    id: int
    code: str
    number: str
    name: str
    area: str
    owner: str
    lon: float
    lat: float


def _row(row: Facility) -> ComponentRow:
    return ComponentRow(
        row.pk,
        row.component_code,
        row.number,
        row.name,
        str(row.area),
        str(row.owner or ""),
        row.lon,
        row.lat,
    )


def _narrowed(actor: Actor, by: Narrowed) -> QuerySet[Facility]:
    rows = Facility.objects.filter(policies.reachable_components(actor), ended_on__isnull=not by.is_ended)
    if by.words:
        rows = rows.filter(Q(name__icontains=by.words) | Q(number__istartswith=by.words))
    if by.code:
        rows = rows.filter(component_code=by.code)
    if by.owner is not None:
        rows = rows.filter(owner=by.owner)
    if by.unit is not None:
        rows = rows.filter(area__path__contains=f"/{by.unit}/")
    return rows


def components_of(
    *, actor: Actor, by: Narrowed, after: int = 0, size: int = PAGE
) -> tuple[tuple[ComponentRow, ...], int | None]:
    """List the components an actor reads, in the order they were written down. One query."""
    rows = list(
        _narrowed(actor, by).filter(pk__gt=after).select_related("area", "owner").order_by("pk")[: size + 1]
    )
    more = rows[size - 1].pk if len(rows) > size else None
    return tuple(_row(row) for row in rows[:size]), more


def every_component(*, actor: Actor, by: Narrowed, most: int) -> Iterator[ComponentRow]:
    """Yield the whole narrowed list, in parts. A query for each thousand."""
    after: int | None = 0
    left = most
    while after is not None and left > 0:
        rows, after = components_of(actor=actor, by=by, after=after, size=min(1_000, left))
        left -= len(rows)
        yield from rows


def get_component(*, actor: Actor, pk: int) -> Facility:
    """Give a component. One query.

    :raises NoSuchComponent: absent or out of reach.
    """
    rows = Facility.objects.filter(policies.reachable_components(actor)).select_related(
        "area__parent", "owner"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NoSuchComponent
    return row


def shown_component(*, pk: int) -> Facility:
    """Give a component that stands, for whoever reports it: what stands on the street is no secret. One query.

    :raises NoSuchComponent: none, or gone.
    """
    rows = Facility.objects.exclude(component_code="").select_related("area", "owner")
    row = rows.filter(pk=pk, ended_on=None).first()
    if row is None:
        raise NoSuchComponent
    return row


def component_page(
    *, actor: Actor, component: Facility, most: int = 20
) -> tuple[tuple[str, str, str, object], ...]:
    """List what was reported about a component, as far as this reader sees it: number, title, state, when. One query."""
    rows = ReportComponent.objects.filter(flow.reachable(actor, "report__case__"), component=component)
    found = rows.order_by("-report").values_list(
        "report__case__number", "report__case__title", "report__case__state", "report__case__filed_at"
    )
    return tuple(found[:most])


def kinds_there(*, actor: Actor) -> list[tuple[str, str]]:
    """List the kinds of components that an actor reads any of: code and name. One query."""
    codes = Facility.objects.filter(policies.reachable_components(actor), ended_on=None)
    return [
        (code, COMPONENTS[code].name)
        for code in sorted(set(codes.values_list("component_code", flat=True)))
        if code in COMPONENTS
    ]


def owners_of(office: Unit) -> dict[str, Unit]:
    """Give the units that may answer for a component by each of their names: the office's and the district's. One query."""
    rows = Unit.objects.filter(
        Q(path__startswith=office.path) | Q(parent_id=office.parent_id), is_active=True
    ).order_by("-path")
    return {word: unit for unit in rows for word in (unit.short_name, unit.name) if word}


def owners_for(*, office: Unit) -> list[Unit]:
    """List the units that may answer for a component. One query."""
    found = {unit.pk: unit for unit in owners_of(office).values()}
    return sorted(found.values(), key=lambda unit: (unit.kind, unit.order, unit.name))


def on_map(*, actor: Actor, box: tuple[float, float, float, float]) -> tuple[ComponentRow, ...]:
    """List the components of a view port, so many that they can still be told apart. One query."""
    west, south, east, north = box
    rows = Facility.objects.filter(
        policies.reachable_components(actor),
        ended_on=None,
        lon__range=(west, east),
        lat__range=(south, north),
    )
    return tuple(_row(row) for row in rows.select_related("area", "owner").order_by("pk")[:MOST_DRAWN])


def near(*, lon: float, lat: float, metres: float = 60, most: int = 6) -> list[Facility]:
    """List the components near a point, the nearest first. One query."""
    dy = metres / METRES_A_DEGREE
    dx = dy / max(0.1, cos(radians(lat)))
    rows = Facility.objects.filter(
        ended_on=None, lon__range=(lon - dx, lon + dx), lat__range=(lat - dy, lat + dy)
    ).exclude(component_code="")
    found = list(rows.select_related("owner")[:200])
    return sorted(found, key=lambda row: hypot((row.lon - lon) * dy / dx, row.lat - lat))[:most]


def nearest_to(*, lon: float, lat: float) -> Facility | None:
    """Give the one component that a point means: the nearest within arm's reach. One query."""
    return next(iter(near(lon=lon, lat=lat, metres=3, most=1)), None)
