"""The life of Party organisations in the demo town: begun for all of them, some months' meetings held, one being planned.

A grid worker is the secretary of the branch on her grid; the others' meetings are written down by who leads them.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from linli.base.orgs.roles import Role
from linli.base.people import operations as people
from linli.base.people.actors import Actor
from linli.base.people.queries import actor_for
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.kernel.clock import SHANGHAI
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.life import operations as op
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.life.rules import LifeKind

L = LifeKind
SECRETARY: Final = "chenguifang"
ROOM: Final = "党群活动室"
DAY: Final = 12
HELD: Final = 5
"""So many branches have written their month down; the others are still to."""
SAID: Final = (
    ("研究下半月入户安排", "一人联十户，名单按楼分好，书记牵头，月底前走完。"),
    ("学习支部工作条例，过主题党日", "清理三号楼后面的堆物，周六上午一起干。"),
    ("讲党课：老物件里的党史", "请老党员下个月接着讲，宣传委员准备。"),
)


def _branches(company: Company) -> list[Organisation]:
    rows = Organisation.objects.filter(kind=OrgKind.GRID_BRANCH.value, closed_on=None)
    own = company.settled.accounts[SECRETARY].posts.values_list("unit", flat=True)
    mine = (
        rows.filter(unit__parent__in=own).first() or rows.filter(unit__path__contains=f"/{own[0]}/").first()
    )
    rest = list(rows.exclude(pk=mine.pk if mine else 0).select_related("unit").order_by("path")[:HELD])
    return [mine, *rest] if mine else rest


def _begin(company: Company, at: datetime) -> None:
    """Begin for every organisation with one form; the grid worker becomes her branch's secretary."""
    top = Organisation.objects.get(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None)
    op.set_habit(
        actor=company.actor("zuzhi"), organisation=top.pk, since=clock.local(at).date().replace(day=1), day=DAY,
        at_time=time(19), place=ROOM, below=True,
    )  # fmt: skip
    branch = _branches(company)[0]
    people.give_post(
        actor=company.actor("xitong"), account=company.settled.accounts[SECRETARY], unit=branch.unit,
        role=Role.HANDLER, at=at, title="党支部书记",
    )  # fmt: skip


def _secretary(company: Company, at: datetime) -> Actor:
    """Give the secretary with the post that was given to her in the midst of the story."""
    return actor_for(company.settled.accounts[SECRETARY], at)


def _plan(
    actor: Actor, branch: Organisation, kinds: tuple[LifeKind, ...], on: datetime, topic: str
) -> LifeMeeting:
    return op.plan_month(
        actor=actor,
        organisation=branch.pk,
        meetings=[op.Planned(kind, on.date(), on, ROOM, topic) for kind in kinds],
    )[0]


def _evening(at: datetime) -> datetime:
    """Give the last evening at seven that is over for two hours: nobody meets at midnight."""
    here = clock.local(at)
    day = here.date() if here.hour >= 21 else here.date() - timedelta(days=1)
    return datetime.combine(day, time(19), SHANGHAI)


def _hold(company: Company, at: datetime, kinds: tuple[LifeKind, ...], said: tuple[str, str]) -> None:
    """Hold a meeting of a few branches just now; here and there somebody could not come."""
    for n, branch in enumerate(_branches(company)):
        actor = company.actor("zuzhi") if n else _secretary(company, at)
        one = _plan(actor, branch, kinds, _evening(at), said[0])
        seats = {"position__in": ("secretary", "deputy", "committee")} if kinds == (L.COMMITTEE,) else {}
        came = list(
            PartyMember.objects.filter(organisation=branch, until=None, relation="here", **seats)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        missing = n % 3 if len(came) > 6 else 0
        op.hold_meeting(
            actor=actor,
            at=at,
            meeting=one.pk,
            came=came[: len(came) - missing],
            agenda=said[0],
            settled=said[1],
        )


def _committee(company: Company, at: datetime) -> None:
    _hold(company, at, (L.COMMITTEE,), SAID[0])


def _day(company: Company, at: datetime) -> None:
    _hold(company, at, (L.DAY, L.LECTURE), SAID[1])


def _ahead(company: Company, at: datetime) -> None:
    """Plan what comes next in the secretary's branch, and tell those who are expected."""
    actor, branch = _secretary(company, at), _branches(company)[0]
    ahead = datetime.combine(clock.local(at).date() + timedelta(days=4), time(19), SHANGHAI)
    one = _plan(actor, branch, (L.LIFE, L.REVIEW), ahead, "对照入户台账，谈一条不足")
    op.tell_members(actor=actor, at=at, meeting=one.pk)


def _study(company: Company, at: datetime) -> None:
    """Hold this week's study of the working committee."""
    top = Organisation.objects.get(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None)
    clerk = company.actor("zuzhi")
    one = _plan(clerk, top, (L.STUDY,), _evening(at), "周周学：基层治理")
    op.hold_meeting(actor=clerk, at=at, meeting=one.pk, came_count=13, agenda="周周学：基层治理，三人交流")


ACTS: Final = (
    Act(538, _begin),
    Act(440, _committee),
    Act(260, _day),
    Act(200, _study),
    Act(32, _study),
    Act(26, _ahead),
)
