"""The attendance book of a day-care centre: came, left, what was done. Sent late, twice or in any order it is the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from linli.base.notices import operations as notices
from linli.base.people.actors import Actor
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import rules
from linli.pillars.service.canteens.models import Canteen, Eater, Stay
from linli.pillars.service.canteens.operations._canteens import NoSuchEater, eater_of
from linli.pillars.service.canteens.operations._meals import AHEAD, LATE, NotThisDay
from linli.pillars.service.canteens.operations._meals import _canteen as canteen_of
from linli.pillars.service.canteens.rules import Times

TOLD_FOR = timedelta(hours=6)
KEPT = timedelta(days=365)  # LOCAL: a year's book, for the family's questions and the subsidy of the centre


class NotADayCentre(Refusal):
    """A canteen keeps no attendance book."""


class NobodyToTell(Refusal):
    """No family is named who could be told."""


def note_arrival(
    *, actor: Actor, at: datetime, canteen_id: int, number: str, moment: datetime | None = None
) -> Stay:
    """Write down that somebody came. Their family hears of it once a day, if the elder agreed.

    :raises NoSuchCanteen: :raises NotADayCentre: :raises NoSuchEater: :raises NotThisDay:
    """
    return _note(actor, at, canteen_id, number, moment, is_coming=True)


def note_departure(
    *,
    actor: Actor,
    at: datetime,
    canteen_id: int,
    number: str,
    moment: datetime | None = None,
    given: Iterable[str] = (),
) -> Stay:
    """Write down that somebody left, and what was done for them.

    :raises NoSuchCanteen: :raises NotADayCentre: :raises NoSuchEater: :raises NotThisDay:
    """
    return _note(actor, at, canteen_id, number, moment, is_coming=False, given=given)


def note_services(
    *,
    actor: Actor,
    at: datetime,
    canteen_id: int,
    number: str,
    given: Iterable[str],
    moment: datetime | None = None,
) -> Stay:
    """Write down what was done for somebody who is there; what stood there stays.

    :raises NoSuchCanteen: :raises NotADayCentre: :raises NoSuchEater: they did not come. :raises NotThisDay:
    """
    return _note(actor, at, canteen_id, number, moment, is_coming=None, given=given)


def _note(
    actor: Actor,
    at: datetime,
    canteen_id: int,
    number: str,
    moment: datetime | None,
    *,
    is_coming: bool | None,
    given: Iterable[str] = (),
) -> Stay:
    moment = moment or at
    if not at - LATE <= moment <= at + AHEAD:
        raise NotThisDay(days=LATE.days)
    # A clock that is a little fast writes no future.
    moment = min(moment, at)
    day = local(moment).date()
    with transaction.atomic():
        canteen = canteen_of(actor, canteen_id)
        if canteen.kind != Canteen.Kind.DAY_CARE:
            raise NotADayCentre
        # Two tablets that write of the same elder follow each other: what each says is added, nothing is doubled.
        eater = (
            Eater.objects.select_for_update(of=("self",))
            .select_related("resident")
            .filter(office_id=canteen.office_id, number=number.strip(), since__lte=day)
            .first()
        )
        if eater is None or (eater.until is not None and eater.until <= day):
            raise NoSuchEater
        stay = Stay.objects.filter(canteen=canteen, eater=eater, day=day).first()
        if stay is None and is_coming is None:
            raise NoSuchEater
        stay = stay or Stay(canteen=canteen, eater=eater, day=day)
        times = Times(stay.came_at, stay.back_at, stay.left_at)
        was = times
        if is_coming is not None:
            times = rules.after_coming(times, moment) if is_coming else rules.after_leaving(times, moment)
        stay.came_at, stay.back_at, stay.left_at = times.came, times.back, times.left
        stay.given = " ".join(rules.said_given([*stay.given.split(), *given]))
        stay.save()
        if is_coming and was.came is None:
            _tell(eater, stay, "stay_came", at)
        elif is_coming is False and was.left is None and times.left is not None:
            _tell(eater, stay, "stay_left", at)
    return stay


def _tell(eater: Eater, stay: Stay, template: str, at: datetime) -> None:
    if eater.family_told_since is None or eater.orders_by_id is None:
        return
    moment = stay.came_at if template == "stay_came" else stay.left_at
    if moment is None or at - moment > TOLD_FOR:
        return  # A book that was without signal since the morning would tell at night that somebody came.
    notices.tell_accounts(
        account_ids=[eater.orders_by_id],
        office=stay.canteen.office,
        template=template,
        key=f"stays:{stay.pk}:{template}",
        at=at,
        unit=str(stay.canteen),
        data={"due": moment.isoformat()},
        rings=True,
        expires_at=at + TOLD_FOR,
    )


def let_family_hear(*, actor: Actor, at: datetime, eater_id: int, wanted: bool) -> Eater:
    """Write down that the elder lets the family who order for them hear when they come and leave, or not any more.

    :raises NoSuchEater: :raises NobodyToTell:
    """
    eater = eater_of(actor, eater_id)
    if wanted and eater.orders_by_id is None:
        raise NobodyToTell
    eater.family_told_since = (eater.family_told_since or at) if wanted else None
    eater.save(update_fields=["family_told_since"])
    return eater


def forget_stays(*, actor: Actor, at: datetime) -> int:
    """Erase days of the book that are older than a year; return how many."""
    old = Stay.objects.filter(day__lt=local(at).date() - KEPT).order_by("pk")[:5000]
    gone, _each = Stay.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return gone
