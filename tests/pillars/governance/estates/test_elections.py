"""An owners' committee elected: the law's days and numbers, objections, the vote through deliberation, the filing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from linli.base.flow.jobs import sweep
from linli.base.flow.models import Case
from linli.base.people.actors import SYSTEM
from linli.base.people.subjects import Erasing, collected, erased
from linli.kernel.standards import estates as law
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Entry, Mark, Topic
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries, rules, texts
from linli.pillars.governance.estates.flow import ELECTION, ElectionUnready, ResultPublic, VotesOpen
from linli.pillars.governance.estates.models import Candidate, Election, ElectionObjection
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
            with pytest.raises(rules.StrangeDoor):
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
        assert [r.topic.rule for r in rows] == ["owners_ordinary"] * (1 + len(PEOPLE))
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

    def test_who_convinces_less_than_half_is_not_elected_and_the_rest_are(self, town: Town) -> None:
        number, at = ELECTIONS.bring(town, "ready")
        Election.objects.update(seats=5)
        extra = Candidate.objects.create(election=Election.objects.get(), name="候选人己")
        by: dict[str, Any] = {"actor": town.actor("secretary", at), "number": number, "at": at}
        op.put_to_vote(**by, until=at + timedelta(days=5))
        votes = queries.latest_votes(Election.objects.get())
        yes = {vote.pk: int(n == 1) for n, vote in enumerate(votes)}
        no = {vote.pk: int(vote.candidate == extra) for vote in votes}
        with pytest.raises(op.BallotIncomplete):
            op.take_ballot(**by, door=DOORS[0].label, via=Via.SPOT, choices={})
        with pytest.raises(rules.StrangeDoor):
            op.take_ballot(**by, door="丁 909", via=Via.SPOT, choices=yes)
        for door, choices in zip(DOORS, (yes, no, no), strict=True):
            assert op.take_ballot(**by, door=door.label, via=Via.SPOT, choices=choices) == len(PEOPLE) + 2
        with pytest.raises(op.NothingLeft):
            op.take_ballot(**by, door=DOORS[0].label, via=Via.PAPER, choices=no)
        for vote in votes:
            deliberation.close_vote(**{**by, "number": vote.topic.case.number})
        op.take_result(**by)
        election = Election.objects.select_related("estate").get()
        assert (state(number), election.estate.committee_seats) == ("elected", 5)
        assert dict(election.candidates.values_list("name", "is_elected"))["候选人己"] is False
        assert election.candidates.filter(is_elected=True).count() == 5

    def test_a_paper_ballot_counts_once_another_person_read_the_same(self, town: Town) -> None:
        number, at = ELECTIONS.bring(town, "voting")
        votes = queries.latest_votes(Election.objects.get())
        said: dict[str, Any] = {
            "number": number, "at": at, "door": DOORS[0].label, "choices": {vote.pk: 0 for vote in votes},
        }  # fmt: skip
        op.take_ballot(actor=town.actor("secretary", at), via=Via.PAPER, **said)
        with pytest.raises(deliberation.SecondPersonNeeded):
            op.check_ballot(actor=town.actor("secretary", at), **said)
        assert op.check_ballot(actor=town.actor("clerk", at), **said) == len(votes)
        assert not Mark.objects.filter(checked_by=None).exists()

    def test_two_readings_that_differ_wait_for_a_third_and_the_last_paper_read_has_it_counted(
        self, town: Town
    ) -> None:
        number, at = ELECTIONS.bring(town, "voting")
        votes = queries.latest_votes(Election.objects.get())
        yes, no = {vote.pk: 0 for vote in votes}, {vote.pk: int(n == 3) for n, vote in enumerate(votes)}
        said: dict[str, Any] = {"number": number, "at": at, "door": DOORS[0].label}
        op.take_ballot(actor=town.actor("secretary", at), via=Via.PAPER, choices=yes, **said)
        with pytest.raises(deliberation.PapersDiffer):
            op.check_ballot(actor=town.actor("clerk", at), choices=no, **said)
        assert Mark.objects.filter(checked_by=None).count() == len(votes), "all of a paper or none of it"
        late = at + timedelta(days=21)
        sweep(late)
        assert {v.topic.case.state for v in queries.latest_votes(Election.objects.get())} == {"counting"}
        op.check_ballot(actor=town.actor("leader", late), choices=no, **{**said, "at": late})
        page = queries.election_page(actor=town.actor("secretary"), number=number)
        assert [vote.tallies[0][1] for vote in page.votes] == [1, 1, 1, 0, 1, 1]
        with pytest.raises(op.NothingLeft):
            op.check_ballot(actor=town.actor("leader", late), choices=no, **{**said, "at": late})

    def test_more_agreed_than_seats_is_told_to_who_stands_there_and_is_void_on_paper(
        self, town: Town
    ) -> None:
        number, at = ELECTIONS.bring(town, "ready")
        Election.objects.update(seats=5)
        for name in ("候选人己", "候选人庚"):
            Candidate.objects.create(election=Election.objects.get(), name=name)
        by: dict[str, Any] = {"actor": town.actor("secretary", at), "number": number, "at": at}
        op.put_to_vote(**by, until=at + timedelta(days=5))
        votes = queries.latest_votes(Election.objects.get())
        every, five = {vote.pk: 0 for vote in votes}, {vote.pk: int(n > 5) for n, vote in enumerate(votes)}
        with pytest.raises(rules.TooManyAgreed) as told:
            op.take_ballot(**by, door=DOORS[0].label, via=Via.SPOT, choices=every)
        assert told.value.data == {"n": 7, "seats": 5}
        assert not Mark.objects.exists()
        with pytest.raises(deliberation.OnOneBallot):
            deliberation.take_vote(
                **{**by, "number": votes[1].topic.case.number}, via=Via.SPOT, choice=0,
                entry=Entry.objects.filter(vote__topic=votes[1].topic)[0].pk,
            )  # fmt: skip
        for door, choices, via in zip(
            DOORS, (every, five, five), (Via.PAPER, Via.SPOT, Via.SPOT), strict=True
        ):
            op.take_ballot(**by, door=door.label, via=via, choices=choices)
        # The second reader makes out other crosses; either way there are too many.
        six = {vote.pk: int(n == 2) for n, vote in enumerate(votes)}
        op.check_ballot(**{**by, "actor": town.actor("clerk", at)}, door=DOORS[0].label, choices=six)
        for vote in votes:
            deliberation.close_vote(**{**by, "number": vote.topic.case.number})
        page = queries.election_page(actor=town.actor("secretary"), number=number)
        counted = [[heads for _label, heads, _area in vote.tallies] for vote in page.votes]
        assert counted == [[3, 0, 0, 0], *[[2, 0, 0, 1]] * 5, *[[0, 2, 0, 1]] * 2]
        assert {vote.turnout.cast.heads for vote in page.votes if vote.turnout} == {3}, (
            "a void paper took part"
        )
        op.take_result(**by)
        assert Candidate.objects.filter(is_elected=True).count() == 5

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


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=14),
    st.sampled_from((5, 7, 9, 11)),
)
def test_elected_are_an_odd_number_of_those_most_agreed_to_and_no_tie_is_broken_by_chance(
    said: list[tuple[bool, int, int]], seats: int
) -> None:
    found = [rules.Backed(n, *one) for n, one in enumerate(said)]
    chosen = rules.elected(found, seats)
    assert chosen == rules.elected(found[::-1], seats)
    assert not chosen or (len(chosen) % 2 == 1 and law.LEAST_SEATS <= len(chosen) <= seats)
    weigh = {one.pk: (one.heads, one.area) for one in found}
    left = [one for one in found if one.is_passed and one.pk not in chosen]
    assert all(one.is_passed for one in found if one.pk in chosen)
    if chosen and left:
        assert min(weigh[pk] for pk in chosen) > max((one.heads, one.area) for one in left)


class TestRoll:
    @staticmethod
    def read(tmp_path: Path, *rows: Sequence[object]) -> list[tuple[int, object]]:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        path = tmp_path / "roll.xlsx"
        book.save(path)
        return list(op.rows_of_roll(path))

    def test_names_are_not_read_and_every_bad_row_stands_with_its_number(self, tmp_path: Path) -> None:
        rows = self.read(
            tmp_path, ["东里小区业主名册"], ["房号", "业主姓名", "建筑面积(㎡)"], ["1-101", "张三", 88.5],
            ["1-102", "李四", "没量"], ["1-101", "王五", 70],
            ["", "赵六", 60], [None, None, None], ["1-103", "", "1,020.30㎡"],
        )  # fmt: skip
        good = [row for _n, row in rows if isinstance(row, Door)]
        assert good == [Door("1-101", 8_850), Door("1-103", 102_030)]
        assert [n for n, row in rows if isinstance(row, rules.StrangeDoor)] == [4, 5, 6]
        assert "张三" not in str(rows)

    def test_a_sheet_without_doors_and_areas_is_refused_whole(self, tmp_path: Path) -> None:
        with pytest.raises(op.NoRollSheet):
            self.read(tmp_path, ["门牌", "姓名"], ["1-101", "张三"])


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
