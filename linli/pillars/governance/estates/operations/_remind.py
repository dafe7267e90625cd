"""Owners who have not voted are reminded once before the close: one notice for the whole ballot."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.flow.engine import Turn
from linli.base.flow.models import Case
from linli.base.people.actors import SYSTEM
from linli.pillars.governance.deliberation import operations as deliberation
from linli.pillars.governance.deliberation.models import Vote
from linli.pillars.governance.estates.models import Election, ElectionVote
from linli.pillars.governance.estates.operations._turn import move_election
from linli.pillars.governance.estates.rules import About


def remind_owners(*, at: datetime) -> int:
    """Remind of every election whose vote closes soon, and count them; at night of none. Two queries where none is due."""
    asked = ElectionVote.objects.filter(about=About.RULES.value, election__case__state="voting")
    elections = dict(asked.values_list("topic", "election"))
    due = deliberation.votes_to_remind_of(at=at, topics=list(elections)) if elections else []
    return sum(_remind(vote, elections[vote.topic_id], at) for vote in due)


def _remind(vote: Vote, election: int, at: datetime) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=election)
        if case.state != "voting" or not deliberation.note_reminded(vote, at):
            return False

        def do(t: Turn, _election: Election) -> None:
            t.say(until=vote.closes_at.isoformat())

        move_election("remind_voters", do, actor=SYSTEM, number=case.number, at=at)
        return True
