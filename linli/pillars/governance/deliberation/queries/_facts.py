"""What guards and conditions ask about a topic, and what the count of its vote says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from linli.base.flow.models import Assignment, Case
from linli.base.notices.parties import Party as Told
from linli.base.people.models import Account
from linli.kernel.workdays import WorkCalendar
from linli.pillars.governance.deliberation import rules
from linli.pillars.governance.deliberation.models import Entry, Mark, Party, Supporter, Topic, Vote
from linli.pillars.governance.deliberation.rules import PartyKind, Turnout, Via, Weight


def flow_facts(
    case: Case, shares: list[Assignment], at: datetime, calendar: WorkCalendar
) -> Mapping[str, Any]:
    """Tell the guards what they ask about a topic. Up to five queries."""
    topic = Topic.objects.get(case=case)
    return {"pending": facts_of(topic, case, at)}


def facts_of(topic: Topic, case: Case, at: datetime) -> frozenset[str]:
    """Name what is so about a topic where it stands. Up to five queries."""
    found: set[str] = set()
    if topic.track == rules.Track.QUICK:
        found.add("quick")
    if topic.is_passed:
        found.add("passed")
    if case.state in ("accepted", "called") and topic.parties.filter(kind=PartyKind.STAKEHOLDER).exists():
        found.add("concerned")
    if case.state in ("voting", "counting") and (vote := vote_of(topic)) is not None:
        found |= _vote_facts(vote, at)
    if case.state in ("published", "objected"):
        waiting = topic.objections.filter(answered_at=None).count()
        found |= {"objection"} if waiting else set()
        found |= {"last_objection"} if waiting == 1 else set()
    if case.state == "carrying":
        open_count = topic.duties.filter(done_at=None).count()
        found |= {"open_duty"} if open_count else set()
        found |= {"last_duty"} if open_count == 1 else set()
    if case.state == "carried":
        levels = list(topic.supporters.exclude(level=None).values_list("level", flat=True))
        found |= {"unhappy"} if rules.is_unhappy([n for n in levels if n]) else set()
    return frozenset(found)


def _vote_facts(vote: Vote, at: datetime) -> set[str]:
    found: set[str] = set()
    marks = Mark.objects.filter(vote=vote).aggregate(
        n=Count("pk"),
        unchecked=Count("pk", filter=Q(via=Via.PAPER.value, checked_by=None)),
        box=Count("pk", filter=~Q(via=Via.PHONE.value)),
    )
    if at >= vote.closes_at or marks["n"] == Entry.objects.filter(vote=vote).count():
        found.add("ready")
    if vote.is_secret:
        counts = list(vote.box_counts.all())
        agreed = any(a.counts == b.counts for i, a in enumerate(counts) for b in counts[i + 1 :])
        waits = bool(marks["box"]) and not agreed
    else:
        waits = bool(marks["unchecked"])
    return found | ({"papers"} if waits else set())


def vote_of(topic: Topic) -> Vote | None:
    """Give the latest vote of a topic. One query."""
    return topic.votes.order_by("-round").first()


def roll_of(vote: Vote) -> Weight:
    """Weigh a roll. One query."""
    found = vote.entries.aggregate(n=Count("pk"), area=Sum("area"))
    return Weight(found["n"], found["area"] or 0)


def cast_of(vote: Vote) -> Weight:
    """Weigh who has taken part: that they did, and not how. One query."""
    found = vote.marks.aggregate(n=Count("pk"), area=Sum("entry__area"))
    return Weight(found["n"], found["area"] or 0)


def meter_of(vote: Vote) -> Turnout:
    """Say how participation stands against what the rule asks for. Two queries."""
    return rules.turnout(rules.rule_of(vote.rule), roll_of(vote), cast_of(vote))


def decision_of(vote: Vote) -> rules.Decision | None:
    """Say what a counted vote decided; nothing before it was counted. Two queries."""
    if vote.counted_at is None:
        return None
    counts = [Weight(t.heads, t.area) for t in vote.tallies.order_by("option")]
    return rules.decide(rules.rule_of(vote.rule), roll_of(vote), counts, deciding=vote.deciding)


def parties_of(case_ids: Iterable[int]) -> dict[int, list[Told]]:
    """Give who proposed and who supports each topic, to be told in their account. One query."""
    found: dict[int, list[Told]] = {}
    rows = Supporter.objects.filter(topic__in=list(case_ids), account__is_active=True).select_related(
        "account"
    )
    for row in rows:
        assert row.account is not None
        found.setdefault(row.topic_id, []).append(Told(row.account.pk, "", row.account.language, "", row.at))
    return found


def voters_of(case_ids: Iterable[int]) -> dict[int, list[Told]]:
    """Give who has a vote in each topic and an account to be told in. Of a joint ballot its own case tells. One query."""
    rows = Entry.objects.filter(vote__topic__in=list(case_ids), vote__closed_at=None, vote__is_joint=False)
    return told_voters(rows, case="vote__topic", number="vote__topic__case__number", link="/topics/{}/")


def told_voters(entries: QuerySet[Entry], *, case: str, number: str, link: str) -> dict[int, list[Told]]:
    """Give the accounts behind lines of rolls by case: bound to the line, of its party, of who lives behind its door.

    Of lines that have voted nobody is told: of an open vote there are none, and who voted needs no reminder.
    """
    lives = Q(household__residents__erased_at=None)
    rows = entries.filter(lives | Q(household=None), mark=None).values_list(
        case, number, "vote__opened_at", "account", "party__account", "household__residents__account"
    )
    found: dict[int, dict[int, Told]] = {}
    for case_id, name, since, *accounts in rows:
        told = found.setdefault(case_id, {})
        for pk in filter(None, accounts):
            told[pk] = Told(pk, "", "", link.format(name), since)
    return {case_id: list(told.values()) for case_id, told in found.items()}


def invited_to(case_ids: Iterable[int]) -> dict[int, list[Told]]:
    """Give who takes part in each topic and has an account: neighbours open their own page, staff the desk's. One query."""
    rows = Party.objects.filter(topic__in=list(case_ids), account__is_active=True)
    found: dict[int, list[Told]] = {}
    for row in rows.exclude(kind=PartyKind.RECUSED).select_related("account", "topic__case"):
        account = row.account
        assert account is not None
        link = f"/topics/{row.topic.case.number}/" if account.is_resident else ""
        found.setdefault(row.topic_id, []).append(
            Told(account.pk, "", account.language, link, row.topic.case.filed_at)
        )
    return found


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give what is kept about somebody: what they proposed and supported, where they take part, and that they voted."""
    from linli.pillars.governance.deliberation.models import Member, Objection, Opinion

    supported = Supporter.objects.filter(account=account).select_related("topic__case")
    opinions = Opinion.objects.filter(account=account).select_related("topic__case")
    objections = Objection.objects.filter(account=account).select_related("topic__case")
    parties = Party.objects.filter(account=account).select_related("topic__case")
    marks = Mark.objects.filter(account=account).select_related("vote__topic__case")
    return {
        "topics_supported": [
            {
                "number": s.topic.case.number,
                "title": s.topic.case.title,
                "at": s.at,
                "level": s.level,
                "words": s.words,
            }
            for s in supported
        ],
        "topic_opinions": [{"number": o.topic.case.number, "words": o.words, "at": o.at} for o in opinions],
        "topic_objections": [
            {"number": o.topic.case.number, "words": o.words, "at": o.at} for o in objections
        ],
        "topic_parties": [
            {"number": p.topic.case.number, "name": p.name, "kind": p.get_kind_display(), "for": p.stands_for}
            for p in parties
        ],
        "votes": [
            {"number": m.vote.topic.case.number, "question": m.vote.question, "on": m.on_date, "via": m.via}
            for m in marks
        ],
        "committee_seats": [
            {"committee": str(m.committee), "name": m.name, "from": m.from_date, "until": m.until_date}
            for m in Member.objects.filter(account=account).select_related("committee")
        ],
    }
