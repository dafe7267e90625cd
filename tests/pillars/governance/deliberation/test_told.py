"""Whoever has a vote hears of it, once, with the way there; it stands in their list until they have given it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.base.flow.jobs import sweep
from linli.base.notices import operations as notices
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Household, Resident
from linli.base.places.models import Building, Compound
from linli.faces.resident.account import PAGES
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries
from linli.pillars.governance.estates import operations as elections
from linli.pillars.governance.estates import queries as estates
from linli.pillars.governance.estates.models import Election
from tests.pillars.governance.deliberation.doing import acting, resident
from tests.pillars.governance.deliberation.test_votes import DAY, doors, open_vote
from tests.pillars.governance.estates.doing import ELECTIONS
from tests.town import MONDAY, Town

pytestmark = pytest.mark.django_db


def told(template: str, at: datetime = MONDAY + DAY) -> list[int | None]:
    notices.read_steps(actor=SYSTEM, at=at)
    return sorted(Notice.objects.filter(template=template).values_list("account", flat=True))


def test_everybody_behind_a_door_of_the_roll_is_told_once_and_lists_it_until_they_voted(town: Town) -> None:
    building, people = doors(town, 3)
    second = resident("13600000000")
    Resident.objects.create(household=people[0].resident.household, account=second, source="户主告知")
    resident("13600000001")  # lives elsewhere
    vote = open_vote(town, "residents", building)
    assert told("may_vote") == sorted(a.pk for a in (*people, second))
    assert Notice.objects.filter(template="may_vote", channel="sms").count() == 0
    at = MONDAY + DAY
    for account in (people[0], second):
        assert [v.number for v in queries.votes_waiting(account=account, at=at)] == [vote.topic.case.number]
    op.cast_vote(actor=acting(people[0]), number=vote.topic.case.number, at=at, choice=0)
    assert [queries.votes_waiting(account=a, at=at) for a in (people[0], second)] == [(), ()]
    assert queries.votes_waiting(account=people[1], at=MONDAY + 4 * DAY) == ()


def test_of_a_ballot_with_many_questions_owners_hear_once_and_it_is_one_line(town: Town) -> None:
    number, at = ELECTIONS.bring(town, "preparing")
    election = Election.objects.select_related("estate").get()
    one = Compound.objects.get(pk=election.estate_id)
    house = Building.objects.create(compound=one, grid=town.grids[0], number="1号楼", lon=117.005, lat=36.005)
    home = Household.objects.create(building=house, stairwell=1, room="101")
    owner = resident("13900000009")
    Resident.objects.create(household=home, account=owner, source="看了房产证")
    by: dict[str, Any] = {"actor": town.actor("secretary", at), "number": number, "at": at}
    elections.write_roll(**by, doors=[elections.Door(str(home), 8_000)])
    elections.post_papers(**by, until=at + timedelta(days=15))
    late = at + timedelta(days=16)
    sweep(late)
    put: dict[str, Any] = {"actor": town.actor("secretary", late), "number": number, "at": late}
    elections.put_to_vote(**put, until=late + timedelta(days=5))
    assert told("may_vote", late) == [owner.pk]
    assert Notice.objects.get(template="may_vote").case == election.case
    waiting = queries.votes_waiting(account=owner, at=late + DAY)
    assert len(waiting) == 6
    assert estates.elections_voted(topic_ids=[v.topic_id for v in waiting]) == [(number, election.case.title)]
    assert {kind for kind in PAGES if kind.startswith("governance.")} == {
        "governance.topic",
        "governance.election",
    }
