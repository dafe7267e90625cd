"""Settle the demo town in the database: units, map, compounds, doors, accounts with their posts, the catalogue.

Rows of things that lie on a map are written in bulk, units one by one as an administrator would; no report is
made here. One transaction: a town is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from shapely import LineString, STRtree
from shapely import Point as Spot
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Account, Household, Post, Resident
from linli.base.people.vault import fingerprint
from linli.base.places.footways import take_footways, take_people
from linli.base.places.models import (
    Building,
    Compound,
    Division,
    Facility,
    Grid,
    GridShape,
    MapVersion,
    Road,
    Stairwell,
)
from linli.demo import bodies, cast, compounds, facilities, footways, halls, landmarks, names, sheet, voices
from linli.kernel.clock import SHANGHAI
from linli.pillars.governance.reports import operations as reports
from linli.pillars.governance.reports.models import Category, StandardAnswer
from linli.pillars.service.catalog import operations as catalog

SETTLED = date(2024, 1, 1)
# The small town keeps one door in so many: enough to look at, quick to write.
DOORS = {"tiny": 160, "small": 16, "subdistrict": 1}
# About one home in twenty stands empty.
LIVED_IN = 0.95

Progress = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled, by the keys of the demo's own modules."""

    town: compounds.Town
    units: dict[str, Unit]
    accounts: dict[str, Account]


def settle(town: compounds.Town, scale: str, progress: Progress) -> Settled:
    """Write the town into the database."""
    with transaction.atomic():
        units = _units(town)
        progress(1, 8, "单位")
        _map(town, units)
        _streets(town, units, scale)
        _walks(town, units["street"])
        progress(3, 8, "地图")
        doors = _homes(town, units, scale)
        progress(5, 8, "小区和楼")
        accounts = _accounts(town, units)
        _residents(accounts, doors)
        progress(7, 8, "人")
        reports.install_catalogue()
        _standard_answers(units["street"])
        catalog.import_items(
            actor=SYSTEM,
            at=datetime(SETTLED.year, SETTLED.month, SETTLED.day, tzinfo=SHANGHAI),
            office=units["street"],
            items=catalog.first_day(),
            publish=True,
        )
        halls.found(units["street"])
        progress(8, 8, "目录")
    return Settled(town, units, accounts)


def found(town: compounds.Town) -> Settled:
    """Return the town that was settled before; what an earlier release did not have yet is not there."""
    codes = {body.key: (body.kind, body.code, body.name) for body in bodies.tree(town)}
    rows = {(unit.kind, unit.code, unit.name): unit for unit in Unit.objects.all()}
    units = {key: rows[place] for key, place in codes.items() if place in rows}
    return Settled(town, units, {account.username: account for account in Account.objects.all()})


def _units(town: compounds.Town) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for order, body in enumerate(bodies.tree(town)):
        units[body.key] = add_unit(
            kind=UnitKind(body.kind),
            name=body.name,
            parent=units.get(body.parent),
            short_name=body.short,
            code=body.code,
            handles=list(body.handles),
            phone=body.phone,
            address=body.address,
            supervision_phone=bodies.HOTLINE if body.kind in {"grid", "community", "subdistrict"} else "",
            order=order,
        )
    parents: dict[str, Division] = {}
    for level, (key, code) in enumerate(
        (("city", names.CITY_CODE), ("district", names.DISTRICT_CODE), ("street", names.SUBDISTRICT_CODE)), 2
    ):
        parents[key] = Division.objects.create(
            code=code.ljust(12, "0"),
            name=units[key].name,
            level=level,
            parent=next(reversed(parents.values()), None),
            unit=units[key],
        )
    Division.objects.bulk_create(
        Division(
            code=area.code, name=area.name, level=5, parent=parents["street"], unit=units[f"c{area.seq}"]
        )
        for area in town.plan.communities
    )
    return units


