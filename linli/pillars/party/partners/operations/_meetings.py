"""Joint meetings of greater committees: called with an agenda, answered by units, held with minutes once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.base.flow.meant import need_in_the_year_after
from linli.base.flow.refusals import WordsMissing
from linli.base.notices import operations as notices
from linli.base.orgs.roles import HANDLING
from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.kernel import clock, masking
from linli.kernel.refusals import Refusal
from linli.kernel.words import clean_line
from linli.pillars.party.branches import operations as branches
from linli.pillars.party.branches.rules import WITH_UNITS, OrgKind
from linli.pillars.party.partners import policies, queries, rules
from linli.pillars.party.partners.models import JointItem, JointLine, JointMeeting, JointSeat
from linli.pillars.party.partners.operations._reporting import NotYourUnit
from linli.pillars.party.partners.policies import NoSuchJointMeeting


class NoUnitsSeated(Refusal):
    """No unit sits in that committee: there is nobody to meet with."""


class JointMeetingPast(Refusal):
    """The moment lies behind."""


class JointMeetingNotYet(Refusal):
    """A meeting that lies ahead cannot be written down as held."""


class JointMeetingOver(Refusal):
    """The meeting was held or called off."""


class NoUnitCame(Refusal):
    """A meeting that no unit came to was not held: call it off."""


class NotInMeeting(Refusal):
    """A unit that was not asked to this meeting, or a need that is not of its ground."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed: which unit does what by when; `project` where it is a need of the agenda."""

    unit: int
    what: str
    due: date
    project: int | None = None


def call_joint_meeting(
    *,
    actor: Actor,
    at: datetime,
    organisation: int,
    starts_at: datetime,
    place: str,
    needs: Sequence[int] = (),
    items: Sequence[str] = (),
    key: uuid.UUID | None = None,
) -> JointMeeting:
    """Call a joint meeting and ask the units that sit in the committee; the agenda is open needs, and free points.

    :raises NoSuchOrganisation, NotYourOrganisation, NoUnitsSeated, JointMeetingPast, DayElsewhen: as named.
    :raises NotInMeeting: a need of another ground, or one that is over.
    :raises WordsMissing: no place, or nothing to talk about.
    """
    words = [masking.mask_text(clean_line(one))[:120] for one in items if one.strip()]
    if not place.strip():
        raise WordsMissing(fields=["place"])
    if not words and not needs:
        raise WordsMissing(fields=["items"])
    _need_near(starts_at, at)
    with transaction.atomic():
        row = branches.kept(actor, organisation)
        if key is not None and (made := JointMeeting.objects.filter(key=key, organisation=row).first()):
            return made
        seated = [one.unit_id for one in row.part_timers.filter(until=None).only("unit_id")]
        if OrgKind(row.kind) not in WITH_UNITS or not seated:
            raise NoUnitsSeated
        ground = queries.ground_of(row)
        open_needs = {one.pk: one for one in queries.needs_of(ground)}
        if not set(needs) <= set(open_needs):
            raise NotInMeeting
        meeting = JointMeeting.objects.create(
            organisation=row,
            ground=ground,
            starts_at=starts_at,
            place=clean_line(place)[:60],
            called_at=at,
            key=key,
        )
        chosen = [(open_needs[pk].case.title, pk) for pk in dict.fromkeys(needs)]
        points = [*chosen, *((one, None) for one in words)][: rules.MOST_ITEMS]
        JointItem.objects.bulk_create(
            JointItem(meeting=meeting, seq=n, words=title[:120], project_id=pk)
            for n, (title, pk) in enumerate(points, 1)
        )
        JointSeat.objects.bulk_create(JointSeat(meeting=meeting, unit_id=unit) for unit in seated)
        _tell(meeting, "joint_called", at)
    return meeting


def _need_near(starts_at: datetime, at: datetime) -> None:
    """:raises JointMeetingPast: :raises DayElsewhen:"""
    if starts_at <= at:
        raise JointMeetingPast
    need_in_the_year_after(clock.local(starts_at).date(), clock.local(at).date())


def _tell(meeting: JointMeeting, template: str, at: datetime) -> None:
    """Tell the working posts of every unit that was asked."""
    units = meeting.seats.values("unit")
    posts = people.live_posts(at).filter(unit__in=units, role__in=[role.value for role in HANDLING])
    notices.tell_accounts(
        account_ids=sorted(set(posts.values_list("account", flat=True))),
        office=meeting.organisation.office,
        template=template,
        key=f"joint:{meeting.pk}:{template}:{meeting.starts_at.isoformat()}:{meeting.place}",
        at=at,
        unit=str(meeting.organisation),
        data={"title": meeting.place, "due": meeting.starts_at.isoformat()},
        rings=True,
        link=f"/d/partners/meetings/{meeting.pk}/",
        expires_at=meeting.starts_at,
    )


