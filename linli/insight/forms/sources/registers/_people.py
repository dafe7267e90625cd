"""People who are looked after, and whom Party organisations have: sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from linli.insight.forms.rules.listing import RegisterSpec
from linli.insight.forms.sources.figure import Whose
from linli.insight.forms.sources.registers._register import (
    COMMUNITY,
    GRID,
    MOST_ROWS,
    Asking,
    Register,
    Row,
    col,
    day_of,
    ground_of,
)
from linli.kernel.standards.care_groups import GROUPS
from linli.pillars.party.branches.models import PartyMember
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.care.policies import group_print


def _care(ask: Asking) -> list[Row]:
    rows = CarePerson.objects.filter(grid__path__startswith=ask.ground.path)
    if ask.narrowed:
        prints = [group_print(code) for code in ask.narrowed]
        rows = rows.filter(pk__in=_with_groups(prints))
    found = (
        rows.select_related("grid__parent", "resident")
        .prefetch_related("memberships")
        .order_by("grid__path", "pk")
    )
    made = []
    for one in found[:MOST_ROWS]:
        groups = [m.group for m in one.memberships.all() if m.until is None]
        made.append(
            Row(
                one.pk,
                {
                    "name": ask.name(one.resident.name),
                    "phone": ask.phone(one.resident.phone),
                    "door": one.door if ask.is_open else ("***" if one.door else ""),
                    "groups": "、".join(GROUPS[g].name for g in groups if g in GROUPS),
                    "level": str(one.get_level_display()) if one.level else "",
                    "seen": day_of(one.seen_at),
                    **ground_of(one.grid),
                },
                one.grid_id,
                one.resident.account_id,
                bytes(one.resident.phone_print) if one.resident.phone_print else None,
            )
        )
    return made


def _with_groups(prints: Sequence[bytes]) -> Any:
    from linli.pillars.service.care.models import Membership

    return Membership.objects.filter(group_print__in=prints, until=None).values("person")


CARE: Final = Register(
    RegisterSpec(
        "care", frozenset({"care", "elder"}),
        (
            col("name", "姓名 老人姓名 对象姓名 关爱对象姓名 老年人姓名 残疾人姓名 户主姓名（对象） "
                "困难群众姓名 救助对象姓名", is_anchor=True, hides="name"),
            col("phone", "联系电话 电话 手机号 手机号码 联系方式 本人电话", hides="phone"),
            col("door", "住址 家庭住址 现住址 居住地址 详细住址 详细地址", hides="door"),
            col("groups", "类别 对象类别 人员类别 类型 困难类型 老人类别 人员类型 对象类型"),
            col("level", "探访等级 关爱等级 风险等级"),
            col("seen", "最近探访日期 最近探访时间 上次探访日期 最近走访日期"),
            COMMUNITY, GRID,
        ),
        {code: code for code in GROUPS},
    ),
    _("关爱登记"), _care, whose=Whose.CARE, subject="care.CarePerson",
    columns={"name": _("姓名"), "phone": _("联系电话"), "door": _("住址"), "groups": _("类别"), "level": _("探访等级"),
             "seen": _("最近探访"), "community": _("社区"), "grid": _("网格")},
)  # fmt: skip


def _members(ask: Asking) -> list[Row]:
    rows = PartyMember.objects.filter(organisation__unit__path__startswith=ask.ground.path, until=None)
    if ask.narrowed:
        rows = rows.filter(**dict(pair.split("=") for pair in ask.narrowed))
    found = rows.select_related("organisation__unit", "grid__parent").order_by("organisation__path", "pk")
    return [
        Row(
            one.pk,
            {
                "name": ask.name(one.name),
                "phone": ask.phone(one.phone),
                "door": one.door if ask.is_open else ("***" if one.door else ""),
                "organisation": str(one.organisation.unit.name),
                "standing": str(one.get_standing_display()),
                "position": str(one.get_position_display()) if one.position else "",
                "in_service": "是" if one.is_in_service else "否",
                **(ground_of(one.grid) if one.grid else {"grid": "", "community": ""}),
            },
            one.organisation_id,
            None,
            bytes(one.phone_print) if one.phone_print else None,
        )
        for one in found[:MOST_ROWS]
    ]


MEMBERS: Final = Register(
    RegisterSpec(
        "members", frozenset({"party_member", "probationary", "full", "in_service"}),
        (
            col("name", "姓名 党员姓名", is_anchor=True, hides="name"),
            col("organisation", "所在党支部 所在党组织 党支部 党组织名称 组织关系所在党支部 所属党支部 "
                "所在支部 党支部名称"),
            col("standing", "人员类别 党员类别 类别 党员类型"),
            col("position", "党内职务 职务"),
            col("phone", "联系电话 电话 手机号 手机号码 联系方式", hides="phone"),
            col("door", "住址 家庭住址 现住址 居住地址", hides="door"),
            col("in_service", "是否在职 在职情况"),
            COMMUNITY, GRID,
        ),
        {"in_service": "is_in_service=True", "probationary": "standing=probationary", "full": "standing=full"},
    ),
    _("党员名册"), _members, whose=Whose.PARTY, subject="branches.PartyMember",
    columns={"name": _("姓名"), "organisation": _("所在党支部"), "standing": _("人员类别"), "position": _("党内职务"),
             "phone": _("联系电话"), "door": _("住址"), "in_service": _("是否在职"), "community": _("社区"),
                 "grid": _("网格")},
)  # fmt: skip
