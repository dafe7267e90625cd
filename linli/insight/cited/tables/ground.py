"""Figures of the ground: grids, stations, teams, places where people go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places.models import Compound, Facility, Grid, GridKind
from linli.insight.cited.figure import Cited, Measure
from linli.kernel import clock
from linli.pillars.governance.estates.models import Sitting
from linli.pillars.party.venues.models import Brand, RoomBooking, Venue
from linli.pillars.party.venues.rules import BookingState, VenueKind

Rows = Callable[[datetime], QuerySet[Any]]

OF_RESIDENTS: Final = ~Q(grid_kind=GridKind.SPECIAL)
RIGHT_SIZE: Final = Q(households_count__range=(300, 500))
"""Households of a grid as the second article says them; usual elsewhere too."""


def _grids(at: datetime) -> QuerySet[Grid]:
    return Grid.objects.filter(valid_until__isnull=True)


def units(kind: UnitKind) -> Rows:
    return lambda _at: Unit.objects.filter(kind=kind.value, is_active=True)


def _components(_at: datetime) -> QuerySet[Facility]:
    return Facility.objects.exclude(component_code="")


def _facilities(kind: str) -> Rows:
    return lambda _at: Facility.objects.filter(kind=kind, ended_on=None)


SERVED: Final = Q(is_served=True)


def _compounds(at: datetime) -> QuerySet[Compound]:
    """Give compounds with whether a company serves them and a committee sits; a missing row is a plain no."""
    served = Q(manager__isnull=False, manager__kind=UnitKind.PROPERTY.value)
    seated = Q(estate__committee_until__isnull=False, estate__committee_until__gte=clock.local(at).date())
    return Compound.objects.annotate(
        is_served=Case(When(served, then=Value(True)), default=Value(False)),
        is_seated=Case(When(seated, then=Value(True)), default=Value(False)),
    )


def _sittings(at: datetime) -> QuerySet[Sitting]:
    return Sitting.objects.filter(recorded_at__lte=at)


CENTRES: Final = Q(kind=VenueKind.CENTRE.value)


def _venues(at: datetime) -> QuerySet[Venue]:
    return Venue.objects.filter(until=None, since__lte=clock.local(at).date())


def _lent(at: datetime) -> QuerySet[RoomBooking]:
    return RoomBooking.objects.filter(state=BookingState.GRANTED.value, booked_at__lte=at)


def _brands(at: datetime) -> QuerySet[Brand]:
    return Brand.objects.filter(until=None, since__lte=clock.local(at).date())


FIGURES: Final = (
    Cited(
        "grids_of_residents", (18, 35), _("居民网格"), "grid", _("在用的网格，不含专属网格"),
        _grids, "unit", OF_RESIDENTS,
    ),
    Cited(
        "grids_special", (18,), _("专属网格"), "grid", _("在用的专属网格（单位、园区、市场等）"),
        _grids, "unit", Q(grid_kind=GridKind.SPECIAL),
    ),
    Cited(
        "grids_of_right_size", (18,), _("300–500 户的网格"), "percent", _("300–500 户的居民网格 ÷ 居民网格"),
        _grids, "unit", OF_RESIDENTS, RIGHT_SIZE, Measure.SHARE,
    ),
    Cited(
        "communities", (1,), _("社区"), "place", _("在用的社区"), units(UnitKind.COMMUNITY), "parent",
    ),
    Cited(
        "workstations", (35,), _("网格工作站"), "place", _("在用的网格工作站"), units(UnitKind.WORKSTATION), "parent",
    ),
    Cited(
        "owners_committees", (60,), _("业主委员会"), "place", _("在用的业主委员会"), units(UnitKind.OWNERS), "parent",
    ),
    Cited(
        "compounds_with_company", (33, 60), _("有物业的小区"), "place", _("由物业公司管的小区"),
        _compounds, "community", SERVED,
    ),
    Cited(
        "compounds_without_company", (60,), _("没有物业的小区"), "place", _("没有物业公司的小区，业主自管的也在内"),
        _compounds, "community", ~SERVED,
    ),
    Cited(
        "compounds_with_committee", (60,), _("小区有业主委员会在任"), "percent",
        _("业主委员会任期没过的小区 ÷ 全部小区"), _compounds, "community", Q(), Q(is_seated=True), Measure.SHARE,
    ),
    Cited(
        "tables_of_six", (28,), _("六方议事会"), "visit", _("记下的六方议事会"), _sittings, "estate__compound__community",
    ),
    Cited(
        "volunteer_teams", (62,), _("志愿服务队"), "team", _("在用的志愿服务队"), units(UnitKind.VOLUNTEER), "parent",
    ),
    Cited(
        "service_centres", (32, 63), _("党群服务中心"), "place", _("地图上的党群服务中心"),
        _facilities("service_centre"), "area",
    ),
    Cited(
        "day_care_centres", (64,), _("日间照料中心"), "place", _("地图上的日间照料中心"), _facilities("day_care"), "area",
    ),
    Cited(
        "venues", (11, 32), _("阵地"), "place", _("在用的党群服务中心、主题园、站、驿站、活动室"), _venues, "ground",
    ),
    Cited(
        "venue_area", (12,), _("阵地面积"), "m2", _("在用的党群服务中心的面积之和"), _venues, "ground",
        CENTRES, measure=Measure.SUM, of="area_m2",
    ),
    Cited(
        "centres_of_400", (12,), _("400 平方米以上的服务中心"), "place", _("在用的、面积不小于 400 平方米的党群服务中心"),
        _venues, "ground", CENTRES & Q(area_m2__gte=400),
    ),
    Cited(
        "red_stations", (58,), _("红色驿站"), "place", _("在用的红色驿站"), _venues, "ground",
        Q(kind=VenueKind.RED_STATION.value),
    ),
    Cited(
        "room_bookings", (11, 58), _("约出去的场地"), "visit", _("约好了的场地，取消的除外"), _lent, "room__venue__ground",
    ),
    Cited("brands", (69,), _("社区品牌"), "place", _("现在用着的社区品牌，一个社区一个"), _brands, "community"),
    Cited(
        "components", (29, 77), _("城市部件"), "place", _("登记的部件，没有了的除外"), _components, "area", Q(ended_on=None),
    ),
)  # fmt: skip