def _map(town: compounds.Town, units: dict[str, Unit]) -> None:
    version = MapVersion.objects.create(
        office=units["street"],
        valid_from=SETTLED,
        published_at=datetime(2024, 1, 1, tzinfo=SHANGHAI),
        note="第一版网格图",
    )
    homes = compounds.homes_by_grid(town)
    grids = [
        Grid(
            unit=units[f"g{grid.code}"],
            grid_kind=grid.kind,
            code=grid.code,
            households_count=round(homes[grid.code] * LIVED_IN),
            scope_words=_scope(town, grid.polygon),
            valid_from=SETTLED,
        )
        for grid in town.plan.grids
    ]
    Grid.objects.bulk_create(grids)
    GridShape.objects.bulk_create(
        GridShape(
            grid=row,
            version=version,
            shape=_geojson(grid.polygon),
            area_m2=round(sheet.square_metres(grid.polygon), 1),
            valid_from=SETTLED,
        )
        for row, grid in zip(grids, town.plan.grids, strict=True)
    )


@lru_cache(maxsize=2)
def _lines(town: compounds.Town) -> tuple[tuple[str, ...], STRtree]:
    drawn = [[(lon * sheet.SQUEEZE, lat) for lon, lat in street.line] for street in town.plan.streets]
    return tuple(street.name for street in town.plan.streets), STRtree([LineString(line) for line in drawn])


def _scope(town: compounds.Town, polygon: BaseGeometry) -> str:
    """Say between which streets a grid lies: 东至…、南至…、西至…、北至…"""
    west, south, east, north = polygon.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    sides = (("东", east, middle_y), ("南", middle_x, south), ("西", west, middle_y), ("北", middle_x, north))
    lines, tree = _lines(town)

    def nearest(x: float, y: float) -> str:
        return lines[int(tree.nearest(Spot(x * sheet.SQUEEZE, y)))]

    return "、".join(f"{word}至{nearest(x, y)}" for word, x, y in sides)


