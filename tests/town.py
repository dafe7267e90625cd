"""A hamlet for tests: one office, two communities, three grids, two departments, and somebody in every post."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from linli.base.orgs.models import Unit
from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Post
from linli.base.places.models import Grid, GridShape, MapVersion
from linli.pillars.governance.reports.models import Category

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
"""Monday 2026-11-16, 09:00 in Shanghai: a plain working week."""


def square(lon: float, lat: float, size: float = 0.01) -> dict[str, object]:
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class Town:
    district: Unit
    office: Unit
    communities: list[Unit]
    grids: list[Unit]
    sanitation: Unit
    heating: Unit
    people: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str, at: datetime = MONDAY) -> Actor:
        return people.actor_for(self.people[name], at)

    def client(self, name: str, **headers: Any) -> Client:
        """Give a browser in which somebody of the town is logged in."""
        client = Client(**headers)
        client.force_login(self.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def hire(self, name: str, role: Role, unit: Unit) -> Account:
        account = self.people.get(name)
        if account is None:
            account = Account.objects.create_user(username=name, password=None, name=name)
            self.people[name] = account
        Post.objects.create(account=account, unit=unit, role=role, held_from=date(2020, 1, 1))
        return account


IN_FIRST_GRID = (117.005, 36.005)
IN_SECOND_GRID = (117.015, 36.005)
IN_THIRD_GRID = (117.025, 36.005)


def build_town() -> Town:
    district = add_unit(kind=UnitKind.DISTRICT, name="试验区", parent=None, code="379901")
    office = add_unit(kind=UnitKind.SUBDISTRICT, name="试验街道", parent=district, code="379901001")
    communities = [
        add_unit(kind=UnitKind.COMMUNITY, name=n, parent=office, code=c)
        for n, c in (("东里社区", "379901001001"), ("西里社区", "379901001002"))
    ]
    version = MapVersion.objects.create(office=office, valid_from=date(2020, 1, 1), published_at=MONDAY)
    grids = [
        add_unit(kind=UnitKind.GRID, name=f"第{n}网格", parent=community, code=f"{community.code}00{n}")
        for n, community in enumerate((communities[0], communities[0], communities[1]), 1)
    ]
    drawn = Grid.objects.bulk_create(
        Grid(unit=unit, code=unit.code, households_count=400, valid_from=date(2020, 1, 1)) for unit in grids
    )
    GridShape.objects.bulk_create(
        GridShape(
            grid=grid,
            version=version,
            shape=square(117.0 + i * 0.01, 36.0),
            area_m2=1e6,
            valid_from=date(2020, 1, 1),
        )
        for i, grid in enumerate(drawn)
    )
    town = Town(
        district,
        office,
        communities,
        grids,
        sanitation=add_unit(kind=UnitKind.DEPARTMENT, name="环卫所", parent=office, handles=["sanitation"]),
        heating=add_unit(kind=UnitKind.DEPARTMENT, name="供热站", parent=office, handles=["heat"]),
    )
    held = (
        ("worker", Role.GRID_WORKER, grids[0]),
        ("worker2", Role.GRID_WORKER, grids[1]),
        ("worker3", Role.GRID_WORKER, grids[2]),
        ("grid_leader", Role.GRID_LEADER, grids[0]),
        ("helper", Role.GRID_HELPER, grids[0]),
        ("volunteer", Role.SERVICE_VOLUNTEER, grids[0]),
        ("secretary", Role.COMMUNITY_SECRETARY, communities[0]),
        ("secretary2", Role.COMMUNITY_SECRETARY, communities[1]),
        ("clerk", Role.COMMUNITY_WORKER, communities[0]),
        ("dispatcher", Role.DISPATCHER, office),
        ("receptionist", Role.COUNTER_CLERK, office),
        ("leader", Role.LEADER, office),
        ("sweeper", Role.HANDLER, town.sanitation),
        ("stoker", Role.HANDLER, town.heating),
        ("sysadmin", Role.SYSTEM_ADMIN, office),
        ("secadmin", Role.SECURITY_ADMIN, office),
        ("auditor", Role.AUDIT_ADMIN, office),
    )
    accounts = [Account(username=name, name=name, password=make_password(None)) for name, _, _ in held]
    town.people = {account.username: account for account in Account.objects.bulk_create(accounts)}
    Post.objects.bulk_create(
        Post(account=town.people[name], unit=unit, role=role, held_from=date(2020, 1, 1))
        for name, role, unit in held
    )
    Category.objects.bulk_create(
        (
            Category(code="R01", tree="resident", name="下水道堵塞", roles=["sanitation"], spot_check=True),
            Category(code="R02", tree="resident", name="咨询政策", spot_check=False),
            Category(code="R03", tree="resident", name="私搭乱建", check_before=True),
        )
    )
    return town
