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
from linli.pillars.party.branches.models import Organisation, PartTimeMember, PartyMember
from linli.pillars.party.branches.rules import BRANCHES, MEMBERS, Door, OrgKind

Rows = Callable[[datetime], QuerySet[Any]]

OF_RESIDENTS: Final = ~Q(grid_kind=GridKind.SPECIAL)
RIGHT_SIZE: Final = Q(households_count__range=(300, 500))
"""Households of a grid as the second article says them; usual elsewhere too."""


def _grids(at: datetime) -> QuerySet[Grid]:
    return Grid.objects.filter(valid_until__isnull=True)


def _units(kind: UnitKind) -> Rows:
    return lambda _at: Unit.objects.filter(kind=kind.value, is_active=True)


def _facilities(kind: str) -> Rows:
    return lambda _at: Facility.objects.filter(kind=kind)


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


def _organisations(*kinds: OrgKind) -> Rows:
    codes = [kind.value for kind in kinds]
    return lambda _at: Organisation.objects.filter(kind__in=codes, closed_on=None)


def _seats(at: datetime) -> QuerySet[PartTimeMember]:
    return PartTimeMember.objects.filter(until=None)


def _members(at: datetime) -> QuerySet[PartyMember]:
    """Give members as a whole office has them: never by organisation or grid."""
    return PartyMember.objects.filter(until=None, standing__in=[one.value for one in MEMBERS])


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
        "communities", (1,), _("社区"), "place", _("在用的社区"), _units(UnitKind.COMMUNITY), "parent",
    ),
    Cited(
        "workstations", (35,), _("网格工作站"), "place", _("在用的网格工作站"), _units(UnitKind.WORKSTATION), "parent",
    ),
    Cited(
        "party_units", (52, 55), _("党组织"), "place", _("在用的党组织"), _units(UnitKind.PARTY), "parent",
    ),
    Cited(
        "party_branches", (52, 53, 55), _("党支部"), "place", _("没有撤销的各类党支部"),
        _organisations(*BRANCHES), "office",
    ),
    Cited(
        "greater_committees", (14, 54), _("大党委、联合党委"), "place", _("有驻区单位参加的社区党委"),
        _organisations(OrgKind.GREATER_COMMITTEE, OrgKind.JOINT_COMMITTEE), "office",
    ),
    Cited(
        "part_time_members", (54,), _("兼职委员"), "person", _("驻区单位派到大工委、大党委的兼职委员"),
        _seats, "organisation__office",
    ),
    Cited(
        "task_forces", (26, 50), _("攻坚党小组"), "place", _("没有撤销的攻坚党小组"),
        _organisations(OrgKind.TASK_FORCE), "office",
    ),
    Cited(
        "party_members", (52,), _("党员"), "person", _("支部里的正式党员和预备党员"), _members, "office",
    ),
    Cited(
        "vanguard_households", (56,), _("先锋户"), "household", _("联系街坊的党员先锋户"), _members, "office",
        Q(door_role=Door.VANGUARD.value),
    ),
    Cited(
        "partner_units", (7, 54), _("共建单位"), "place", _("在用的共建单位"), _units(UnitKind.PARTNER), "parent",
    ),
    Cited(
        "owners_committees", (60,), _("业主委员会"), "place", _("在用的业主委员会"), _units(UnitKind.OWNERS), "parent",
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
        "volunteer_teams", (62,), _("志愿服务队"), "team", _("在用的志愿服务队"), _units(UnitKind.VOLUNTEER), "parent",
    ),
    Cited(
        "service_centres", (32, 63), _("党群服务中心"), "place", _("地图上的党群服务中心"),
        _facilities("service_centre"), "area",
    ),
    Cited(
        "day_care_centres", (64,), _("日间照料中心"), "place", _("地图上的日间照料中心"), _facilities("day_care"), "area",
    ),
)  # fmt: skip
