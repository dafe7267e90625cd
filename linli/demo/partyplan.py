"""Yearly plans of Party organisations in the demo town: items done, carried over, put off, late and supervised, to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from linli.base.people.actors import Actor
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import Why
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.secretary import operations as op
from linli.pillars.party.secretary.models import PlanItem
from linli.pillars.party.secretary.policies import doer_of

#: What, which post, how many days from the day the plan is laid, what proves it.
TOP: Final = (
    ("每个社区开一次联席会议", "组织委员", 12, "十五份会议记录"),
    ("给十五个社区配齐党建指导员", "副书记", 18, "名单和文号"),
    ("修两处党群服务中心的活动室", "组织委员", 90, "验收单和照片"),
    ("年底给每个单位一份共建情况说明", "组织委员", 60, "每家一份"),
)
COMMUNITY: Final = (
    ("把先锋户联系的户重新排一遍", "组织委员", 8, "联系方案的日期"),
    ("十个楼门选出楼门长", "社区书记", 14, "公示的名单"),
    ("给八十岁以上老人走一遍", "宣传委员", 45, "走访记录的份数"),
)
LATE: Final = TOP[1][0]
DONE: Final = {TOP[0][0]: "十五个社区都开了，记录都在。", COMMUNITY[0][0]: "重新排了，没有漏下的户。"}
MOVED: Final = (COMMUNITY[2][0], "降温，先走独居的几户，其余的往后放一周。")
CARRIED: Final = {COMMUNITY[1][0]: "业委会正在换届，和楼门长一起选，明年开春做。"}


def _organisations(company: Company) -> list[tuple[Organisation, tuple[tuple[str, str, int, str], ...]]]:
    top = Organisation.objects.filter(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None).first()
    own = Organisation.objects.filter(unit=company.unit("party5"), closed_on=None).first()
    return [(one, items) for one, items in ((top, TOP), (own, COMMUNITY)) if one is not None]


def _within(day: date, year: int) -> date:
    return min(day, date(year, 12, 31))


def _lay(company: Company, at: datetime) -> None:
    today, clerk = clock.local(at).date(), company.actor("zuzhi")
    for one, items in _organisations(company):
        for what, who, days, proof in items:
            due = _within(today + timedelta(days=days), today.year)
            op.lay_plan_item(
                actor=clerk,
                at=at,
                organisation=one.pk,
                year=today.year,
                what=what,
                who=who,
                due_on=due,
                proof=proof,
            )


def _end(company: Company, at: datetime) -> None:
    clerk: Actor = company.actor("zuzhi")
    for what, words in DONE.items():
        item = PlanItem.objects.filter(what=what).first()
        if item is not None:
            op.finish_plan_item(actor=clerk, at=at, pk=item.pk, on=clock.local(at).date(), words=words)
    for what, words in CARRIED.items():
        item = PlanItem.objects.filter(what=what).first()
        if item is not None:
            spring = date(item.year + 1, 3, 31)
            op.move_plan_item(actor=clerk, at=at, pk=item.pk, due_on=spring, why=words)


def _move(company: Company, at: datetime) -> None:
    """Put off what has to wait for something, as long as the year has a day left."""
    item = PlanItem.objects.filter(what=MOVED[0]).first()
    if item is None or (day := _within(item.due_on + timedelta(days=7), item.year)) <= item.due_on:
        return
    op.move_plan_item(actor=company.actor("zuzhi"), at=at, pk=item.pk, due_on=day, why=MOVED[1])


def _watch(company: Company, at: datetime) -> None:
    """Let the office's leader have the late one supervised, if the year's end did not hold its day back."""
    item = PlanItem.objects.filter(what=LATE, due_on__lt=clock.local(at).date()).first()
    if item is None:
        return
    leader, office = company.actor("luoshuji"), company.unit("street")
    asked = f"年度计划逾期：{item.what}\n请说明差哪几个社区、哪天配齐。"
    made = supervision.raise_supervision(actor=leader, at=at, office=office, why=Why.LISTED, asked=asked)
    to = doer_of(item.organisation, clock.local(at).date())
    supervision.assign_supervision(actor=leader, at=at, number=made.case.number, to=to)
    op.supervise_plan_item(actor=leader, at=at, pk=item.pk, case=made.case)


ACTS: Final = (Act(505, _lay), Act(250, _end), Act(60, _move), Act(30, _watch))
