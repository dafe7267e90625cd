"""One ballot of an owner: every question of an election at once, on the phone, at the gate or from paper.

The votes themselves are those of deliberation, a topic a question: one vote a door and question on whatever way.
Here they are only given together. What a door voted on already is left as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation import queries as topics
from linli.pillars.governance.deliberation.models import Entry, Mark
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import policies, queries, rules
from linli.pillars.governance.estates.models import Election, ElectionVote
from linli.pillars.governance.estates.operations._register import NotYourEstate
from linli.pillars.governance.estates.rules import About, StrangeDoor


class BallotIncomplete(Refusal):
    """A question of the ballot has no answer; nothing to say is an answer too."""


class NothingLeft(Refusal):
    """Every question was voted on for this door, or nothing is open."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """The questions that stand on the ballot of an election, which of them are candidates, and how many seats there are."""

    votes: tuple[ElectionVote, ...]
    candidates: frozenset[int]
    seats: int


def _paper(number: str, *states: str) -> _Paper:
    election = (
        Election.objects.select_related("case__area", "estate__compound").filter(case__number=number).first()
    )
    if election is None:
        raise NoSuchCase(number=number)
    every = queries.latest_votes(election)
    standing = frozenset(vote.pk for vote in every if vote.about == About.LIST.value)
    votes = tuple(vote for vote in every if vote.topic.case.state in states)
    return _Paper(votes, standing, election.seats or len(standing))


def _full(paper: _Paper, choices: Mapping[int, int]) -> Mapping[int, int]:
    """Give the choices of whoever stands there and can still put them right. :raises TooManyAgreed: more than seats."""
    if rules.is_overfull(choices, paper.candidates, paper.seats):
        agreed = sum(choices.get(one) == rules.AGREE for one in paper.candidates)
        raise rules.TooManyAgreed(n=agreed, seats=paper.seats)
    return choices


def _staffed(actor: Actor, number: str) -> None:
    rows = Election.objects.select_related("case__area").filter(policies.electing(actor), case__number=number)
    row = rows.first()
    if row is None:
        raise NoSuchCase(number=number)
    if not policies.keeps_at(actor, row.case.area):
        raise NotYourEstate


def _each(paper: _Paper, choices: Mapping[int, int], give: Callable[[ElectionVote, int], None]) -> int:
    if any(vote.pk not in choices for vote in paper.votes):
        raise BallotIncomplete
    given = 0
    for vote in paper.votes:
        try:
            with transaction.atomic():
                give(vote, choices[vote.pk])
        except deliberation.VotedAlready:
            continue
        given += 1
    if not given:
        raise NothingLeft
    return given


def cast_ballot(*, actor: Actor, number: str, at: datetime, choices: Mapping[int, int]) -> int:
    """Vote on the phone on every question of an election that one's own door has not voted on yet; say on how many.

    :raises TooManyAgreed: more candidates than seats; nothing is written and it can be put right.
    :raises BallotIncomplete: a question without an answer. :raises NothingLeft: all were voted on.
    :raises NotOnTheRoll, NoVoteOpen, StrangeChoice: as deliberation has them. :raises NoSuchCase: no such election.
    """
    with transaction.atomic():

        def give(vote: ElectionVote, choice: int) -> None:
            deliberation.cast_vote(
                actor=actor, number=vote.topic.case.number, at=at, choice=choice, joint=True
            )

        paper = _paper(number, "voting")
        return _each(paper, _full(paper, choices), give)


def _entry(vote: ElectionVote, door: str) -> int:
    row = Entry.objects.filter(
        vote__topic=vote.topic, vote__counted_at=None, print=fingerprint(clean_line(door), "roll")
    ).first()
    if row is None:
        raise StrangeDoor(label=clean_line(door)[:60] or "—")
    return row.pk


def take_ballot(
    *, actor: Actor, number: str, at: datetime, door: str, via: Via, choices: Mapping[int, int]
) -> int:
    """Take the whole ballot of a door in, at the gate or from paper; say on how many questions it counts.

    A paper counts once another person has read the same on it (`check_ballot`). A paper that agrees to more candidates
    than there are seats took part and elects nobody; who stands at the gate is told instead.

    :raises TooManyAgreed: at the gate. :raises StrangeDoor: not on the roll. :raises BallotIncomplete, NothingLeft:
    :raises NoSuchCase, NotYourEstate:
    """
    with transaction.atomic():
        _staffed(actor, number)
        paper = _paper(number, "voting")
        is_paper = via is Via.PAPER
        said = rules.paper_of(choices, paper.candidates, paper.seats) if is_paper else _full(paper, choices)
        if not is_paper and rules.VOID in said.values():
            raise deliberation.StrangeChoice

        def give(vote: ElectionVote, choice: int) -> None:
            deliberation.take_vote(
                actor=actor,
                number=vote.topic.case.number,
                at=at,
                entry=_entry(vote, door),
                via=via,
                choice=choice,
                joint=True,
            )

        return _each(paper, said, give)


def check_ballot(*, actor: Actor, number: str, at: datetime, door: str, choices: Mapping[int, int]) -> int:
    """Read the paper of a door a second time, as another person than who took it in; say on how many questions.

    All of the paper is read the same, or none of it counts yet. After the close the last paper read has the votes counted.

    :raises SecondPersonNeeded, PapersDiffer: as deliberation has them. :raises StrangeDoor, BallotIncomplete, NothingLeft:
    """
    _staffed(actor, number)
    paper = _paper(number, "voting", "counting")
    if any(vote.pk not in choices for vote in paper.votes):
        raise BallotIncomplete
    said = rules.paper_of(choices, paper.candidates, paper.seats)
    entries = {vote.pk: _entry(vote, door) for vote in paper.votes}
    waiting = Mark.objects.filter(entry__in=entries.values(), via=Via.PAPER.value, checked_by=None)
    waits = set(waiting.values_list("entry", flat=True))
    readings = [
        deliberation.Reading(vote.topic.case.number, entries[vote.pk], said[vote.pk])
        for vote in paper.votes
        if entries[vote.pk] in waits
    ]
    if not readings:
        raise NothingLeft
    deliberation.check_papers(actor=actor, readings=readings, joint=True)
    _count_read(actor, at, paper)
    return len(readings)


def _count_read(actor: Actor, at: datetime, paper: _Paper) -> None:
    """Count what is closed and has no paper left that waits to be read."""
    for vote in paper.votes:
        case = vote.topic.case
        if case.state == "counting" and "papers" not in topics.facts_of(vote.topic, case, at):
            deliberation.count_papers(actor=actor, number=case.number, at=at)


def verify_owner(*, actor: Actor, number: str, at: datetime, door: str, phone: str, how: str) -> int:
    """Bind an owner's account to their door in every question of an election, after a paper was looked at.

    :raises NotVerified: no resident has this number, or they vote elsewhere. :raises StrangeDoor: not on the roll.
    """
    with transaction.atomic():
        _staffed(actor, number)
        votes = _paper(number, "voting").votes
        for vote in votes:
            deliberation.verify_entry(
                actor=actor,
                number=vote.topic.case.number,
                at=at,
                entry=_entry(vote, door),
                phone=phone,
                how=how,
            )
        if not votes:
            raise NothingLeft
    return len(votes)
