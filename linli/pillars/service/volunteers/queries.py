"""Reads about volunteers: for everybody, for oneself, for those who organise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Sum

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel.masking import mask_name, mask_phone
from linli.pillars.service.volunteers import policies, rules
from linli.pillars.service.volunteers.models import Activity, Certificate, Emergency, SignUp, Volunteer
from linli.pillars.service.volunteers.policies import NoSuchActivity, NoSuchEmergency
from linli.pillars.service.volunteers.rules import Candidate, Need, Proposal

PAGE = 30
MOST_LISTED = 5_000


def coming_activities(*, at: datetime, size: int = PAGE) -> list[Activity]:
    """List activities that have not begun, the next first. One query."""
    rows = Activity.objects.filter(starts_at__gt=at, cancelled_at=None, emergency=None)
    return list(rows.select_related("team").order_by("starts_at", "pk")[:size])


def get_activity(*, pk: int) -> Activity:
    """Give an activity for everybody's page. One query.

    :raises NoSuchActivity:
    """
    found = Activity.objects.select_related("team", "office", "emergency").filter(pk=pk).first()
    if found is None:
        raise NoSuchActivity
    return found


def volunteer_of(account: Account | None) -> Volunteer | None:
    """Give what somebody said about helping. One query."""
    if account is None:
        return None
    return Volunteer.objects.filter(account=account).select_related("grid__parent").first()


def sign_up_of(volunteer: Volunteer | None, activity: Activity) -> SignUp | None:
    """Give one's own part in an activity. One query."""
    return SignUp.objects.filter(volunteer=volunteer, activity=activity).first() if volunteer else None


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own activities and hours, told by nobody to anybody else."""

    sign_ups: tuple[SignUp, ...]
    minutes: int


def mine(volunteer: Volunteer) -> Mine:
    """List one's own activities, the newest first, and one's confirmed hours. Two queries."""
    rows = SignUp.objects.filter(volunteer=volunteer).exclude(state=SignUp.State.CANCELLED)
    total = rows.aggregate(sum=Sum("confirmed_minutes"))["sum"] or 0
    return Mine(tuple(rows.select_related("activity__team").order_by("-activity__starts_at")[:100]), total)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a certificate's code reveals: a masked name, hours, a day. Nothing else."""

    name: str
    minutes: int
    activities_count: int
    made_at: datetime


def check_certificate(*, code: str) -> Checked | None:
    """Say what a certificate's code stands for; None when it stands for nothing. One query."""
    plain = "".join(c for c in code.upper() if c.isalnum())[:12]
    found = Certificate.objects.filter(code=plain).select_related("volunteer__account").first()
    if found is None or not found.volunteer.account.is_active:
        return None
    name = mask_name(found.volunteer.account.name)
    return Checked(name, found.minutes, found.activities_count, found.made_at)


# --- for those who organise ---------------------------------------------------------------------------------


def activities_of(*, actor: Actor, at: datetime, is_over: bool = False, size: int = PAGE) -> list[Activity]:
    """List the activities an actor organises: those to come, or those over, by their day. One query."""
    rows = Activity.objects.filter(policies.reachable(actor), emergency=None).select_related("team")
    if is_over:
        return list(rows.filter(ends_at__lte=at).order_by("-starts_at", "-pk")[:size])
    return list(rows.filter(ends_at__gt=at).order_by("starts_at", "pk")[:size])


def all_activities_of(*, actor: Actor, at: datetime, is_over: bool) -> list[Activity]:
    """List the same activities for a sheet, however many. One query."""
    return activities_of(actor=actor, at=at, is_over=is_over, size=MOST_LISTED)


def teams_of(*, actor: Actor) -> list[Unit]:
    """List the teams an actor organises for. One query."""
    rows = Unit.objects.filter(policies.reachable(actor, prefix=""), kind=UnitKind.VOLUNTEER, is_active=True)
    return list(rows.order_by("path"))


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who comes, as the organiser sees them, in the order of signing up."""

    id: int
    name: str
    phone: str
    state: str
    is_minor: bool
    is_self: bool
    claimed_minutes: int | None
    confirmed_minutes: int | None

    @property
    def was_there(self) -> bool:
        """Whether there are hours to tell: came, or left a post before it was released."""
        return self.state in (SignUp.State.GOING, SignUp.State.LEFT)


def activities_for(case: Case) -> list[Activity]:
    """List what neighbours do, or did, to lend a hand with a case, the newest first. One query."""
    return list(
        case.activities.filter(cancelled_at=None).select_related("team").order_by("-starts_at")[:PAGE]
    )


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody who might fit, and why."""

    name: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """What the organiser's page shows."""

    activity: Activity
    comers: tuple[Comer, ...]
    suggested: tuple[Suggested, ...]


def activity_page(*, actor: Actor, pk: int, at: datetime) -> ActivityPage:
    """Give an activity with who comes and who might be asked. Three queries.

    :raises NoSuchActivity: absent or not theirs; both look the same.
    """
    rows = Activity.objects.select_related("team", "office", "case", "emergency")
    rows = rows.filter(policies.reachable(actor), pk=pk)
    activity = rows.first()
    if activity is None:
        raise NoSuchActivity
    signed = activity.sign_ups.exclude(state=SignUp.State.CANCELLED).select_related("volunteer__account")
    found = list(signed.order_by("at", "pk"))
    comers = tuple(
        Comer(
            id=s.pk,
            name=s.volunteer.account.name,
            phone=mask_phone(s.volunteer.account.phone) if s.volunteer.account.phone else "",
            state=s.state,
            is_minor=s.volunteer.is_minor,
            is_self=s.volunteer.account_id == actor.account_id,
            claimed_minutes=s.claimed_minutes,
            confirmed_minutes=s.confirmed_minutes,
        )
        for s in found
    )
    return ActivityPage(activity, comers, _suggested(activity, found) if takes_more(activity, at) else ())


