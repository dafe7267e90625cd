"""Reads of elections: what guards ask, one with its papers, how votes stand, those who are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from linli.base.flow import engine
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.notices.parties import Party as Told
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Household
from linli.kernel import clock
from linli.kernel.standards import estates as law
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.deliberation import queries as deliberation
from linli.pillars.governance.deliberation.models import Entry, Tally
from linli.pillars.governance.deliberation.rules import Decision, Turnout
from linli.pillars.governance.estates import policies, rules
from linli.pillars.governance.estates.flow import ELECTION
from linli.pillars.governance.estates.models import (
    Candidate,
    Election,
    ElectionObjection,
    ElectionVote,
    GroupMember,
)
from linli.pillars.governance.estates.queries._reviews import voices_of
from linli.pillars.governance.estates.rules import About

PUBLIC_OVER = frozenset({"carrying", "ledgered", "carried", "closed"})
UPHELD = frozenset({"accepted", "called", "discussed"})


@dataclass(frozen=True, slots=True)
class VoteLine:
    """How one of the questions stands: the topic it is voted in, its meter, and what the count decided."""

    pk: int
    about: str
    candidate: Candidate | None
    number: str
    question: str
    state: str
    turnout: Turnout | None
    decision: Decision | None
    closes_at: datetime | None
    vote_id: int = 0
    tallies: tuple[tuple[str, int, int], ...] = ()
    """Once counted: each answer with its heads and its area, in hundredths of a square metre."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """One of the dates the law names: what, by when, from where, and whether it is done."""

    code: str
    due: date | None
    done: date | None
    days: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the history."""

    seq: int
    verb: str
    at: datetime
    who: str
    unit: str
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class ElectionPage:
    """What the page of an election shows."""

    election: Election
    case: Case
    step: int
    asked: str
    group: tuple[GroupMember, ...]
    candidates: tuple[Candidate, ...]
    doors: int
    area: int
    bound: int
    objections: tuple[ElectionObjection, ...]
    votes: tuple[VoteLine, ...]
    dates: tuple[DateLine, ...]
    moves: tuple[Move, ...]
    steps: tuple[StepLine, ...]


def latest_votes(election: Election) -> list[ElectionVote]:
    """Give the topics of the latest round. One query."""
    rows = list(election.votes.select_related("topic__case", "candidate"))
    last = max((r.round for r in rows), default=0)
    return [r for r in rows if r.round == last]


def chosen_of(election: Election, votes: Sequence[ElectionVote]) -> tuple[int, ...]:
    """Say which candidates are elected by votes that have been counted: nobody where the rules did not pass. One query."""
    if not all(v.topic.is_passed for v in votes if v.candidate_id is None):
        return ()
    named = {v.topic_id: v.candidate_id for v in votes if v.candidate_id is not None}
    rows = Tally.objects.filter(vote__topic__in=named, option=rules.AGREE).order_by("vote__round")
    said = {row.vote.topic_id: (row.heads, row.area) for row in rows.select_related("vote")}
    found = [
        rules.Backed(v.candidate_id, v.topic.is_passed is True, *said.get(v.topic_id, (0, 0)))
        for v in votes
        if v.candidate_id is not None
    ]
    return rules.elected(found, election.seats or len(found))


