"""Support schemes of the demo town: written down with their conditions, asked about, told to shops by their stewards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from linli.demo.company import Company
from linli.kernel import clock
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.schemes import operations as op
from linli.pillars.service.schemes import queries
from linli.pillars.service.schemes.models import Scheme
from linli.pillars.service.schemes.rules import Answer, Condition, Subject

STREET: Final = "清泉街道办事处"
HALL: Final = "街道便民大厅 0000-8600112"
SMALL: Final = Condition(Subject.SIZE, ("micro", "small"), "小微企业")
SOLE: Final = Condition(Subject.FORM, ("sole",), "个体工商户", is_or=True)
LICENCE: Final = "营业执照"

# What it says, its conditions, and how many days after the story begins it closes; None lasts.
SCHEMES: Final[tuple[tuple[Mapping[str, Any], tuple[Condition, ...], int | None], ...]] = (
    (
        {
            "kind": "call",
            "title": "稳岗补助：不裁员的小店",
            "issuer": "区人力资源和社会保障局",
            "document": "示例人社〔2026〕18号",
            "summary": "缴了失业保险、近一年没裁员的，把一部分保险费退给您",
            "gives": "退上一年交的失业保险费的一部分，小微企业退得多一些",
            "how": "不用跑：大厅或网格员帮您在网上点一次。钱打到缴费的账户",
            "papers": (LICENCE, "近一年的工资表"),
        },
        (SMALL, SOLE, Condition(Subject.TRAIT, ("insured",)), Condition(Subject.TRAIT, ("keeps",))),
        60,
    ),
    (
        {
            "kind": "call",
            "title": "招应届毕业生，一人补一千五",
            "issuer": "区人力资源和社会保障局",
            "document": "示例人社〔2026〕21号",
            "summary": "今年招了应届毕业生、签了一年以上合同的，一人一次补一千五百元",
            "gives": "每招一个补 1,500 元，一次发完",
            "how": "带合同到街道便民大厅，或请金管家上门收",
            "papers": (LICENCE, "劳动合同", "工资发放凭证"),
        },
        (Condition(Subject.CODE), Condition(Subject.TRAIT, ("grads",)), Condition(Subject.TRAIT, ("insured",))),
        75,
    ),
    (
        {
            "kind": "policy",
            "title": "首次创业补贴",
            "issuer": "区人力资源和社会保障局",
            "document": "示例人社〔2026〕9号",
            "summary": "第一次开店办企业，经营满一年的，一次补一万元",
            "gives": "一次性补 10,000 元",
            "how": "经营满一年以后，三年以内申请；带材料到街道便民大厅",
            "papers": (LICENCE, "身份证", "经营场所的租房合同或房产证明"),
        },
        (
            Condition(Subject.OLDER, ("12",), "正常经营一年以上"),
            Condition(Subject.YOUNGER, ("36",), "成立三年以内"),
            Condition(Subject.TRAIT, ("first",)),
        ),
        None,
    ),
    (
        {
            "kind": "policy",
            "title": "创业担保贷款，利息街道帮着跑",
            "issuer": "区人力资源和社会保障局、区财政局",
            "summary": "小微企业贷款，财政补一半利息",
            "gives": "最高 400 万元，期限两年，财政按规定贴息",
            "how": "先找金管家说一声，银行上门看",
            "papers": (LICENCE, "近半年流水", "工资表"),
        },
        (SMALL, Condition(Subject.TRAIT, ("credit",)), Condition(Subject.ASK, words="今年新招的人占一成以上")),
        None,
    ),
    (
        {
            "kind": "policy",
            "title": "小规模纳税人少交增值税",
            "issuer": "区税务局",
            "summary": "小规模纳税人，销售额不大的免，其余少交",
            "gives": "每月销售额在规定数以下的免，以上的按低的税率交",
            "how": "不用申请，报税时自己享受。算不清的，问办税服务厅",
            "contact": "办税服务厅 0000-8600366",
        },
        (Condition(Subject.TAXPAYER, ("small",)),),
        None,
    ),
    (
        {
            "kind": "call",
            "title": "餐饮店后厨油烟改造，街道补三成",
            "issuer": STREET,
            "document": "清泉街办〔2026〕31号",
            "summary": "换油烟净化器的小餐馆，街道补三成，最多六千元",
            "gives": "补设备款的三成，最多 6,000 元",
            "how": "先报名、看现场，装好验收以后打款",
            "papers": (LICENCE, "食品经营许可证", "设备发票"),
        },
        (Condition(Subject.TRADE, ("H",), "餐饮店"), Condition(Subject.TRAIT, ("rents",)), SMALL),
        38,
    ),
    (
        {
            "kind": "call",
            "title": "夜间小集摊位，先到先选",
            "issuer": STREET,
            "summary": "周末夜市二十个摊位，不收摊位费",
            "gives": "周五到周日晚上一个摊位，水电街道出",
            "how": "打电话报名，选位置",
        },
        (Condition(Subject.TRADE, ("F", "H", "O")), Condition(Subject.STAFF_MOST, ("20",))),
        22,
    ),
)  # fmt: skip
TRAITS: Final = (
    ("insured", True),
    ("keeps", True),
    ("first", False),
    ("rents", True),
    ("grads", True),
    ("credit", True),
)


def do(company: Company, verb: str, which: int, at: datetime) -> None:
    """Write a scheme down, ask a shop about itself, or tell whom one fits."""
    if verb == "scheme":
        _keep(company, which, at)
    elif verb == "scheme_ask":
        _ask(company, which, at)
    else:
        _tell(company, which, at)


def _keep(company: Company, which: int, at: datetime) -> None:
    about, conditions, days = SCHEMES[which]
    one = Enterprise.objects.select_related("office").order_by("pk").first()
    if one is None:
        return
    today = clock.local(at).date()
    dated: dict[str, Any] = {"document_date": today - timedelta(days=9)} if about.get("document") else {}
    closes = today + timedelta(days=days) if days is not None else None
    said = op.About(**{"contact": HALL, **about}, **dated, opens_date=today, closes_date=closes)
    op.keep_scheme(actor=company.actor("liumin"), at=at, office=one.office, about=said, conditions=conditions)


def _ask(company: Company, which: int, at: datetime) -> None:
    """Each steward asks a few shops the same thing."""
    code, holds = TRAITS[which]
    shops = Enterprise.objects.filter(steward__isnull=False).select_related("steward").order_by("pk")
    for number, one in enumerate(shops[which // 3 :: 3][:10]):
        if one.steward is not None:
            op.know_trait(
                actor=company.actor(one.steward.username),
                at=at,
                enterprise=one,
                code=code,
                holds=holds if number % 5 else not holds,
            )


def _tell(company: Company, which: int, at: datetime) -> None:
    scheme = Scheme.objects.filter(ended_at=None).order_by("pk")[which % len(SCHEMES)]
    found = queries.who_fits(actor=company.actor("liumin"), scheme=scheme, at=at)
    fitting = [row.id for row in found.rows if row.verdict.answer is Answer.FITS and row.told_at is None]
    for one in Enterprise.objects.filter(pk__in=fitting[:3]).select_related("steward"):
        if one.steward is not None:
            op.tell_enterprises(
                actor=company.actor(one.steward.username),
                at=at,
                scheme=scheme,
                enterprise_ids=[one.pk],
                how=("visit", "phone", "message")[which % 3],
            )
