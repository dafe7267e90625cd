"""The hamlet with something to count: shops, firms, doors, visits, reports, people looked after, a canteen, a Party line.

东里 is the first community (grids 1 and 2), 西里 the second (grid 3). What each has is written here in full, so that the
numbers that forms expect can be checked by eye.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from linli.base.orgs.operations import add_unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Household
from linli.base.places.models import Building, Compound, Facility
from linli.pillars.governance.visits.models import Home, Visit
from linli.pillars.service.canteens.models import Canteen, Meal
from linli.pillars.service.care.models import Visit as CareVisit
from linli.pillars.service.volunteers.models import Activity, SignUp, Volunteer
from tests.pillars.governance.inspections.doing import checked, shop
from tests.pillars.governance.reports.doing import file
from tests.pillars.party.branches.doing import line_of, people_of
from tests.pillars.service.care.people import ALLOWANCE, ALONE, Ground, somebody
from tests.pillars.service.enterprises.doing import firm
from tests.town import IN_FIRST_GRID, IN_THIRD_GRID, MONDAY, Town

OCTOBER = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A week after the hamlet's Monday: November is under way."""
EMPTY_NEST = Ground("empty_nest", "consent", "本人答应")
OLDEST = Ground("oldest", "consent", "本人答应")


@dataclass(frozen=True)
class Place:
    """The hamlet and who fills its forms."""

    town: Town

    def actor(self, name: str) -> Actor:
        return self.town.actor(name, NOW)


def stocked(town: Town) -> Place:
    """Fill the hamlet."""
    _houses(town)
    _business(town)
    _reports(town)
    _care(town)
    _tables(town)
    line = line_of(town)
    people_of(line.branch, 3, town)
    civil = add_unit(kind=UnitKind.OFFICE, name="民政办", parent=town.office, handles=["civil_affairs"])
    town.hire("civil", Role.SECTION_STAFF, civil)
    safety = add_unit(kind=UnitKind.OFFICE, name="平安办", parent=town.office)
    town.hire("safety", Role.SECTION_STAFF, safety)
    return Place(town)


def _houses(town: Town) -> None:
    """东里新村 (two houses, 安居物业) and 东里花园 (one, no company); 西里小区 (one, 安居物业)."""
    company = add_unit(kind=UnitKind.PROPERTY, name="安居物业公司", parent=town.office)
    east, west = town.communities
    courts = [
        Compound.objects.create(community=c, name=name, manager=m, built_year=year, address=address)
        for c, name, m, year, address in (
            (east, "东里新村", company, 1996, "柳岸路 1 号"),
            (east, "东里花园", None, 2004, "柳岸路 9 号"),
            (west, "西里小区", company, 1988, "官园街 2 号"),
        )
    ]
    houses = [
        Building.objects.create(
            compound=court, grid=grid, number=f"{n}号楼", lon=117.0, lat=36.0, households_count=24
        )
        for court, grid, n in (
            (courts[0], town.grids[0], 1),
            (courts[0], town.grids[0], 2),
            (courts[1], town.grids[1], 1),
            (courts[2], town.grids[2], 1),
        )
    ]
    uses = (
        (0, "101", "own"),
        (0, "102", "own"),
        (0, "201", "rented"),
        (1, "101", "vacant"),
        (3, "101", "rented"),
        (3, "102", "shared"),
    )
    homes = []
    for n, room, use in uses:
        door = Household.objects.create(building=houses[n], stairwell=1, floor=int(room[0]), room=room)
        homes.append(
            Home.objects.create(household=door, office=town.office, use=use, due_on=date(2026, 12, 1))
        )
    seen = ((0, MONDAY), (0, MONDAY + timedelta(days=2)), (1, MONDAY), (4, OCTOBER))
    for n, at in seen:  # three in November: two doors of 东里; one in October: 西里
        Visit.objects.create(
            office=town.office, area=homes[n].household.building.grid, home=homes[n], outcome="well", at=at,
                written_at=at,
            by=town.people["worker"], key=uuid.uuid4(),
        )  # fmt: skip
    for area, name in ((east, "东里党群服务中心"), (west, "西里党群服务中心")):
        Facility.objects.create(area=area, kind="service_centre", name=name, lon=117.0, lat=36.0)


