"""What is due where, the month of one organisation with what is proposed, one meeting with its list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.masking import mask_name
from linli.kernel.periods import Period, in_time
from linli.kernel.periods import Standing as At
from linli.pillars.party.branches import policies as branches
from linli.pillars.party.branches.models import Organisation, PartyMember, Term
from linli.pillars.party.branches.policies import NoSuchOrganisation
from linli.pillars.party.branches.rules import MEMBERS, OrgKind, Relation, Standing
from linli.pillars.party.life import policies, rules
from linli.pillars.party.life.models import Attendance, Habit, LifeMeeting, LifePart
from linli.pillars.party.life.policies import NoSuchLifeMeeting
from linli.pillars.party.life.rules import Audience, LifeKind, Owed

MOST = 2_000
HINTED = (At.OVERDUE, At.SOON)


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A meeting that is due, where it stands, the meeting that is planned for it, the day proposed."""

    kind: LifeKind
    word: str
    period: Period
    planned: LifeMeeting | None
    proposed_on: date | None


@dataclass(frozen=True, slots=True)
class LifeRow:
    """An organisation with what it owes; `is_kept` says whether its life is kept here at all."""

    id: int
    name: str
    kind_word: str
    superior: str
    is_kept: bool
    owed: tuple[Owed, ...]
    ahead: int
    in_time: int
    over: int

    @property
    def overdue(self) -> int:
        """How many periods went by without their meeting."""
        return sum(one.period.standing is At.OVERDUE for one in self.owed)

    @property
    def soon(self) -> int:
        """How many periods end soon."""
        return sum(one.period.standing is At.SOON for one in self.owed)


@dataclass(frozen=True, slots=True)
class LifePage:
    """The life of one organisation in a month: what is due and proposed, what lies ahead, what was held."""

    organisation: Organisation
    habit: Habit | None
    kinds: tuple[LifeKind, ...]
    owed: tuple[OwedRow, ...]
    ahead: tuple[LifeMeeting, ...]
    held: tuple[LifeMeeting, ...]
    in_time: int
    over: int


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody on a meeting's list, masked."""

    id: int
    name: str
    tail: str
    standing: str
    may_vote: bool
    came: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting with its list and, for each part, how many must come."""

    meeting: LifeMeeting
    parts: tuple[tuple[LifePart, int], ...]
    expected: tuple[Signing, ...]
    voting: int


def expected_of(organisation: Organisation, audience: Audience) -> list[PartyMember]:
    """List who is expected at a meeting. One query, none where nobody is by name."""
    if audience is Audience.UNLISTED:
        return []
    rows = PartyMember.objects.filter(
        until=None,
        standing__in=[s.value for s in MEMBERS],
        relation__in=[r.value for r in rules.COMING],
    )
    if audience is Audience.JOINED:
        rows = rows.filter(joinings__organisation=organisation)
    else:
        rows = rows.filter(organisation=organisation)
    if audience is Audience.COMMITTEE:
        rows = rows.filter(position__in=[s.value for s in rules.SEATS])
    return list(rows.order_by("pk"))


def _organisations(actor: Actor) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(
        branches.keepable(actor), closed_on=None, kind__in=[k.value for k in rules.LED]
    )
    return (
        rows.select_related("unit", "superior__unit", "habit")
        .prefetch_related(
            Prefetch("terms", queryset=Term.objects.order_by("-elected_on"), to_attr="held_terms")
        )
        .order_by("path")
    )


def held_of(ids: Iterable[int], since: date) -> dict[int, dict[str, list[tuple[date, date]]]]:
    """Give, of some organisations, which periods had their meeting on which day. One query."""
    found: dict[int, dict[str, list[tuple[date, date]]]] = defaultdict(lambda: defaultdict(list))
    rows = LifePart.objects.filter(
        meeting__organisation__in=list(ids), is_valid=True, period_from__gte=since
    ).values_list("meeting__organisation", "kind", "period_from", "meeting__starts_at")
    for pk, kind, start, at in rows:
        found[pk][kind].append((start, local(at).date()))
    return found


def _kinds(one: Organisation) -> tuple[LifeKind, ...]:
    term = next(iter(one.held_terms), None)  # type: ignore[attr-defined]
    return rules.kinds_of(OrgKind(one.kind), term.committee_size if term else 0)


def _from(today: date) -> date:
    """Return from when on what is owed is looked at: this year's first day; in January the last quarter as well."""
    return date(today.year - 1, 10, 1) if today.month == 1 else date(today.year, 1, 1)


def courses_of(
    one: Organisation, today: date, held: dict[str, list[tuple[date, date]]], first: date
) -> dict[LifeKind, list[Period]]:
    """Give the periods of each meeting of an organisation since `first`, the newest first."""
    if not hasattr(one, "habit"):
        return {}
    begun = max(one.habit.since, first)
    return {
        kind: rules.course_of(kind, begun, one.closed_on, today, held.get(kind.value, ()))
        for kind in _kinds(one)
    }