def flow_facts(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards what they ask about an election. Up to four queries."""
    return {"pending": facts_of(Election.objects.get(case=case), case)}


def facts_of(election: Election, case: Case) -> frozenset[str]:
    """Name what is so about an election where it stands. Up to four queries."""
    found: set[str] = set()
    if case.state == "proposed" and election.group.exists():
        found.add("group")
    if case.state == "preparing":
        drafts = bool(election.covenant and election.procedure)
        if drafts and election.candidates.exists() and election.doors.exists():
            found.add("papers")
    if case.state in ("posted", "objected"):
        waiting = election.objections.filter(answered_at=None).count()
        found |= {"objection"} if waiting else set()
        found |= {"last_objection"} if waiting == 1 else set()
    if case.state in ("voting", "counting"):
        votes = latest_votes(election)
        if votes and all(v.topic.case.state not in ("voting", "counting") for v in votes):
            found.add("counted")
        if "counted" in found and chosen_of(election, votes):
            found.add("passed")
    if case.state in ("elected", "seated"):
        states = {v.topic.case.state for v in latest_votes(election)}
        found |= {"public"} if states <= PUBLIC_OVER else set()
        found |= {"overturned"} if states & UPHELD else set()
    return frozenset(found)


def get_election(*, actor: Actor, number: str) -> Election:
    """Give an election of a compound an actor sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    return _one(number, actor)


def _one(number: str, actor: Actor | None) -> Election:
    rows = Election.objects.select_related(
        "case__area",
        "case__office",
        "case__holder",
        "estate__compound__community",
        "estate__compound__manager",
    )
    if actor is not None:
        rows = rows.filter(policies.electing(actor))
    found = rows.filter(case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def election_page(*, actor: Actor, number: str) -> ElectionPage:
    """Give everything the page of an election shows. About fifteen queries.

    :raises NoSuchCase: absent or out of reach.
    """
    election = _one(number, actor)
    case = election.case
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    facts = engine.facts_of(case, shares, pending=facts_of(election, case))
    moves = ELECTION.open_to(facts, engine.stands_of(actor, case, shares))
    return _page(election, moves)


def public_election(*, number: str) -> ElectionPage:
    """Give what everybody may read of an election: no notes, no objections but those answered. About fourteen queries.

    :raises NoSuchCase: there is none.
    """
    return _page(_one(number, None), ())


def _page(election: Election, moves: tuple[Move, ...]) -> ElectionPage:
    case = election.case
    doors = list(election.doors.values_list("area", "household"))
    rows = Step.objects.filter(case=case).select_related("actor", "unit", "words").order_by("-seq")
    steps = tuple(
        StepLine(
            s.seq,
            s.verb,
            s.at,
            s.actor.name if s.actor else "",
            str(s.unit or ""),
            s.words.note if hasattr(s, "words") else "",
            s.words.answer if hasattr(s, "words") else "",
        )
        for s in rows
    )
    return ElectionPage(
        election=election,
        case=case,
        step=rules.step_of(case.state),
        asked=next((s.answer for s in steps if s.verb == "propose"), ""),
        group=tuple(election.group.all()),
        candidates=tuple(election.candidates.all()),
        doors=len(doors),
        area=sum(area for area, _household in doors),
        bound=sum(household is not None for _area, household in doors),
        objections=tuple(election.objections.all()),
        votes=tuple(_vote_line(v) for v in latest_votes(election)),
        dates=_dates(election, steps),
        moves=moves,
        steps=steps,
    )


def _vote_line(vote: ElectionVote) -> VoteLine:
    last = deliberation.vote_of(vote.topic)
    row = deliberation.vote_row(last) if last else None
    return VoteLine(
        pk=vote.pk,
        about=vote.candidate.name if vote.candidate else str(vote.get_about_display()),
        candidate=vote.candidate,
        number=vote.topic.case.number,
        question=last.question if last else "",
        state=vote.topic.case.state,
        turnout=row.meter if row else None,
        decision=row.decision if row else None,
        closes_at=last.closes_at if last else None,
        vote_id=last.pk if last else 0,
        tallies=row.tallies if row else (),
    )


def _dates(election: Election, steps: tuple[StepLine, ...]) -> tuple[DateLine, ...]:
    """Give the dates the law names: each from the day before it, so that a late one moves what follows."""

    def day(*verbs: str) -> date | None:
        return next((clock.local(s.at).date() for s in steps if s.verb in verbs), None)

    def after(begun: date | None, days: int) -> date | None:
        return begun + timedelta(days=days) if begun else None

    asked, formed, posted = day("propose"), day("convene_group"), day("post_papers")
    vote = day("put_to_vote")
    elected = clock.local(election.elected_at).date() if election.elected_at else None
    return (
        DateLine("form", after(asked, law.FORM_DAYS), formed, law.FORM_DAYS),
        DateLine("post", None, posted, law.NOTICE_DAYS),
        DateLine("prepare", after(formed, law.PREPARE_DAYS), vote, law.PREPARE_DAYS),
        DateLine("elect", None, elected, 0),
        DateLine(
            "seat", after(elected, law.FIRST_MEETING_DAYS), day("seat_committee"), law.FIRST_MEETING_DAYS
        ),
        DateLine("file", after(elected, law.FILING_DAYS), day("file_committee"), law.FILING_DAYS),
    )


def line_of(*, account_id: int, votes: Sequence[VoteLine]) -> Entry | None:
    """Give the line of the roll for which somebody votes, with its mark if it has one. One query, if a vote is open.

    All questions stand on one ballot: whoever voted on one of them voted on all.
    """
    return deliberation.entry_of(account=account_id, vote=votes[0].vote_id) if votes else None


def election_of(*, topic_id: int) -> str:
    """Give the number of the election in which a topic is voted on; nothing where it stands alone. One query."""
    return next(iter(elections_voted(topic_ids=[topic_id])), ("", ""))[0]


def elections_voted(*, topic_ids: Sequence[int]) -> list[tuple[str, str]]:
    """Give number and title of the elections on whose ballots topics stand, each once. One query; none without topics."""
    if not topic_ids:
        return []
    rows = ElectionVote.objects.filter(topic__in=topic_ids).values_list(
        "election__case__number", "election__case__title"
    )
    return list(dict.fromkeys(rows.order_by("election")))


def voters_of(case_ids: Iterable[int]) -> dict[int, list[Told]]:
    """Give the owners with an account in each election that is voted on: one notice for the whole ballot. One query."""
    rows = Entry.objects.filter(
        vote__topic__election_vote__election__in=list(case_ids),
        vote__topic__election_vote__about=About.RULES.value,
        vote__closed_at=None,
    )
    election = "vote__topic__election_vote__election"
    return deliberation.told_voters(
        rows, case=election, number=f"{election}__case__number", link="/elections/{}/"
    )


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Told]]:
    """Give who asked for each election on their phone. One query."""
    rows = Election.objects.filter(case__in=list(case_ids), proposer__is_active=True).select_related(
        "proposer", "case"
    )
    return {
        row.pk: [
            Told(
                row.proposer.pk,
                "",
                row.proposer.language,
                f"/elections/{row.case.number}/",
                row.case.filed_at,
            )
        ]
        for row in rows
        if row.proposer is not None
    }


def doors_known(*, compound_id: int) -> list[str]:
    """Give the doors of a compound as the register writes them. One query."""
    rows = Household.objects.filter(building__compound=compound_id).select_related("building__compound")
    return [str(row) for row in rows.order_by("building", "stairwell", "floor", "room")[: rules.MOST_DOORS]]


def open_elections() -> dict[int, tuple[str, str]]:
    """Give number and state of each open election by its compound's id. One query."""
    rows = Election.objects.filter(case__is_open=True).values_list("estate_id", "case__number", "case__state")
    return {pk: (number, state) for pk, number, state in rows}


def elections_of(*, estate_id: int) -> list[Election]:
    """List the elections of a compound, newest first. One query."""
    return list(Election.objects.filter(estate=estate_id).select_related("case").order_by("-case_id")[:10])


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give what somebody said against elections of their compound, with the answers, and gave its company. Two queries."""
    rows = ElectionObjection.objects.filter(account=account).select_related("election__case")
    return {
        "election_objections": [
            {"number": one.election.case.number, "at": one.at, "words": one.words, "answer": one.answer}
            for one in rows
        ],
        "company_levels": voices_of(account),
    }