def _business(town: Town) -> None:
    """Four shops with a firm each, and a firm without a shop: three in 东里, two in 西里."""
    rows = (
        (1, IN_FIRST_GRID, "catering", "sole", 4),
        (2, IN_FIRST_GRID, "catering", "company", 12),
        (3, IN_FIRST_GRID, "retail", "sole", 3),
        (4, IN_THIRD_GRID, "food", "sole", 2),
    )
    shops = []
    for n, point, trade, form, staff in rows:
        one = firm(town, n, point=point, form=form, staff_count=staff, name=f"柳岸第{n}家")
        shops.append(
            shop(
                town,
                n,
                enterprise=one,
                trade=trade,
                sign=f"柳岸{n}号店",
                address=f"柳岸路 {n} 号",
                point=point,
            )
        )
    firm(town, 5, point=IN_THIRD_GRID, form="company", staff_count=30, name="西里机械厂")
    checked(town, shops[0], marks={"C01": "ok"})
    checked(town, shops[0], at=MONDAY + timedelta(days=1), marks={"C01": "ok"})
    checked(town, shops[1], marks={"C01": "ok"})


def _reports(town: Town) -> None:
    """Three of 东里 in November, one of 西里 in November and two in October."""
    for n in range(3):
        file(
            town, MONDAY + timedelta(hours=n), phone=f"1380000000{n}", text=f"第{n}件：路灯不亮，晚上看不见。"
        )
    lon, lat = IN_THIRD_GRID
    for n, at in enumerate((MONDAY, OCTOBER, OCTOBER + timedelta(hours=3))):
        file(town, at, phone=f"1380000100{n}", text=f"西里第{n}件：井盖松了。", lon=lon, lat=lat)


def _care(town: Town) -> None:
    """东里: two alone (one of them also of high age), one on allowance; 西里: one whose children are away."""
    first = somebody(town, ALONE, name="孙桂香", phone="13800002221")
    somebody(town, ALONE, OLDEST, name="李长山", phone="13800002222")
    somebody(town, ALLOWANCE, name="王秀兰", phone="13800002223")
    somebody(town, EMPTY_NEST, name="周大海", phone="13800002224", grid=town.grids[2], who="secretary2")
    for days in (0, 3):
        CareVisit.objects.create(person=first, way="door", outcome="well", at=MONDAY + timedelta(days=days))


def _tables(town: Town) -> None:
    """A canteen in 东里: four meals in November (3 yuan of subsidy each), one in October; two activities, two helpers."""
    canteen = Canteen.objects.create(
        community=town.communities[0], office=town.office, name="东里长者食堂", place="柳岸路", capacity=50,
        order_until="10:00", price_fen=1000,
    )  # fmt: skip
    for day in (date(2026, 10, 15), *(date(2026, 11, d) for d in (16, 17, 18, 19))):
        Meal.objects.create(
            canteen=canteen, day=day, meal="lunch", price_fen=1000, subsidy_fen=300, own_fen=700,
                month=day.replace(day=1),
            at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC), key=uuid.uuid4(),
        )  # fmt: skip
    team = add_unit(kind=UnitKind.VOLUNTEER, name="东里志愿服务队", parent=town.office)
    helpers = [
        Volunteer.objects.create(
            account=town.hire(f"v{n}", Role.SERVICE_VOLUNTEER, town.grids[0]), consent_at=OCTOBER
        )
        for n in (1, 2)
    ]
    for days in (0, 2):
        starts = MONDAY + timedelta(days=days)
        activity = Activity.objects.create(
            team=team, office=town.office, title="陪老人聊天", summary="说说话", place="食堂", starts_at=starts,
            ends_at=starts + timedelta(hours=2), capacity=10, planned_by=town.people["clerk"], planned_at=OCTOBER,
        )  # fmt: skip
        for helper in helpers:
            SignUp.objects.create(
                activity=activity, volunteer=helper, state="confirmed", at=starts, confirmed_minutes=120,
                confirmed_at=starts + timedelta(hours=3), confirmed_by=town.people["clerk"],
            )  # fmt: skip
