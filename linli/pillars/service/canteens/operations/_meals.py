"""Orders and meals: never more than there is room for, never served twice by one key, never a subsidy too many."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from linli.base.people.actors import Actor, ActorKind
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import policies, rules
from linli.pillars.service.canteens.models import Canteen, Eater, Meal, Menu, Order, Settlement, SubsidyRule
from linli.pillars.service.canteens.operations._canteens import NoSuchEater
from linli.pillars.service.canteens.policies import NoSuchCanteen

LATE = timedelta(days=3)  # LOCAL: so long a till may have been without signal
AHEAD = timedelta(minutes=10)  # a till's clock may be a little fast


class NoSuchMenu(Refusal):
    """Nothing is cooked then."""


class TooLateToOrder(Refusal):
    """The kitchen has begun."""


class SoldOut(Refusal):
    """No place is left."""


class NotYoursToOrder(Refusal):
    """Neither the elder, nor family whom they let order, nor the canteen."""


class EatenAlready(Refusal):
    """They had the meal today: is it a second one?"""


class NotThisDay(Refusal):
    """Served too long ago, or in the future."""


class NothingToCorrect(Refusal):
    """No such entry, a counter-entry itself, or taken back already."""


class MonthClosed(Refusal):
    """The month is closed already, or not over."""


# --- orders -------------------------------------------------------------------------------------------------


def order_meal(*, actor: Actor, at: datetime, menu_id: int, eater_id: int, channel: str) -> Order:
    """Order a meal: for oneself, for a parent who agreed, or by the canteen for who rings. Pressed twice it is one.

    :raises NoSuchMenu: :raises NotYoursToOrder: :raises TooLateToOrder: :raises SoldOut:
    """
    with transaction.atomic():
        menu = _menu(menu_id)
        eater = _orderable(actor, eater_id, menu.canteen)
        if (made := Order.objects.filter(menu=menu, eater=eater, cancelled_at=None).first()) is not None:
            return made
        if not rules.may_change_order(menu.day, menu.canteen.order_until, at):
            raise TooLateToOrder(hour=f"{menu.canteen.order_until:%H:%M}")
        if menu.ordered >= menu.capacity:
            raise SoldOut
        Menu.objects.filter(pk=menu.pk).update(ordered=F("ordered") + 1)
        return Order.objects.create(
            menu=menu, eater=eater, channel=Order.Channel(channel).value, at=at, by_id=actor.account_id
        )


def cancel_order(*, actor: Actor, at: datetime, order_id: int) -> Order:
    """Take an order back until the hour the canteen set; the place is free again.

    :raises NoSuchMenu: :raises NotYoursToOrder: :raises TooLateToOrder:
    """
    with transaction.atomic():
        found = Order.objects.filter(pk=order_id).values_list("menu", "eater").first()
        if found is None:
            raise NoSuchMenu
        menu = _menu(found[0])
        _orderable(actor, found[1], menu.canteen)
        order = Order.objects.select_for_update().get(pk=order_id)
        if order.cancelled_at is not None:
            return order
        if not rules.may_change_order(menu.day, menu.canteen.order_until, at):
            raise TooLateToOrder(hour=f"{menu.canteen.order_until:%H:%M}")
        order.cancelled_at = at
        order.save(update_fields=["cancelled_at"])
        Menu.objects.filter(pk=menu.pk).update(ordered=F("ordered") - 1)
    return order


def _menu(menu_id: int) -> Menu:
    rows = Menu.objects.select_for_update(of=("self",)).select_related("canteen__community")
    menu = rows.filter(pk=menu_id, canteen__is_active=True).first()
    if menu is None:
        raise NoSuchMenu
    return menu


def _orderable(actor: Actor, eater_id: int, canteen: Canteen) -> Eater:
    eater = (
        Eater.objects.filter(pk=eater_id, office_id=canteen.office_id, until=None)
        .select_related("resident")
        .first()
    )
    if eater is None:
        raise NotYoursToOrder
    if actor.kind == ActorKind.RESIDENT:
        own = actor.account_id is not None and actor.account_id in (
            eater.resident.account_id,
            eater.orders_by_id,
        )
    else:
        own = policies.reaches(actor, canteen)
    if not own:
        raise NotYoursToOrder
    return eater


# --- the till -----------------------------------------------------------------------------------------------


def serve_meal(
    *,
    actor: Actor,
    at: datetime,
    canteen_id: int,
    number: str,
    meal: str,
    key: uuid.UUID,
    served_at: datetime | None = None,
    is_second: bool = False,
) -> Meal:
    """Write a meal into the book with who pays what. The till makes the key: sent again, it is the same meal.

    A till without signal sends later: `served_at` is when it was served, and the subsidy is that of that day and week.

    :raises NoSuchCanteen: :raises NoSuchEater: :raises NotThisDay: :raises EatenAlready: ask whether it is a second one.
    """
    moment = served_at or at
    if not at - LATE <= moment <= at + AHEAD:
        raise NotThisDay(days=LATE.days)
    day = local(moment).date()
    with transaction.atomic():
        canteen = _canteen(actor, canteen_id)
        # Whatever a week allows is counted while this row is held: two tills cannot both give the last subsidy.
        rows = Eater.objects.select_for_update().filter(office_id=canteen.office_id)
        eater = rows.filter(number=number.strip(), since__lte=day).first()
        if (made := Meal.objects.filter(key=key).first()) is not None:
            return made
        if eater is None or (eater.until is not None and eater.until <= day):
            raise NoSuchEater
        today = Meal.objects.filter(eater=eater, day=day, meal=meal, corrects=None, corrected_by=None)
        if not is_second and today.exists():
            raise EatenAlready(number=eater.number)
        price = (
            Menu.objects.filter(canteen=canteen, day=day, meal=meal)
            .values_list("price_fen", flat=True)
            .first()
        )
        share = _share(eater, canteen, day, canteen.price_fen if price is None else price)
        return Meal.objects.create(
            canteen=canteen,
            eater=eater,
            day=day,
            meal=meal,
            price_fen=share.subsidy + share.own,
            subsidy_fen=share.subsidy,
            own_fen=share.own,
            rule=share.code,
            payer=share.payer,
            month=rules.books_in(day, _closed(canteen)),
            at=moment,
            by_id=actor.account_id,
            key=key,
            is_second=is_second,
        )


def _share(eater: Eater, canteen: Canteen, day: date, price: int) -> rules.Share:
    born = date.fromisoformat(eater.born)
    row = None
    if eater.subsidy:
        rows = SubsidyRule.objects.filter(
            office_id=canteen.office_id, code=eater.subsidy, valid_from__lte=day
        )
        row = rows.order_by("-valid_from").first()
    rule = row and rules.Rule(
        row.code, row.min_age, row.fen, row.per_week, row.payer, row.valid_from, row.valid_until
    )
    monday, after = rules.week_of(day)
    taken = Meal.objects.filter(
        eater=eater, day__gte=monday, day__lt=after, subsidy_fen__gt=0, corrected_by=None
    ).count()
    return rules.share_of(price, rule or None, born=born, day=day, taken=taken)


def correct_meal(*, actor: Actor, at: datetime, meal_id: int, reason: str, key: uuid.UUID) -> Meal:
    """Take an entry back by a counter-entry, in the month that is open; the entry itself stays.

    :raises NothingToCorrect: :raises NoSuchCanteen:
    """
    if len(reason.strip()) < rules.LEAST_REASON:
        raise NothingToCorrect
    with transaction.atomic():
        found = Meal.objects.select_related("canteen__community").filter(pk=meal_id, corrects=None).first()
        if found is None:
            raise NothingToCorrect
        if not policies.settles(actor, found.canteen):
            raise NoSuchCanteen
        _canteen(actor, found.canteen_id)
        if found.eater_id is not None:
            Eater.objects.select_for_update().get(pk=found.eater_id)
        done = Meal.objects.filter(corrects=found).first()
        if done is not None:
            if done.key == key:
                return done
            raise NothingToCorrect
        return Meal.objects.create(
            canteen=found.canteen,
            eater=found.eater,
            day=found.day,
            meal=found.meal,
            price_fen=-found.price_fen,
            subsidy_fen=-found.subsidy_fen,
            own_fen=-found.own_fen,
            rule=found.rule,
            payer=found.payer,
            month=rules.books_in(found.month, _closed(found.canteen)),
            at=at,
            by_id=actor.account_id,
            key=key,
            corrects=found,
            reason=reason.strip()[:120],
        )


def close_month(*, actor: Actor, at: datetime, canteen_id: int, month: date) -> Settlement:
    """Close a month that is over: its sums are kept, and the database lets nobody write into it any more.

    :raises NoSuchCanteen: :raises MonthClosed: closed already, or not over.
    """
    with transaction.atomic():
        canteen = _canteen(actor, canteen_id, whole=True)
        if not policies.settles(actor, canteen):
            raise NoSuchCanteen
        if month.day != 1 or month >= rules.month_of(local(at).date()) or month in _closed(canteen):
            raise MonthClosed
        entries = book(canteen, month)
        lines = rules.sums(entries)
        return Settlement.objects.create(
            canteen=canteen,
            month=month,
            closed_at=at,
            closed_by_id=actor.account_id,
            meals=sum(line.meals for line in lines),
            price_fen=sum(line.price for line in lines),
            subsidy_fen=sum(line.subsidy for line in lines),
        )


def book(canteen: Canteen, month: date) -> list[rules.Entry]:
    """Return the entries of a month as far as sums need them. One query."""
    rows = Meal.objects.filter(canteen=canteen, month=month).order_by("pk")
    fields = ("rule", "payer", "price_fen", "subsidy_fen", "own_fen", "corrects")
    return [
        rules.Entry(code, payer, price, subsidy, own, corrects is not None)
        for code, payer, price, subsidy, own, corrects in rows.values_list(*fields)
    ]


def _closed(canteen: Canteen) -> set[date]:
    return set(Settlement.objects.filter(canteen=canteen).values_list("month", flat=True))


def _canteen(actor: Actor, canteen_id: int, *, whole: bool = False) -> Canteen:
    # Whoever writes shares the row, whoever closes a month holds it alone: no meal slips into a month being closed.
    lock = "FOR UPDATE" if whole else "FOR KEY SHARE"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {Canteen._meta.db_table} WHERE id = %s {lock}", [canteen_id])
    found = Canteen.objects.select_related("community").filter(pk=canteen_id).first()
    if found is None or not policies.reaches(actor, found):
        raise NoSuchCanteen
    return found
