"""An organisation's own day; planning its meetings, changing one, telling those who are expected."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from linli.base.flow.meant import need_within_a_year
from linli.base.flow.refusals import WordsMissing
from linli.base.notices import operations as notices
from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.periods import period_of
from linli.kernel.refusals import Refusal
from linli.kernel.standards.party_life import DUE
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.rules import OrgKind
from linli.pillars.party.life import policies, rules
from linli.pillars.party.life.models import Habit, LifeMeeting, LifePart
from linli.pillars.party.life.policies import NoSuchLifeMeeting
from linli.pillars.party.life.queries import expected_of
from linli.pillars.party.life.rules import Audience, LifeKind

ASKED = "volunteer_asked"
"""The words in which anybody is asked to come to anything: a list of messages must not tell who is a member."""


class NotItsLife(Refusal):
    """An organisation of this kind has no such meeting: `kind`."""


class NothingPlanned(Refusal):
    """No meeting was chosen."""


class LifeMeetingThere(Refusal):
    """One of these is planned for that period already: `kind`."""


class LifeMeetingTold(Refusal):
    """Those who are expected were asked to come as it stands."""


class LifeMeetingOver(Refusal):
    """The meeting was held or called off."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting to be planned: which, for which period (any day of it), when, where, about what."""

    kind: LifeKind
    period: date
    starts_at: datetime
    place: str
    topic: str = ""
    is_election: bool = False


def set_habit(
    *, actor: Actor, organisation: int, since: date, day: int, at_time: time, place: str, below: bool = False
) -> int:
    """Write down from when the life of an organisation is kept here and which day is its own; return of how many.

    With `below`, also for those below it that have none yet: who leads forty branches begins with one form.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises NotItsLife: none of them has a life of its own.
    :raises WordsMissing: no place.
    """
    if not place.strip():
        raise WordsMissing(fields=["place"])
    own = {"since": since, "day": min(max(day, 1), 28), "time": at_time, "place": clean_line(place)[:60]}
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        done = 0
        if OrgKind(row.kind) in rules.LED:
            Habit.objects.update_or_create(organisation=row, defaults=own)
            done = 1
        if below:
            rows = Organisation.objects.filter(
                path__startswith=row.path, closed_on=None, habit=None, kind__in=[k.value for k in rules.LED]
            ).exclude(pk=row.pk)
            done += len(Habit.objects.bulk_create(Habit(organisation=one, **own) for one in rows))
        if not done:
            raise NotItsLife(kind=str(row.get_kind_display()))
    return done


def plan_month(*, actor: Actor, organisation: int, meetings: Sequence[Planned]) -> list[LifeMeeting]:
    """Plan meetings of an organisation. What is for the same people at the same time is one meeting with one list.

    :raises NoSuchOrganisation, NotYourOrganisation: as named. :raises NothingPlanned: none.
    :raises NotItsLife: a meeting that is not of its kind. :raises LifeMeetingThere: planned for that period already.
    :raises DayElsewhen: a year mistyped.
    """
    if not meetings:
        raise NothingPlanned
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        size = row.terms.values_list("committee_size", flat=True).first() or 0
        own = rules.kinds_of(OrgKind(row.kind), size)
        made: dict[tuple[Audience, datetime], LifeMeeting] = {}
        for one in meetings:
            if one.kind not in own:
                raise NotItsLife(kind=str(LifePart.Kind(one.kind.value).label))
            if not one.place.strip():
                raise WordsMissing(fields=["place"])
            start, _until = period_of(one.period, DUE[one.kind.value].each)
            need_within_a_year(local(one.starts_at).date(), start)
            ahead = LifePart.objects.filter(
                meeting__organisation=row, meeting__held_at=None, meeting__called_off_at=None
            )
            if ahead.filter(kind=one.kind.value, period_from=start).exists():
                raise LifeMeetingThere(kind=str(LifePart.Kind(one.kind.value).label))
            key = (rules.audience_of(one.kind), one.starts_at)
            meeting = made.get(key) or LifeMeeting.objects.create(
                organisation=row,
                audience=key[0].value,
                starts_at=one.starts_at,
                place=clean_line(one.place)[:60],
                topic="",
            )
            made[key] = meeting
            meeting.topic = "；".join(dict.fromkeys(t for t in (meeting.topic, clean_line(one.topic)) if t))[
                :200
            ]
            meeting.is_election = meeting.is_election or one.is_election
            meeting.save(update_fields=["topic", "is_election"])
            LifePart.objects.create(meeting=meeting, kind=one.kind.value, period_from=start)
    return list(made.values())