def _geojson(shape: BaseGeometry) -> dict[str, Any]:
    drawn = mapping(shape)
    return {"type": drawn["type"], "coordinates": _lists(drawn["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, tuple) else value


def _streets(town: compounds.Town, units: dict[str, Unit], scale: str) -> None:
    Road.objects.bulk_create(
        Road(
            office=units["street"],
            name=street.name,
            aliases=list(landmarks.road_aliases(street)),
            line={"type": "LineString", "coordinates": [list(at) for at in street.line]},
            width_m=street.width_m,
        )
        for street in town.plan.streets
        if street.kind not in {"rail", "river"}
    )
    Facility.objects.bulk_create(
        Facility(
            area=units[f"g{each.grid}"],
            kind=each.kind,
            component_code=each.component,
            number=f"{names.DISTRICT_CODE}{each.component}{each.name[-5:]}"
            if each.name[-5:].isdigit()
            else "",
            name=each.name,
            owner=units[each.owner] if each.owner else None,
            phone=each.phone,
            hours=each.hours,
            aliases=list(each.aliases),
            lon=each.at.lon,
            lat=each.at.lat,
        )
        for each in (*facilities.known(town), *facilities.components(town, scale))
    )


def _walks(town: compounds.Town, office: Unit) -> None:
    """Let people walk: the ways on foot as surveyed, and how many of each age live where."""
    at = datetime(SETTLED.year, SETTLED.month, SETTLED.day, tzinfo=SHANGHAI)
    take_footways(
        office=office, ways=footways.ways(town), source="街道自测路网 2024", by=None, at=at, is_here=True
    )
    take_people(office=office, rows=footways.people(town), source="社区人口台账", counted_on=SETTLED)


def _homes(town: compounds.Town, units: dict[str, Unit], scale: str) -> dict[str, Household]:
    """Write compounds, buildings, stairwells and doors; return one door of each compound by its name."""
    rows = []
    for each in town.compounds:
        manager = bodies.manager_of(each.id, each.managed, each.community)
        centre = each.polygon.representative_point()
        rows.append(
            Compound(
                community=units[f"c{each.community}"],
                manager=units[manager] if manager else None,
                name=each.name,
                aliases=list(each.aliases),
                address=each.address,
                shape=_geojson(each.polygon),
                lon=round(centre.x, 7),
                lat=round(centre.y, 7),
                built_year=each.built,
            )
        )
    Compound.objects.bulk_create(rows)
    houses = [
        Building(
            compound=rows[house.compound] if house.compound is not None else None,
            grid=units[f"g{house.grid}"],
            number=house.name,
            name="" if house.compound is not None else house.name,
            stairwells_count=max(1, len(house.stairwells)),
            floors_count=house.floors,
            households_count=house.homes,
            shape=_geojson(house.polygon),
            lon=house.at.lon,
            lat=house.at.lat,
        )
        for house in town.buildings
    ]
    Building.objects.bulk_create(houses, batch_size=500)
    Stairwell.objects.bulk_create(
        Stairwell(building=row, number=stairwell.number)
        for row, house in zip(houses, town.buildings, strict=True)
        for stairwell in house.stairwells
    )
    doors = Household.objects.bulk_create(_doors(town, houses, DOORS[scale]), batch_size=2000)
    found: dict[str, Household] = {}
    for door in doors:
        if door.building.compound is not None:
            found.setdefault(door.building.compound.name, door)
    return found


def _doors(town: compounds.Town, rows: list[Building], every: int) -> Iterator[Household]:
    number = 0
    for row, house in zip(rows, town.buildings, strict=True):
        for stairwell in house.stairwells:
            for room in stairwell.rooms():
                number += 1
                if number % every == 0:
                    yield Household(building=row, stairwell=stairwell.number, floor=int(room[:-2]), room=room)


def _accounts(town: compounds.Town, units: dict[str, Unit]) -> dict[str, Account]:
    """Open the accounts of the cast. Their password is known to all, so they get it in demo mode only."""
    password = make_password(cast.PASSWORD if settings.DEMO_MODE else None)
    since = datetime(2024, 1, 2, 9, tzinfo=SHANGHAI)
    staff = cast.staff(town)
    rows = {
        person.username: Account(
            username=person.username,
            name=person.name,
            phone=person.phone,
            phone_print=fingerprint(person.phone, "phone"),
            password=password,
            is_resident=not person.posts,
            joined_at=since,
        )
        for person in (*staff, *cast.RESIDENTS, *cast.ASKING)
    }
    Account.objects.bulk_create(rows.values())
    Post.objects.bulk_create(
        Post(
            account=rows[person.username],
            unit=units[held.body],
            role=held.role,
            title=held.title,
            held_from=SETTLED,
            is_public=held.role in {"grid_worker", "grid_leader", "community_secretary"},
        )
        for person in staff
        for held in person.posts
    )
    return rows


def _residents(accounts: dict[str, Account], doors: dict[str, Household]) -> None:
    Resident.objects.bulk_create(
        Resident(
            household=doors.get(person.home),
            account=accounts[person.username],
            name=person.name,
            phone=person.phone,
            phone_print=fingerprint(person.phone, "phone"),
            source="本人登记",
            since=SETTLED,
        )
        for person in (*cast.RESIDENTS, *cast.ASKING)
    )


def _standard_answers(office: Unit) -> None:
    """Keep the words the office agreed on: one for every category, to quote and change."""
    categories = {category.code: category for category in Category.objects.filter(tree="resident")}
    StandardAnswer.objects.bulk_create(
        StandardAnswer(
            office=office,
            category=categories[code],
            title=categories[code].name,
            text=lines[0].format(past=voices.BLANK_DAY, day=voices.BLANK_DAY, place=voices.BLANK_PLACE),
        )
        for code, lines in voices.staff().items()
        if code in categories
    )
