"""One ballot of an owner: every question of an election at once, on the phone, at the gate or from paper.

The votes themselves are those of deliberation, a topic a question: one vote a door and question on whatever way.
Here they are only given together. What a door voted on already is left as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from linli.base.flow.refusals import NoSuchCase
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Entry
from linli.pillars.governance.deliberation.rules import Via
from linli.pillars.governance.estates import policies, queries
from linli.pillars.governance.estates.models import Election, ElectionVote
from linli.pillars.governance.estates.operations._register import NotYourEstate
from linli.pillars.governance.estates.rules import StrangeDoor


class BallotIncomplete(Refusal):
    """A question of the ballot has no answer; nothing to say is an answer too."""


class NothingLeft(Refusal):
    """Every question was voted on for this door, or nothing is open."""


def _open_votes(number: str) -> list[ElectionVote]:
    election = (
        Election.objects.select_related("case__area", "estate__compound").filter(case__number=number).first()
    )
    if election is None:
        raise NoSuchCase(number=number)
    return [vote for vote in queries.latest_votes(election) if vote.topic.case.state == "voting"]


def _staffed(actor: Actor, number: str) -> None:
    rows = Election.objects.select_related("case__area").filter(policies.electing(actor), case__number=number)
    row = rows.first()
    if row is None:
        raise NoSuchCase(number=number)
    if not policies.keeps_at(actor, row.case.area):
        raise NotYourEstate


def _each(
    votes: list[ElectionVote], choices: Mapping[int, int], give: Callable[[ElectionVote, int], None]
) -> int:
    for vote in votes:
        if vote.pk not in choices:
            raise BallotIncomplete
    given = 0
    for vote in votes:
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

    :raises BallotIncomplete: a question without an answer. :raises NothingLeft: all were voted on.
    :raises NotOnTheRoll, NoVoteOpen, StrangeChoice: as deliberation has them. :raises NoSuchCase: no such election.
    """
    with transaction.atomic():

        def give(vote: ElectionVote, choice: int) -> None:
            deliberation.cast_vote(actor=actor, number=vote.topic.case.number, at=at, choice=choice)

        return _each(_open_votes(number), choices, give)


def _entry(vote: ElectionVote, door: str) -> int:
    row = Entry.objects.filter(
        vote__topic=vote.topic, vote__closed_at=None, print=fingerprint(clean_line(door), "roll")
    ).first()
    if row is None:
        raise StrangeDoor(label=clean_line(door)[:60] or "—")
    return row.pk


def take_ballot(
    *, actor: Actor, number: str, at: datetime, door: str, via: Via, choices: Mapping[int, int]
) -> int:
    """Take the whole ballot of a door in, at the gate or from paper; say on how many questions it counts.

    A paper counts once another person has read the same on it (`check_ballot`).

    :raises StrangeDoor: not on the roll. :raises BallotIncomplete, NothingLeft: as named. :raises NoSuchCase, NotYourEstate:
    """
    with transaction.atomic():
        _staffed(actor, number)

        def give(vote: ElectionVote, choice: int) -> None:
            deliberation.take_vote(
                actor=actor,
                number=vote.topic.case.number,
                at=at,
                entry=_entry(vote, door),
                via=via,
                choice=choice,
            )

        return _each(_open_votes(number), choices, give)


def check_ballot(*, actor: Actor, number: str, at: datetime, door: str, choices: Mapping[int, int]) -> int:
    """Read the paper of a door a second time, as another person than who took it in.

    :raises SecondPersonNeeded, PapersDiffer: as deliberation has them. :raises StrangeDoor, BallotIncomplete, NothingLeft:
    """
    with transaction.atomic():
        _staffed(actor, number)

        def give(vote: ElectionVote, choice: int) -> None:
            deliberation.check_paper(
                actor=actor, number=vote.topic.case.number, at=at, entry=_entry(vote, door), choice=choice
            )

        return _each(_open_votes(number), choices, give)


def verify_owner(*, actor: Actor, number: str, at: datetime, door: str, phone: str, how: str) -> int:
    """Bind an owner's account to their door in every question of an election, after a paper was looked at.

    :raises NotVerified: no resident has this number, or they vote elsewhere. :raises StrangeDoor: not on the roll.
    """
    with transaction.atomic():
        _staffed(actor, number)
        votes = _open_votes(number)
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
