"""What a member reads of their organisation's life on their own page: the meetings they are asked to, and what about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from linli.pillars.party.branches.models import PartyMember
from linli.pillars.party.branches.rules import MEMBERS, Relation, Standing
from linli.pillars.party.life import rules
from linli.pillars.party.life.models import LifeMeeting
from linli.pillars.party.life.rules import Audience

AFTER: Final = timedelta(hours=3)
"""So long after it began a meeting still stands on the page of who is on the way to it."""


def ahead_for(*, member: PartyMember, at: datetime) -> list[LifeMeeting]:
    """List the meetings ahead at which somebody is expected. Two queries, none for who is expected at none."""
    if Standing(member.standing) not in MEMBERS or Relation(member.relation) not in rules.COMING:
        return []
    audiences = [Audience.MEMBERS.value]
    if member.position in [seat.value for seat in rules.SEATS]:
        audiences.append(Audience.COMMITTEE.value)
    joined = member.joinings.values("organisation")
    mine = Q(organisation=member.organisation_id, audience__in=audiences) | Q(
        organisation__in=joined, audience=Audience.JOINED.value
    )
    rows = LifeMeeting.objects.filter(mine, held_at=None, called_off_at=None, starts_at__gte=at - AFTER)
    return list(rows.select_related("organisation__unit").prefetch_related("parts")[:6])
