"""Voting: opened, cast on the phone, taken in on the spot and on paper by two, closed, counted.

Every way ends in one row of `Mark`, of which there can be one for each line of the roll. In a secret vote what was chosen
goes into the urn in the same transaction and is written nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from django.db import IntegrityError, transaction

from linli.base.flow.engine import By, Turn
from linli.base.flow.models import Case
from linli.base.flow.refusals import NoSuchCase, PastMoment, WordsMissing
from linli.base.flow.steps import Said
from linli.base.people.actors import Actor
from linli.base.people.vault import fingerprint
from linli.base.places.models import Building
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.governance.deliberation import policies, queries, rules
from linli.pillars.governance.deliberation.models import Ballot, BoxCount, Entry, Mark, Tally, Topic, Vote
from linli.pillars.governance.deliberation.operations._propose import NotYoursToPropose
from linli.pillars.governance.deliberation.operations._roll import Line, entry_for_staff, make_roll
from linli.pillars.governance.deliberation.operations._turn import locked_topic, move_topic, start
from linli.pillars.governance.deliberation.rules import Outcome, Via, Weight

YES_NO = ("同意", "不同意")
REST = ("弃权", "废票")
"""What is not to win: abstained, and papers nobody can read. The words of the office, as they stand on the paper."""


class StrangeOptions(Refusal):
    """Two to six different options: `most`."""


class VoteTooLong(Refusal):
    """A vote is open for one to `days` days."""


class NoVoteOpen(Refusal):
    """No vote is open, or its time is up."""


class NotOnTheRoll(Refusal):
    """Whoever presses is on no line of the roll."""


class VotedAlready(Refusal):
    """The line has voted, in whatever way, or this person has."""


class StrangeChoice(Refusal):
    """Not an option of this vote, or one was chosen where the paper goes into the box unread."""


class NoProxyHere(Refusal):
    """The rule lets nobody vote for another, or this person votes for `most` already."""


class PapersDiffer(Refusal):
    """Two people read a paper differently: what the second read now waits for another."""


class SecondPersonNeeded(Refusal):
    """Whoever took a paper in does not check it."""


class OnOneBallot(Refusal):
    """The question stands on a paper with others and is voted on together with them."""


class CountWrong(Refusal):
    """The papers counted are not as many as went into the box: `box`."""


def open_vote(
    *,
    question: str,
    closes_at: datetime,
    options: Sequence[str] = (),
    buildings: Iterable[Building] = (),
    lines: Sequence[Line] = (),
    is_joint: bool = False,
    **by: Unpack[By],
) -> Case:
    """Put a question to a roll until a moment; without options it is a proposal to say yes or no to.

    A joint one stands on a paper with others: whoever calls this gives all of them together (`joint`).

    :raises StrangeOptions, VoteTooLong, PastMoment, WordsMissing: as named. :raises EmptyRoll, AreaMissing: no good roll.
    """
    chosen = [o.strip() for o in options if o.strip()] or list(YES_NO)
    if not question.strip():
        raise WordsMissing(fields=["question"])
    if not 2 <= len(set(chosen)) == len(chosen) <= rules.MOST_OPTIONS or set(chosen) & set(REST):
        raise StrangeOptions(most=rules.MOST_OPTIONS)
    if closes_at <= by["at"]:
        raise PastMoment(until=closes_at)
    if (closes_at - by["at"]).days > rules.VOTE_MOST_DAYS:
        raise VoteTooLong(days=rules.VOTE_MOST_DAYS)

    def do(t: Turn, topic: Topic) -> None:
        vote = Vote(
            topic=topic,
            round=topic.votes.count() + 1,
            question=question.strip(),
            options=[*chosen, *REST],
            deciding=len(chosen),
            rule=topic.rule,
            is_secret=topic.is_secret,
            opened_at=t.at,
            closes_at=closes_at,
            is_joint=is_joint,
        )
        roll = make_roll(vote, topic, rules.rule_of(topic.rule), buildings, lines)
        t.say(rule=topic.rule, secret=topic.is_secret, roll=len(roll))

        def write(_step: object) -> None:
            vote.urn = _empty(vote) if vote.is_secret else ""
            vote.save()
            Entry.objects.bulk_create(roll, batch_size=2_000)

        t.after(write)

    return move_topic("open_vote", do, said=Said(answer=question), until=closes_at, **by)


def _empty(vote: Vote) -> str:
    return json.dumps([[0, 0] for _option in vote.options])


def _locked_vote(topic: Topic, at: datetime, *, joint: bool) -> Vote:
    """Lock the vote that is open. Whoever casts and whoever closes come one after the other.

    :raises OnOneBallot: by itself, what stands on a paper with others. :raises NoVoteOpen: as named.
    """
    vote = Vote.objects.select_for_update().filter(topic=topic, closed_at=None).order_by("-round").first()
    if vote is None or topic.case.state != "voting" or at >= vote.closes_at:
        raise NoVoteOpen
    if vote.is_joint and not joint:
        raise OnOneBallot
    return vote


def cast_vote(*, actor: Actor, number: str, at: datetime, choice: int, joint: bool = False) -> Mark:
    """Vote on the phone, for one's own line of the roll. Nobody changes it afterwards, neither do they.

    :raises NotOnTheRoll: not verified for any line. :raises VotedAlready: on whatever way.
    :raises NoVoteOpen, StrangeChoice, OnOneBallot: as named.
    """
    if not policies.is_resident(actor) or actor.account_id is None:
        raise NotYoursToPropose
    with transaction.atomic():
        topic = locked_topic(actor, number)
        vote = _locked_vote(topic, at, joint=joint)
        if not 0 <= choice < len(vote.options) - 1:  # a phone sends no spoiled papers
            raise StrangeChoice
        entry = queries.entry_of(account=actor.account_id, vote=vote.pk)
        if entry is None:
            raise NotOnTheRoll
        mark = _mark(vote, entry, Via.PHONE, at, account_id=actor.account_id)
        _keep(vote, mark, entry, choice)
        return mark


def take_vote(
    *,
    actor: Actor,
    number: str,
    at: datetime,
    entry: int,
    via: Via,
    choice: int | None = None,
    proxy: str = "",
    joint: bool = False,
) -> Mark:
    """Take in a vote given on the spot or on paper. In a secret vote only that the paper went into the box.

    A paper counts once another person has read the same on it (`check_paper`); a raised hand everybody saw.

    :raises VotedAlready: on whatever way. :raises StrangeChoice: none named, or one in a secret vote.
    :raises NoProxyHere: as named. :raises NoVoteOpen, OnOneBallot, NoSuchCase, NotYoursToPropose: as named.
    """
    with transaction.atomic():
        row = entry_for_staff(actor, number, entry)
        vote = _locked_vote(row.vote.topic, at, joint=joint)
        if vote.pk != row.vote_id or via is Via.PHONE:
            raise NoVoteOpen
        if vote.is_secret != (choice is None) or (choice is not None and not 0 <= choice < len(vote.options)):
            raise StrangeChoice
        print_ = _proxy_print(vote, proxy)
        mark = _mark(
            vote, row, via, at, account_id=row.account_id, by_id=actor.account_id, proxy=proxy.strip(), proxy_print=print_
        )  # fmt: skip
        if choice is not None:
            Ballot.objects.create(mark=mark, choice=str(choice))
        return mark


def take_hands(*, actor: Actor, number: str, at: datetime, hands: Mapping[int, int]) -> int:
    """Take in the hands raised at a meeting, a choice for each line of the roll: all of them, or none.

    :raises VotedAlready, StrangeChoice, NoVoteOpen, OnOneBallot: as `take_vote` has them.
    """
    with transaction.atomic():
        for entry, choice in sorted(hands.items()):
            take_vote(actor=actor, number=number, at=at, entry=entry, via=Via.SPOT, choice=choice)
    return len(hands)


def _proxy_print(vote: Vote, proxy: str) -> bytes | None:
    if not proxy.strip():
        return None
    print_ = fingerprint(proxy.strip(), "proxy")
    most = rules.rule_of(vote.rule).proxies
    if vote.marks.filter(proxy_print=print_).count() >= most:
        raise NoProxyHere(most=most)
    return print_


def _mark(vote: Vote, entry: Entry, via: Via, at: datetime, **fields: object) -> Mark:
    try:
        with transaction.atomic():
            return Mark.objects.create(
                vote=vote, entry=entry, via=via.value, on_date=clock.local(at).date(), **fields
            )
    except IntegrityError:
        raise VotedAlready from None


def _keep(vote: Vote, mark: Mark, entry: Entry, choice: int) -> None:
    """Put a choice where it belongs: sealed beside the mark of an open vote, into the urn of a secret one."""
    if not vote.is_secret:
        Ballot.objects.create(mark=mark, choice=str(choice))
        return
    sums = json.loads(vote.urn)
    sums[choice] = [sums[choice][0] + 1, sums[choice][1] + entry.area]
    vote.urn = json.dumps(sums)
    vote.save(update_fields=["urn"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody reads on the paper of a line of a roll."""

    number: str
    entry: int
    choice: int


