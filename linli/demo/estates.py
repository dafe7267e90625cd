"""Compounds of the demo town: contracts of those that are served, committees in office, tables of six that have met."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from linli.base.orgs.roles import UnitKind
from linli.base.people.models import Household
from linli.base.places.models import Compound
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries
from linli.pillars.governance.estates.models import CompanyReview
from linli.pillars.governance.estates.rules import Hired, Managed, Side

HOME: Final = "官园小区"
"""The compound whose table meets, in the community of the cast."""
TABLE: Final = (
    (Side.COMMUNITY, "郑书记", "牵头，每月召集一次"),
    (Side.BRANCH, "小区支部老沙", "党员联系楼栋"),
    (Side.COMPANY, "清和物业吴经理", "报修、保洁、车位"),
    (Side.OWNERS, "业主代表孟老师", "收齐各楼的意见"),
    (Side.PARTNER, "银行张行长", "出活动场地"),
    (Side.RESIDENTS, "三号楼张秀兰", "提问题、一起监督"),
)


def home(company: Company) -> Compound:
    """Give the compound whose table meets: the largest served one of the community of the cast."""
    rows = Compound.objects.filter(community=company.unit("c5"), manager__kind=UnitKind.PROPERTY)
    return (
        rows.filter(name=HOME).first()
        or rows.order_by("pk").select_related("community", "manager").first()
        or _any()
    )


def _any() -> Compound:
    return Compound.objects.select_related("community", "manager").order_by("pk")[0]


def _contracts(company: Company, at: datetime) -> None:
    """Write down what every company has signed; the terms differ, some end soon."""
    today = clock.local(at).date()
    rows = Compound.objects.filter(manager__kind=UnitKind.PROPERTY).select_related("community", "manager")
    for n, row in enumerate(rows.order_by("pk")):
        begun = today - timedelta(days=200 + n * 37 % 700)
        op.sign_contract(
            actor=company.actor("fangzhuren"),
            compound=row,
            company=row.manager,  # type: ignore[arg-type]
            how=(Hired.TENDER, Hired.AGREED, Hired.BUILDER)[n % 3],
            from_date=begun,
            until_date=date(begun.year + 3, begun.month, min(begun.day, 28)),
            fee=f"每月每平方米 {0.8 + n % 5 * 0.2:.1f} 元",
        )


def _committees(company: Company, at: datetime) -> None:
    """Write down the committees that were elected before there was this register."""
    today = clock.local(at).date()
    rows = Compound.objects.select_related("community", "manager").order_by("pk")
    for n, row in enumerate(rows):
        owners = row.manager is not None and row.manager.kind == UnitKind.OWNERS
        if not owners and n % 7:
            continue
        begun = today - timedelta(days=400 + n * 53 % 1_600)
        op.keep_estate(
            actor=company.actor("fangzhuren"),
            compound=row,
            managed=Managed.OWNERS if owners else Managed.COMPANY if row.manager else Managed.NONE,
            owners_count=180 + n % 40 * 12,
            area_m2=15_000 + n % 40 * 1_050,
            committee_seats=5 + n % 3 * 2,
            committee_from=begun,
            committee_until=date(begun.year + 5, begun.month, min(begun.day, 28)),
        )


def _table(company: Company, at: datetime) -> None:
    today = clock.local(at).date()
    for side, name, task in TABLE:
        op.seat_side(
            actor=company.actor("zhengshuji"),
            compound=home(company),
            side=side,
            name=name,
            task=task,
            from_date=today,
        )


def _sit(company: Company, at: datetime) -> None:
    op.record_sitting(
        actor=company.actor("zhengshuji"),
        at=at,
        compound=home(company),
        held_on=clock.local(at).date(),
        place="党群服务中心一层",
        sides=list(Side),
        agenda="电动车充电棚装在哪里；门禁坏了三个月没修；今年把业主委员会选出来。",
        settled="充电棚装在南门东侧，银行出棚子，物业月底前装好；门禁物业一周内修；社区本月起筹备选举。",
    )


# --- how companies are evaluated ----------------------------------------------------------------------------

ASKED: Final = "滨河家园"
"""Where households are asked right now."""
SAID: Final = (
    "报修回得慢，催了才动，下一季一件一件盯。",
    "有几件拖过了期限，公司说了缺水电工，下季度补人。",
    "多数按时，拖的那几件和住户说清楚了原因。",
    "报修回得快，返工的再少些就好。",
    "交办的都按时，住户也说好，接着保持。",
)
LOOKED_BACK: Final = timedelta(days=90)
ABOUT_A_CASE: Final = (
    "有一件是供热主管的事，派给我们之前已经转给供热站，不该算我们超期。",
    "核对了派单记录，主管确实归供热站，这一件不算，重新公示。",
)
ABOUT_LEVELS: Final = (
    "打分那几天正好检修停水，住户的气没消，请按平时的算。",
    "打分按公布的办法收的，停水的事提前三天贴过通知，结果不变。",
)
"""What a company says against its evaluation, and the answer: with a case to name it is right, without one it is not."""


def _served() -> list[Compound]:
    rows = Compound.objects.filter(manager__kind=UnitKind.PROPERTY).select_related("community", "manager")
    return list(rows.order_by("pk"))


def _look_back(company: Company, at: datetime) -> None:
    """Begin to look back on the last three months, in every compound that a company serves."""
    today = clock.local(at).date()
    for row in _served():
        op.start_review(
            actor=company.actor("fangzhuren"),
            at=at,
            compound=row,
            from_date=today - LOOKED_BACK,
            until_date=today,
        )


def _review_of(compound: Compound) -> int:
    return CompanyReview.objects.filter(estate=compound.pk).latest("pk").pk


def _levels(company: Company, at: datetime) -> None:
    """Let one household give its level on the phone, and the community take those of the doors it visits."""
    one = home(company)
    review = _review_of(one)
    op.give_level(actor=company.actor("zhangxiulan"), at=at, review=review, level=4)
    doors = Household.objects.filter(building__compound=one.pk, residents=None)
    for n, door in enumerate(doors.select_related("building__compound").order_by("pk")[:9]):
        op.take_level(
            actor=company.actor("zhengshuji"),
            at=at,
            review=review,
            door=str(door),
            level=(5, 4, 3, 4, 2)[n % 5],
        )


def _make_public(company: Company, at: datetime) -> None:
    """Make public what has anything to go by; where nobody raised anything there is nothing to tell yet."""
    director = company.actor("fangzhuren")
    for row in _served():
        review = _review_of(row)
        score = queries.review_page(actor=director, pk=review, at=at).score
        if row.name != ASKED and score is not None:
            words = SAID[min(int(score) // 20, len(SAID) - 1)]
            op.publish_review(actor=director, at=at, review=review, words=words)


def _appeal(company: Company, at: datetime) -> None:
    review = CompanyReview.objects.get(pk=_review_of(home(company)))
    cases = [share.case.number for share in queries.counted_of(review, at)][:1]
    words, _upheld = ABOUT_A_CASE if cases else ABOUT_LEVELS
    op.appeal_review(actor=company.actor("wuguanjia"), at=at, review=review.pk, words=words, cases=cases)


def _answer(company: Company, at: datetime) -> None:
    review = CompanyReview.objects.get(pk=_review_of(home(company)))
    names_cases = any(one.cases for one in review.appeals.all())
    _words, answer = ABOUT_A_CASE if names_cases else ABOUT_LEVELS
    op.answer_appeal(
        actor=company.actor("fangzhuren"), at=at, review=review.pk, answer=answer, is_upheld=names_cases
    )


def _elsewhere(company: Company) -> CompanyReview | None:
    """Give another compound's review that is public, if there is one."""
    rows = CompanyReview.objects.filter(public_from__isnull=False).exclude(estate=home(company).pk)
    return rows.select_related("company").order_by("pk").first()


def _appeal_too_soon(company: Company, at: datetime) -> None:
    if (review := _elsewhere(company)) is not None:
        actor = company.of(review.company, Random("review"), "handler")
        op.appeal_review(actor=actor, at=at, review=review.pk, words="有一次是停电，电梯停了不怪我们。")


def _take_back(company: Company, at: datetime) -> None:
    if (review := _elsewhere(company)) is not None:
        actor = company.of(review.company, Random("review"), "handler")
        words = "查了，停电那一件本来就没算在里面，收回。"
        op.withdraw_appeal(actor=actor, at=at, review=review.pk, words=words)


ACTS: Final = (
    Act(310, _look_back),
    Act(260, _levels),
    Act(205, _make_public),
    Act(150, _appeal),
    Act(145, _appeal_too_soon),
    Act(120, _take_back),
    Act(100, _answer),
    Act(500, _contracts),
    Act(498, _committees),
    Act(470, _table),
    Act(400, _sit),
)
