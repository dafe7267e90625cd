"""Reads for the desk: lists, one topic, its roll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from linli.base.flow import engine
from linli.base.flow.models import Assignment, Case, Step
from linli.base.flow.refusals import NoSuchCase
from linli.base.flow.table import Move
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.pillars.governance.deliberation import policies
from linli.pillars.governance.deliberation.flow import TOPIC
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
    Vote,
)
from linli.pillars.governance.deliberation.queries._facts import decision_of, facts_of, meter_of
from linli.pillars.governance.deliberation.rules import Decision, Turnout

PAGE = 30
VIEWS: dict[str, Q] = {
    "open": Q(case__is_open=True),
    "screen": Q(case__state="proposed"),
    "discuss": Q(case__state__in=["accepted", "called", "discussed"]),
    "decide": Q(case__state__in=["voting", "counting", "decided", "published", "objected"]),
    "carry": Q(case__state__in=["carrying", "ledgered", "carried"]),
    "ended": Q(case__is_open=False),
}


JOINT = Vote.objects.filter(is_joint=True).values("topic")
"""Questions that stand on a ballot with others: they are found where that ballot is, and in no list by themselves."""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One line of a list."""

    id: int
    number: str
    title: str
    origin: str
    state: str
    card: str
    unit: str
    supporters: int
    outcome: str
    filed_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    stopped_until: datetime | None
    closed_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the history; `part` is the one in which somebody was asked, or was to have been."""

    verb: str
    at: datetime
    who: str
    note: str
    answer: str
    part: str


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One vote: how many took part, and, once it is counted, what was decided."""

    vote: Vote
    meter: Turnout
    decision: Decision | None
    tallies: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class TopicPage:
    """What the page of a topic shows."""

    topic: Topic
    words: str
    supporters: int
    on_paper: int
    sources: tuple[Case, ...]
    parties: tuple[Party, ...]
    meetings: tuple[Meeting, ...]
    opinions: tuple[Opinion, ...]
    votes: tuple[VoteRow, ...]
    objections: tuple[Objection, ...]
    reviews: tuple[Supporter, ...]
    steps: tuple[StepRow, ...]
    moves: tuple[Move, ...]


def topics_of(
    *, actor: Actor, view: str = "open", before: int | None = None, size: int = PAGE
) -> tuple[tuple[TopicRow, ...], int | None]:
    """List the topics a member of staff sees, newest first. One query."""
    rows = Topic.objects.filter(policies.reachable(actor), VIEWS[view]).exclude(pk__in=JOINT)
    rows = rows.select_related("case__area")
    if before:
        rows = rows.filter(case_id__lt=before)
    found = list(rows.annotate(n=Count("supporters")).order_by("-case_id")[: size + 1])
    page = tuple(
        TopicRow(
            id=t.pk,
            number=t.case.number,
            title=t.case.title,
            origin=t.origin,
            state=t.case.state,
            card=t.case.card,
            unit=str(t.case.area),
            supporters=t.n,
            outcome=t.outcome,
            filed_at=t.case.filed_at,
            accepted_at=t.accepted_at,
            due_at=t.case.due_at,
            stopped_until=t.case.stopped_until,
            closed_at=t.case.closed_at,
            is_open=t.case.is_open,
        )
        for t in found[:size]
    )
    return page, found[size - 1].pk if len(found) > size else None


def get_topic(*, actor: Actor, number: str) -> Topic:
    """Give a topic a member of staff sees. One query.

    :raises NoSuchCase: absent or out of reach; both look the same.
    """
    rows = Topic.objects.select_related("case__holder", "case__area", "case__office", "committee")
    found = rows.filter(policies.reachable(actor), case__number=number).first()
    if found is None:
        raise NoSuchCase(number=number)
    return found


