"""A ballot with many questions: no count holds more than it may say, and a door gives one, whole."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.people.models import Resident
from linli.base.people.queries import actor_for
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation.models import Ballot, Mark
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import operations as op
from linli.pillars.governance.estates import queries, rules
from linli.pillars.governance.estates.models import Election
from tests.pillars.governance.estates.doing import housed
from tests.pillars.service.bulletins.doing import resident
from tests.town import build_town

SAID = st.lists(st.fixed_dictionaries({n: st.integers(0, 3) for n in range(10)}), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(SAID, st.sampled_from((5, 7)), st.integers(5, 9))
def test_no_count_holds_more_than_a_ballot_may_say_and_every_paper_is_counted_once(
    papers: list[dict[int, int]], seats: int, standing: int
) -> None:
    candidates = frozenset(range(1, standing + 1))
    read = [rules.paper_of(paper, candidates, seats) for paper in papers]
    for paper, said in zip(papers, read, strict=True):
        assert said.keys() == paper.keys()
        assert all(said[n] == paper[n] for n in paper if n not in candidates), "what else stands on it counts"
        assert not rules.is_overfull(said, candidates, seats)
        void = rules.is_overfull(paper, candidates, seats)
        assert said == paper or (void and {said[n] for n in candidates} == {rules.VOID})
    agreed = sum(said[n] == rules.AGREE for said in read for n in candidates)
    assert agreed <= seats * len(papers)


@pytest.mark.django_db(transaction=True)
def test_a_door_gives_one_whole_ballot_however_many_try_at_once() -> None:
    """Each door by two phones, on paper and at the gate, all at one moment: one ballot of seven answers, never a mixture."""
    town = build_town()
    number, at, doors, owners = housed(town, 2)
    for n, owner in enumerate(list(owners)):
        second = resident(f"136000001{n:02}")
        Resident.objects.create(household=owner.resident.household, account=second, source="户主告知")
        owners.append(second)
    votes = queries.latest_votes(Election.objects.get())
    said = {
        via: {vote.pk: choice for vote in votes} for via, choice in (("phone", 2), ("paper", 1), ("spot", 2))
    }
    said["spot"][votes[0].pk] = 0
    tries: list[Any] = []
    for owner in owners:
        actor = actor_for(owner, at)
        tries.append(lambda a=actor: op.cast_ballot(actor=a, number=number, at=at, choices=said["phone"]))
    for door in doors:
        for who, via in (("secretary", Via.PAPER), ("clerk", Via.SPOT)):
            given = {"actor": town.actor(who, at), "number": number, "at": at, "door": door, "via": via}
            tries.append(lambda g=given, v=via: op.take_ballot(**g, choices=said[v.value]))
    gate = threading.Barrier(len(tries))
    given_ballots: list[int] = []

    def go(call: Any) -> None:
        try:
            gate.wait(120)
            given_ballots.append(call())
        except Refusal:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(one,)) for one in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert given_ballots == [len(votes)] * len(doors)
    assert Mark.objects.count() == len(votes) * len(doors)
    for door in doors:
        papers = [b for b in Ballot.objects.select_related("mark__entry__vote") if b.mark.entry.label == door]
        (via,) = {paper.mark.via for paper in papers}
        topics = {vote.topic_id: said[via][vote.pk] for vote in votes}
        assert {p.mark.entry.vote.topic_id: int(p.choice) for p in papers} == topics
