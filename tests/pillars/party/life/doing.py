"""A branch of nine with a life kept here since October: its secretary holds a post at it."""

from __future__ import annotations

from datetime import date, datetime, time

from linli.base.orgs.roles import Role
from linli.base.people.actors import SYSTEM
from linli.kernel.clock import SHANGHAI
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation, PartyMember
from linli.pillars.party.branches.rules import Enrolled, Position, Standing
from linli.pillars.party.life import operations as op
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.life.rules import LifeKind
from tests.pillars.party.branches.doing import line_of
from tests.town import MONDAY, Town

SINCE = date(2026, 11, 1)
TODAY = date(2026, 11, 16)
PLACE = "活动室"


def lively(town: Town, members: int = 9) -> Organisation:
    """Found the line, write nine into its branch — one on probation, three in its committee — and keep its life here."""
    branch = line_of(town).branch
    rows = [
        (
            Enrolled(
                name=f"甲{'一二三四五六七八九十'[n]}",
                phone=f"1380013{n:04d}",
                standing=Standing.PROBATIONARY if n == 8 else Standing.FULL,
                position=(Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE)[n]
                if n < 3
                else Position.NONE,
            ),
            town.grids[0],
        )
        for n in range(members)
    ]
    branches.enrol_members(actor=SYSTEM, at=MONDAY, organisation=branch, rows=rows)
    branches.record_election(actor=SYSTEM, pk=branch.pk, elected_on=date(2025, 1, 5), committee_size=3)
    op.set_habit(actor=SYSTEM, organisation=branch.pk, since=SINCE, day=20, at_time=time(19), place=PLACE)
    town.hire("party_secretary", Role.HANDLER, branch.unit)
    return branch


def on(day: int, hour: int = 19, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def planned(
    town: Town, branch: Organisation, *kinds: LifeKind, at: datetime, who: str = "party_secretary"
) -> LifeMeeting:
    """Plan some meetings for one moment; what is for the same people is one."""
    made = op.plan_month(
        actor=town.actor(who),
        organisation=branch.pk,
        meetings=[op.Planned(kind, at.date(), at, PLACE, "学条例") for kind in kinds],
    )
    return made[0]


def everybody(branch: Organisation) -> list[int]:
    return list(PartyMember.objects.filter(organisation=branch).order_by("pk").values_list("pk", flat=True))
