"""A campaign of the demo town: the motor parts market moves, 93 stalls, by days with its mornings; a count of heating."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from openpyxl import Workbook

from linli.base.flow import jobs as flow
from linli.base.flow.models import Case
from linli.demo import names
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.faces.desk import givingback
from linli.kernel import clock
from linli.pillars.governance.campaigns import operations as op
from linli.pillars.governance.campaigns import queries
from linli.pillars.governance.campaigns.models import Campaign, Decision, Target
from linli.pillars.governance.campaigns.rules import HEADS, CampaignKind, Read, Source, put_right_by

What = Callable[[Company, datetime], object]

MOVE: Final = "摩配市场搬迁"
COUNT: Final = "集中供暖二次统计"
STALLS: Final = 93
TRADES: Final = ("轮胎", "机油", "链条", "车灯", "电瓶", "头盔", "坐垫", "仪表", "刹车")
RUN, PARTY = "fangzhuren", "wanglei"
WHY: Final = (
    ("新摊位的电表还没装上，装好才能走。", "jiansheban"),
    ("和市场的租约明年三月到期，要退的租金没谈拢。", "street"),
    ("库房里的货要借一处地方先放。", "chengguan"),
    ("老人看店，孩子下周回来才能签。", "c5"),
)


def _one(name: str) -> Campaign:
    return Campaign.objects.select_related("office", "unit").get(name=name)


def _open(company: Company, at: datetime) -> None:
    day = clock.local(at).date()
    one = op.open_campaign(
        actor=company.actor(RUN),
        at=at,
        unit=company.unit("street"),
        office=company.unit("street"),
        kind=CampaignKind.MOVING,
        name=MOVE,
        basis="全市拆违拆临、建绿透绿行动方案；全区环境综合整治年方案",
        from_date=day,
        until_date=day + timedelta(days=30),
        parties=[company.unit("chengguan"), company.unit("jiansheban")],
        steps="签搬迁协议，10天\n腾空交房，12天",
        form="营业面积：数字\n搬去哪里：新市场/别处/不做了",
    )
    area = company.unit("c5").pk
    read = [row for _line, row in _sheet_read(one) if isinstance(row, Read)]
    rows = [Source(row.name, row.address, area) for row in read]
    op.list_targets(actor=company.actor(RUN), at=at, campaign=one, rows=rows)


def _sheet_read(one: Campaign) -> Any:
    """Read the market's own list of its stalls, a sheet as its office keeps it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(HEADS))
    for n in range(1, STALLS + 1):
        sheet.append([f"{TRADES[n % len(TRADES)]}摊", f"摩配市场 {(n - 1) // 31 + 1} 排 {n} 号", "官园社区"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stalls.xlsx"
        book.save(path)
        return op.rows_of_file(path, one)


def _advance(first: int, last: int) -> What:
    """Let the stalls from one number to another finish their step."""

    def do(company: Company, at: datetime) -> None:
        one, actor = _one(MOVE), company.actor(PARTY)
        for target in Target.objects.filter(campaign=one, order__gte=first, order__lte=last, ended_at=None):
            op.advance_target(actor=actor, at=at, target=target)

    return do


def _stick(*orders: int) -> What:
    def do(company: Company, at: datetime) -> None:
        one = _one(MOVE)
        for order in orders:
            words, unit = WHY[order % len(WHY)]
            op.stick_target(
                actor=company.actor(PARTY),
                at=at,
                target=Target.objects.get(campaign=one, order=order),
                words=words,
                decider=company.unit(unit),
            )

    return do


def _exempt(*orders: int) -> What:
    def do(company: Company, at: datetime) -> None:
        for target in Target.objects.filter(campaign__name=MOVE, order__in=orders):
            op.exempt_target(
                actor=company.actor(RUN), at=at, target=target, words="年初已经空置，摊主注销了。"
            )

    return do


def _morning(words: str = "", *decided: tuple[str, str, int, int]) -> What:
    """Hold a meeting; what it decides: what, who, in how many days, about which stall."""

    def do(company: Company, at: datetime) -> None:
        one, actor = _one(MOVE), company.actor(RUN)
        op.hold_morning(actor=actor, at=at, campaign=one, words=words)
        for what, unit, days, order in decided:
            op.decide(
                actor=actor,
                at=at,
                campaign=one,
                what=what,
                to=company.unit(unit),
                until=clock.local(at).date() + timedelta(days=days),
                target=Target.objects.filter(campaign=one, order=order).first(),
            )

    return do


def _of(what: str) -> str:
    return Decision.objects.select_related("case").get(case__title=what.splitlines()[0]).case.number


def _decision(who: str, verb: Callable[..., Any], what: str, **said: str) -> What:
    def do(company: Company, at: datetime) -> None:
        verb(actor=company.actor(who), number=_of(what), at=at, **said)

    return do


def _tick(what: str) -> What:
    def do(company: Company, at: datetime) -> None:
        number = Case.objects.get(number=_of(what)).number
        while flow.tick(number, at):
            pass

    return do


def _count(company: Company, at: datetime) -> None:
    """Open a count in the compound everybody knows, its doors from the register, the first nine of them filled."""
    day = clock.local(at).date()
    one = op.open_campaign(
        actor=company.actor("zhengshuji"),
        at=at,
        unit=company.unit("c5"),
        office=company.unit("street"),
        kind=CampaignKind.COUNT,
        name=COUNT,
        basis="供热企业与社区的统计通知",
        from_date=day,
        until_date=day + timedelta(days=20),
        steps="上门核对，10天",
        form="怎么住的：登记\n取暖方式：集中供暖/自己烧/没有\n愿不愿意接：愿意/不愿意/再想想",
    )
    compounds = [c for c in queries.compounds_in(one.office) if c.community_id == one.unit_id]
    _grid, famous, _kind = names.COMMUNITIES[4].known
    compounds.sort(key=lambda c: c.name != famous)
    rows = queries.households_in(compounds[0])[:24] if compounds else []
    op.list_targets(actor=company.actor("zhengshuji"), at=at, campaign=one, rows=rows)
    ways, wants = ("自己烧", "没有", "集中供暖"), ("愿意", "愿意", "再想想", "不愿意")
    rows_there = Target.objects.filter(campaign=one).select_related("campaign").order_by("order")[:9]
    for n, target in enumerate(rows_there):
        actor = company.actor("zhengshuji")
        known = givingback.known(actor=actor, target=target)
        # Of nine doors two are let, where the register says that their owners live there.
        answers = {**known, "取暖方式": ways[n % 3], "愿不愿意接": wants[n % 4]}
        if n in (3, 7):
            answers["怎么住的"] = "出租"
        ask = put_right_by(one.asks, known, answers)
        op.fill_target(actor=actor, at=at, target=target, answers=answers)
        if ask is not None:
            key = uuid5(NAMESPACE_URL, f"count:{target.pk}")
            givingback.give_back(
                actor=actor, at=at, target=target, ask=ask, said=answers[ask.label], source="self", key=key
            )


SIGNS: Final = "老街门头牌匾整治"
SIGNS_MANY: Final = 12


def _signs(company: Company, at: datetime) -> None:
    """Open a small campaign over the shops of the register, each in its own community."""
    day = clock.local(at).date()
    street = company.unit("street")
    one = op.open_campaign(
        actor=company.actor(RUN),
        at=at,
        unit=street,
        office=street,
        kind=CampaignKind.ACTION,
        name=SIGNS,
        basis="市容和环境卫生管理条例；街道老街商铺督导整治方案",
        from_date=day,
        until_date=day + timedelta(days=12),
        parties=[company.unit("chengguan")],
        steps="说清怎么改，2天\n换好或拆掉，5天",
    )
    rows = [
        row
        for area in queries.grounds_of(street)
        if area.kind == "community"
        for row in queries.shops_in(one, area)
    ]
    op.list_targets(actor=company.actor(RUN), at=at, campaign=one, rows=rows[:SIGNS_MANY])


def _signs_step(company: Company, at: datetime) -> None:
    """Finish a step at every shop; one that closed meanwhile needs nothing."""
    one = _one(SIGNS)
    for target in Target.objects.filter(campaign=one, ended_at=None).order_by("order"):
        if target.order == SIGNS_MANY // 2 and target.step:
            words = "店不开了，牌子拆了，不用换"
            op.exempt_target(actor=company.actor(RUN), at=at, target=target, words=words)
        else:
            op.advance_target(actor=company.actor(PARTY), at=at, target=target)


def _signs_close(company: Company, at: datetime) -> None:
    result = "应换的都换好了，费用街道和店家各出一半；新开的店照同一本样册做。"
    op.close_campaign(actor=company.actor(RUN), at=at, campaign=_one(SIGNS), result=result)


METERS: Final = "新市场的电表这周装上"
STORE: Final = "借街道老仓库放一个月货"
RENT: Final = "请市场方来谈退租金的办法"

# Days before the story's last, hour and minute, and what is done.
ACTS: Final = (
    (20, 10, 0, _open),
    (18, 10, 0, _signs),
    (16, 15, 0, _signs_step),
    (11, 15, 0, _signs_step),
    (10, 9, 0, _signs_close),
    (19, 8, 30, _morning("先到每户说清楚，再签。")),
    (19, 14, 0, _advance(1, 16)),
    (18, 8, 30, _morning()),
    (18, 14, 0, _advance(17, 40)),
    (17, 14, 0, _advance(41, 62)),
    (16, 10, 0, _exempt(31, 62, 93)),
    (15, 8, 30, _morning("", (METERS, "chengguan", 3, 24), (STORE, "chengguan", 2, 30))),
    (15, 14, 0, _advance(1, 14)),
    (15, 16, 0, _decision(PARTY, op.answer_decision, STORE, answer="仓库腾出来了，能放到下月底。")),
    (14, 8, 30, _morning()),
    (14, 8, 40, _decision(RUN, op.confirm_decision, STORE)),
    (14, 14, 0, _advance(63, 92)),
    (12, 14, 0, _advance(15, 30)),
    (12, 16, 0, _decision(PARTY, op.answer_decision, METERS, answer="装好了，通电了。")),
    (11, 8, 30, _morning()),
    (11, 8, 40, _decision(RUN, op.confirm_decision, METERS)),
    (10, 14, 0, _advance(32, 47)),
    (8, 14, 0, _advance(48, 61)),
    (6, 14, 0, _advance(63, 84)),
    (5, 15, 0, _stick(88, 89, 90, 91)),
    (4, 8, 30, _morning("剩下几户一户一策。", (RENT, "chengguan", 2, 89))),
    (3, 14, 0, _advance(85, 87)),
    (1, 8, 20, _tick(RENT)),
    (1, 8, 30, _morning()),
    (1, 10, 0, _count),
    (1, 14, 0, _advance(92, 92)),
)


def occasions(until: datetime) -> Iterator[tuple[datetime, Act]]:
    """Yield when each is done: the meetings in the morning, the work at the doors in the afternoon."""
    last = clock.local(until).date()
    for days, hour, minute, act in ACTS:
        yield datetime.combine(last - timedelta(days=days), time(hour, minute), clock.SHANGHAI), Act(0, act)
