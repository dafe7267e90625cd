"""Volunteers of the demo town: who wants to help, what was done together, what is to come, and hours that were confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.base.orgs.models import Unit
from linli.base.people.queries import home_grid_of
from linli.demo.company import Company
from linli.demo.filings import Filing
from linli.kernel import clock
from linli.pillars.service.volunteers import operations as volunteers
from linli.pillars.service.volunteers.models import Activity, SignUp
from linli.pillars.service.volunteers.operations import Plan


@dataclass(frozen=True, slots=True)
class Outing:
    """An activity in the making: on the day so many days after it is planned."""

    title: str
    summary: str
    place: str
    days: int
    hour: int
    lasts: float
    capacity: int
    skills: tuple[str, ...] = ()
    takes_minors: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a volunteer or an organiser does, so many hours before the story ends."""

    hours: float
    who: str
    verb: str
    title: str = ""
    said: tuple[str, ...] = ()

    def do(self, company: Company, at: datetime) -> Sequence[Filing]:
        """Do it."""
        actor = company.actor(self.who)
        if self.verb == "enrol":
            home = home_grid_of(company.settled.accounts[self.who])
            grid = Unit.objects.get(pk=home) if home else None
            skills, times = (part.split() for part in self.said)
            volunteers.enrol(actor=actor, at=at, grid=grid, skills=skills, times=times)
        elif self.verb == "plan":
            _plan(company, self, at)
        else:
            _take_part(company, self, at)
        return ()


def _plan(company: Company, deed: Deed, at: datetime) -> None:
    outing = OUTINGS[deed.title]
    start = clock.local(at).replace(hour=outing.hour, minute=0, second=0, microsecond=0)
    start += timedelta(days=outing.days)
    plan = Plan(
        title=outing.title,
        summary=outing.summary,
        place=outing.place,
        starts_at=start,
        ends_at=start + timedelta(hours=outing.lasts),
        capacity=outing.capacity,
        skills=outing.skills,
        takes_minors=outing.takes_minors,
    )
    team = company.unit(deed.said[0])
    volunteers.plan_activity(actor=company.actor(deed.who), at=at, team=team, plan=plan)


def _take_part(company: Company, deed: Deed, at: datetime) -> None:
    actor = company.actor(deed.who)
    activity = Activity.objects.select_related("team").get(title=OUTINGS[deed.title].title)
    if deed.verb == "sign_up":
        volunteers.sign_up(actor=actor, at=at, activity=activity)
    elif deed.verb == "claim":
        volunteers.claim_hours(actor=actor, at=at, activity=activity, minutes=int(deed.said[0]))
    elif deed.verb == "confirm":
        for row in SignUp.objects.filter(activity=activity, claimed_minutes__isnull=False).order_by("pk"):
            minutes = row.claimed_minutes or 0
            volunteers.confirm_hours(actor=actor, at=at, sign_up_id=row.pk, minutes=minutes)


OUTINGS = {
    "talk": Outing("陪独居老人说说话", "两人一组，去看看独居老人，帮着买菜。", "官园社区门口", 3, 9, 2, 4, ("talk", "care")),
    "clean": Outing("周末打扫楼道", "把楼道的小广告清一清，工具我们带。", "柳行新村", 4, 9, 2, 12, ("clean",), True),
    "repair": Outing("修修补补日", "磨刀、修伞、修小家电，不要钱。", "官园社区活动室", 3, 14, 3, 2, ("repair",)),
    "homework": Outing("放学后陪孩子写作业", "放学到六点，在社区陪孩子写作业。", "官园社区二楼", 5, 16, 2, 3, ("teach",)),
}  # fmt: skip
DEEDS: tuple[Deed, ...] = (
    Deed(400, "lijuan", "enrol", said=("teach talk", "weekend evening")),
    Deed(399, "gaojing", "enrol", said=("talk clean", "daytime weekend")),
    Deed(398, "tianye", "enrol", said=("repair law", "daytime")),
    Deed(397, "qianduoduo", "enrol", said=("repair cook", "evening weekend")),
    Deed(396, "majianjun", "enrol", said=("patrol repair", "daytime weekend")),
    Deed(390, "zhengshuji", "plan", "talk", ("volunteer5",)),
    Deed(380, "gaojing", "sign_up", "talk"),
    Deed(379, "lijuan", "sign_up", "talk"),
    Deed(280, "gaojing", "claim", "talk", ("120",)),
    Deed(279, "lijuan", "claim", "talk", ("90",)),
    Deed(270, "zhengshuji", "confirm", "talk"),
    Deed(130, "sunxiao", "plan", "clean", ("volunteer4",)),
    Deed(120, "gaojing", "sign_up", "clean"),
    Deed(119, "majianjun", "sign_up", "clean"),
    Deed(26, "zhengshuji", "plan", "repair", ("volunteer5",)),
    Deed(25, "tianye", "sign_up", "repair"),
    Deed(24, "qianduoduo", "sign_up", "repair"),
    Deed(23, "majianjun", "sign_up", "repair"),
    Deed(22, "zhengshuji", "plan", "homework", ("volunteer5",)),
)
