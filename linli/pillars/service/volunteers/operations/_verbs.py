"""The verbs of volunteers. Whoever comes, waits or helps is written under the lock of the activity."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from linli.base.flow.models import Case
from linli.base.notices import operations as notices
from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.kernel.refusals import Refusal
from linli.pillars.service.volunteers import policies, rules
from linli.pillars.service.volunteers.models import Activity, Emergency, SignUp, Volunteer
from linli.pillars.service.volunteers.policies import NoSuchActivity

State = SignUp.State
CAME = (State.GOING, State.LEFT)
MOST_PLACES = 500
TOLD_FOR = timedelta(days=2)


class NotAVolunteer(Refusal):
    """Somebody signs up who has not said that they want to help."""


class GuardianNeeded(Refusal):
    """A minor joins without the name, number and consent of a guardian."""


class AdultsOnly(Refusal):
    """The activity does not take minors."""


class NotYourTeam(Refusal):
    """Somebody plans or confirms for a team that is not theirs."""


class TooLateNow(Refusal):
    """It has begun, is over, or was called off."""


class CaseElsewhere(Refusal):
    """The case is closed, or another office's: `number`."""


class TimesBackward(Refusal):
    """It ends before it begins, or lies behind."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an activity is to be."""

    title: str
    summary: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    contact: str = ""
    skills: tuple[str, ...] = ()
    takes_minors: bool = False


# --- volunteers ---------------------------------------------------------------------------------------------


def enrol(
    *,
    actor: Actor,
    at: datetime,
    skills: Sequence[str] = (),
    times: Sequence[str] = (),
    grid: Unit | None = None,
    is_minor: bool = False,
    guardian_name: str = "",
    guardian_phone: str = "",
    guardian_agrees: bool = False,
) -> Volunteer:
    """Join, or change what one can do and when. A minor joins with a guardian's consent.

    :raises NotAVolunteer: nobody is logged in. :raises GuardianNeeded: a minor without a guardian's consent.
    """
    if actor.account_id is None:
        raise NotAVolunteer
    if is_minor and not (guardian_name.strip() and guardian_phone.strip() and guardian_agrees):
        raise GuardianNeeded
    row, _made = Volunteer.objects.get_or_create(account_id=actor.account_id, defaults={"consent_at": at})
    row.skills = sorted(rules.SKILLS.intersection(skills))
    row.times = sorted(rules.WHENS.intersection(times))
    row.grid, row.is_minor = grid, is_minor
    row.guardian_name = guardian_name.strip() if is_minor else ""
    row.guardian_phone = guardian_phone.strip() if is_minor else ""
    row.guardian_consent_at = (row.guardian_consent_at or at) if is_minor else None
    row.save()
    return row


def leave(*, actor: Actor, at: datetime) -> bool:
    """Take one's consent back: all that is kept about the volunteer is deleted, and others move up."""
    row = Volunteer.objects.filter(account_id=actor.account_id or 0).first()
    if row is None:
        return False
    _forget(row, at)
    return True


