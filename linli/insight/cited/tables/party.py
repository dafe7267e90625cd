"""Figures of Party building: organisations, whom they have as a whole, units that sit with them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.roles import UnitKind
from linli.insight.cited.figure import Cited, Measure
from linli.insight.cited.tables.ground import Rows, units
from linli.kernel.clock import local
from linli.pillars.party.branches.models import Organisation, PartTimeMember, PartyMember
from linli.pillars.party.branches.rules import BRANCHES, MEMBERS, Door, OrgKind
from linli.pillars.party.contacts.models import Plan
from linli.pillars.party.floating.models import FloatingMember
from linli.pillars.party.life.models import LifeMeeting, LifePart
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.partners.models import Project, ReportIn
from linli.pillars.party.tiers.models import TierRating
from linli.pillars.party.tiers.rules import Tier


def _organisations(*kinds: OrgKind) -> Rows:
    codes = [kind.value for kind in kinds]
    return lambda _at: Organisation.objects.filter(kind__in=codes, closed_on=None)


def _seats(at: datetime) -> QuerySet[PartTimeMember]:
    return PartTimeMember.objects.filter(until=None)


def _members(at: datetime) -> QuerySet[PartyMember]:
    """Give members as a whole office has them: never by organisation or grid."""
    return PartyMember.objects.filter(until=None, standing__in=[one.value for one in MEMBERS])


def _floating(at: datetime) -> QuerySet[FloatingMember]:
    return FloatingMember.objects.filter(ended_on=None, member__until=None, since__lte=local(at).date())


def _held(at: datetime) -> QuerySet[LifeMeeting]:
    return LifeMeeting.objects.filter(held_at__lte=at)


def _parts(at: datetime) -> QuerySet[LifePart]:
    return LifePart.objects.filter(is_valid=True, meeting__held_at__lte=at)


def _rated(at: datetime) -> QuerySet[TierRating]:
    return TierRating.objects.filter(round__public_from__lte=local(at).date())


def _plans(at: datetime) -> QuerySet[Plan]:
    return Plan.objects.filter(planned_at__lte=at)


def _report_ins(at: datetime) -> QuerySet[ReportIn]:
    return ReportIn.objects.filter(until=None)


def _projects(at: datetime) -> QuerySet[Project]:
    return Project.objects.filter(claimed_at__lte=at)


OFFICE: Final = UnitKind.SUBDISTRICT
FIGURES: Final = (
    Cited(
        "party_units", (52, 55), _("党组织"), "place", _("在用的党组织"), units(UnitKind.PARTY), "parent",
    ),
    Cited(
        "party_branches", (52, 53, 55), _("党支部"), "place", _("没有撤销的各类党支部"),
        _organisations(*BRANCHES), "office",
    ),
    Cited(
        "greater_working_committees", (54,), _("大工委"), "place", _("街道一级、有驻区单位参加的大工委"),
        _organisations(OrgKind.GREATER_WORKING), "office",
    ),
    Cited(
        "greater_committees", (14, 54), _("大党委、联合党委"), "place", _("有驻区单位参加的社区党委"),
        _organisations(OrgKind.GREATER_COMMITTEE, OrgKind.JOINT_COMMITTEE), "office",
    ),
    Cited(
        "part_time_members", (54,), _("兼职委员"), "person", _("驻区单位派到大工委、大党委的兼职委员"),
        _seats, "organisation__office", finest=OFFICE,
    ),
    Cited(
        "task_forces", (26, 50), _("攻坚党小组"), "place", _("没有撤销的攻坚党小组"),
        _organisations(OrgKind.TASK_FORCE), "office",
    ),
    Cited(
        "party_members", (52,), _("党员"), "person", _("支部里的正式党员和预备党员"), _members, "office",
        finest=OFFICE,
    ),
    Cited(
        "floating_members", (82,), _("流动党员"), "person", _("流出、流入还没有结束的党员"), _floating, "member__office",
        finest=OFFICE,
    ),
    Cited(
        "vanguard_households", (56,), _("先锋户"), "household", _("联系街坊的党员先锋户"), _members, "office",
        Q(door_role=Door.VANGUARD.value), finest=OFFICE,
    ),
    Cited(
        "party_meetings", (17, 83), _("开成的组织生活"), "visit", _("记下开了的三会一课、主题党日、组织生活会、中心组学习"),
        _held, "organisation__office",
    ),
    Cited(
        "study_meetings", (70,), _("理论中心组学习"), "visit", _("开成的中心组学习，每周应有一次"),
        _parts, "meeting__organisation__office", Q(kind=LifeKind.STUDY.value),
    ),
    Cited(
        "branches_rated", (74,), _("评过星、定过档的支部"), "place", _("在公示过的评定里的支部，一个支部算一次"),
        _rated, "organisation__office", measure=Measure.DISTINCT, of="organisation",
    ),
    Cited(
        "branches_behind", (74,), _("后进支部"), "place", _("公示过的评定里定为后进的支部，一个支部算一次"),
        _rated, "organisation__office", Q(tier=Tier.BEHIND.value), measure=Measure.DISTINCT, of="organisation",
    ),
    Cited(
        "partner_units", (7, 54), _("共建单位"), "place", _("在用的共建单位"), units(UnitKind.PARTNER), "parent",
    ),
    Cited(
        "doors_linked", (56,), _("有先锋户联系的户"), "household", _("各社区最近一次排出来有先锋户联系的户数之和"),
        _plans, "office", measure=Measure.SUM, of="covered",
    ),
    Cited(
        "units_reported_in", (23,), _("报到单位"), "place", _("向社区报到的单位，一家算一次"), _report_ins, "office",
        measure=Measure.DISTINCT, of="unit",
    ),
    Cited("projects", (31, 47), _("共建项目"), "item", _("单位认领过的需求"), _projects, "office"),
    Cited(
        "projects_confirmed", (31, 47), _("受益人确认的项目"), "percent", _("受益人说办到了 ÷ 单位认领过的需求"),
        _projects, "office", hit=Q(confirmed_at__isnull=False), measure=Measure.SHARE,
    ),
)  # fmt: skip
