"""Hours told by those who came and confirmed by who organises, and the paper that says so."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.volunteers import rules
from linli.pillars.service.volunteers.models import Activity, Certificate, SignUp
from linli.pillars.service.volunteers.operations._verbs import CAME, NotAVolunteer, _locked, _me, _theirs
from linli.pillars.service.volunteers.policies import NoSuchActivity

_CODE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class HoursDoNotFit(Refusal):
    """More than it lasted, not in half hours, before it ended, or long ago."""


class OwnHours(Refusal):
    """Somebody confirms their own hours."""


class NothingToCertify(Refusal):
    """No confirmed hours yet."""


def claim_hours(*, actor: Actor, at: datetime, activity: Activity, minutes: int) -> SignUp:
    """Tell how long one helped; the organiser confirms.

    :raises NotAVolunteer: not one who came. :raises HoursDoNotFit:
    """
    with transaction.atomic():
        row = _locked(activity.pk)
        mine = SignUp.objects.filter(activity=row, volunteer=_me(actor), state__in=CAME).first()
        if mine is None:
            raise NotAVolunteer
        is_time = row.ends_at <= at <= row.ends_at + rules.CLAIM_WITHIN and row.cancelled_at is None
        if not is_time or not rules.fits_claim(minutes, row.starts_at, row.ends_at) or mine.confirmed_at:
            raise HoursDoNotFit
        mine.claimed_minutes = minutes
        mine.save(update_fields=["claimed_minutes"])
    return mine


def confirm_hours(*, actor: Actor, at: datetime, sign_up_id: int, minutes: int) -> SignUp:
    """Confirm the hours somebody told, or others; nobody confirms their own. None were there: 0.

    :raises NoSuchActivity: :raises OwnHours: :raises HoursDoNotFit:
    """
    with transaction.atomic():
        found = SignUp.objects.filter(pk=sign_up_id, state__in=CAME).select_related("volunteer").first()
        if found is None or actor.account_id is None:
            raise NoSuchActivity
        row = _theirs(actor, found.activity_id)
        if found.volunteer.account_id == actor.account_id:
            raise OwnHours
        fits = minutes == 0 or rules.fits_claim(minutes, row.starts_at, row.ends_at)
        if row.ends_at > at or row.cancelled_at is not None or not fits:
            raise HoursDoNotFit
        found.confirmed_minutes, found.confirmed_by_id, found.confirmed_at = minutes, actor.account_id, at
        found.save(update_fields=["confirmed_minutes", "confirmed_by", "confirmed_at"])
    return found


def certify(*, actor: Actor, at: datetime) -> Certificate:
    """Make a certificate of one's own confirmed hours until now. The same sum gives the same paper again.

    :raises NotAVolunteer: :raises NothingToCertify:
    """
    with transaction.atomic():
        me = _me(actor)
        done = SignUp.objects.filter(volunteer=me, confirmed_minutes__gt=0)
        minutes = done.aggregate(sum=Sum("confirmed_minutes"))["sum"] or 0
        count = done.count()
        if not minutes:
            raise NothingToCertify
        same = Certificate.objects.filter(volunteer=me, minutes=minutes, activities_count=count).first()
        if same is not None:
            return same
        code = "".join(secrets.choice(_CODE) for _ in range(12))
        return Certificate.objects.create(
            volunteer=me, code=code, minutes=minutes, activities_count=count, made_at=at
        )
