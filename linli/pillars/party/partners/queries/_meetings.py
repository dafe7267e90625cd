"""Reads of joint meetings: those ahead and held, one with its agenda and what was agreed, the ledger of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.branches.rules import WITH_UNITS
from linli.pillars.party.partners import policies, rules
from linli.pillars.party.partners.models import JointItem, JointLine, JointMeeting, JointSeat, Project
from linli.pillars.party.partners.policies import NoSuchJointMeeting
from linli.pillars.party.partners.rules import LineStanding

MOST_MEETINGS = 100
MOST_NEEDS = 30


@dataclass(frozen=True, slots=True)
class LineRow:
    """What was agreed, and where it stands; `number` is that of its project where the reader may open it."""

    id: int
    meeting_id: int
    day: date
    unit: str
    what: str
    due: date
    standing: LineStanding
    said: str
    number: str
    is_project: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list: how many units were asked, come, came; `own` is what the reader's unit answered."""

    id: int
    organisation: str
    starts_at: datetime
    place: str
    asked: int
    coming: int
    came: int
    is_held: bool
    is_off: bool
    waits_for_us: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """What the page of a meeting shows; `before` is what earlier meetings agreed and this one looks at."""

    meeting: JointMeeting
    items: tuple[tuple[JointItem, str], ...]
    seats: tuple[JointSeat, ...]
    own: tuple[JointSeat, ...]
    lines: tuple[LineRow, ...]
    before: tuple[LineRow, ...]
    keeps: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class LinePage:
    """What the page of a line shows, and who its reader is to it; `communities` are those they could list it for."""

    line: JointLine
    row: LineRow
    is_open: bool
    is_listed: bool
    is_units: bool
    communities: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class JointLedger:
    """The joint meetings of a committee in a year: each with who came of whom, and with its lines."""

    organisation: Organisation
    year: int
    meetings: tuple[tuple[JointMeeting, tuple[JointSeat, ...], tuple[LineRow, ...]], ...]
    agreed: int
    done: int


def ground_of(organisation: Organisation) -> Unit:
    """Give the ground of a committee: the nearest unit above its own that is none of the Party. Its line is read."""
    above = organisation.unit.parent
    while above is not None and above.kind == UnitKind.PARTY:
        above = above.parent
    return above or organisation.office


def needs_of(ground: Unit) -> list[Project]:
    """List the open needs and projects of a ground, unclaimed ones first. One query."""
    rows = Project.objects.filter(community__path__startswith=ground.path, case__is_open=True)
    return list(rows.select_related("case", "community", "unit").order_by("claimed_at", "case")[:MOST_NEEDS])


def committees_of(*, actor: Actor) -> list[Organisation]:
    """List the committees with units in them for which an actor calls meetings. One query."""
    kinds = [kind.value for kind in WITH_UNITS]
    rows = Organisation.objects.filter(branches.keepable(actor), kind__in=kinds, closed_on=None)
    return list(rows.select_related("unit").order_by("path"))


def committee_of(*, actor: Actor, pk: int) -> Organisation:
    """Give a committee with units in it that an actor sees. One query.

    :raises NoSuchOrganisation: absent, out of reach, or without units.
    """
    rows = Organisation.objects.filter(
        branches.reachable(actor), pk=pk, kind__in=[k.value for k in WITH_UNITS]
    )
    row = rows.select_related("unit__parent__parent", "office").first()
    if row is None:
        raise NoSuchOrganisation
    return row


def joint_meetings_of(
    *, actor: Actor, ahead: bool, organisation: int | None = None, size: int = MOST_MEETINGS
) -> list[MeetingRow]:
    """List meetings an actor sees: those ahead by their day, others newest first. One query."""
    mine = policies.own_units(actor)
    rows = JointMeeting.objects.filter(policies.reachable_meetings(actor)).select_related(
        "organisation__unit"
    )
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    rows = rows.annotate(
        asked=Count("seats"),
        coming=Count("seats", filter=Q(seats__is_coming=True)),
        there=Count("seats", filter=Q(seats__came=True)),
        waiting=Count("seats", filter=Q(seats__is_coming=None, seats__unit__in=mine)),
    )
    is_ahead = Q(held_at=None, called_off_at=None)
    found = rows.filter(is_ahead) if ahead else rows.exclude(is_ahead).order_by("-starts_at", "-pk")
    return [
        MeetingRow(
            one.pk,
            str(one.organisation),
            one.starts_at,
            one.place,
            one.asked,
            one.coming,
            one.there,
            one.held_at is not None,
            one.called_off_at is not None,
            ahead and one.waiting > 0,
        )
        for one in found[:size]
    ]


def _lines(actor: Actor, rows: QuerySet[JointLine], today: date) -> list[LineRow]:
    """Give lines as rows. Two queries; the second says which projects the reader may open."""
    found = list(rows.select_related("meeting__organisation", "unit", "project__case"))
    projects = [one.project_id for one in found if one.project_id is not None]
    opened = set(
        Project.objects.filter(policies.reachable_projects(actor), pk__in=projects).values_list(
            "pk", flat=True
        )
        if projects
        else ()
    )
    return [_row(actor, one, today, opened) for one in found]


