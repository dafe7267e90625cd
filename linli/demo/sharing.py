"""Partner units of the demo town: who reported in where, what they offer, and some two hundred projects they did with
communities, from the list to what those say whom they were for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.party.partners import operations as op
from linli.pillars.party.partners.models import Project, ReportIn, Resource
from linli.pillars.party.partners.rules import What

W = What
NEAR: Final = 4
"""So many units report in to each community."""
PARTS: Final = 14
"""Projects of each community, told in as many rounds."""
OFFERS: Final = (
    (W.HANDS, "周末能来十个人手", "搬、抬、扫都行，提前三天说", 12, False),
    (W.SPACE, "会议室晚上能借用", "坐四十人，有投影，九点前锁门", 20, False),
    (W.TALK, "上门讲一次防诈骗", "一个钟头，带册子", 10, False),
    (W.CARE, "每月第一个周六给老人量血压", "带身份证就行，不用预约", 24, True),
    (W.SKILL, "免费法律咨询", "周三下午，一人二十分钟", 30, True),
    (W.REPAIR, "小家电免费看一看", "只收零件钱", 20, True),
    (W.JOBS, "给中学生留六个实习位置", "寒假两周，管午饭", 6, True),
    (W.GOODS, "闲置桌椅二十套", "自己来拉，先到先得", 4, False),
)  # fmt: skip
NEEDS: Final = (
    (W.HANDS, "冬天帮老人擦窗、换纱帘", "楼里的独居老人", ("问哪几户要", "分两个周六擦", "回访")),
    (W.TALK, "讲一次怎么认假平台", "来听课的老人", ("定时间地点", "开讲")),
    (W.SPACE, "合唱队冬天没处练", "社区合唱队", ("腾一间屋子", "约好钥匙谁管")),
    (W.CARE, "给八十岁以上老人上门量血压", "八十岁以上的老人", ("排名单", "一周走完")),
    (W.REPAIR, "活动室的灯坏了一半", "来活动室的人", ("看一遍", "换灯")),
    (W.SKILL, "租户想问租约怎么签", "租房的年轻人", ("出两位律师", "坐一个下午")),
    (W.GOODS, "食堂缺二十把椅子", "来吃饭的老人", ("送来", "摆好")),
    (W.HANDS, "楼道里的旧家具清出去", "整栋楼的住户", ("挨户问", "清一天", "送垃圾站")),
    (W.JOBS, "寒假给中学生找个见习的地方", "辖区的中学生", ("定岗位", "带两周")),
    (W.TALK, "教老人用手机挂号", "来学的老人", ("备十部手机", "教两次")),
    (W.CARE, "残疾人出门看病缺车", "行动不便的居民", ("排班", "接送一个月")),
    (W.REPAIR, "院里的健身器松了", "来锻炼的居民", ("拧紧", "换两个轴")),
    (W.SPACE, "儿童四点半放学没人看", "双职工的孩子", ("腾教室", "排老师", "试一个月")),
    (W.HANDS, "河边捡一次垃圾", "沿河的居民", ("分段", "捡半天")),
)  # fmt: skip
SAID: Final = ("办到了，挺好。", "说下次还来。", "问了六户，都说行。", "老人很高兴。", "比原来方便多了。")


@dataclass(frozen=True, slots=True)
class Round:
    """Something done in all communities, so many hours before the story ends."""

    hours: float
    what: Callable[[Company, datetime], object]

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        self.what(company, at)
        return ()


def _communities(company: Company) -> Iterator[tuple[int, Unit, Actor]]:
    for seq in range(1, len(company.town.plan.communities) + 1):
        community = company.unit(f"c{seq}")
        yield seq, community, company.of(community, Random(seq))


def _partners(company: Company) -> list[Unit]:
    street = company.unit("street")
    kinds = [UnitKind.PARTNER, UnitKind.PROPERTY]
    near = Unit.objects.filter(path__startswith=street.path, kind__in=kinds, is_active=True)
    offices = Unit.objects.filter(parent=street.parent_id, kind=UnitKind.DEPARTMENT, is_active=True)
    return [*near.order_by("kind", "order"), *offices.order_by("order")[:14]]


def doer_of(company: Company, unit: Unit) -> Actor:
    """Give somebody who acts for a unit."""
    return company.of(unit, Random(unit.pk), "handler")


def _report_in(company: Company, at: datetime) -> None:
    """Let units report in: those of the area each to two communities, departments of the district to one."""
    units = _partners(company)
    for seq, community, _actor in _communities(company):
        for n in range(NEAR):
            unit = units[(seq * NEAR + n) % len(units)]
            op.report_unit_in(
                actor=doer_of(company, unit), at=at, unit=unit, community=community,
                contact_name="联络员", contact_phone=f"199000{40_000 + seq * 10 + n}",
            )  # fmt: skip
    for n, unit in enumerate(units):
        if ReportIn.objects.filter(unit=unit).exists():
            what, title, words, times, is_for_all = OFFERS[n % len(OFFERS)]
            made = op.offer_resource(
                actor=doer_of(company, unit), at=at, unit=unit, what=what, title=title, words=words, times=times,
                is_for_all=is_for_all, until=clock.local(at).date() + timedelta(days=60 + n * 5),
            )  # fmt: skip
            if is_for_all and n % 3:
                op.show_resource(actor=company.actor("luoshuji"), at=at, pk=made.pk)


def _list(part: int) -> Callable[[Company, datetime], None]:
    def do(company: Company, at: datetime) -> None:
        for seq, community, actor in _communities(company):
            what, title, served, _steps = NEEDS[(part + seq) % len(NEEDS)]
            op.list_need(
                actor=actor, at=at, community=community, what=what, title=title, served=served,
                words=f"{community}：{title}。{served}，大约 {6 + (part * 7 + seq) % 40} 人。",
            )  # fmt: skip

    return do


def _found(company: Company, part: int, state: str) -> Iterator[tuple[int, Project]]:
    """Give the projects of a round that stand so, with the number of their community."""
    rows = Project.objects.filter(case__state=state).select_related("case", "community", "unit")
    titles = {(seq, NEEDS[(part + seq) % len(NEEDS)][1]) for seq, _c, _a in _communities(company)}
    by_pk = {company.unit(f"c{seq}").pk: seq for seq, _title in titles}
    for row in rows.order_by("case"):
        seq = by_pk.get(row.community_id, 0)
        if (seq, row.case.title) in titles:
            yield seq, row


def _claim(part: int) -> Callable[[Company, datetime], None]:
    """Have needs claimed: by one of the units there, each in turn; now and then the community calls on an offer."""

    def do(company: Company, at: datetime) -> None:
        today = clock.local(at).date()
        for seq, row in list(_found(company, part, "listed")):
            if part == PARTS - 1 and seq % 2:
                continue  # still waits
            held = ReportIn.objects.filter(community=row.community_id, until=None).select_related("unit")
            units = [one.unit for one in held.order_by("pk")]
            if not units:
                continue  # nobody reported in there yet: it waits on the list
            fits = Resource.objects.filter(unit__in=units, what=row.what, ended_at=None, until__gte=today)
            offer = next((one for one in fits.order_by("pk") if one.taken < one.times), None)
            number = row.case.number
            if offer is not None and seq % 3 == 0:
                actor = company.of(row.community, Random(seq))
                op.call_on_resource(actor=actor, number=number, at=at, resource=offer.pk)
                continue
            unit = units[(part + seq) % len(units)]
            steps = NEEDS[(part + seq) % len(NEEDS)][3]
            op.claim_project(actor=doer_of(company, unit), number=number, at=at, unit=unit, steps=steps)

    return do


def _advance(part: int) -> Callable[[Company, datetime], None]:
    def do(company: Company, at: datetime) -> None:
        for _seq, row in list(_found(company, part, "claimed")):
            if row.unit is None or (first := row.milestones.filter(done_at=None).first()) is None:
                continue
            op.advance_project(
                actor=doer_of(company, row.unit), number=row.case.number, at=at, note=f"{first.what}，做了。",
                milestone=first.pk,
            )  # fmt: skip

    return do


def _finish(part: int) -> Callable[[Company, datetime], None]:
    def do(company: Company, at: datetime) -> None:
        for seq, row in list(_found(company, part, "claimed")):
            if row.unit is not None and (part < PARTS - 3 or seq % 4 == 0):
                actor = doer_of(company, row.unit)
                op.finish_project(
                    actor=actor, number=row.case.number, at=at, answer=f"{row.case.title}，做完了。"
                )

    return do


def _confirm(part: int) -> Callable[[Company, datetime], None]:
    """Let communities ask those it was for: most are content, now and then it is done again."""

    def do(company: Company, at: datetime) -> None:
        for seq, row in list(_found(company, part, "done")):
            by: Any = {"actor": company.of(row.community, Random(seq)), "number": row.case.number, "at": at}
            if (part * 15 + seq) % 29 == 7:
                op.redo_project(**by, answer="问了，还有两户没轮到。")
            else:
                count = 6 + (part * 7 + seq) % 40
                op.confirm_project(**by, answer=SAID[(part + seq) % len(SAID)], served_count=count)

    return do


def _turns() -> Iterable[Round]:
    """Give every round: a part is listed, claimed a day later, done within days, and asked about."""
    yield Round(530, _report_in)
    for part in range(PARTS):
        start = 520.0 - part * 32
        yield Round(start, _list(part))
        yield Round(start - 22, _claim(part))
        if part % 4 == 1:
            yield Round(start - 40, _advance(part))
        if start > 130:
            yield Round(start - 70, _finish(part))
            yield Round(start - 94, _confirm(part))


ROUNDS: Final = tuple(_turns())
