"""A meeting that was held: who came, ticked on one list by the host; minutes once; whether it counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.flow.refusals import WordsMissing
from linli.base.people.actors import Actor
from linli.base.people.journal import What, record
from linli.base.people.vault import fingerprint
from linli.kernel import masking
from linli.kernel.refusals import Refusal
from linli.kernel.standards.party_life import KEPT_DAYS
from linli.pillars.party.branches.queries import MEMBERS
from linli.pillars.party.branches.rules import Relation, Standing
from linli.pillars.party.life import policies, rules
from linli.pillars.party.life.models import Attendance, LifeMeeting
from linli.pillars.party.life.operations._plan import open_meeting
from linli.pillars.party.life.policies import NoSuchLifeMeeting
from linli.pillars.party.life.queries import expected_of
from linli.pillars.party.life.rules import Audience, LifeKind

NAMES_FOR: Final = "组织生活签到"


class LifeMeetingNotYet(Refusal):
    """A meeting that lies ahead cannot be written down as held."""


class NotExpected(Refusal):
    """Somebody who is not on the list of this meeting."""


class NobodyCame(Refusal):
    """A meeting that nobody came to was not held: call it off."""


def hold_meeting(
    *,
    actor: Actor,
    at: datetime,
    meeting: int,
    came: Collection[int] = (),
    came_count: int = 0,
    agenda: str,
    settled: str = "",
) -> LifeMeeting:
    """Write down that a meeting was held: who came, what was talked about and settled; each part counts if enough came.

    `came_count` is for meetings without a list. Seven statements.

    :raises NoSuchLifeMeeting, LifeMeetingOver: as named. :raises LifeMeetingNotYet: it lies ahead.
    :raises NotExpected, NobodyCame: as named. :raises WordsMissing: no minutes.
    """
    if not agenda.strip():
        raise WordsMissing(fields=["agenda"])
    with transaction.atomic():
        row = open_meeting(actor, meeting)
        if row.starts_at > at:
            raise LifeMeetingNotYet
        expected = {one.pk: one for one in expected_of(row.organisation, Audience(row.audience))}
        if not set(came) <= set(expected):
            raise NotExpected
        if expected:
            voting = {
                pk
                for pk, one in expected.items()
                if rules.may_vote(Standing(one.standing), Relation(one.relation))
            }
            row.due_count, row.came_count = len(expected), len(set(came))
            row.voting_due, row.voting_came = len(voting), len(voting & set(came))
        else:
            row.came_count = came_count
        if not row.came_count:
            raise NobodyCame
        row.held_at = at
        row.agenda, row.settled = masking.mask_text(agenda.strip()), masking.mask_text(settled.strip())
        row.save()
        Attendance.objects.bulk_create(
            Attendance(meeting=row, member=expected[pk]) for pk in sorted(set(came))
        )
        for part in row.parts.all():
            kind = LifeKind(part.kind)
            due, there = (
                (row.voting_due, row.voting_came) if row.voting_due else (row.due_count, row.came_count)
            )
            part.is_valid = rules.is_valid(kind, due, there, is_election=row.is_election)
            part.save(update_fields=["is_valid"])
    return row


def open_names(*, actor: Actor, at: datetime, meeting: int) -> dict[int, str]:
    """Give the full names on a meeting's list, to call them up; each person can read that theirs was opened, and for what.

    :raises NoSuchLifeMeeting: absent or out of reach.
    """
    row = LifeMeeting.objects.select_related("organisation__unit").filter(pk=meeting).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchLifeMeeting
    with transaction.atomic():
        found = expected_of(row.organisation, Audience(row.audience))
        for one in found:
            record(
                What.REVEALED,
                at=at,
                actor=actor,
                subject=MEMBERS,
                subject_id=one.pk,
                field="name",
                person_print=fingerprint(one.phone, "phone") if one.phone else None,
                reason=NAMES_FOR,
            )
    return {one.pk: one.name for one in found}


def forget_attendances(*, actor: Actor, at: datetime) -> int:
    """Erase who came to what, two years on; the numbers stay. Returns how many rows."""
    old = Attendance.objects.filter(meeting__held_at__lt=at - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
