"""A round of rating in the demo town: last year's is settled, this year's is with the branches."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from linli.demo.company import Company
from linli.demo.errands import Act
from linli.kernel import clock
from linli.pillars.governance.supervision import operations as supervision
from linli.pillars.governance.supervision.rules import Why
from linli.pillars.party.secretary.policies import doer_of
from linli.pillars.party.tiers import operations as op
from linli.pillars.party.tiers.models import TierRating, TierRound
from linli.pillars.party.tiers.rules import CRITERIA, Grade, Tier

WHY: Final = {
    Tier.ADVANCED: "组织生活按期开，记录写清谁来办，先锋户联系到户。",
    Tier.MIDDLE: "组织生活按期开，入户联系还要铺开。",
    Tier.BEHIND: "会开得断断续续，记录没写清谁来办。",
}
OWN: Final = {
    Tier.ADVANCED: "会按月开，每户都有人联系，记录齐。",
    Tier.MIDDLE: "会都开了，有两栋楼还没走到。",
    Tier.BEHIND: "上半年书记住院，会断了两个月。",
}
PLAN: Final = "每月十二号开主题党日，当天记清谁来办；书记每月向党委说一次。"
JUDGE: Final = "zhengshuji"
COMMITTEE: Final = "party5"


def _verdict(place: int, total: int) -> tuple[int, Tier, Grade]:
    """Judge in the order of the list, within the shares; the last has to do better."""
    if place == total - 1:
        return 0, Tier.BEHIND, Grade.NONE
    if place == 0:
        return 5, Tier.ADVANCED, Grade.MODEL
    return (4, Tier.ADVANCED, Grade.STRONG) if place == 1 else (0, Tier.MIDDLE, Grade.QUALIFIED)


def _last_year(company: Company, at: datetime) -> None:
    """Let a community's committee judge its branches for last year, and make it public."""
    secretary, year = company.actor(JUDGE), clock.local(at).year - 1
    made = op.open_round(actor=secretary, at=at, organisation=company.unit(COMMITTEE).pk, year=year)
    rows = list(made.ratings.order_by("organisation__path"))
    for place, rating in enumerate(rows):
        stars, tier, grade = _verdict(place, len(rows))
        # Branches hand in what they say of themselves on paper; the committee writes it down before it judges.
        met = CRITERIA[: max(len(CRITERIA) - place, 1)]
        op.rate_self(actor=secretary, at=at, rating=rating.pk, met=met, words=OWN[tier])
        op.judge(
            actor=secretary, at=at, rating=rating.pk, stars=stars, tier=tier, grade=grade, words=WHY[tier]
        )
    op.publish_round(actor=secretary, at=at, round=made.pk)


def _plans(company: Company, at: datetime) -> None:
    """Let the branch of the last tier say how it does better, settle the round, and open this year's."""
    secretary = company.actor(JUDGE)
    made = TierRound.objects.get(organisation=company.unit(COMMITTEE).pk)
    until = (clock.local(at) + timedelta(days=90)).date()
    for rating in made.ratings.filter(tier=Tier.BEHIND.value):
        op.lay_plan(actor=secretary, rating=rating.pk, plan=PLAN, until=until)
    op.close_round(actor=secretary, at=at, round=made.pk)
    op.open_round(actor=secretary, at=at, organisation=company.unit(COMMITTEE).pk, year=clock.local(at).year)


def _watch(company: Company, at: datetime) -> None:
    """Let the office's leader have the plan of the last one supervised."""
    rows = TierRating.objects.filter(round__organisation=company.unit(COMMITTEE).pk).exclude(plan="")
    one = rows.select_related("organisation__unit").first()
    if one is None:
        return
    leader, office = company.actor("luoshuji"), company.unit("street")
    asked = f"{one.organisation}整改：{one.plan}"
    made = supervision.raise_supervision(actor=leader, at=at, office=office, why=Why.LISTED, asked=asked)
    to = doer_of(one.organisation, clock.local(at).date())
    supervision.assign_supervision(actor=leader, at=at, number=made.case.number, to=to)
    op.supervise_rating(actor=leader, rating=one.pk, case=made.case)


ACTS: Final = (Act(400, _last_year), Act(250, _plans), Act(200, _watch))