def open_meeting(actor: Actor, pk: int) -> LifeMeeting:
    """Lock a meeting that lies ahead, for who keeps its organisation.

    :raises NoSuchLifeMeeting: absent or out of reach. :raises LifeMeetingOver: held or called off.
    """
    rows = LifeMeeting.objects.select_for_update(of=("self",)).select_related(
        "organisation__unit", "organisation__office"
    )
    row = rows.filter(pk=pk).first()
    if row is None or not policies.reaches(actor, row):
        raise NoSuchLifeMeeting
    if row.held_at is not None or row.called_off_at is not None:
        raise LifeMeetingOver
    return row


def change_meeting(
    *, actor: Actor, meeting: int, starts_at: datetime, place: str, topic: str = "", is_election: bool = False
) -> LifeMeeting:
    """Move a meeting, or change what it is about; those who were told are to be told again.

    :raises NoSuchLifeMeeting, LifeMeetingOver: as named. :raises WordsMissing: no place.
    :raises DayElsewhen: a year mistyped.
    """
    if not place.strip():
        raise WordsMissing(fields=["place"])
    with transaction.atomic():
        row = open_meeting(actor, meeting)
        due = row.parts.order_by("period_from").values_list("period_from", flat=True).first()
        if due is not None:
            need_within_a_year(local(starts_at).date(), due)
        where = clean_line(place)[:60]
        if (row.starts_at, row.place) != (starts_at, where):
            row.told_at = None
        row.starts_at, row.place, row.topic = starts_at, where, clean_line(topic)[:200]
        row.is_election = is_election
        row.save(update_fields=["starts_at", "place", "topic", "is_election", "told_at"])
    return row


def call_off_meeting(*, actor: Actor, at: datetime, meeting: int) -> LifeMeeting:
    """Call a meeting off; what it was to count for is due again.

    :raises NoSuchLifeMeeting, LifeMeetingOver: as named.
    """
    with transaction.atomic():
        row = open_meeting(actor, meeting)
        row.called_off_at = at
        row.save(update_fields=["called_off_at"])
    return row


def tell_members(*, actor: Actor, at: datetime, meeting: int) -> int:
    """Ask those who are expected to come, by SMS; return how many messages that made.

    The words, the template and the sender are those in which a community asks anybody to come to anything, and the row
    says neither which account nor which organisation: whoever reads the outbox learns nothing of anybody. What it is
    about, somebody reads on their own page.

    :raises NoSuchLifeMeeting, LifeMeetingOver: as named. :raises LifeMeetingTold: nothing changed since they were told.
    """
    with transaction.atomic():
        row = open_meeting(actor, meeting)
        if row.told_at is not None:
            raise LifeMeetingTold
        office = row.organisation.office
        data = {"unit": str(office), "title": row.place, "due": row.starts_at.isoformat()}
        sent = 0
        for member in expected_of(row.organisation, Audience(row.audience)):
            if member.phone:
                mark = f"{row.pk}:{member.pk}:{row.starts_at.isoformat()}"
                sent += notices.tell_person(
                    account_id=None,
                    phone=member.phone,
                    language="zh-hans",
                    office=office,
                    template=ASKED,
                    key="volunteers:" + hashlib.sha256(mark.encode()).hexdigest()[:32],
                    at=at,
                    data=data,
                    link="",
                    expires_at=row.starts_at,
                )
        row.told_at = at
        row.save(update_fields=["told_at"])
    return sent
