"""Trainings and honours in the demo town: the working committee trains those who work in communities, some were honoured."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from linli.base.people.models import Account
from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import OrgKind, Position
from linli.pillars.party.contacts.queries import own_vanguard
from linli.pillars.party.team import operations as op
from linli.pillars.party.team import policies
from linli.pillars.party.team.models import TrainingPlan

AIM: Final = "会开协商会，会入户，会用系统；学一次，回去用一次。"
#: Days before the story's end, about what, by whom, and what came of it.
SESSIONS: Final = (
    (160, "怎么开好一次协商会", "区委党校", "五个社区当月各开了一次小区停车协商会。"),
    (110, "物业纠纷调解", "区司法局", "把调解步骤做成一页纸，贴进每个社区的调解室。"),
    (60, "独居老人入户怎么问", "区民政局", "入户提纲改成八个问题，网格员都在用。"),
    (12, "接诉即办怎么回复居民", "市热线中心", "回复里写清谁办、哪天办完。"),
    (-9, "消防通道和充电安全", "区消防救援大队", ""),
)
HONOURS: Final = (
    (OrgKind.GREATER_COMMITTEE, 0, "先进基层党组织", "district", "中共清泉区委", "清委〔2026〕12 号"),
    (OrgKind.GREATER_COMMITTEE, 4, "全市社区治理示范社区党组织", "city", "市委组织部", ""),
    (OrgKind.GRID_BRANCH, 3, "先进基层党组织", "street", "街道党工委", "街党〔2026〕8 号"),
    (OrgKind.FIRM_BRANCH, 1, "两新组织示范党支部", "district", "区委两新工委", ""),
)


def _train(company: Company, at: datetime) -> None:
    """Lay the plan of each year with its trainings, those that were held written down with who was there."""
    clerk, today = company.actor("zuzhi"), clock.local(at).date()
    top = Organisation.objects.get(kind=OrgKind.WORKING_COMMITTEE.value, closed_on=None)
    if TrainingPlan.objects.exists():
        return
    people = list(Account.objects.filter(policies.trainees(top)).order_by("pk").values_list("pk", flat=True))
    for n, (days, topic, teacher, outcome) in enumerate(SESSIONS):
        day = today - timedelta(days=days)
        plan = op.lay_training_plan(actor=clerk, organisation=top.pk, year=day.year, aim=AIM)
        one = op.plan_session(
            actor=clerk, plan=plan.pk, day=day, topic=topic, place="街道三楼会议室", teacher=teacher
        )
        if outcome:
            came = people[n % 3 :: 2] if n % 2 else people[: max(1, len(people) * 4 // 5)]
            op.hold_session(actor=clerk, at=at, session=one.pk, came=came, outcome=outcome)


def _honour(company: Company, at: datetime) -> None:
    """Write down what organisations, a few secretaries and the one member with an account were honoured with."""
    clerk, year = company.actor("zuzhi"), clock.local(at).year
    for kind, place, title, level, issuer, document in HONOURS:
        found = Organisation.objects.filter(kind=kind.value, closed_on=None).order_by("path")[
            place : place + 1
        ]
        for one in found:
            op.record_honour(
                actor=clerk, at=at, organisation=one.pk, title=title, level=level, issuer=issuer, document=document,
                year=year,
            )  # fmt: skip
    given: dict[str, Any] = {
        "level": "street",
        "issuer": "街道党工委",
        "document": "街党〔2026〕9 号",
        "year": year,
    }
    secretaries = PartyMember.objects.filter(position=Position.SECRETARY.value, until=None).order_by("pk")[:3]
    for row in secretaries:
        op.record_honour(actor=clerk, at=at, member=row.pk, title="优秀党务工作者", **given)
    own = own_vanguard(company.settled.accounts["lijuan"])
    if own is not None:
        op.record_honour(actor=clerk, at=at, member=own.member_id, title="优秀共产党员", **given)


ACTS: Final = (Act(90, _train), Act(88, _honour))
