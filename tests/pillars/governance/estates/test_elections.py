"""An owners' committee elected: the law's days and numbers, objections, the vote through deliberation, the filing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.people.actors import SYSTEM
from linli.base.people.subjects import Erasing, collected, erased
from linli.kernel.standards import estates as law
from linli.pillars.governance.deliberation.models import Entry, Topic
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries, rules, texts
from linli.pillars.governance.estates.flow import ELECTION, ElectionUnready, ResultPublic, VotesOpen
from linli.pillars.governance.estates.models import Election, ElectionObjection
from linli.pillars.governance.estates.operations import Door, Named, Standing
from linli.pillars.governance.estates.operations._erase import ERASED
from linli.pillars.governance.estates.rules import GroupSide
from tests import deaths, kinds
from tests.pillars.governance.estates.doing import (
    BEFORE,
    BESIDE,
    CALLS,
    DOORS,
    ELECTIONS,
    GROUP,
    PATHS,
    PEOPLE,
    prepared,
    proposed,
)
from tests.pillars.service.bulletins.doing import resident
from tests.town import MONDAY, Town, build_town

pytestmark = pytest.mark.django_db


def call(town: Town, who: str, verb: str, number: str, at: Any = MONDAY) -> Any:
    return {**CALLS, **BESIDE}[verb](town, town.actor(who, at), number, at)


def state(number: str) -> str:
    return Case.objects.get(number=number).state


class TestPreparing:
    def test_a_group_is_odd_half_owners_and_led_by_the_street(self, town: Town) -> None:
        number = proposed(town)
        by: dict[str, Any] = {"actor": town.actor("secretary"), "number": number, "at": MONDAY}
        by_owner = (
            Named(GroupSide.OWNER, "业主老吴", is_chair=True),
            *GROUP[1:4],
            Named(GroupSide.STREET, "街道老周"),
        )
        few_owners = (*GROUP[:2], Named(GroupSide.BUILDER, "开发商老林"), *GROUP[2:4])
        for unfit in (GROUP[:4], by_owner, few_owners, (*GROUP[:4], GROUP[3])):
            with pytest.raises(rules.GroupUnfit):
                op.name_group(**by, members=unfit)
        assert Election.objects.get().group.count() == len(GROUP)

    def test_nothing_is_public_before_all_of_it_is_there_and_for_fifteen_days(self, town: Town) -> None:
        number = proposed(town)
        op.convene_group(actor=town.actor("secretary"), number=number, at=MONDAY)
        by: dict[str, Any] = {"actor": town.actor("secretary"), "number": number, "at": MONDAY}
        with pytest.raises(ElectionUnready):
            op.post_papers(**by, until=MONDAY + timedelta(days=15))
        for doors in ((Door("甲 101", 0),), (DOORS[0], DOORS[0])):
            with pytest.raises(op.StrangeDoor):
                op.write_roll(**by, doors=doors)
        for people in (PEOPLE[:4], PEOPLE[:3], (*PEOPLE[:4], Standing(PEOPLE[0].name))):
            with pytest.raises(rules.ListUnfit):
                op.write_list(**by, candidates=people)
        prepared(town, number, MONDAY)
        with pytest.raises(rules.NoticeTooShort):
            op.post_papers(**by, until=MONDAY + timedelta(days=14, hours=23))
        op.post_papers(**by, until=MONDAY + timedelta(days=law.NOTICE_DAYS))
        with pytest.raises(op.NotWhilePrepared):
            op.write_roll(**by, doors=DOORS[:1])

    def test_one_election_at_a_time(self, town: Town) -> None:
        number = proposed(town)
        one = Election.objects.get().estate.compound
        with pytest.raises(op.ElectingAlready) as told:
            op.propose_election(actor=town.actor("leader"), at=MONDAY, compound=one, words="再来")
        assert told.value.data == {"number": number}
        for name, refusal in (("secretary2", op.NoSuchEstate), ("worker", op.NotYourEstate)):
            with pytest.raises(refusal):
                op.propose_election(actor=town.actor(name), at=MONDAY, compound=one, words="再来")

    def test_an_objection_stops_the_vote_until_it_is_answered(self, town: Town) -> None:
        number = proposed(town)
        for verb in ("convene_group", "post_papers"):
            call(town, "secretary", verb, number)
        call(town, "clerk", "object", number)
        call(town, "clerk", "object", number)
        sweep(MONDAY + timedelta(days=17))
        assert state(number) == "objected"
        later = MONDAY + timedelta(days=17, hours=1)
        with pytest.raises(op.NotToObject):
            op.object_to_election(actor=town.actor("clerk", later), number=number, at=later, words="晚了")
        call(town, "clerk", "dismiss_objection", number, later)
        assert state(number) == "objected"
        call(town, "clerk", "uphold_objection", number, later)
        assert state(number) == "preparing"
        assert not Election.objects.get().objections.filter(answered_at=None).exists()

    def test_who_asks_for_it_has_their_words_erased_and_the_answer_stays(self, town: Town) -> None:
        number = proposed(town)
        account = resident("13800004321")
        ElectionObjection.objects.create(
            election=Election.objects.get(case__number=number), account=account, words="名单上没有我家",
            via="phone", at=MONDAY, answer="补上了", answered_at=MONDAY,
        )  # fmt: skip
        told = str(collected(account))
        assert "名单上没有我家" in told
        assert "补上了" in told
        erased(account, Erasing(SYSTEM, "asked", MONDAY))
        left = ElectionObjection.objects.get()
        assert (left.account, left.words, left.answer) == (None, ERASED, "补上了")


class TestVote:
    def test_owners_decide_by_area_and_heads_in_topics_of_deliberation(self, town: Town) -> None:
        number, at = ELECTIONS.bring(town, "voting")
        rows = queries.latest_votes(Election.objects.get())
        assert [r.topic.rule for r in rows] == ["owners_ordinary"] * 2
        assert {e.area for e in Entry.objects.all()} == {8_000, 9_000}
        with pytest.raises(VotesOpen):
            op.take_result(actor=town.actor("secretary", at), number=number, at=at)
        call(town, "secretary", "votes", number, at)
        call(town, "secretary", "take_result", number, at)
        election = Election.objects.select_related("estate").get()
        assert (state(number), election.estate.committee_seats, election.estate.area_m2) == (
            "elected",
            5,
            250,
        )
        assert election.estate.committee_until.year == election.estate.committee_from.year + 5  # type: ignore[union-attr]

    def test_a_list_that_fails_is_prepared_again_and_voted_again(self, town: Town) -> None:
        number, at = ELECTIONS.bring(town, "voting")
        call(town, "secretary", "votes_no", number, at)
        call(town, "secretary", "take_result", number, at)
        assert state(number) == "preparing"
        assert Election.objects.get().estate.committee_from is None
        call(town, "secretary", "post_papers", number, at)
        sweep(at + timedelta(days=17))
        call(town, "secretary", "put_to_vote", number, at + timedelta(days=17))
        assert {v.round for v in queries.latest_votes(Election.objects.get())} == {2}

    def test_it_is_filed_once_the_result_has_been_public(self, town: Town) -> None:
        number, at = ELECTIONS.bring(town, "seated")
        with pytest.raises(ResultPublic):
            call(town, "clerk", "file_committee", number, at)
        sweep(at + timedelta(days=8))
        call(town, "clerk", "file_committee", number, at + timedelta(days=8))
        call(town, "leader", "send_filing_back", number, at + timedelta(days=9))
        assert Case.objects.get(number=number).holder == town.communities[0]
        call(town, "clerk", "file_committee", number, at + timedelta(days=9))
        call(town, "leader", "confirm_filing", number, at + timedelta(days=9))
        assert state(number) == "closed"
        assert set(Topic.objects.values_list("case__state", flat=True)) == {"closed"}
        page = queries.election_page(actor=town.actor("worker"), number=number)
        assert [d.done is not None for d in page.dates] == [True] * 6
        _rows, board = queries.estates_of(actor=town.actor("leader"), at=at)
        assert board.unmanaged_in_office == 1


class TestKind(kinds.Machines):
    kind, verbs, states, paths = ELECTIONS, texts.VERBS, texts.STATES, PATHS
    before = BEFORE


@pytest.mark.django_db(transaction=True)
def test_all_of_a_move_or_nothing() -> None:
    town = build_town()
    number = proposed(town)
    for name, said in PATHS["posted"]:
        actor = town.actor(name)
        deaths.dies_whole(
            lambda said=said, actor=actor: CALLS[said](town, actor, number, MONDAY), ELECTIONS.tables, 4
        )
    assert set(ELECTION.limits) == set(texts.SLOTS)
    assert set(texts.DUTIES) == {line.code for line in law.COMPANY_DUTIES}
