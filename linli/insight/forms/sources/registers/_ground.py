"""Compounds, grids, communities and doors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role, UnitKind
from linli.base.people.models import Post
from linli.base.places.models import Compound, Grid
from linli.insight.forms.rules.listing import RegisterSpec
from linli.insight.forms.sources.registers._register import (
    COMMUNITY,
    GRID,
    MOST_ROWS,
    Asking,
    Register,
    Row,
    col,
    ground_of,
)
from linli.kernel.clock import local
from linli.pillars.governance.visits.models import Home


def _compounds(ask: Asking) -> list[Row]:
    rows = Compound.objects.filter(community__path__startswith=ask.ground.path)
    for code in ask.narrowed:
        served = Q(manager__isnull=False, manager__kind=UnitKind.PROPERTY.value)
        rows = rows.filter(served if code == "served" else ~served)
    found = (
        rows.select_related("community", "manager", "estate")
        .annotate(n=Count("buildings"))
        .order_by("community__path", "pk")
    )
    return [
        Row(
            one.pk,
            {
                "name": one.name,
                "address": one.address,
                "built": one.built_year or "",
                "buildings": one.n,
                "firm": str(one.manager.name)
                if one.manager and one.manager.kind == UnitKind.PROPERTY
                else "",
                "served": "是" if one.manager and one.manager.kind == UnitKind.PROPERTY else "否",
                "firm_phone": one.manager.phone
                if one.manager and one.manager.kind == UnitKind.PROPERTY
                else "",
                "community": str(one.community),
            },
            one.community_id,
        )
        for one in found[:MOST_ROWS]
    ]


COMPOUNDS: Final = Register(
    RegisterSpec(
        "compounds", frozenset({"compound"}),
        (
            col("name", "小区名称 小区 住宅小区名称 居民小区名称 物业项目名称 项目名称（小区）", is_anchor=True),
            col("address", "地址 小区地址 详细地址 坐落 坐落位置 位置"),
            col("built", "建成年份 建成年代 建成时间 竣工年份 建设年代"),
            col("buildings", "楼栋数 楼栋 栋数 楼幢数 居民楼栋数 楼房栋数 住宅楼栋数"),
            col("firm", "物业公司 物业企业 物业公司名称 物业服务企业 物业企业名称 物业服务公司 物业服务企业名称"),
            col("served", "是否有物业 有无物业 是否有物业管理 有无物业管理"),
            col("firm_phone", "物业电话 物业服务电话 物业联系电话 物业公司电话"),
            COMMUNITY,
        ),
        {"served": "served", "unserved": "unserved"},
    ),
    _("小区登记"), _compounds,
    columns={"name": _("小区名称"), "address": _("地址"), "built": _("建成年份"), "buildings": _("楼栋数"),
        "firm": _("物业公司"),
             "served": _("有没有物业"), "firm_phone": _("物业电话"), "community": _("社区")},
)  # fmt: skip


def _leaders(units: Iterable[int], role: Role, at: Any) -> dict[int, str]:
    day = local(at).date()
    held = Post.objects.filter(unit__in=units, role=role, held_from__lte=day, account__is_active=True)
    held = held.filter(Q(held_until=None) | Q(held_until__gt=day))
    found: dict[int, list[str]] = {}
    for unit, name in held.order_by("pk").values_list("unit_id", "account__name"):
        found.setdefault(unit, []).append(name)
    return {unit: "、".join(names) for unit, names in found.items()}


def _grids(ask: Asking) -> list[Row]:
    rows = Grid.objects.filter(unit__path__startswith=ask.ground.path, valid_until=None)
    if ask.narrowed:
        rows = rows.filter(grid_kind__in=ask.narrowed)
    found = list(rows.select_related("unit__parent").order_by("unit__path")[:MOST_ROWS])
    ids = [one.unit_id for one in found]
    leaders, workers = (_leaders(ids, role, ask.at) for role in (Role.GRID_LEADER, Role.GRID_WORKER))
    return [
        Row(
            one.unit_id,
            {
                "name": str(one.unit), "code": one.code, "kind": str(one.get_grid_kind_display()),
                "households": one.households_count, "scope": one.scope_words, "leader": leaders.get(one.unit_id, ""),
                "worker": workers.get(one.unit_id, ""), "community": str(one.unit.parent or ""),
            },
            one.unit_id,
        )
        for one in found
    ]  # fmt: skip


GRIDS: Final = Register(
    RegisterSpec(
        "grids", frozenset({"grid", "general", "special", "micro"}),
        (
            col("name", "网格名称 网格 网格单元名称", is_anchor=True),
            col("code", "网格编码 网格编号 网格代码 编码"),
            col("kind", "网格类型 网格种类 网格类别"),
            col("households", "户数 总户数 居民户数 网格户数 户数（户）", unit="household"),
            col("scope", "四至范围 网格范围 网格四至 范围 四至"),
            col("leader", "网格长 网格长姓名"),
            col("worker", "网格员 专职网格员 网格员姓名 专职网格员姓名"),
            COMMUNITY,
        ),
        {"general": "general", "special": "special", "micro": "micro"},
        pieces="grid",
    ),
    _("网格登记"), _grids,
    columns={"name": _("网格名称"), "code": _("网格编码"), "kind": _("网格种类"), "households": _("户数"),
        "scope": _("四至范围"),
             "leader": _("网格长"), "worker": _("专职网格员"), "community": _("社区")},
)  # fmt: skip


def _communities(ask: Asking) -> list[Row]:
    found = list(
        Unit.objects.filter(
            path__startswith=ask.ground.path, kind=UnitKind.COMMUNITY, is_active=True
        ).order_by("order", "path")
    )
    secretaries = _leaders([u.pk for u in found], Role.COMMUNITY_SECRETARY, ask.at)
    return [
        Row(
            one.pk,
            {
                "name": one.name, "code": one.code, "phone": one.phone, "address": one.address,
                "secretary": secretaries.get(one.pk, ""),
            },
            one.pk,
        )
        for one in found
    ]  # fmt: skip


COMMUNITIES: Final = Register(
    RegisterSpec(
        "communities", frozenset({"community"}),
        (
            col("name", "社区 社区名称 村社区 村居 社区（村） 居委会名称", is_anchor=True),
            col("code", "社区代码 区划代码 社区编码 社区编号 统计代码"),
            col("phone", "社区电话 办公电话 值班电话"),
            col("address", "社区地址 办公地址"),
            col("secretary", "社区书记 社区党组织书记 书记姓名 社区书记姓名"),
        ),
        pieces="community",
    ),
    _("社区"), _communities,
    columns={"name": _("社区"), "code": _("社区代码"), "phone": _("社区电话"), "address": _("社区地址"),
        "secretary": _("社区书记")},
)  # fmt: skip


def _homes(ask: Asking) -> list[Row]:
    rows = Home.objects.filter(household__building__grid__path__startswith=ask.ground.path)
    if ask.narrowed:
        rows = rows.filter(use__in=ask.narrowed)
    found = rows.select_related("household__building__compound", "household__building__grid__parent")
    return [
        Row(
            one.pk,
            {
                "door": str(one.household),
                "compound": str(one.household.building.compound or ""),
                "building": one.household.building.number,
                "stairwell": one.household.stairwell,
                "floor": one.household.floor if one.household.floor is not None else "",
                "room": one.household.room,
                "use": str(one.get_use_display()),
                **ground_of(one.household.building.grid),
            },
            one.household.building.grid_id,
        )
        for one in found.order_by(
            "household__building__grid__path",
            "household__building",
            "household__stairwell",
            "household__room",
        )[:MOST_ROWS]
    ]


HOMES: Final = Register(
    RegisterSpec(
        "homes", frozenset({"household"}),
        (
            col("door", "住址 房屋地址 门牌地址 房屋坐落 详细住址 家庭住址 房屋详细地址 出租房屋地址 详细地址 "
                "房屋位置", is_anchor=True),
            col("compound", "小区 小区名称 所在小区"),
            col("building", "楼号 楼栋 楼栋号 幢号 楼幢号 栋号"),
            col("stairwell", "单元 单元号"),
            col("floor", "楼层 层"),
            col("room", "房号 门牌号 室号 户号 门号"),
            col("use", "房屋用途 居住状态 居住情况 房屋状态 使用情况 房屋使用情况"),
            COMMUNITY, GRID,
        ),
        {"rented": "rented", "vacant": "vacant", "shared": "shared", "own": "own"},
    ),
    _("住户登记"), _homes,
    columns={"door": _("住址"), "compound": _("小区"), "building": _("楼号"), "stairwell": _("单元"), "floor": _("楼层"),
             "room": _("房号"), "use": _("怎么住的"), "community": _("社区"), "grid": _("网格")},
)  # fmt: skip