def _open(actor: Actor, pk: int) -> JointMeeting:
    rows = JointMeeting.objects.select_for_update(of=("self",)).select_related(
        "organisation__unit", "organisation__office", "ground"
    )
    row = rows.filter(policies.reachable_meetings(actor), pk=pk).first()
    if row is None:
        raise NoSuchJointMeeting
    if row.held_at is not None or row.called_off_at is not None:
        raise JointMeetingOver
    return row


def _kept(actor: Actor, pk: int) -> JointMeeting:
    row = _open(actor, pk)
    if not policies.keeps_meeting(actor, row):
        raise branches.NotYourOrganisation
    return row


def change_joint_meeting(
    *, actor: Actor, at: datetime, meeting: int, starts_at: datetime, place: str
) -> JointMeeting:
    """Move a meeting; the units are told, and asked again whether they come.

    :raises NoSuchJointMeeting, JointMeetingOver, NotYourOrganisation, JointMeetingPast, DayElsewhen: as named.
    :raises WordsMissing: no place.
    """
    if not place.strip():
        raise WordsMissing(fields=["place"])
    _need_near(starts_at, at)
    with transaction.atomic():
        row, where = _kept(actor, meeting), clean_line(place)[:60]
        if (row.starts_at, row.place) == (starts_at, where):
            return row
        row.starts_at, row.place = starts_at, where
        row.save(update_fields=["starts_at", "place"])
        row.seats.update(is_coming=None, answered_at=None, note="")
        _tell(row, "joint_moved", at)
    return row


def call_off_joint_meeting(*, actor: Actor, at: datetime, meeting: int, why: str) -> JointMeeting:
    """Call a meeting off and say why; the units are told.

    :raises NoSuchJointMeeting, JointMeetingOver, NotYourOrganisation: as named. :raises WordsMissing: no reason.
    """
    if not why.strip():
        raise WordsMissing(fields=["why"])
    with transaction.atomic():
        row = _kept(actor, meeting)
        row.called_off_at, row.why_off = at, masking.mask_text(clean_line(why))[:200]
        row.save(update_fields=["called_off_at", "why_off"])
        _tell(row, "joint_called_off", at)
    return row


def answer_invitation(
    *, actor: Actor, at: datetime, meeting: int, unit: int, is_coming: bool, note: str = ""
) -> JointSeat:
    """Say for one's own unit whether it comes; it may think again until the meeting is written down.

    :raises NoSuchJointMeeting, JointMeetingOver: as named. :raises NotYourUnit: another's.
    :raises NotInMeeting: it has no seat there.
    """
    if unit not in policies.own_units(actor):
        raise NotYourUnit
    with transaction.atomic():
        seat = _open(actor, meeting).seats.filter(unit=unit).first()
        if seat is None:
            raise NotInMeeting
        seat.is_coming, seat.answered_at = is_coming, at
        seat.note = masking.mask_text(clean_line(note))[:120]
        seat.save(update_fields=["is_coming", "answered_at", "note"])
    return seat


def hold_joint_meeting(
    *,
    actor: Actor,
    at: datetime,
    meeting: int,
    came: Collection[int],
    minutes: str,
    lines: Sequence[Agreed] = (),
) -> JointMeeting:
    """Write down that a meeting was held: which units came, what was said, what was agreed line by line. Once.

    :raises NoSuchJointMeeting, JointMeetingOver, NotYourOrganisation: as named. :raises JointMeetingNotYet: it lies ahead.
    :raises NoUnitCame, NotInMeeting: as named. :raises WordsMissing: no minutes, or a line that says nothing.
    """
    if not minutes.strip():
        raise WordsMissing(fields=["minutes"])
    if any(not one.what.strip() for one in lines):
        raise WordsMissing(fields=["what"])
    with transaction.atomic():
        row = _kept(actor, meeting)
        if row.starts_at > at:
            raise JointMeetingNotYet
        if not came:
            raise NoUnitCame
        asked = set(row.seats.values_list("unit", flat=True))
        on_agenda = set(row.items.exclude(project=None).values_list("project", flat=True))
        doers, agreed = {one.unit for one in lines}, {one.project for one in lines} - {None}
        if not (set(came) <= asked and doers <= asked | {row.ground_id} and agreed <= on_agenda):
            raise NotInMeeting
        day = clock.local(row.starts_at).date()
        if any(one.due < day for one in lines):
            raise JointMeetingPast
        row.held_at, row.minutes = at, masking.mask_text(minutes.strip())
        row.save(update_fields=["held_at", "minutes"])
        row.seats.filter(unit__in=came).update(came=True)
        row.seats.exclude(unit__in=came).update(came=False)
        JointLine.objects.bulk_create(
            JointLine(
                meeting=row,
                seq=n,
                unit_id=one.unit,
                what=masking.mask_text(clean_line(one.what))[:120],
                due_date=one.due,
                project_id=one.project,
            )
            for n, one in enumerate(lines[: rules.MOST_LINES], 1)
        )
    return row
