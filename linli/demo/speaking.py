"""The column of companies in the demo town: what units of the area tell residents, read by a community beforehand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from linli.base.people.actors import SYSTEM, Actor
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.demo.sharing import doer_of
from linli.pillars.party.partners.queries import reported_in
from linli.pillars.service.bulletins import operations as op
from linli.pillars.service.bulletins.models import Bulletin
from linli.pillars.service.bulletins.policies import COMPANIES
from linli.pillars.service.bulletins.rules import BulletinKind, Content

#: Of which community, title, summary, what it says, which company says it.
Words = tuple[int, str, str, str, str]
GREENS: Final = (
    8, "周三起给八十岁以上老人送菜上门", "在服务台登记楼号，早上买、中午到，不收送货费。", "下雨照送。", "钟楼商场",
)  # fmt: skip
HIRING: Final = (
    9, "食堂招两位帮厨，住得近优先", "早六点到下午两点，管两顿饭，周末轮休。", "要健康证，没有的我们带着去办。", "清和物业",
)  # fmt: skip
CLINIC: Final = (
    7, "周六上午免费测血糖", "带身份证来就行，七点半到九点，空着肚子来。", "量完有人给讲一讲，不卖药。", "柳岸区医院",
)  # fmt: skip
SALE: Final = (8, "周年庆，全场五折", "进店就送鸡蛋，先到先得。", "活动三天。", "钟楼商场")
READING: Final = (
    7, "周日下午给孩子讲故事", "三点到四点，五到九岁，坐满二十个为止。", "家长可以在隔壁喝水等。", "清泉职业学院",
)  # fmt: skip


def _pair(company: Company, words: Words) -> tuple[Any, Any, Actor] | None:
    """Give a company that reported in to a community, the community, and who writes for it."""
    community = company.unit(f"c{words[0]}")
    units = [unit.pk for unit in company.settled.units.values() if unit.kind in COMPANIES]
    rows = [row for row in reported_in(units=units) if row.community_id == community.pk]
    if not rows:
        return None
    unit = next((row.unit for row in rows if row.unit.name == words[4]), rows[0].unit)
    return unit, community, doer_of(company, unit)


def _hand_in(words: Words) -> Callable[[Company, datetime], None]:
    def do(company: Company, at: datetime) -> None:
        found = _pair(company, words)
        if found is None:
            return
        unit, community, actor = found
        said = Content(
            kind=BulletinKind.COLUMN, title=words[1], summary=words[2], body=words[3], valid_from=at,
            valid_until=at + timedelta(days=25), contact=unit.name,
        )  # fmt: skip
        made = op.draft_bulletin(
            actor=actor, at=at, unit=unit, content=said, targets=[community], community=community
        )
        op.submit_bulletin(actor=actor, at=at, number=made.case.number)

    return do


def _decide(words: Words, verb: Callable[..., object], **said: str) -> Callable[[Company, datetime], None]:
    """Let the community's secretary decide."""

    def do(company: Company, at: datetime) -> None:
        row = Bulletin.objects.filter(kind=BulletinKind.COLUMN.value, title=words[1]).first()
        if row is not None:
            secretary = company.of(company.unit(f"c{words[0]}"), Random(words[0]), "community_secretary")
            verb(actor=secretary, at=at, number=row.case.number, **said)
            op.push_bulletins(actor=SYSTEM, at=at)

    return do


BACK: Final = "打折促销是广告，专栏不登；给老人的服务可以写。"
FULL: Final = "两位帮厨都招到了，单位让撤下。"
ACTS: Final = (
    Act(310, _hand_in(HIRING)), Act(306, _decide(HIRING, op.approve_bulletin)),
    Act(160, _hand_in(GREENS)), Act(157, _decide(GREENS, op.approve_bulletin)),
    Act(120, _hand_in(SALE)), Act(117, _decide(SALE, op.send_bulletin_back, note=BACK)),
    Act(80, _hand_in(CLINIC)), Act(77, _decide(CLINIC, op.approve_bulletin)),
    Act(75, _decide(HIRING, op.withdraw_bulletin, answer=FULL)),
    Act(4, _hand_in(READING)),
)  # fmt: skip
