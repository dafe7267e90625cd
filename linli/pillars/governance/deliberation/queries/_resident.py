"""Reads for residents: topics shown to everybody, and one's own part in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from linli.base.flow.refusals import NoSuchCase
from linli.base.orgs.models import Unit
from linli.base.people.models import Account
from linli.pillars.governance.deliberation.models import (
    Committee,
    Entry,
    Meeting,
    Member,
    Objection,
    Opinion,
    Party,
    Supporter,
    Topic,
)
from linli.pillars.governance.deliberation.queries._desk import JOINT, VoteRow, sits, vote_row
from linli.pillars.governance.deliberation.rules import step_of

PAGE = 30


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One line of the public list."""

    number: str
    title: str
    unit: str
    state: str
    step: int
    supporters: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicTopic:
    """What everybody reads of a topic, and what is one's own in it."""

    topic: Topic
    text: str
    step: int
    supporters: int
    committee: str
    concerned: tuple[tuple[str, str], ...]
    meeting: Meeting | None
    opinions: int
    vote: VoteRow | None
    answered: tuple[Objection, ...]
    reviews: int
    content: int
    mine: Supporter | None
    party: Party | None
    opinion: Opinion | None
    entry: Entry | None
    has_voted: bool
    objection: Objection | None
    is_proposer: bool


def public_committees(*, unit: Unit, on: date) -> list[tuple[Committee, list[Member]]]:
    """List the committees that speak for a community, its own first, with who sits in them on a day. Two queries.

    Who sits there is announced: everybody reads names, where they come from and their terms, and nothing else.
    """
    rows = Committee.objects.filter(unit__in=unit.line, ended_on=None).select_related("unit")
    found = sorted(rows, key=lambda one: (-len(one.unit.line), one.pk))
    seats: dict[int, list[Member]] = {}
    for member in Member.objects.filter(sits(on), committee__in=found):
        seats.setdefault(member.committee_id, []).append(member)
    return [(one, seats.get(one.pk, [])) for one in found]


def posted_for(account: Account | None) -> Q:
    """Match the topics shown to everybody, and one's own."""
    mine = Q(proposer=account) if account is not None else Q(pk__in=[])
    return Q(posted_at__isnull=False) | mine


def public_topics(
    *, account: Account | None, unit_id: int | None = None, before: int | None = None
) -> tuple[tuple[PublicRow, ...], int | None]:
    """List topics shown to everybody and one's own, newest first; of one community or all. One query."""
    # What stands on the ballot of an election is found there, as one.
    rows = Topic.objects.filter(posted_for(account)).exclude(pk__in=JOINT).select_related("case__area")
    if unit_id:
        rows = rows.filter(Q(case__area=unit_id) | Q(case__area__path__contains=f"/{unit_id}/"))
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.annotate(n=Count("supporters")).order_by("-case_id")[: PAGE + 1])
    page = tuple(
        PublicRow(
            t.case.number,
            t.case.title,
            str(t.case.area),
            t.case.state,
            step_of(t.case.state),
            t.n,
            t.posted_at or t.case.filed_at,
        )
        for t in found[:PAGE]
    )
    return page, found[PAGE - 1].pk if len(found) > PAGE else None


def public_topic(*, account: Account | None, number: str) -> PublicTopic:
    """Give what everybody reads of a topic, and one's own part in it. Up to fifteen queries.

    :raises NoSuchCase: absent, or not shown to everybody and not one's own.
    """
    rows = Topic.objects.filter(posted_for(account), case__number=number)
    topic = rows.select_related("case__area", "case__office", "committee").first()
    if topic is None:
        raise NoSuchCase(number=number)
    vote = topic.votes.order_by("-round").first()
    parties = list(topic.parties.all())
    supporters = list(topic.supporters.only("account_id", "level", "is_carried", "reviewed_at", "topic_id"))
    me = account.pk if account is not None else 0
    entry = entry_of(account=account.pk, vote=vote.pk) if account is not None and vote is not None else None
    return PublicTopic(
        topic=topic,
        text=topic.public_text,
        step=step_of(topic.case.state),
        supporters=len(supporters),
        committee=str(topic.committee or ""),
        concerned=tuple((str(p.get_kind_display()), p.stands_for) for p in parties),
        meeting=topic.meetings.order_by("-id").first(),
        opinions=topic.opinions.count(),
        vote=vote_row(vote) if vote is not None else None,
        answered=tuple(topic.objections.exclude(answered_at=None)),
        reviews=sum(s.level is not None for s in supporters),
        content=sum((s.level or 0) >= 3 for s in supporters),
        mine=next((s for s in supporters if me and s.account_id == me), None),
        party=next((p for p in parties if me and p.account_id == me), None),
        opinion=topic.opinions.filter(account=me).first() if me else None,
        entry=entry,
        has_voted=entry is not None and hasattr(entry, "mark"),
        objection=topic.objections.filter(account=me, answered_at=None).first() if me else None,
        is_proposer=bool(me) and topic.proposer_id == me,
    )


def _mine(account: int) -> Q:
    mine = Q(account=account) | Q(party__account=account)
    return mine | Q(household__residents__account=account, household__residents__erased_at=None)


def _entries(account: int, vote_id: int) -> QuerySet[Entry]:
    rows = Entry.objects.filter(_mine(account), vote=vote_id)
    return rows.select_related("mark").order_by("id").distinct()


@dataclass(frozen=True, slots=True)
class WaitingVote:
    """A vote that somebody has and has not given yet."""

    topic_id: int
    number: str
    question: str
    unit: str
    closes_at: datetime
    is_joint: bool


def votes_waiting(*, account: Account, at: datetime) -> tuple[WaitingVote, ...]:
    """List the open votes in which somebody, or their household, may still vote, the nearest end first. One query."""
    open_votes = Q(vote__closed_at=None, vote__closes_at__gt=at, vote__topic__case__state="voting", mark=None)
    rows = Entry.objects.filter(open_votes, _mine(account.pk)).select_related("vote__topic__case__area")
    found = {
        row.vote_id: WaitingVote(
            row.vote.topic_id,
            row.vote.topic.case.number,
            row.vote.question,
            str(row.vote.topic.case.area),
            row.vote.closes_at,
            row.vote.is_joint,
        )
        for row in rows.order_by("vote__closes_at", "vote")[: PAGE * 8]
    }
    return tuple(found.values())


def entry_of(*, account: int, vote: int) -> Entry | None:
    """Give the line of a roll for which somebody may vote: their own, their party's or their door's. One query."""
    return _entries(account, vote).first()