def erase(account: Account, order: Erasing) -> int:
    """Erase what is kept about a person here."""
    row = Volunteer.objects.filter(account=account).first()
    if row is None:
        return 0
    _forget(row, order.at)
    return 1


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Delete volunteers whose accounts ended; a restored backup may bring them back."""
    rows = list(Volunteer.objects.filter(account__is_active=False, account__is_resident=True)[:500])
    for row in rows:
        _forget(row, at)
    return len(rows)


def _forget(volunteer: Volunteer, at: datetime) -> None:
    with transaction.atomic():
        coming = SignUp.objects.filter(volunteer=volunteer, state=State.GOING, activity__starts_at__gt=at)
        for pk in sorted(coming.values_list("activity", flat=True)):
            _drop_out(_locked(pk), volunteer, at)
        volunteer.delete()


# --- activities ---------------------------------------------------------------------------------------------


def plan_activity(
    *,
    actor: Actor,
    at: datetime,
    team: Unit,
    plan: Plan,
    case: Case | None = None,
    emergency: Emergency | None = None,
    key: uuid.UUID | None = None,
) -> Activity:
    """Plan an activity of a team; everybody may sign up from now.

    `case` is what it lends a hand with, one that the caller has shown the actor to see; who signs up learns nothing of it.
    `emergency` makes it a post (`open_post`), which may have begun already.

    :raises NotYourTeam: no team, or not theirs. :raises CaseElsewhere: :raises TimesBackward:
    """
    if team.kind != UnitKind.VOLUNTEER or not policies.organises(actor, team):
        raise NotYourTeam(unit=str(team))
    begins = plan.ends_at if emergency is not None else plan.starts_at
    if plan.ends_at <= plan.starts_at or begins <= at:
        raise TimesBackward
    with transaction.atomic():
        if key is not None and (made := Activity.objects.filter(key=key).first()):
            return made
        office = orgs.office_of(orgs.line_up(team))
        if office is None or actor.account_id is None:
            raise NotYourTeam(unit=str(team))
        if emergency is not None and emergency.office_id != office.pk:
            raise NotYourTeam(unit=str(team))
        if case is not None and (case.office_id != office.pk or not case.is_open):
            raise CaseElsewhere(number=case.number)
        return Activity.objects.create(
            team=team,
            office=office,
            case=case,
            emergency=emergency,
            title=plan.title,
            summary=plan.summary,
            place=plan.place,
            contact=plan.contact,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            capacity=min(plan.capacity, MOST_PLACES),
            skills=sorted(rules.SKILLS.intersection(plan.skills)),
            takes_minors=plan.takes_minors,
            planned_by_id=actor.account_id,
            planned_at=at,
            key=key,
        )


def cancel_activity(*, actor: Actor, at: datetime, activity: Activity, reason: str) -> Activity:
    """Call an activity off and tell everybody who meant to come.

    :raises NoSuchActivity: :raises TooLateNow: it has begun.
    """
    with transaction.atomic():
        row = _theirs(actor, activity.pk)
        if row.cancelled_at is not None or row.starts_at <= at:
            raise TooLateNow
        row.cancelled_at, row.cancel_reason = at, reason.strip()[:200]
        row.save(update_fields=["cancelled_at", "cancel_reason"])
        meant = row.sign_ups.exclude(state=State.CANCELLED)
        _tell(
            row, list(meant.values_list("volunteer__account", flat=True)), "volunteer_called_off", "off", at
        )
    return row


def sign_up(*, actor: Actor, at: datetime, activity: Activity) -> SignUp:
    """Sign up: with a place if there is one, else on the waiting list. Pressed twice it is one.

    :raises NotAVolunteer: :raises AdultsOnly: :raises TooLateNow:
    """
    with transaction.atomic():
        row = _locked(activity.pk)
        me = _me(actor)
        _check_open(row, at)
        if me.is_minor and not row.takes_minors:
            raise AdultsOnly
        mine = SignUp.objects.filter(activity=row, volunteer=me).first()
        if mine is not None and mine.state in (State.GOING, State.WAITING):
            return mine
        mine = mine or SignUp(activity=row, volunteer=me)
        mine.at = at
        if rules.is_room(row.going, row.capacity):
            mine.state = State.GOING
            Activity.objects.filter(pk=row.pk).update(going=F("going") + 1)
        else:
            mine.state = State.WAITING
        mine.save()
    return mine


def cancel_sign_up(*, actor: Actor, at: datetime, activity: Activity) -> None:
    """Say that one does not come, or leaves a post; whoever waited longest gets the place and is told.

    :raises NotAVolunteer: :raises TooLateNow: it has begun, or the post is released.
    """
    with transaction.atomic():
        row = _locked(activity.pk)
        _check_open(row, at)
        _drop_out(row, _me(actor), at)


def invite(*, actor: Actor, at: datetime, activity: Activity, volunteer_id: int) -> SignUp:
    """Ask somebody to come; they say yes themselves.

    :raises NoSuchActivity: :raises TooLateNow:
    """
    with transaction.atomic():
        row = _theirs(actor, activity.pk)
        _check_open(row, at)
        volunteer = Volunteer.objects.filter(policies.askable(row), pk=volunteer_id).first()
        if volunteer is None:
            raise NoSuchActivity
        asked, made = SignUp.objects.get_or_create(
            activity=row, volunteer=volunteer, defaults={"state": State.INVITED, "at": at}
        )
        if made:
            _tell(row, [volunteer.account_id], "volunteer_asked", "ask", at)
    return asked


# --- the parts ----------------------------------------------------------------------------------------------


def _me(actor: Actor) -> Volunteer:
    found = Volunteer.objects.select_for_update().filter(account_id=actor.account_id or 0).first()
    if found is None:
        raise NotAVolunteer
    return found


def _locked(pk: int) -> Activity:
    found = Activity.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NoSuchActivity
    return found


def _theirs(actor: Actor, pk: int) -> Activity:
    row = _locked(pk)
    if not policies.organises(actor, row.team):
        raise NoSuchActivity
    return row


def _check_open(row: Activity, at: datetime) -> None:
    """Refuse what comes too late: a post takes people until it is released, an activity until it begins."""
    is_post = row.emergency_id is not None
    if row.cancelled_at is not None or rules.is_closed(row.starts_at, row.ends_at, is_post=is_post, at=at):
        raise TooLateNow


def _drop_out(row: Activity, volunteer: Volunteer, at: datetime) -> None:
    rows = SignUp.objects.filter(activity=row, volunteer=volunteer)
    mine = rows.exclude(state__in=(State.CANCELLED, State.LEFT)).first()
    if mine is None:
        return
    had_place = mine.state == State.GOING
    # Who stood at a post that has begun was there: their hours are told as anybody's.
    mine.state = State.LEFT if had_place and row.starts_at <= at else State.CANCELLED
    mine.save(update_fields=["state"])
    if not had_place:
        return
    following = SignUp.objects.filter(activity=row, state=State.WAITING).order_by("at", "pk").first()
    if following is None:
        Activity.objects.filter(pk=row.pk).update(going=F("going") - 1)
        return
    following.state = State.GOING
    following.save(update_fields=["state"])
    _tell(row, [following.volunteer.account_id], "volunteer_moved_up", "up", at)


def _tell(row: Activity, account_ids: list[int], template: str, key: str, at: datetime) -> None:
    notices.tell_accounts(
        account_ids=account_ids,
        office=row.office,
        template=template,
        key=f"volunteers:{row.pk}:{key}",
        at=at,
        unit=str(row.team),
        data={"title": row.title, "due": row.starts_at.isoformat()},
        link=f"/volunteers/{row.pk}/",
        expires_at=min(row.starts_at, at + TOLD_FOR) if row.starts_at > at else at + TOLD_FOR,
    )