def topic_page(*, actor: Actor, number: str, at: datetime) -> TopicPage:
    """Give everything the page of a topic shows. Up to fifteen queries, and five for each vote.

    :raises NoSuchCase: absent or out of reach.
    """
    topic = get_topic(actor=actor, number=number)
    case = topic.case
    shares = list(Assignment.objects.filter(case=case).select_related("unit"))
    steps = _steps(case)
    stands = engine.stands_of(actor, case, shares)
    facts = engine.facts_of(case, shares, pending=facts_of(topic, case, at))
    supporters = list(topic.supporters.order_by("id"))
    sources = [s.case for s in topic.sources.select_related("case")]
    return TopicPage(
        topic=topic,
        words=next((s.answer for s in reversed(steps) if s.verb == "propose"), ""),
        supporters=len(supporters),
        on_paper=sum(s.via == "paper" for s in supporters),
        sources=tuple(c for c in sources if not actor.sight_ids.isdisjoint(c.reach)),
        parties=tuple(topic.parties.select_related("member")),
        meetings=tuple(topic.meetings.all()),
        opinions=tuple(topic.opinions.all()),
        votes=tuple(vote_row(v) for v in topic.votes.all()),
        objections=tuple(topic.objections.all()),
        reviews=tuple(s for s in supporters if s.level),
        steps=steps,
        moves=TOPIC.open_to(facts, stands),
    )


def vote_row(vote: Vote) -> VoteRow:
    """Give a vote with its meter, and its result once there is one. Up to five queries."""
    tallies = tuple(
        (vote.options[t.option], t.heads, t.area) for t in (vote.tallies.all() if vote.counted_at else ())
    )
    return VoteRow(vote, meter_of(vote), decision_of(vote), tallies)


def entries_of(*, vote: Vote) -> Sequence[Entry]:
    """List a roll: who is on it, and whether they have voted. One query."""
    return list(vote.entries.select_related("mark", "account").order_by("id"))


def committees_of(*, actor: Actor, on: date) -> list[tuple[Committee, list[Member]]]:
    """List the committees one's own line of units has, with who sits in them today. Two queries."""
    ids = sorted({i for p in actor.posts for i in p.line})
    units = Q(unit__in=ids)
    for post in actor.posts:
        units |= Q(unit__path__contains=f"/{post.unit_id}/")
    found = list(
        Committee.objects.filter(units, ended_on=None).select_related("unit").order_by("unit", "kind")
    )
    members: dict[int, list[Member]] = {}
    for one in Member.objects.filter(sits(on), committee__in=found):
        members.setdefault(one.committee_id, []).append(one)
    return [(one, members.get(one.pk, [])) for one in found]


def lapsed_members(*, committees: Sequence[Committee], on: date) -> dict[int, list[Member]]:
    """Give by committee whose term is over with nobody of that name seated again. One query."""
    rows = Member.objects.filter(committee__in=committees, ended_on=None).order_by("until_date", "id")
    every = list(rows)
    seated = {(one.committee_id, one.name) for one in every if one.until_date > on}
    found: dict[int, list[Member]] = {}
    for one in every:
        if one.until_date <= on and (one.committee_id, one.name) not in seated:
            found.setdefault(one.committee_id, []).append(one)
    return found


def sits(on: date) -> Q:
    """Match who sits in a committee on a day."""
    return Q(from_date__lte=on, until_date__gt=on) & (Q(ended_on=None) | Q(ended_on__gt=on))


def members_of(*, committee: Committee, on: date) -> list[Member]:
    """List who sits in a committee on a day. One query."""
    return list(Member.objects.filter(sits(on), committee=committee))


def dutiful_units(office: Unit) -> list[Unit]:
    """List who can be given a duty: all that works under the office, and the district's departments. One query."""
    kinds = [
        UnitKind.OFFICE,
        UnitKind.DEPARTMENT,
        UnitKind.COMMUNITY,
        UnitKind.PROPERTY,
        UnitKind.OWNERS,
        UnitKind.PARTNER,
    ]
    mine = Q(path__startswith=office.path, kind__in=kinds)
    districts = Q(parent_id=office.parent_id, kind=UnitKind.DEPARTMENT)
    return list(Unit.objects.filter(mine | districts, is_active=True).order_by("kind", "order", "id"))


def _steps(case: Case) -> tuple[StepRow, ...]:
    rows = Step.objects.filter(case=case).select_related("actor", "unit", "words")
    return tuple(
        StepRow(
            verb=s.verb,
            at=s.at,
            # A resident's step names no person, and a vote's close names nobody.
            who=" ".join(filter(None, (str(s.unit or ""), s.actor.name if s.actor and s.unit else ""))),
            note=s.words.note if hasattr(s, "words") else "",
            answer=s.words.answer if hasattr(s, "words") else "",
            part=str(s.data.get("kind") or "") if s.verb in ("name_party", "drop_party") else "",
        )
        for s in rows.order_by("-seq")
    )
