"""What has a name: where its names stand, on whose ground it lies, and who may find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Model, Q, Value

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.places.models import Building, Compound, Facility, Road
from linli.pillars.governance.campaigns import policies as campaigns
from linli.pillars.governance.campaigns.models import Campaign
from linli.pillars.governance.cooperative import policies as cooperatives
from linli.pillars.governance.cooperative.models import Cooperative
from linli.pillars.governance.inspections import policies as shops
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.service.canteens import policies as canteens
from linli.pillars.service.canteens.models import Canteen
from linli.pillars.service.counters import policies as counters
from linli.pillars.service.counters.models import Hall
from linli.pillars.service.enterprises import policies as enterprises
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.jobs import policies as jobs
from linli.pillars.service.jobs.models import JobPosting
from linli.pillars.service.schemes import policies as schemes
from linli.pillars.service.schemes.models import Scheme
from linli.pillars.service.volunteers import policies as volunteers
from linli.pillars.service.volunteers.models import Activity


@dataclass(frozen=True, slots=True)
class Named:
    """Something as it is found: by its names, and by what else is known of it."""

    ref: int
    area: int
    title: str
    names: tuple[str, ...] = ()
    hint: str = ""
    others: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing with names. `columns` are those whose change makes it due; `reachable` says who may find which, and
    is None for what stands in the street for everybody.
    """

    code: str
    model: type[Model]
    columns: tuple[str, ...]
    read: Callable[[Sequence[int]], Iterator[Named]]
    reachable: Callable[[Actor], Q] | None = None


def _rows(model: type[Model], live: Q, ids: Sequence[int], **fields: Any) -> Iterator[dict[str, Any]]:
    """Read some rows under our names for their columns. One query."""
    yield from model._default_manager.filter(live, pk__in=ids).values("pk", **fields)


def _simple(
    model: type[Model], title: str, area: str, *, live: Q | None = None, hint: str = ""
) -> Callable[[Sequence[int]], Iterator[Named]]:
    """Read what has one name, and one line that tells it from another of that name."""

    def read(ids: Sequence[int]) -> Iterator[Named]:
        known = F(hint) if hint else Value("")
        for row in _rows(model, live or Q(), ids, n=F(title), a=F(area), h=known):
            yield Named(row["pk"], row["a"], row["n"], (row["n"],), row["h"], (row["h"],))

    return read


#: Party organisations are found as such, by who may see them; grids and offices are found by everybody who works here.
def _units(ids: Sequence[int]) -> Iterator[Named]:
    for unit in Unit.objects.filter(pk__in=ids, is_active=True).exclude(kind=UnitKind.PARTY):
        hint = " ".join(filter(None, (unit.phone, unit.address)))
        yield Named(unit.pk, unit.pk, unit.name, (unit.name, unit.short_name), hint, (unit.code, hint))


def _compounds(ids: Sequence[int]) -> Iterator[Named]:
    for one in Compound.objects.filter(pk__in=ids):
        names = (one.name, *one.aliases)
        yield Named(one.pk, one.community_id, one.name, names, one.address, (one.address,), one.lon, one.lat)


def _buildings(ids: Sequence[int]) -> Iterator[Named]:
    for one in Building.objects.filter(pk__in=ids).select_related("compound"):
        title = str(one)
        names = (title, f"{one.compound or ''}{one.number}")
        yield Named(one.pk, one.grid_id, title, names, lon=one.lon, lat=one.lat)


def _facilities(ids: Sequence[int]) -> Iterator[Named]:
    for one in Facility.objects.filter(pk__in=ids):
        hint = " ".join(filter(None, (one.hours, one.phone)))
        yield Named(
            one.pk, one.area_id, one.name, (one.name, *one.aliases), hint, (one.component_code,), one.lon, one.lat
        )  # fmt: skip


def _roads(ids: Sequence[int]) -> Iterator[Named]:
    for one in Road.objects.filter(pk__in=ids):
        points = one.line.get("coordinates") or [(None, None)]
        lon, lat = points[len(points) // 2][:2]
        yield Named(one.pk, one.office_id, one.name, (one.name, *one.aliases), lon=lon, lat=lat)


def _shops(ids: Sequence[int]) -> Iterator[Named]:
    fields = {"sign_": F("sign"), "a": F("area"), "where": F("address"), "firm": F("enterprise__name")}
    for row in _rows(Shop, Q(ended_at=None), ids, **fields):
        others = (row["where"], row["firm"], f"{row['pk']:05d}")
        yield Named(row["pk"], row["a"], row["sign_"], (row["sign_"],), row["where"], others)


def _enterprises(ids: Sequence[int]) -> Iterator[Named]:
    for row in _rows(Enterprise, Q(ended_at=None), ids, n=F("name"), a=F("area"), code=F("uscc")):
        yield Named(row["pk"], row["a"], row["n"], (row["n"],), row["code"], (row["code"],))


def _organisations(ids: Sequence[int]) -> Iterator[Named]:
    for row in _rows(Organisation, Q(closed_on=None), ids, n=F("unit__name"), s=F("unit__short_name")):
        yield Named(row["pk"], row["pk"], row["n"], (row["n"], row["s"]))


SOURCES: Final[dict[str, Source]] = {
    one.code: one
    for one in (
        Source("unit", Unit, ("name", "short_name", "code", "phone", "address", "is_active"), _units),
        Source("compound", Compound, ("name", "aliases", "address", "lon", "lat", "community_id"), _compounds),
        Source(
            "building", Building, ("name", "number", "compound_id", "grid_id", "lon", "lat"), _buildings
        ),
        Source("facility", Facility, ("name", "aliases", "phone", "hours", "area_id", "lon", "lat"), _facilities),
        Source("road", Road, ("name", "aliases"), _roads),
        Source("shop", Shop, ("sign", "address", "area_id", "ended_at"), _shops, shops.reachable),
        Source(
            "enterprise", Enterprise, ("name", "uscc", "area_id", "ended_at"), _enterprises, enterprises.reachable
        ),
        Source(
            "scheme", Scheme, ("title", "summary"), _simple(Scheme, "title", "office", hint="summary"),
            schemes.reachable,
        ),
        Source(
            "job", JobPosting, ("title",), _simple(JobPosting, "title", "office", hint="enterprise__name"),
            jobs.reachable,
        ),
        Source(
            "activity", Activity, ("title", "place"), _simple(Activity, "title", "office", hint="place"),
            volunteers.reachable,
        ),
        Source("campaign", Campaign, ("name",), _simple(Campaign, "name", "unit"), campaigns.reachable),
        Source(
            "canteen", Canteen, ("name", "place", "is_active"),
            _simple(Canteen, "name", "community", live=Q(is_active=True), hint="place"), canteens.reachable,
        ),
        Source(
            "hall", Hall, ("name", "place", "is_active"),
            _simple(Hall, "name", "unit", live=Q(is_active=True), hint="place"), counters.reachable,
        ),
        Source("cooperative", Cooperative, ("name",), _simple(Cooperative, "name", "unit"), cooperatives.reachable),
        Source("organisation", Organisation, ("closed_on",), _organisations, branches.reachable),
    )
}  # fmt: skip
"""The order in which groups are shown: the ground first, then who works on it."""

OF_OTHERS: Final = (
    ("building", "compound_id", "places_building", "places_compound"),
    ("organisation", "unit_id", "branches_organisation", "orgs_unit"),
)
"""What is called after something else: due together with it. Source, column that says after what, its table, the other's."""