def takes_more(activity: Activity, at: datetime) -> bool:
    """Say whether one may still come: to an activity before it begins, to a post until it is released. No query."""
    is_post = activity.emergency_id is not None
    is_closed = rules.is_closed(activity.starts_at, activity.ends_at, is_post=is_post, at=at)
    return not is_closed and activity.cancelled_at is None


# --- emergencies ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """An emergency with its posts that still take people, the fewest people first."""

    emergency: Emergency
    posts: tuple[Activity, ...]


def open_posts(*, at: datetime, office: Unit | None = None) -> list[EmergencyRow]:
    """List the emergencies that are not over, with the posts that take people, for everybody. Two queries."""
    rows = Emergency.objects.filter(ended_at=None).select_related("area").order_by("-opened_at", "-pk")
    found = list(rows.filter(office=office) if office is not None else rows)
    if not found:
        return []
    posts = Activity.objects.filter(emergency__in=found, cancelled_at=None, ends_at__gt=at)
    by_event: dict[int | None, list[Activity]] = {}
    for post in posts.select_related("team").order_by(F("going") * 100 / F("capacity"), "starts_at", "pk"):
        by_event.setdefault(post.emergency_id, []).append(post)
    return [EmergencyRow(one, tuple(by_event.get(one.pk, ()))) for one in found]


def emergencies_of(*, actor: Actor, is_over: bool = False, size: int = PAGE) -> list[Emergency]:
    """List the emergencies of an actor's offices, the newest first: those that stand, or those over. One query."""
    rows = Emergency.objects.filter(policies.emergencies(actor), ended_at__isnull=not is_over)
    rows = rows.annotate(posts_count=Count("posts", filter=Q(posts__cancelled_at=None)))
    return list(rows.select_related("area").order_by("-opened_at", "-pk")[:size])


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with who stands there now, masked; nobody where the reader does not organise that team."""

    post: Activity
    names: tuple[str, ...]
    is_open: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """What the page of an emergency shows: who stands where."""

    emergency: Emergency
    posts: tuple[PostRow, ...]
    is_opener: bool

    @property
    def standing(self) -> int:
        """How many stand at its open posts."""
        return sum(row.post.going for row in self.posts if row.is_open)


def emergency_page(*, actor: Actor, pk: int, at: datetime) -> EmergencyPage:
    """Give an emergency with its posts, those that stand first. Three queries.

    :raises NoSuchEmergency: absent, or another office's.
    """
    rows = Emergency.objects.filter(policies.emergencies(actor), pk=pk)
    found = rows.select_related("area", "opened_by", "ended_by").first()
    if found is None:
        raise NoSuchEmergency
    posts = list(found.posts.select_related("team").order_by("starts_at", "pk"))
    mine = {post.pk for post in posts if policies.reaches(actor, post)}
    names: dict[int, list[str]] = {}
    came = SignUp.objects.filter(activity__in=mine, state=SignUp.State.GOING)
    for one in came.select_related("volunteer__account").order_by("at", "pk"):
        names.setdefault(one.activity_id, []).append(mask_name(one.volunteer.account.name))
    shown = [
        PostRow(post, tuple(names.get(post.pk, ())), takes_more(post, at), post.pk in mine) for post in posts
    ]
    shown.sort(key=lambda row: not row.is_open)
    return EmergencyPage(found, tuple(shown), policies.opens(actor, found.area))


def grounds_of(*, actor: Actor) -> list[Unit]:
    """List the grounds on which an actor opens emergencies: their communities, their street. One query."""
    kinds = (UnitKind.SUBDISTRICT, UnitKind.COMMUNITY)
    rows = Unit.objects.filter(policies.grounds(actor), kind__in=kinds, is_active=True)
    return list(rows.order_by("path"))


MOST_ASKED = 2_000


def _suggested(activity: Activity, signed: list[SignUp]) -> tuple[Suggested, ...]:
    known = {s.volunteer_id for s in signed}
    rows = Volunteer.objects.filter(policies.askable(activity)).exclude(pk__in=known)
    rows = rows.select_related("account", "grid")
    people = {v.pk: v for v in rows[:MOST_ASKED]}
    need = Need(
        key=str(activity.pk),
        skills=frozenset(activity.skills),
        when=rules.when_of(activity.starts_at).value,
        line=activity.team.line,
    )
    candidates = (
        Candidate(v.pk, frozenset(v.skills), frozenset(v.times), v.grid.line if v.grid else ())
        for v in people.values()
    )
    return tuple(Suggested(mask_name(people[p.id].account.name), p) for p in rules.match(need, candidates))


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give a person what is kept about them here. Three queries."""
    me = volunteer_of(account)
    if me is None:
        return {}
    return {
        "volunteer": [
            {
                "skills": me.skills,
                "times": me.times,
                "grid": str(me.grid or ""),
                "guardian_name": me.guardian_name,
                "guardian_phone": me.guardian_phone,
                "since": me.consent_at,
            }
        ],
        "volunteering": [
            {
                "activity": s.activity.title,
                "state": s.state,
                "claimed_minutes": s.claimed_minutes,
                "confirmed_minutes": s.confirmed_minutes,
            }
            for s in mine(me).sign_ups
        ],
    }
