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
        "components", (29, 77), _("城市部件"), "place", _("登记的部件，没有了的除外"), _components, "area", Q(ended_on=None),
    ),
)  # fmt: skip
