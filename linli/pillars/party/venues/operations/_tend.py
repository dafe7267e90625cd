"""What the clock does with bookings: an ask without an answer is told no in time; who booked is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.subjects import Erasing
from linli.pillars.party.venues import policies, rules
from linli.pillars.party.venues.models import RoomBooking
from linli.pillars.party.venues.operations._bookings import end_booking, locked, tell
from linli.pillars.party.venues.rules import HOLDING, BookingState

_GONE: dict[str, Any] = {"name": "", "phone": None, "phone_print": None, "account": None, "title": ""}


def lapse_asks(*, actor: Actor, at: datetime) -> int:
    """Tell who asked and was not answered that it comes to nothing, while they can still look elsewhere; return how many."""
    rows = RoomBooking.objects.filter(
        state=BookingState.ASKED.value, during__startswith__lte=at + rules.ANSWER_BEFORE
    )
    ended = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True)[:200]:
        with transaction.atomic():
            row = locked(pk)
            if not rules.lapses(row.state, row.during.lower, at):
                continue
            end_booking(row, BookingState.DECLINED, at, is_lapsed=True)
            tell(row, "room_declined", at)
            ended += 1
    return ended


def forget_old(*, actor: Actor, at: datetime) -> int:
    """Forget who had a room and what for, a month after; return how many."""
    before = at - rules.KEEP_FOR
    rows = RoomBooking.objects.filter(forgotten_at=None, during__endswith__lt=before)
    return rows.update(forgotten_at=at, **_GONE)


def erase(account: Account, order: Erasing) -> int:
    """Erase who booked; what is still ahead is given back, for nobody could be told. A unit's booking stays the unit's."""
    rows = list(RoomBooking.objects.filter(policies.of_account(account), unit=None))
    states = [state.value for state in HOLDING]
    ahead = [row.pk for row in rows if row.state in states and row.during.upper > order.at]
    mine = RoomBooking.objects.filter(pk__in=[row.pk for row in rows])
    mine.filter(pk__in=ahead).update(state=BookingState.CANCELLED.value, decided_at=order.at)
    mine.update(forgotten_at=order.at, **_GONE)
    RoomBooking.objects.filter(account=account).update(account=None)
    return len(rows)
