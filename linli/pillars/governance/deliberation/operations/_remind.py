"""Whoever has a vote and has not given it is reminded before the close: once, by day, and of nothing but the day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

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
    if not rules.is_day(at):
        return 0
    rows = Vote.objects.filter(closed_at=None, reminded_at=None, closes_at__gt=at, is_joint=False)
    waiting = rows.select_related("topic__case").order_by("closes_at")
    due = [vote for vote in waiting if (moment := reminds_at(vote)) is not None and moment <= at]
    return sum(_remind(vote, at) for vote in due)


def reminds_at(vote: Vote) -> datetime | None:
    """Say when a vote reminds, by the hours its office set when the topic came up."""
    own = vote.topic.case.limits.get("remind")
    before = limits.parse(own) if own else rules.LIMITS["remind"]
    return rules.remind_at(vote.opened_at, vote.closes_at, before)


def _remind(vote: Vote, at: datetime) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=vote.topic_id)
        vote.refresh_from_db()
        if vote.reminded_at is not None or case.state != "voting":
            return False
        Vote.objects.filter(pk=vote.pk).update(reminded_at=at)
        if not vote.entries.filter(mark=None).exists():
            return False

        def do(t: Turn, _topic: Topic) -> None:
            t.say(until=vote.closes_at.isoformat())

        move_topic("remind_voters", do, actor=SYSTEM, number=case.number, at=at)
        return True
