"""What the stocked hamlet has not: targets, projects of every light, stars, whistles, topics, a hall, ratings, visits owed.

With it no table of figures is empty on the small street: each is held against its count by hand on real rows of it.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from linli.base.flow.jobs import sweep
from linli.base.orgs.roles import Role
from linli.base.people.actors import ANYONE, SYSTEM
from linli.kernel import clock
from linli.pillars.governance.economy import operations as economy
from linli.pillars.governance.economy.rules import What
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.life import operations as life
from linli.pillars.party.life.rules import LifeKind
from linli.pillars.party.tiers import operations as tiers
from linli.pillars.party.tiers.models import TierRating
from linli.pillars.party.tiers.rules import Tier
from linli.pillars.service.care import operations as op
from linli.pillars.service.care.models import CarePerson
from linli.pillars.service.ratings import operations as ratings
from linli.pillars.service.ratings.rules import Given
from tests.insight.forms.ground import NOW
from tests.pillars.governance.deliberation import doing as topics
from tests.pillars.governance.whistles import doing as whistles
from tests.pillars.party.life.doing import SINCE, everybody, on, planned
from tests.pillars.service.care.people import somebody
from tests.pillars.service.ratings.doing import visit
from tests.town import MONDAY, Town

DAY = timedelta(days=1)
TODAY = clock.local(NOW).date()
NOVEMBER = date(2026, 11, 1)


def filled(town: Town) -> Town:
    """Fill in what a stocked hamlet has not."""
    _economy(town)
    _projects(town)
    _stars(town)
    _whistles(town)
    _topics(town)
    _hall(town)
    _looked_after(town)
    return town


def _economy(town: Town) -> None:
    """Four targets: one reached, one corrected, one behind, one of which nothing is told yet."""
    by = {"actor": town.actor("leader"), "office": town.office, "year": 2026}
    for what, target in zip(What, (1000, 900, 800, 700), strict=True):
        economy.set_target(**by, what=what, amount_wan=target, basis="区下达")
    for what, until, amount in (
        (What.REVENUE, 9, 900), (What.REVENUE, 10, 1100), (What.INVESTMENT, 10, 300), (What.INVESTMENT, 10, 870),
        (What.ATTRACTED, 10, 500),
    ):  # fmt: skip
        economy.report_value(
            **by, at=MONDAY, what=what, until_month=until, amount_wan=amount, source="财政所"
        )


def _projects(town: Town) -> None:
    """Five projects of every light, and every reason of a light at least once."""
    actor = town.actor("leader")

    def project(name: str, begun: int, left: int, spent: int) -> int:
        made = economy.open_project(
            actor=actor, at=MONDAY, office=town.office, area=town.communities[0], lead=town.sanitation, name=name,
            words="管网和广场。", starts_on=TODAY - begun * DAY, ends_on=TODAY + left * DAY, total_wan=1000,
        )  # fmt: skip
        for amount in (1, spent):  # told anew: the first counts no more
            economy.report_spending(
                actor=actor, at=MONDAY, project=made.pk, month=NOVEMBER, amount_wan=amount
            )
        return made.pk

    well, slow, late, over, ended = (
        project("顺利的", 100, 100, 600), project("差些钱的", 100, 100, 380), project("晚了的", 100, 100, 600),
        project("超期的", 200, -3, 900), project("竣工的", 200, -3, 1000),
    )  # fmt: skip
    for pk, due in ((well, 30), (late, -5), (late, -40), (ended, -9)):
        economy.plan_milestone(actor=actor, project=pk, name=f"到第{due}天", due_on=TODAY + due * DAY)
    step = economy.plan_milestone(actor=actor, project=well, name="开工", due_on=TODAY - 20 * DAY)
    economy.reach_milestone(actor=actor, at=MONDAY, project=well, milestone=step.pk, done_on=TODAY - 20 * DAY)
    economy.raise_problem(actor=actor, at=MONDAY, project=slow, asked="三家商户没签约")
    economy.raise_problem(actor=actor, at=MONDAY - 60 * DAY, project=over, asked="管线没迁走")
    economy.end_project(actor=actor, at=MONDAY, project=ended, words="验收了")


def _stars(town: Town) -> None:
    """A round of two branches, one of which said its own word: judged, public, one behind; a meeting with its minutes."""
    branch = Organisation.objects.get(unit__name="第1网格党支部")
    branches.record_election(actor=SYSTEM, pk=branch.pk, elected_on=date(2025, 1, 5), committee_size=3)
    life.set_habit(
        actor=SYSTEM, organisation=branch.pk, since=SINCE, day=20, at_time=time(19), place="活动室"
    )
    town.hire("party_secretary", Role.HANDLER, branch.unit)
    secretary, clerk = town.actor("party_secretary"), town.actor("party_clerk")
    day = planned(town, branch, LifeKind.DAY, at=on(16, 8))
    planned(town, branch, LifeKind.GENERAL, at=on(12, 8))
    life.hold_meeting(
        actor=secretary, at=MONDAY, meeting=day.pk, came=everybody(branch), agenda="学", settled="干"
    )
    top = Organisation.objects.get(superior=None)
    made = tiers.open_round(actor=clerk, at=MONDAY, organisation=top.pk, year=2026)
    ours, theirs = (
        TierRating.objects.get(organisation=branch),
        TierRating.objects.exclude(organisation=branch).get(),
    )
    tiers.rate_self(actor=secretary, at=MONDAY, rating=ours.pk, met=["term"], words="都做了")
    for rating, tier, stars in ((ours, Tier.ADVANCED, 3), (theirs, Tier.BEHIND, 0)):
        tiers.judge(actor=clerk, at=MONDAY, rating=rating.pk, stars=stars, tier=tier, words="记录齐，活动少")
    tiers.publish_round(actor=clerk, at=MONDAY, round=made.pk)


def _whistles(town: Town) -> None:
    """Whistles at several places of their way, a month old and of today's week."""
    for state in ("blown", "signed", "reported", "closed", "declined", "unclaimed", "called_off"):
        whistles.bring(town, state)
    whistles.bring(town, "answered", at=MONDAY - 20 * DAY)


