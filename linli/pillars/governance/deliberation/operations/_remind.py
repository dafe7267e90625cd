"""Whoever has a vote and has not given it is reminded before the close: once, by day, and of nothing but the day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linli.base.flow.engine import Turn
from linli.base.flow.models import Case
from linli.base.people.actors import SYSTEM
from linli.kernel import limits
from linli.pillars.governance.deliberation import rules
from linli.pillars.governance.deliberation.models import Topic, Vote
from linli.pillars.governance.deliberation.operations._turn import move_topic


def remind_voters(*, at: datetime) -> int:
    """Remind of every vote that closes soon, and count them; at night of none. Of a joint ballot its own case reminds.

    One query where nothing is due; safe to run twice at once.
    """
    return sum(_remind(vote, at) for vote in votes_to_remind_of(at=at))


def votes_to_remind_of(*, at: datetime, topics: Collection[int] | None = None) -> list[Vote]:
    """List the open votes whose moment to remind has come: those that stand alone, or of some topics. One query by day."""
    if not rules.is_day(at):
        return []
    which = Q(is_joint=False) if topics is None else Q(topic__in=topics)
    rows = Vote.objects.filter(which, closed_at=None, reminded_at=None, closes_at__gt=at)
    waiting = rows.select_related("topic__case").order_by("closes_at")
    return [vote for vote in waiting if (moment := reminds_at(vote)) is not None and moment <= at]


def reminds_at(vote: Vote) -> datetime | None:
    """Say when a vote reminds, by the hours its office set when the topic came up."""
    own = vote.topic.case.limits.get("remind")
    before = limits.parse(own) if own else rules.LIMITS["remind"]
    return rules.remind_at(vote.opened_at, vote.closes_at, before)


def note_reminded(vote: Vote, at: datetime) -> bool:
    """Note that a vote has reminded; say whether it is the first time and somebody is left to remind.

    Whoever calls this holds the lock of the case that reminds.
    """
    first = Vote.objects.filter(pk=vote.pk, reminded_at=None, closed_at=None).update(reminded_at=at)
    return bool(first) and vote.entries.filter(mark=None).exists()


def _remind(vote: Vote, at: datetime) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=vote.topic_id)
        if case.state != "voting" or not note_reminded(vote, at):
            return False

        def do(t: Turn, _topic: Topic) -> None:
            t.say(until=vote.closes_at.isoformat())

        move_topic("remind_voters", do, actor=SYSTEM, number=case.number, at=at)
        return True