def _row(actor: Actor, one: JointLine, today: date, opened: Iterable[int]) -> LineRow:
    project = one.project
    state = project.case.state if project is not None else ""
    return LineRow(
        one.pk,
        one.meeting_id,
        clock.local(one.meeting.starts_at).date(),
        str(one.unit),
        one.what,
        one.due_date,
        rules.line_standing(is_done=one.is_done, due=one.due_date, today=today, project=state),
        one.said,
        project.case.number if project is not None and project.pk in opened else "",
        project is not None,
        policies.answers_line(actor, one),
    )


def _looked_at_again(meeting: JointMeeting) -> QuerySet[JointLine]:
    """Match what a meeting looks at: all that the one before agreed, and what is open from earlier ones."""
    held = JointMeeting.objects.filter(
        organisation=meeting.organisation_id, held_at__isnull=False, starts_at__lt=meeting.starts_at
    )
    last = held.order_by("-starts_at", "-pk").values("pk")[:1]
    is_open = Q(project=None, is_done=None) | Q(project__case__is_open=True)
    return JointLine.objects.filter(Q(meeting__in=last) | is_open, meeting__in=held)


def get_joint_meeting(*, actor: Actor, pk: int) -> JointMeeting:
    """Give a meeting the actor sees. One query.

    :raises NoSuchJointMeeting: absent, or out of reach.
    """
    rows = JointMeeting.objects.select_related("organisation__unit", "organisation__office", "ground")
    row = rows.filter(policies.reachable_meetings(actor), pk=pk).first()
    if row is None:
        raise NoSuchJointMeeting
    return row


def joint_meeting_page(*, actor: Actor, pk: int, at: datetime) -> MeetingPage:
    """Give everything the page of a meeting shows. Up to eight queries.

    :raises NoSuchJointMeeting: absent, or out of reach.
    """
    row, today, mine = (
        get_joint_meeting(actor=actor, pk=pk),
        clock.local(at).date(),
        policies.own_units(actor),
    )
    items = list(row.items.select_related("project__case", "project__unit", "project__community"))
    numbers = [one.project_id for one in items if one.project_id is not None]
    opened = dict(
        Project.objects.filter(policies.reachable_projects(actor), pk__in=numbers).values_list(
            "pk", "case__number"
        )
        if numbers
        else ()
    )
    seats = tuple(row.seats.select_related("unit"))
    is_open = row.held_at is None and row.called_off_at is None
    before = _looked_at_again(row).order_by("-meeting__starts_at", "meeting", "seq")
    return MeetingPage(
        meeting=row,
        items=tuple((one, opened.get(one.project_id or 0, "")) for one in items),
        seats=seats,
        own=tuple(one for one in seats if one.unit_id in mine),
        lines=tuple(_lines(actor, row.lines.all(), today)) if row.held_at else (),
        before=tuple(_lines(actor, before, today)),
        keeps=policies.keeps_meeting(actor, row),
        is_open=is_open,
    )


def line_page(*, actor: Actor, pk: int, at: datetime) -> LinePage:
    """Give one line and what its reader can do with it. Four queries.

    :raises NoSuchJointMeeting: absent, or out of reach.
    """
    rows = JointLine.objects.filter(pk=pk, meeting__in=policies.meetings_seen(actor))
    shown = _lines(actor, rows, clock.local(at).date())
    line = rows.select_related(
        "meeting__organisation__unit", "meeting__ground", "unit", "project__case"
    ).first()
    if line is None or not shown:
        raise NoSuchJointMeeting
    mine = Unit.objects.filter(
        pk__in=policies.own_communities(actor), path__startswith=line.meeting.ground.path
    )
    return LinePage(
        line=line,
        row=shown[0],
        is_open=not line.is_done and line.project is None,
        is_listed=line.project is not None and line.project.case.state == "listed",
        is_units=line.unit_id in policies.own_units(actor),
        communities=tuple(mine.order_by("order", "pk")),
    )


def units_agreeing(meeting: JointMeeting) -> list[Unit]:
    """List the units something can be agreed with: those asked, and the ground's own. One query."""
    rows = Unit.objects.filter(Q(joint_seats__meeting=meeting) | Q(pk=meeting.ground_id)).distinct()
    return list(rows.order_by("kind", "order", "pk"))


def joint_ledger_of(*, actor: Actor, pk: int, at: datetime, year: int) -> JointLedger:
    """Give the ledger of a year: what was held, who came, what was agreed and what came of it. Five queries.

    :raises NoSuchOrganisation: absent, out of reach, or without units.
    """
    one, today = committee_of(actor=actor, pk=pk), clock.local(at).date()
    begun, over = (datetime(n, 1, 1, tzinfo=clock.SHANGHAI) for n in (year, year + 1))
    held = one.joint_meetings.filter(held_at__isnull=False, starts_at__gte=begun, starts_at__lt=over)
    meetings = list(held.prefetch_related("seats__unit"))
    rows = _lines(actor, JointLine.objects.filter(meeting__in=[m.pk for m in meetings]), today)
    by_meeting: dict[int, list[LineRow]] = {}
    for row in rows:
        by_meeting.setdefault(row.meeting_id, []).append(row)
    return JointLedger(
        one,
        year,
        tuple((m, tuple(m.seats.all()), tuple(by_meeting.get(m.pk, ()))) for m in meetings),
        len(rows),
        sum(row.standing is LineStanding.DONE for row in rows),
    )