def _topics(town: Town) -> None:
    """Topics at several places of their way; two were made public three weeks ago, and one of them is carried out."""
    begun = MONDAY - 20 * DAY
    ways = (topics.PATHS["accepted"], topics.PATHS["discussed"], topics.PATHS["declined"], topics.PUBLISHED)
    for path in ways:
        topics.move(town, topics.propose(town, begun), path, begun)
    carried = topics.propose(town, begun)
    topics.move(town, carried, topics.PUBLISHED, begun)
    sweep(MONDAY - DAY)
    topics.move(town, carried, ((topics.S, "assign_duty"), ("sweeper", "finish_duty")), MONDAY)


def _hall(town: Town) -> None:
    """Five visits, rated well and badly; who rated badly is answered, and says whether that helped."""
    for n, level in enumerate((5, 4, 3, 2)):
        at = MONDAY + timedelta(minutes=30 + 5 * n)
        ratings.rate_visit(actor=ANYONE, at=at, ticket=visit(town, at), given=Given(level))
    visit(town, MONDAY + timedelta(hours=2))


def _looked_after(town: Town) -> None:
    """Owe visits of three levels: paid in time, late, not at all; a change seen, one not; a pair that went; three wishes."""
    clerk, worker = town.actor("clerk"), town.actor("worker")
    people = [
        somebody(town, name=f"李桂{n}", phone=f"1380003{n:04}", level=level)
        for n, level in enumerate(("high", "high", "high", "key", "general"))
    ]

    def went(person: CarePerson, days: float, outcome: str = "well", **more: Any) -> None:
        op.record_visit(
            actor=worker, at=MONDAY + days * DAY, person_id=person.pk, way="door", outcome=outcome, found="看过了", **more
        )  # fmt: skip

    pair = op.pair(actor=clerk, at=MONDAY, person_id=people[0].pk, unit=town.communities[0])
    went(people[0], 3, pair_id=pair.pk)
    went(people[0], 3.1)
    went(people[1], 7.5, outcome="away")
    went(people[1], 8.5)
    for one in people[2:4]:
        op.note_change(actor=clerk, at=MONDAY + DAY, person_id=one.pk, words="出院回家")
    went(people[3], 1.5)
    op.set_level(
        actor=clerk, at=MONDAY + 9 * DAY, person_id=people[1].pk, level="general", reason="身体好多了"
    )
    wishes = [
        op.publish_wish(actor=clerk, at=MONDAY, person_id=people[4].pk, words=w)
        for w in ("一副老花镜", "换灯管", "陪看病")
    ]
    op.withdraw_wish(actor=clerk, at=MONDAY, wish_id=wishes[2].pk)
    op.take_wish(actor=worker, at=MONDAY, wish_id=wishes[0].pk)
    op.fulfil_wish(actor=worker, at=MONDAY, wish_id=wishes[0].pk)
    op.confirm_wish(actor=clerk, at=MONDAY + DAY, wish_id=wishes[0].pk, is_fulfilled=True)
