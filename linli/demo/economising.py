"""The street's economy in the demo town: the targets of a year, what was reached by October, four projects and what stands
in the way of one of them. The sums are of the size that the articles tell.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.governance.economy import operations as op
from linli.pillars.governance.economy.models import KeyProject, Milestone
from linli.pillars.governance.economy.rules import What
from linli.pillars.governance.supervision import operations as supervision

KEEPER: Final = "tangfu"
LEADER: Final = "luoshuji"
SET_BY: Final = "区下达的年度任务"
TARGETS: Final = (
    (What.REVENUE, 25_080, 20_900),
    (What.INVESTMENT, 53_200, 43_000),
    (What.ATTRACTED, 24_000, 18_000),
    (What.RETAIL, 21_600, 18_000),
)
PROJECTS: Final = (
    # name, where, who leads, words, contest, months ago it began, months it takes, total, spent, steps (name, due, done)
    (
        "老火车站北广场片区改造", "c9", "chengguan", "拆迁收尾、地下管网、广场和商业街。", True, 14, 30, 100_000, 45_000,
        (("拆迁签约完成", -200, -190), ("管网入地", -20, None), ("广场开工", 60, None)),
    ),
    (
        "摩配老街夜间经济街区", "c4", "chengguan", "七十个集装箱门面，统一水电和油烟排放。", False, 8, 10, 4_000, 3_400,
        (("集装箱进场", -120, -121), ("商户招满", -15, -12), ("开街", 30, None)),
    ),
    (
        "官园社区日间照料中心", "c5", "pingan", "一楼四百平方米，三十张床位、一间食堂。", False, 6, 9, 2_000, 620,
        (("消防审查", -45, None), ("装修完成", 10, None)),
    ),
    (
        "泉北里老旧小区改造", "c2", "chengguan", "十二栋楼外墙、楼道和管线。", True, 3, 12, 6_800, 1_900,
        (("楼栋全部进场", -10, -14), ("外墙完成", 80, None)),
    ),
)  # fmt: skip
STUCK: Final = "北广场三家沿街商户还没有签约\n请城管办本周内再上门一次，把过渡安置讲清楚。"


def _settle(company: Company, at: datetime) -> None:
    office, today = company.unit("street"), clock.local(at).date()
    actor = company.actor(KEEPER)
    for what, target, reached in TARGETS:
        by = {"actor": actor, "office": office, "year": today.year, "what": what}
        op.set_target(**by, amount_wan=target, basis=SET_BY)  # type: ignore[arg-type]
        for month in sorted({max(1, today.month - 4), max(1, today.month - 1)}):
            op.report_value(
                **by, at=at, until_month=month, amount_wan=reached * month // 10, source="区统计局、财政局月报"  # type: ignore[arg-type]
            )  # fmt: skip
    for name, area, lead, words, contest, ago, takes, total, spent, steps in PROJECTS:
        begun = today - timedelta(days=30 * ago)
        made = op.open_project(
            actor=actor, at=at, office=office, area=company.unit(area), lead=company.unit(lead), name=name, words=words,
            starts_on=begun, ends_on=begun + timedelta(days=30 * takes), total_wan=total, is_contest=contest,
        )  # fmt: skip
        op.join_team(actor=actor, project=made.pk, unit=company.unit(lead), task="牵头，每周碰头")
        op.join_team(actor=actor, project=made.pk, unit=company.unit(area), task="上门解释、收意见")
        for step, due, done in steps:
            row = op.plan_milestone(
                actor=actor, project=made.pk, name=step, due_on=today + timedelta(days=due)
            )
            if done is not None:
                _reach(company, at, made, row, today + timedelta(days=done))
        _spend(company, at, made, spent, today)


def _reach(company: Company, at: datetime, project: KeyProject, step: Milestone, on: date) -> None:
    op.reach_milestone(actor=company.actor(KEEPER), at=at, project=project.pk, milestone=step.pk, done_on=on)


def _spend(company: Company, at: datetime, project: KeyProject, spent: int, today: date) -> None:
    """Report the money in four months, the rest of it in the first."""
    this = today.year * 12 + today.month - 1
    months = [date((this - n) // 12, (this - n) % 12 + 1, 1) for n in (4, 3, 2, 1)]
    for n, month in enumerate(months):
        amount = spent - 3 * (spent // 5) if n == 0 else spent // 5
        op.report_spending(
            actor=company.actor(KEEPER), at=at, project=project.pk, month=month, amount_wan=amount
        )


def _stick(company: Company, at: datetime) -> None:
    project = KeyProject.objects.get(name=PROJECTS[0][0])
    made = op.raise_problem(actor=company.actor(LEADER), at=at, project=project.pk, asked=STUCK)
    supervision.assign_supervision(
        actor=company.actor(LEADER), at=at, number=made.case.number, to=company.unit("chengguan")
    )


ACTS: Final = (Act(80, _settle), Act(54, _stick))
"""Hours before the story ends."""
