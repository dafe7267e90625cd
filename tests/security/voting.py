"""Votes of every kind in the twin offices, all open at one moment: held one way or another, closed, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from linli.base.flow.jobs import sweep
from linli.base.people.models import Account
from linli.kernel.standards.voting_rules import RULES, Unit
from linli.pillars.governance.deliberation import operations as op
from linli.pillars.governance.deliberation.models import Entry, Vote
from linli.pillars.governance.deliberation.rules import PartyKind, Via
from linli.pillars.governance.estates import operations as estates
from linli.pillars.governance.estates import queries as elections
from linli.pillars.governance.estates.models import Election
from tests.pillars.governance.deliberation.doing import accept, acting, council, propose, resident
from tests.pillars.governance.estates import doing as electing
from tests.town import MONDAY, Town

HOUR = timedelta(hours=1)
CLOSES = MONDAY + 2.5 * HOUR


@dataclass
class Question:
    """One question put to one roll: two phones where the rule has them, papers, and a raised hand in an open vote."""

    town: Town
    number: str
    voters: list[Account] = field(default_factory=list)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers its pages are asked by."""
        return (self.number,)

    @property
    def vote(self) -> Vote:
        return Vote.objects.get(topic__case__number=self.number)

    @property
    def papers(self) -> list[Entry]:
        """Who votes on paper: in an open vote all but the last, who raises a hand."""
        rest = list(self.vote.entries.filter(account=None))
        return rest if self.vote.is_secret else rest[:-1]

    def hold(self, choice: int, at: datetime) -> None:
        """Let everybody vote one way; a paper of a secret vote goes into the box unread."""
        by: dict[str, Any] = {"actor": self.town.actor("secretary", at), "number": self.number, "at": at}
        for voter in self.voters:
            op.cast_vote(actor=acting(voter, at), number=self.number, at=at, choice=choice)
        papers = self.papers
        for entry in self.vote.entries.filter(account=None):
            on_paper = entry in papers
            read = None if self.vote.is_secret else choice
            op.take_vote(**by, entry=entry.pk, via=Via.PAPER if on_paper else Via.SPOT, choice=read)

    def count(self, choice: int, at: datetime) -> None:
        """Let one more person read or count, which is not enough: another is needed before anything is known."""
        by: dict[str, Any] = {"actor": self.town.actor("clerk", at), "number": self.number, "at": at}
        if self.vote.is_secret:
            op.count_box(**by, counts=self._box(choice))
        else:
            op.check_paper(**by, entry=self.papers[0].pk, choice=choice)

    def agree(self, choice: int, at: datetime) -> None:
        """Let the last one who is needed read or count the same, and unseal."""
        if self.vote.is_secret:
            actor = self.town.actor("secretary", at)
            op.count_box(actor=actor, number=self.number, at=at, counts=self._box(choice))
        else:
            actor = self.town.actor("clerk", at)
            for entry in self.papers[1:]:
                op.check_paper(actor=actor, number=self.number, at=at, entry=entry.pk, choice=choice)
        op.count_papers(actor=actor, number=self.number, at=at)

    def _box(self, choice: int) -> list[int]:
        counts = [0] * len(self.vote.options)
        counts[choice] = len(self.papers)
        return counts


def question(town: Town, rule: str, *, is_secret: bool = False) -> Question:
    """Put one question to a roll of the kind that a rule names."""
    secretary = town.actor("secretary")
    number = propose(town)
    accept(town, secretary, number, MONDAY, rule=rule, is_secret=is_secret)
    by: dict[str, Any] = {"actor": secretary, "number": number, "at": MONDAY}
    phones = [f"135{sorted(RULES).index(rule)}{int(is_secret)}00000{n}" for n in range(2)]
    voters = [resident(phone) for phone in phones]
    of_parties = rule in ("parties", "representatives")
    for n in range(4 if of_parties else 1):
        phone = phones[n] if of_parties and n < 2 else ""
        op.name_party(**by, kind=PartyKind.STAKEHOLDER, name=f"何住户{n}", stands_for="三单元", phone=phone)
    op.record_minutes(**by, minutes="说法不一，表决。")
    lines = [] if RULES[rule].unit is Unit.PERSON else [op.Line(f"甲 10{n}", 8_000) for n in range(5)]
    op.open_vote(**by, question="装在西边吗", closes_at=CLOSES, lines=lines)
    if lines:
        rows = Entry.objects.filter(vote__topic__case__number=number)
        for entry, phone in zip(rows, phones, strict=False):
            op.verify_entry(**by, entry=entry.pk, phone=phone, how="看了房产证")
    has_phones = bool(lines) or of_parties
    return Question(town, number, voters if has_phones else [])


@dataclass
class Ballot:
    """The election of an owners' committee: every question of it on one paper, by phone, at the gate and on paper."""

    town: Town
    number: str
    voters: list[Account]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Two of its questions are topics to be asked for: the rules, and one candidate."""
        return tuple(v.topic.case.number for v in self._votes[:2])

    @property
    def _votes(self) -> list[Any]:
        return elections.latest_votes(Election.objects.get(case__number=self.number))

    def _said(self, choice: int) -> dict[int, int]:
        return {vote.pk: choice for vote in self._votes}

    def hold(self, choice: int, at: datetime) -> None:
        said = self._said(choice)
        _phone, gate, *papers = (door.label for door in electing.DOORS)
        estates.cast_ballot(actor=acting(self.voters[0], at), number=self.number, at=at, choices=said)
        by: dict[str, Any] = {"actor": self.town.actor("secretary", at), "number": self.number, "at": at}
        estates.take_ballot(**by, door=gate, via=Via.SPOT, choices=said)
        for door in papers:
            estates.take_ballot(**by, door=door, via=Via.PAPER, choices=said)

    def count(self, choice: int, at: datetime) -> None:
        """Nobody has read the paper a second time yet."""

    def agree(self, choice: int, at: datetime) -> None:
        for door in electing.DOORS[2:]:
            estates.check_ballot(
                actor=self.town.actor("clerk", at), number=self.number, at=at, door=door.label,
                choices=self._said(choice),
            )  # fmt: skip


def election(town: Town) -> Ballot:
    """Bring an election to its vote: begun weeks before, so that its papers hung as long as they must."""
    at = MONDAY - timedelta(days=30)
    number = electing.proposed(town, at)
    for name, verb in electing.PATHS["posted"]:
        at += HOUR
        electing.CALLS[verb](town, town.actor(name, at), number, at)
    sweep(at + timedelta(days=17))
    by: dict[str, Any] = {"actor": town.actor("secretary"), "number": number, "at": MONDAY}
    estates.put_to_vote(**by, until=CLOSES)
    voter = resident("13599000001")
    estates.verify_owner(**by, door=electing.DOORS[0].label, phone="13599000001", how="看了房产证")
    return Ballot(town, number, [voter])


def contests(town: Town) -> Iterator[Question | Ballot]:
    """Open every kind of vote there is: by each rule, openly, and in secret where the roll has phones."""
    council(town)
    yield question(town, "parties", is_secret=True)
    yield election(town)
    yield from (question(town, code, is_secret=rule.is_secret) for code, rule in RULES.items())
