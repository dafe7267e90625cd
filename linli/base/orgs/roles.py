"""The posts a unit can offer. Authority in Linli is posts and nothing else.

Source: the “1+X+N” grid team of seed 001 and 《舟山市网格化服务管理条例》 art. 11 (DOMAIN 1.3);
the three separate administrators of GB/T 22239-2019 level 3 (DOMAIN 9.3).
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class UnitKind(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    OFFICE = "office"
    COMMUNITY = "community"
    WORKSTATION = "workstation"
    GRID = "grid"
    DEPARTMENT = "department"
    PARTY = "party"
    PARTNER = "partner"
    PROPERTY = "property"
    OWNERS = "owners"
    VOLUNTEER = "volunteer"


UNIT_KIND_WORDS = {
    UnitKind.CITY: _("市"),
    UnitKind.DISTRICT: _("区"),
    UnitKind.SUBDISTRICT: _("街道"),
    UnitKind.OFFICE: _("街道科室"),
    UnitKind.COMMUNITY: _("社区"),
    UnitKind.WORKSTATION: _("网格工作站"),
    UnitKind.GRID: _("网格"),
    UnitKind.DEPARTMENT: _("部门"),
    UnitKind.PARTY: _("党组织"),
    UnitKind.PARTNER: _("共建单位"),
    UnitKind.PROPERTY: _("物业公司"),
    UnitKind.OWNERS: _("业主委员会"),
    UnitKind.VOLUNTEER: _("志愿服务队"),
}


class Role(StrEnum):
    GRID_LEADER = "grid_leader"
    GRID_WORKER = "grid_worker"
    GRID_HELPER = "grid_helper"
    GRID_ADVISER = "grid_adviser"
    SERVICE_VOLUNTEER = "service_volunteer"
    COMMUNITY_SECRETARY = "community_secretary"
    COMMUNITY_WORKER = "community_worker"
    DISPATCHER = "dispatcher"
    COUNTER_CLERK = "counter_clerk"
    SECTION_STAFF = "section_staff"
    HANDLER = "handler"
    LEADER = "leader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ROLE_WORDS = {
    Role.GRID_LEADER: _("网格长"),
    Role.GRID_WORKER: _("专职网格员"),
    Role.GRID_HELPER: _("兼职网格员"),
    Role.GRID_ADVISER: _("网格指导员"),
    Role.SERVICE_VOLUNTEER: _("服务专员"),
    Role.COMMUNITY_SECRETARY: _("社区书记"),
    Role.COMMUNITY_WORKER: _("社区工作人员"),
    Role.DISPATCHER: _("中心派单员"),
    Role.COUNTER_CLERK: _("接待接听员"),
    Role.SECTION_STAFF: _("科室人员"),
    Role.HANDLER: _("经办人"),
    Role.LEADER: _("领导"),
    Role.SYSTEM_ADMIN: _("系统管理员"),
    Role.SECURITY_ADMIN: _("安全管理员"),
    Role.AUDIT_ADMIN: _("审计管理员"),
}

GRID = frozenset({Role.GRID_LEADER, Role.GRID_WORKER, Role.GRID_HELPER})
COMMUNITY = frozenset({Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER})
CENTRE = frozenset({Role.DISPATCHER})
INTAKE = frozenset({Role.DISPATCHER, Role.COUNTER_CLERK})
HANDLING = frozenset({Role.SECTION_STAFF, Role.HANDLER})
LEADING = frozenset({Role.LEADER})
ADMIN = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
WORKING = frozenset(Role) - ADMIN
"""Roles that do the work itself. Administrators keep the house."""

SEEING = WORKING - {Role.SERVICE_VOLUNTEER}
"""Roles that see cases. Service volunteers get what they are asked to do, not the residents' reports."""

OFFERS: dict[UnitKind, frozenset[Role]] = {
    UnitKind.CITY: LEADING,
    UnitKind.DISTRICT: LEADING | CENTRE | ADMIN,
    UnitKind.SUBDISTRICT: LEADING | INTAKE | ADMIN,
    UnitKind.OFFICE: HANDLING | LEADING,
    UnitKind.COMMUNITY: COMMUNITY | {Role.COUNTER_CLERK},
    UnitKind.WORKSTATION: COMMUNITY | GRID,
    UnitKind.GRID: GRID | {Role.GRID_ADVISER, Role.SERVICE_VOLUNTEER},
    UnitKind.DEPARTMENT: HANDLING | LEADING,
    UnitKind.PARTY: HANDLING | LEADING,
    UnitKind.PARTNER: HANDLING,
    UnitKind.PROPERTY: HANDLING,
    UnitKind.OWNERS: HANDLING,
    UnitKind.VOLUNTEER: HANDLING | {Role.SERVICE_VOLUNTEER},
}

TERRITORY = frozenset(
    {
        UnitKind.CITY,
        UnitKind.DISTRICT,
        UnitKind.SUBDISTRICT,
        UnitKind.COMMUNITY,
        UnitKind.WORKSTATION,
        UnitKind.GRID,
    }
)
"""Kinds that answer for a piece of ground: where a case *is* is always one of these."""
