"""Shops and enterprises."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.insight.forms.rules.listing import RegisterSpec
from linli.insight.forms.sources.registers._register import (
    COMMUNITY,
    GRID,
    MOST_ROWS,
    Asking,
    Register,
    Row,
    Value,
    col,
    day_of,
    ground_of,
)
from linli.kernel.standards.trades import TRADES
from linli.pillars.governance.inspections.models import Shop
from linli.pillars.service.enterprises.models import Enterprise


def _shops(ask: Asking) -> list[Row]:
    rows = Shop.objects.filter(area__path__startswith=ask.ground.path, ended_at=None)
    if ask.narrowed:
        rows = rows.filter(trade__in=ask.narrowed)
    found = rows.select_related("area__parent", "enterprise").order_by("area__path", "pk")[:MOST_ROWS]
    return [
        Row(
            one.pk,
            {
                "sign": one.sign,
                "trade": str(one.get_trade_display()),
                "address": one.address,
                "front_m": one.front_m if one.front_m is not None else "",
                **_firm_values(one.enterprise, ask),
                **ground_of(one.area),
            },
            one.area_id,
            None,
            bytes(one.enterprise.contact_print) if one.enterprise.contact_print else None,
        )
        for one in found
    ]


def _firm_values(one: Enterprise, ask: Asking) -> dict[str, Value]:
    return {
        "name": one.name,
        "uscc": one.uscc,
        "form": str(one.get_form_display()) if one.form else "",
        "size": str(one.get_size_display()) if one.size else "",
        "staff": one.staff_count if one.staff_count is not None else "",
        "founded": day_of(one.founded_date),
        "contact": ask.name(one.contact_name),
        "phone": ask.phone(one.contact_phone),
    }


def _firms(ask: Asking) -> list[Row]:
    rows = Enterprise.objects.filter(area__path__startswith=ask.ground.path, ended_at=None)
    if ask.narrowed:
        rows = rows.filter(form__in=[code for said in ask.narrowed for code in said.split("+")])
    found = rows.select_related("area__parent").order_by("area__path", "pk")[:MOST_ROWS]
    return [
        Row(
            one.pk,
            {
                **_firm_values(one, ask),
                "trade": TRADES[one.trade][0] if one.trade in TRADES else "",
                "address": one.address,
                **ground_of(one.area),
            },
            one.area_id,
            None,
            bytes(one.contact_print) if one.contact_print else None,
        )
        for one in found
    ]


FIRM_COLUMNS: Final = (
    col("uscc", "统一社会信用代码 信用代码 社会信用代码 营业执照号 营业执照编号 统一信用代码 营业执照代码"),
    col("form", "企业类型 主体类型 市场主体类型 单位类型 登记类型"),
    col("size", "规模 企业规模"),
    col("staff", "从业人数 从业人员 从业人员数 员工数 员工人数 职工人数 用工人数", unit="person"),
    col("founded", "成立日期 成立时间 注册时间 注册日期"),
    col("contact", "联系人 联系人姓名 负责人 负责人姓名 经营者 经营者姓名 店主 店主姓名 经营者（负责人）", hides="name"),
    col("phone", "联系电话 电话 手机 手机号 手机号码 联系方式 负责人电话 负责人联系电话 负责人联系方式 "
        "联系人电话 经营者电话 店主电话 负责人手机号", hides="phone"),
    COMMUNITY, GRID,
)  # fmt: skip

SHOPS: Final = Register(
    RegisterSpec(
        "shops", frozenset({"shop"}),
        (
            col("sign", "店招 店名 门店名称 商户名称 商铺名称 店铺名称 店招名称 门头名称 经营户名称 字号 "
                "店招（字号） 字号名称 门店 商户", is_anchor=True),
            col("trade", "经营种类 经营类别 业态 经营业态 经营类型 经营项目 行业类别 类别 经营范围类别"),
            col("address", "地址 经营地址 详细地址 门店地址 商户地址 店铺地址 经营场所 位置 门牌地址"),
            col("front_m", "门前长度 门头长度 店面宽度"),
            col("name", "营业执照名称 登记名称 执照名称 主体名称"),
            *FIRM_COLUMNS,
        ),
        {"catering": "catering", "food": "food", "retail": "retail", "care_trade": "care", "repair": "repair",
            "leisure": "leisure"},
    ),
    _("门店登记"), _shops, subject="enterprises.Enterprise",
    columns={"sign": _("店招"), "trade": _("经营种类"), "address": _("地址"), "front_m": _("门前长度"),
        "name": _("登记名称"),
             "uscc": _("统一社会信用代码"), "form": _("类型"), "size": _("规模"), "staff": _("从业人数"),
                 "founded": _("成立日期"),
             "contact": _("联系人"), "phone": _("联系电话"), "community": _("社区"), "grid": _("网格")},
)  # fmt: skip
FIRMS: Final = Register(
    RegisterSpec(
        "enterprises", frozenset({"enterprise", "entity", "sole"}),
        (
            col("name", "企业名称 单位名称 公司名称 市场主体名称 主体名称 名称 企业全称 经营主体名称 "
                "用人单位名称", is_anchor=True),
            col("trade", "行业 所属行业 行业类别 行业门类 行业分类"),
            col("address", "地址 注册地址 企业地址 经营地址 单位地址 详细地址 所在地址"),
            *FIRM_COLUMNS,
        ),
        {"enterprise": "company+branch", "sole": "sole"},
    ),
    _("企业登记"), _firms, subject="enterprises.Enterprise",
    columns={**SHOPS.columns, "name": _("名称"), "trade": _("行业")},
)  # fmt: skip
