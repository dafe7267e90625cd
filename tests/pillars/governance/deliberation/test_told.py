"""Whoever has a vote hears of it, once, with the way there; it stands in their list until they have given it."""

from __future__ import annotations

from datetime import datetime

import pytest

from linli.base.notices import operations as notices
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Resident
from linli.faces.resident.account import PAGES
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries
from linli.pillars.governance.estates import queries as estates
from linli.pillars.governance.estates.models import Election
from tests.pillars.governance.deliberation.doing import acting, resident
from tests.pillars.governance.deliberation.test_votes import DAY, doors, open_vote
from tests.pillars.governance.estates.doing import housed
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
    number, late, _doors, (owner,) = housed(town)
    election = Election.objects.select_related("case").get()
    assert told("may_vote", late) == [owner.pk]
    assert Notice.objects.get(template="may_vote").case == election.case
    waiting = queries.votes_waiting(account=owner, at=late + DAY)
    assert len(waiting) == 7
    assert estates.elections_voted(topic_ids=[v.topic_id for v in waiting]) == [(number, election.case.title)]
    assert {kind for kind in PAGES if kind.startswith("governance.")} == {
        "governance.topic",
        "governance.election",
    }
