"""Nobody votes twice, whatever way and however many at once; nothing tells a result before the count; a secret stays one."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.base.flow.jobs import sweep
from linli.base.people.models import Account, Household, Resident
from linli.base.places.models import Building
from linli.kernel.refusals import Refusal
from linli.kernel.standards.voting_rules import RULES
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation import queries, rules
from linli.pillars.governance.deliberation.models import Ballot, Entry, Mark, Tally, Topic, Vote
from linli.pillars.governance.deliberation.rules import Track, Via, Weight
from tests.pillars.governance.deliberation.doing import CALLS, accept, acting, council, propose, resident
from tests.town import IN_FIRST_GRID, MONDAY, Town, build_town

DAY = timedelta(days=1)
S = "secretary"


def doors(town: Town, count: int) -> tuple[Building, list[Account]]:
    """Build a house, with a verified resident behind each door."""
    building = Building.objects.create(
        grid=town.grids[0], number="8", name="八号楼", lon=IN_FIRST_GRID[0], lat=IN_FIRST_GRID[1]
    )
    people = []
    for n in range(count):
        door = Household.objects.create(building=building, room=f"{n + 101}")
        account = resident(f"1370000{n:04}")
        Resident.objects.create(household=door, account=account, source="网格员上门核实")
        people.append(account)
    return building, people


def open_vote(town: Town, rule: str, building: Building, **more: Any) -> Vote:
    """Bring a topic to an open vote of a house."""
    council(town)
    number, a = propose(town), town.actor(S)
    accept(town, a, number, MONDAY, track=Track.QUICK, rule=rule, is_secret=more.pop("is_secret", False))
    CALLS["name_party"](town, a, number, MONDAY)
    CALLS["record_minutes"](town, a, number, MONDAY)
    op.open_vote(
        actor=a, number=number, at=MONDAY, question="装电梯吗", closes_at=MONDAY + 3 * DAY, buildings=[building], **more
    )  # fmt: skip
    return Vote.objects.select_related("topic__case").get(topic__case__number=number)


class TestCounting:
    def test_civil_code_278_by_heads_and_area(self) -> None:
        ordinary, special = RULES["owners_ordinary"], RULES["owners_special"]
        roll = Weight(9, 900)
        assert not rules.turnout(ordinary, roll, Weight(6, 599)).is_reached
        assert not rules.turnout(ordinary, roll, Weight(5, 900)).is_reached
        assert rules.turnout(ordinary, roll, Weight(6, 600)).is_reached  # 以上 includes the number itself
        half = [Weight(3, 300), Weight(3, 300)]
        assert not rules.decide(ordinary, roll, half, deciding=2).is_passed  # 过半数 does not
        more = [Weight(4, 301), Weight(2, 299)]
        assert rules.decide(ordinary, roll, more, deciding=2).winner == 0
        assert not rules.decide(special, roll, more, deciding=2).is_passed
        three_quarters = [Weight(6, 600), Weight(2, 200)]
        assert rules.decide(special, roll, three_quarters, deciding=2).winner == 0
        # Many small flats against one large one: heads alone are not enough.
        assert not rules.decide(ordinary, roll, [Weight(8, 300), Weight(1, 600)], deciding=2).is_passed

    @given(
        st.sampled_from(sorted(RULES)),
        st.lists(st.integers(0, 60), min_size=4, max_size=4),
        st.integers(0, 200),
    )
    def test_nothing_passes_without_its_quorum_and_its_majority(
        self, code: str, votes: list[int], away: int
    ) -> None:
        rule = RULES[code]
        cast = sum(votes)
        counts = [Weight(n, n * 50) for n in votes]
        roll = Weight(cast + away, (cast + away) * 50)
        found = rules.decide(rule, roll, counts, deciding=2)
        turnout = rules.turnout(rule, roll, Weight(cast, cast * 50))
        assert turnout.is_reached == (cast > 0 and cast >= turnout.needs.heads)
        if found.is_passed:
            assert found.winner is not None
            assert Fraction(cast, roll.heads) >= rule.quorum.share
            assert Fraction(votes[found.winner], cast) >= rule.majority.share

    def test_every_rule_says_where_it_comes_from(self) -> None:
        assert all(rule.source.is_complete for rule in RULES.values())


@pytest.mark.django_db
def test_the_hands_of_a_meeting_are_taken_in_all_or_none() -> None:
    town = build_town()
    building, people = doors(town, 3)
    vote = open_vote(town, "residents", building)
    number, at = vote.topic.case.number, MONDAY + DAY
    entries = [entry.pk for entry in vote.entries.order_by("pk")]
    by = {"actor": town.actor(S), "number": number, "at": at}
    op.cast_vote(actor=acting(people[0]), number=number, at=at, choice=1)
    with pytest.raises(op.VotedAlready):
        op.take_hands(**by, hands=dict.fromkeys(entries, 0))
    assert vote.marks.count() == 1
    mine = vote.marks.get().entry_id
    assert op.take_hands(**by, hands={pk: 0 for pk in entries if pk != mine}) == len(entries) - 1
    assert vote.marks.filter(via=Via.SPOT.value).count() == len(entries) - 1


@pytest.mark.django_db(transaction=True)
def test_nobody_votes_twice_however_many_try_at_once() -> None:
    """Twenty threads: every door by two of its people, by paper and by hand, all at one moment. One mark a door."""
    town = build_town()
    building, people = doors(town, 5)
    for n, account in enumerate(list(people)):
        second = resident(f"1360000{n:04}")
        Resident.objects.create(household=account.resident.household, account=second, source="户主告知")
        people.append(second)
    vote = open_vote(town, "residents", building)
    number, at = vote.topic.case.number, MONDAY + DAY
    entries = list(vote.entries.all())
    done: list[str] = []
    gate = threading.Barrier(20)

    def go(how: str, call: Any) -> None:
        try:
            gate.wait(120)
            call()
            done.append(how)
        except Refusal:
            pass
        finally:
            connection.close()

    tries: list[tuple[str, Any]] = []
    for i, account in enumerate(people):
        actor = acting(account)
        tries.append(
            ("phone", lambda a=actor, c=i % 2: op.cast_vote(actor=a, number=number, at=at, choice=c))
        )
    for name, via in ((S, Via.PAPER), ("clerk", Via.SPOT)):
        for entry in entries:
            actor = town.actor(name)
            tries.append(
                (via, lambda a=actor, e=entry, v=via: op.take_vote(
                    actor=a, number=number, at=at, entry=e.pk, via=v, choice=1
                ))
            )  # fmt: skip
    threads = [threading.Thread(target=go, args=one) for one in tries]
    assert len(threads) == 20
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == len(entries) == Mark.objects.count() == Ballot.objects.count()
    assert set(Mark.objects.values_list("entry", flat=True)) == {e.pk for e in entries}


class TestOnePersonOneVote:
    def test_two_doors_are_one_person(self, town: Town) -> None:
        building, people = doors(town, 2)
        vote = open_vote(town, "residents", building)
        number, at = vote.topic.case.number, MONDAY + DAY
        Resident.objects.filter(account=people[1]).update(household=None)
        second = vote.entries.get(household__room="102")
        # The same person is behind the second door by its register, and behind the first by the clerk's check.
        Entry.objects.filter(household__room="101").update(account=people[0])
        op.cast_vote(actor=acting(people[0]), number=number, at=at, choice=0)
        with pytest.raises(op.VotedAlready):
            op.cast_vote(actor=acting(people[0]), number=number, at=at, choice=0)
        with pytest.raises(op.NotOnTheRoll):
            op.cast_vote(actor=acting(people[1]), number=number, at=at, choice=0)
        clerk = {"actor": town.actor("clerk"), "number": number, "at": at, "entry": second.pk}
        with pytest.raises(op.NotVerified):  # behind a line already
            op.verify_entry(**clerk, phone="13700000000", how="身份证")
        op.verify_entry(**clerk, phone="13700000001", how="身份证")
        assert op.cast_vote(actor=acting(people[1]), number=number, at=at, choice=0).entry_id == second.pk

    def test_the_database_itself_says_no(self, town: Town) -> None:
        building, people = doors(town, 2)
        vote = open_vote(town, "residents", building)
        mark = op.cast_vote(actor=acting(people[0]), number=vote.topic.case.number, at=MONDAY + DAY, choice=0)
        other = vote.entries.exclude(pk=mark.entry_id).get()
        into = "INSERT INTO deliberation_mark (entry_id, vote_id, account_id, via, on_date, proxy) VALUES"
        wrong = (
            "DELETE FROM deliberation_mark",
            "UPDATE deliberation_mark SET via = 'spot'",
            "UPDATE deliberation_ballot SET choice = '\\x00'",
            "DELETE FROM deliberation_ballot",
            f"INSERT INTO deliberation_tally (vote_id, option, heads, area) VALUES ({vote.pk}, 0, 1, 0)",
            f"UPDATE deliberation_vote SET is_secret = true WHERE id = {vote.pk}",
            f"UPDATE deliberation_vote SET closes_at = closes_at - interval '1 day' WHERE id = {vote.pk}",
            f"{into} ({other.pk}, {vote.pk}, {people[0].pk}, 'phone', '2026-11-17', '')",
            f"{into} ({mark.entry_id}, {vote.pk}, NULL, 'phone', '2026-11-17', '')",
        )
        for sql in wrong:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)

    def test_no_more_proxies_than_the_rule_allows(self, town: Town) -> None:
        building, _people = doors(town, 3)
        vote = open_vote(town, "residents", building)
        one, two, _three = vote.entries.all()
        given = {
            "actor": town.actor(S), "number": vote.topic.case.number, "at": MONDAY + DAY, "via": Via.SPOT, "choice": 0,
        }  # fmt: skip
        op.take_vote(**given, entry=one.pk, proxy="韩邻居")
        with pytest.raises(op.NoProxyHere):
            op.take_vote(**given, entry=two.pk, proxy="韩邻居")


class TestPaper:
    def test_two_people_read_each_paper(self, town: Town) -> None:
        building, _people = doors(town, 2)
        vote = open_vote(town, "residents", building)
        number, at = vote.topic.case.number, MONDAY + DAY
        one, two = vote.entries.all()
        for entry in (one, two):
            op.take_vote(actor=town.actor(S), number=number, at=at, entry=entry.pk, via=Via.PAPER, choice=0)
        by = {"number": number, "at": at}
        with pytest.raises(op.SecondPersonNeeded):
            op.check_paper(actor=town.actor(S), entry=one.pk, choice=0, **by)
        op.check_paper(actor=town.actor("clerk"), entry=one.pk, choice=0, **by)
        with pytest.raises(op.PapersDiffer):
            op.check_paper(actor=town.actor("clerk"), entry=two.pk, choice=1, **by)
        sweep(MONDAY + 4 * DAY)
        assert Topic.objects.get().case.state == "counting"
        later = {"number": number, "at": MONDAY + 4 * DAY}
        with pytest.raises(Refusal):
            op.count_papers(actor=town.actor(S), **later)
        op.check_paper(actor=town.actor("leader"), entry=two.pk, choice=1, **later)
        op.count_papers(actor=town.actor(S), **later)
        assert list(Tally.objects.values_list("heads", flat=True)) == [1, 1, 0, 0]

    def test_the_box_of_a_secret_vote_is_counted_by_two(self, town: Town) -> None:
        building, people = doors(town, 4)
        vote = open_vote(town, "persons", building, is_secret=True, options=["甲", "乙"])
        number, at = vote.topic.case.number, MONDAY + DAY
        op.cast_vote(actor=acting(people[0]), number=number, at=at, choice=0)
        for entry in list(vote.entries.all())[1:3]:
            with pytest.raises(op.StrangeChoice):  # what is on it nobody reads
                op.take_vote(
                    actor=town.actor(S), number=number, at=at, entry=entry.pk, via=Via.PAPER, choice=0
                )
            op.take_vote(actor=town.actor(S), number=number, at=at, entry=entry.pk, via=Via.PAPER)
        assert not Ballot.objects.exists()
        sweep(MONDAY + 4 * DAY)
        later = {"number": number, "at": MONDAY + 4 * DAY}
        with pytest.raises(op.CountWrong):
            op.count_box(actor=town.actor(S), counts=[1, 0, 0, 0], **later)
        op.count_box(actor=town.actor(S), counts=[2, 0, 0, 0], **later)
        op.count_box(actor=town.actor("clerk"), counts=[1, 1, 0, 0], **later)
        with pytest.raises(Refusal):
            op.count_papers(actor=town.actor(S), **later)
        op.count_box(actor=town.actor("clerk"), counts=[2, 0, 0, 0], **later)
        op.count_papers(actor=town.actor(S), **later)
        assert list(Tally.objects.values_list("heads", flat=True)) == [3, 0, 0, 0]
        assert Topic.objects.get().outcome == "passed"


class TestSealed:
    def test_a_secret_vote_keeps_no_link_and_an_open_one_no_words(self, town: Town) -> None:
        """Whoever reads every column of every row of a vote finds neither what anybody chose nor a sum."""
        building, people = doors(town, 3)
        for rule, secret in (("persons", True), ("residents", False)):
            vote = open_vote(town, rule, building, is_secret=secret, options=["甲某", "乙某"])
            number = vote.topic.case.number
            for account, choice in zip(people, (0, 1, 1), strict=True):
                op.cast_vote(actor=acting(account), number=number, at=MONDAY + DAY, choice=choice)
            vote.refresh_from_db()
            assert Ballot.objects.filter(mark__vote=vote).count() == (0 if secret else 3)
            if secret:
                assert json.loads(vote.urn) == [[1, 0], [2, 0], [0, 0], [0, 0]]
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT md5(t::text) FROM deliberation_mark t WHERE vote_id = %s", [vote.pk]
                    )
                    assert len(cursor.fetchall()) == 3
            assert queries.decision_of(vote) is None
            assert queries.vote_row(vote).tallies == ()
            assert not Tally.objects.filter(vote=vote).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT urn, choice FROM deliberation_vote LEFT JOIN deliberation_ballot ON true")
            stored = b"".join(bytes(value) for row in cursor.fetchall() for value in row if value)
        assert b"[[1" not in stored
        assert stored