def check_paper(*, actor: Actor, number: str, at: datetime, entry: int, choice: int) -> Mark:
    """Read a paper a second time. The same, and it counts; something else, and a third look is needed.

    :raises SecondPersonNeeded: the same person. :raises PapersDiffer: read differently; this reading waits now.
    :raises NoSuchCase: no paper of this line waits. :raises OnOneBallot: as named.
    """
    return check_papers(actor=actor, readings=[Reading(number, entry, choice)])[0]


def check_papers(*, actor: Actor, readings: Sequence[Reading], joint: bool = False) -> list[Mark]:
    """Read one paper with several questions a second time: all of it the same, or none of it counts yet.

    :raises SecondPersonNeeded, PapersDiffer, OnOneBallot, NoSuchCase: as `check_paper` has them.
    """
    with transaction.atomic():
        papers = [_paper_of(actor, one, joint=joint) for one in readings]
        differs = any(
            ballot.choice != str(one.choice) for one, (_mark, ballot) in zip(readings, papers, strict=True)
        )
        for one, (mark, ballot) in zip(readings, papers, strict=True):
            if differs:
                ballot.choice, mark.by_id = str(one.choice), actor.account_id
                ballot.save(update_fields=["choice"])
                mark.save(update_fields=["by"])
            else:
                mark.checked_by_id = actor.account_id
                mark.save(update_fields=["checked_by"])
    # What the second read is kept: the refusal comes once it is written.
    if differs:
        raise PapersDiffer
    return [mark for mark, _ballot in papers]


