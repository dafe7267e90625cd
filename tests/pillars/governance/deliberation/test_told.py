"""Whoever has a vote hears of it, once, with the way there; it stands in their list until they have given it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.models import LimitOverride, Step
from linli.base.notices import operations as notices
from linli.base.notices.models import Notice
from linli.base.people.actors import SYSTEM
from linli.base.people.models import Resident
from linli.faces.resident.account import PAGES
from linli.kernel.limits import Limit, calendar_days, urgent_hours
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries, rules
from linli.pillars.governance.deliberation.models import Entry
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import operations as elect
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


def test_who_has_not_voted_is_reminded_once_before_the_close_and_nobody_else(town: Town) -> None:
    building, people = doors(town, 3)
    vote = open_vote(town, "residents", building)
    number, eve = vote.topic.case.number, vote.closes_at - DAY
    op.cast_vote(actor=acting(people[0]), number=number, at=MONDAY + DAY, choice=1)
    paper = Entry.objects.get(vote=vote, household=people[1].resident.household)
    op.take_vote(
        actor=town.actor("secretary"), number=number, at=MONDAY + DAY, entry=paper.pk, via=Via.PAPER, choice=0
    )
    assert op.remind_voters(at=eve - timedelta(minutes=1)) == 0
    assert op.remind_voters(at=eve.replace(hour=15)) == 0  # eleven in the evening
    assert op.remind_voters(at=eve) == 1
    assert op.remind_voters(at=eve + timedelta(hours=1)) == 0
    assert told("vote_ends", eve) == [people[2].pk]
    notice = Notice.objects.get(template="vote_ends")
    assert notice.channel == "in_app"
    # Nothing of it says how anybody voted, nor what was asked.
    step = Step.objects.get(case__number=number, verb="remind_voters")
    assert set(step.data) == {"until"}


def test_where_everybody_has_voted_nobody_is_reminded(town: Town) -> None:
    building, people = doors(town, 2)
    vote = open_vote(town, "residents", building)
    for person in people:
        op.cast_vote(actor=acting(person), number=vote.topic.case.number, at=MONDAY + DAY, choice=0)
    assert op.remind_voters(at=vote.closes_at - DAY) == 0
    assert not Step.objects.filter(verb="remind_voters").exists()


def test_an_office_settles_how_long_before(town: Town) -> None:
    LimitOverride.objects.create(
        office=town.office, kind="governance.topic", slot="remind", limit="1 urgent_hour"
    )
    town.office.settings_version += 1
    town.office.save()
    building, _people = doors(town, 1)
    vote = open_vote(town, "residents", building)
    assert op.reminds_at(vote) == vote.closes_at - timedelta(hours=1)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1)),
    st.integers(1, 60 * 24 * 60),
    st.sampled_from([urgent_hours(1), urgent_hours(3), urgent_hours(9), urgent_hours(24), calendar_days(3)]),
)
def test_a_reminder_comes_by_day_between_the_opening_and_the_close(
    opened: datetime, minutes: int, before: Limit
) -> None:
    opens = opened.replace(tzinfo=UTC)
    closes = opens + timedelta(minutes=minutes)
    said = rules.remind_at(opens, closes, before)
    if said is None:
        assert closes - opens < timedelta(days=before.amount if before.unit.is_days else 2) + timedelta(
            days=1
        )
    else:
        assert opens < said < closes
        assert rules.is_day(said)


def test_of_a_ballot_with_many_questions_owners_hear_once_and_it_is_one_line(town: Town) -> None:
    number, late, _doors, (owner,) = housed(town)
    election = Election.objects.select_related("case").get()
    assert told("may_vote", late) == [owner.pk]
    assert Notice.objects.get(template="may_vote").case == election.case
    waiting = queries.votes_waiting(account=owner, at=late + DAY)
    assert len(waiting) == 7
    assert estates.elections_voted(topic_ids=[v.topic_id for v in waiting]) == [(number, election.case.title)]
    eve = waiting[0].closes_at - DAY
    assert (op.remind_voters(at=eve), elect.remind_owners(at=eve), elect.remind_owners(at=eve)) == (0, 1, 0)
    assert told("vote_ends", eve) == [owner.pk]
    assert Notice.objects.get(template="vote_ends").case == election.case
    assert {kind for kind in PAGES if kind.startswith("governance.")} == {
        "governance.topic",
        "governance.election",
    }