def _row(
    one: Organisation,
    today: date,
    held: dict[str, list[tuple[date, date]]],
    ahead: int,
    first: date | None = None,
) -> LifeRow:
    courses = courses_of(one, today, held, first or _from(today))
    counted = [in_time(found, today) for found in courses.values()]
    owed = [
        Owed(kind, period)
        for kind, found in courses.items()
        for period in reversed(found)
        if period.standing in (At.OVERDUE, At.SOON, At.OPEN)
    ]
    return LifeRow(
        id=one.pk,
        name=str(one.unit),
        kind_word=str(one.get_kind_display()),
        superior=str(one.superior or ""),
        is_kept=bool(courses) or hasattr(one, "habit"),
        owed=tuple(owed),
        ahead=ahead,
        in_time=sum(good for good, _over in counted),
        over=sum(over for _good, over in counted),
    )


def life_of(
    *, actor: Actor, at: datetime, only: Iterable[int] | None = None, year: int | None = None
) -> list[LifeRow]:
    """List the organisations one keeps that have a life of their own, with what each owes this year. Four queries.

    Of a `year` that is over, what was owed in it: looked at from the day after it.
    """
    today, found = local(at).date(), _organisations(actor)
    if year is not None:
        today = min(today, date(year + 1, 1, 1))
    first = date(year, 1, 1) if year is not None else _from(today)
    rows = list((found if only is None else found.filter(pk__in=list(only)))[:MOST])
    ids = [one.pk for one in rows]
    held = held_of(ids, first)
    ahead: dict[int, int] = defaultdict(int)
    planned = LifeMeeting.objects.filter(organisation__in=ids, held_at=None, called_off_at=None)
    for pk in planned.values_list("organisation", flat=True):
        ahead[pk] += 1
    return [_row(one, today, held[one.pk], ahead[one.pk], first) for one in rows]


def hints_of(*, actor: Actor, at: datetime) -> list[LifeRow]:
    """List what somebody is reminded of in the morning: what is overdue or due soon where they hold their own post.

    Three queries, none for who holds none at a Party organisation.
    """
    own = branches.keys(actor)
    if not own:
        return []
    today = local(at).date()
    rows = list(_organisations(actor).filter(pk__in=own))
    held = held_of([one.pk for one in rows], _from(today))
    found = [_row(one, today, held[one.pk], 0) for one in rows]
    return [row for row in found if row.overdue or row.soon]


def get_organisation(actor: Actor, pk: int) -> Organisation:
    """Give an organisation with a life that one keeps. Two queries.

    :raises NoSuchOrganisation: absent, out of reach, or without a life of its own.
    """
    one = _organisations(actor).filter(pk=pk).first()
    if one is None:
        raise NoSuchOrganisation
    return one


def life_page(*, actor: Actor, pk: int, at: datetime, month: date | None = None) -> LifePage:
    """Give the life of an organisation in a month: this one, or the one that begins on `month`. Six queries.

    :raises NoSuchOrganisation: absent, out of reach, or without a life of its own.
    """
    one = get_organisation(actor, pk)
    today = max(local(at).date(), month or date.min)
    held = held_of([pk], _from(today))[pk]
    meetings = one.life_meetings.filter(called_off_at=None).prefetch_related("parts")
    ahead = list(meetings.filter(held_at=None))
    planned = {(part.kind, part.period_from): m for m in ahead for part in m.parts.all()}
    courses = courses_of(one, today, held, _from(today))
    owed = [
        OwedRow(
            kind=kind,
            word=str(LifePart.Kind(kind.value).label),
            period=period,
            planned=(mine := planned.get((kind.value, period.start))),
            proposed_on=rules.proposed_on(kind, period, one.habit.day, today) if mine is None else None,
        )
        for kind, found in courses.items()
        for period in reversed(found)
        if period.standing in (At.OVERDUE, At.SOON, At.OPEN)
    ]
    counted = [in_time(found, local(at).date()) for found in courses.values()]
    return LifePage(
        organisation=one,
        habit=getattr(one, "habit", None),
        kinds=_kinds(one),
        owed=tuple(owed),
        ahead=tuple(ahead),
        held=tuple(meetings.exclude(held_at=None).order_by("-starts_at")[:12]),
        in_time=sum(good for good, _over in counted),
        over=sum(over for _good, over in counted),
    )


def meeting_page(*, actor: Actor, pk: int) -> MeetingPage:
    """Give a meeting with its list. Up to five queries.

    :raises NoSuchLifeMeeting: absent or out of reach.
    """
    rows = LifeMeeting.objects.filter(policies.reachable(actor)).prefetch_related("parts")
    one = rows.select_related("organisation__unit", "organisation__superior__unit").filter(pk=pk).first()
    if one is None:
        raise NoSuchLifeMeeting
    came = set(Attendance.objects.filter(meeting=one).values_list("member_id", flat=True))
    expected = tuple(
        Signing(
            id=person.pk,
            name=mask_name(person.name),
            tail=person.phone[-4:],
            standing=str(person.get_standing_display()),
            may_vote=rules.may_vote(Standing(person.standing), Relation(person.relation)),
            came=person.pk in came,
        )
        for person in expected_of(one.organisation, Audience(one.audience))
    )
    voting = sum(person.may_vote for person in expected)
    due = voting or len(expected)
    parts = tuple(
        (part, rules.least(LifeKind(part.kind), due, is_election=one.is_election)) for part in one.parts.all()
    )
    return MeetingPage(meeting=one, parts=parts, expected=expected, voting=voting)
