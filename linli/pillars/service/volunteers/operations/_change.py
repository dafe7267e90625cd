"""An activity is put right after it was announced: who meant to come is told, who waits gets the places that are new."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel.refusals import Refusal
from linli.pillars.service.volunteers import rules
from linli.pillars.service.volunteers.models import Activity, SignUp
from linli.pillars.service.volunteers.operations._verbs import (
    MOST_PLACES,
    Plan,
    TimesBackward,
    TooLateNow,
    _tell,
    _theirs,
)

State = SignUp.State


class TooManyComing(Refusal):
    """More people mean to come than there would be places."""


def change_activity(*, actor: Actor, at: datetime, activity: Activity, plan: Plan) -> Activity:
    """Change an activity that has not begun. When or where it is tells everybody who meant to come.

    :raises NoSuchActivity: not theirs. :raises TooLateNow: begun or called off. :raises TimesBackward:
    :raises TooManyComing: somebody would lose the place they were given.
    """
    if plan.ends_at <= plan.starts_at or plan.starts_at <= at:
        raise TimesBackward
    with transaction.atomic():
        row = _theirs(actor, activity.pk)
        if row.cancelled_at is not None or row.starts_at <= at:
            raise TooLateNow
        if plan.capacity < row.going:
            raise TooManyComing(going=row.going)
        is_moved = (row.starts_at, row.ends_at, row.place) != (plan.starts_at, plan.ends_at, plan.place)
        for name, value in asdict(plan).items():
            setattr(row, name, value)
        row.skills = sorted(rules.SKILLS.intersection(plan.skills))
        row.capacity = min(plan.capacity, MOST_PLACES)
        waiting = row.sign_ups.filter(state=State.WAITING).select_related("volunteer").order_by("at", "pk")
        moved_up = list(waiting[: row.capacity - row.going])
        for one in moved_up:
            one.state = State.GOING
            one.save(update_fields=["state"])
        row.going += len(moved_up)
        row.save()
        fresh = [one.volunteer.account_id for one in moved_up]
        if fresh:
            _tell(row, fresh, "volunteer_moved_up", "up", at)
        if is_moved:
            meant = row.sign_ups.exclude(state=State.CANCELLED).exclude(pk__in=[one.pk for one in moved_up])
            accounts = list(meant.values_list("volunteer__account", flat=True))
            _tell(row, accounts, "volunteer_changed", f"changed:{at.isoformat()}", at)
    return row