def _paper_of(actor: Actor, one: Reading, *, joint: bool) -> tuple[Mark, Ballot]:
    row = entry_for_staff(actor, one.number, one.entry)
    vote = Vote.objects.select_for_update().get(pk=row.vote_id)
    if vote.is_joint and not joint:
        raise OnOneBallot
    mark = Mark.objects.filter(entry=row, via=Via.PAPER.value, checked_by=None).first()
    if mark is None or vote.is_secret or vote.counted_at is not None:
        raise NoSuchCase(number=one.number)
    if mark.by_id == actor.account_id:
        raise SecondPersonNeeded
    if not 0 <= one.choice < len(vote.options):
        raise StrangeChoice
    return mark, Ballot.objects.get(mark=mark)


def count_box(*, actor: Actor, number: str, at: datetime, counts: Sequence[int]) -> BoxCount:
    """Say what one counted in the box of a secret vote, once it is closed. It takes two people who counted the same.

    :raises CountWrong: not as many as went in. :raises NoVoteOpen: nothing to count now.
    """
    with transaction.atomic():
        topic = locked_topic(actor, number)
        if not policies.convenes_at(actor, topic.case.area):
            raise NotYoursToPropose
        vote = (
            Vote.objects.select_for_update().filter(topic=topic, counted_at=None).order_by("-round").first()
        )
        if vote is None or not vote.is_secret or topic.case.state != "counting":
            raise NoVoteOpen
        box = vote.marks.exclude(via=Via.PHONE.value).count()
        if len(counts) != len(vote.options) or min(counts) < 0 or sum(counts) != box:
            raise CountWrong(box=box)
        given = {"counts": json.dumps(list(counts)), "at": at}
        row, _new = BoxCount.objects.update_or_create(vote=vote, by_id=actor.account_id, defaults=given)
        return row


def close_vote(**by: Unpack[By]) -> Case:
    """Close a vote in which everybody has voted, or whose time is up. What waits on paper is read first."""
    return move_topic("close_vote", end_vote, **by)


def end_vote(t: Turn, topic: Topic) -> None:
    """Close the vote of a topic; where no paper waits, count it."""
    vote = Vote.objects.select_for_update().get(topic=topic, closed_at=None)
    vote.closed_at = t.at
    vote.save(update_fields=["closed_at"])
    start(t, t.move.slot or "count")
    if t.case.state == "decided":
        _count(t, topic, vote)


def count_papers(**by: Unpack[By]) -> Case:
    """Count, once every paper has been read by two people."""

    def do(t: Turn, topic: Topic) -> None:
        _count(t, topic, Vote.objects.select_for_update().get(topic=topic, counted_at=None))

    return move_topic("count_papers", do, **by)


def _count(t: Turn, topic: Topic, vote: Vote) -> None:
    """Unseal and add up, for the first and only time. What every option got is a row that stays."""
    sums = _sums(vote)
    vote.counted_at, vote.urn = t.at, ""
    vote.save(update_fields=["counted_at", "urn"])
    Tally.objects.bulk_create(
        Tally(vote=vote, option=i, heads=one.heads, area=one.area) for i, one in enumerate(sums)
    )
    decision = rules.decide(rules.rule_of(vote.rule), queries.roll_of(vote), sums, deciding=vote.deciding)
    passed = rules.passes(decision, is_yes_no=vote.is_yes_no)
    topic.outcome = (Outcome.PASSED if passed else Outcome.FAILED).value
    t.say(quorum=decision.turnout.is_reached, passed=passed, votes=decision.turnout.cast.heads)


def _sums(vote: Vote) -> list[Weight]:
    if not vote.is_secret:
        found = [Weight() for _option in vote.options]
        for ballot in Ballot.objects.filter(mark__vote=vote).select_related("mark__entry"):
            choice = int(ballot.choice)
            found[choice] += Weight(1, ballot.mark.entry.area)
        return found
    found = [Weight(heads, area) for heads, area in json.loads(vote.urn)]
    if counts := _agreed_box(vote):
        found = [Weight(w.heads + n, w.area) for w, n in zip(found, counts, strict=True)]
    return found


def _agreed_box(vote: Vote) -> list[int]:
    counts = [row.counts for row in vote.box_counts.all()]
    agreed = next((a for i, a in enumerate(counts) if a in counts[i + 1 :]), None)
    return json.loads(agreed) if agreed else []
