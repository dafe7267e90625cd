"""Reads about canteens: menus for everybody, orders and the book for who works there, the month's sums, who is missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.base.people.revealing import Found
from linli.base.people.vault import fingerprint
from linli.kernel.clock import local
from linli.kernel.masking import mask_name, mask_phone
from linli.kernel.numbers import normalise_phone
from linli.pillars.service.canteens import policies, rules
from linli.pillars.service.canteens.models import (
    AbsenceAnswer,
    Canteen,
    Eater,
    Meal,
    Menu,
    Order,
    Settlement,
    Stay,
    SubsidyRule,
)
from linli.pillars.service.canteens.policies import NoSuchCanteen

REVEALED = "canteens.Eater"
FIELDS = ("name", "phone", "born")
CARD_DIGITS = 6
LOOKED_BACK = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class EaterRow:
    """Somebody who eats there: masked, with the number for the till."""

    id: int
    number: str
    name: str
    phone: str
    subsidy: str
    wants_alert: bool
    family: str
    family_hears: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the kitchen's list."""

    id: int
    number: str
    name: str
    channel: str
    is_served: bool


@dataclass(frozen=True, slots=True)
class StayRow:
    """A day of somebody at a day-care centre: masked."""

    number: str
    name: str
    day: date
    came_at: datetime | None
    left_at: datetime | None
    given: tuple[str, ...]

    @property
    def is_here(self) -> bool:
        """Say whether they have not left."""
        return self.left_at is None


@dataclass(frozen=True, slots=True)
class Missed:
    """An elder who always comes and did not: masked, with when they last came."""

    id: int
    community_id: int
    number: str
    name: str
    phone: str
    last_came: date | None


@dataclass(frozen=True, slots=True)
class Month:
    """The book of a month, added up; the same rows give the same sums whenever they are asked."""

    month: date
    sums: tuple[rules.Sum, ...]
    settlement: Settlement | None

    @property
    def total(self) -> rules.Sum:
        """All classes together."""
        parts = [(s.meals, s.price, s.subsidy, s.own) for s in self.sums]
        meals, price, subsidy, own = (
            (sum(column) for column in zip(*parts, strict=True)) if parts else (0, 0, 0, 0)
        )
        return rules.Sum("", "", meals, price, subsidy, own)


def open_canteens(*, near: Unit | None = None) -> list[Canteen]:
    """List the canteens, those of one's own community first. One query."""
    rows = list(
        Canteen.objects.filter(is_active=True).select_related("community", "office").order_by("office", "pk")
    )
    line = set(near.line) if near is not None else set()
    rows.sort(key=lambda one: (one.community_id not in line, one.office_id not in line))
    return rows


def get_canteen(*, pk: int) -> Canteen:
    """Give a canteen for everybody's page. One query.

    :raises NoSuchCanteen:
    """
    found = Canteen.objects.select_related("community", "office").filter(pk=pk, is_active=True).first()
    if found is None:
        raise NoSuchCanteen
    return found


def canteens_of(*, actor: Actor) -> list[Canteen]:
    """List the canteens an actor works for. One query, one more for a section of the office."""
    rows = Canteen.objects.filter(policies.reachable(actor), is_active=True).select_related(
        "community", "office"
    )
    return list(rows.order_by("community", "pk"))


def canteen_of(*, actor: Actor, pk: int) -> Canteen:
    """Give a canteen an actor works for.

    :raises NoSuchCanteen:
    """
    rows = Canteen.objects.select_related("community", "office")
    found = rows.filter(policies.reachable(actor), pk=pk).first()
    if found is None:
        raise NoSuchCanteen
    return found


def menus(*, canteen: Canteen, first: date, days: int = 7) -> list[Menu]:
    """List what there is from a day on. One query."""
    rows = Menu.objects.filter(canteen=canteen, day__gte=first, day__lt=first + timedelta(days=days))
    return list(rows.order_by("day", "-meal"))


def eaters_for(*, account: Account) -> list[Eater]:
    """List for whom somebody may order: themselves, and who agreed to it. One query."""
    own = Q(resident__account=account) | Q(orders_by=account)
    return list(Eater.objects.filter(own, until=None).select_related("resident").order_by("pk"))


def orders_for(*, eaters: list[Eater], menus: list[Menu]) -> list[Order]:
    """List the live orders of some people for some menus. One query."""
    return list(Order.objects.filter(eater__in=eaters, menu__in=menus, cancelled_at=None))


def eaters(*, actor: Actor, number: str = "") -> list[EaterRow]:
    """List who eats on an actor's ground. One query, one more for a section of the office."""
    rows = Eater.objects.filter(policies.reachable(actor)).select_related("resident", "orders_by")
    if number:
        rows = rows.filter(number=number)
    return [
        EaterRow(
            e.pk,
            e.number,
            mask_name(e.resident.name),
            mask_phone(e.resident.phone) if e.resident.phone else "",
            e.subsidy,
            e.alert_since is not None,
            mask_name(e.orders_by.name) if e.orders_by else "",
            e.family_told_since is not None,
            e.until is not None,
        )
        for e in rows.order_by("until", "number")
    ]


def eater_called(*, actor: Actor, words: str) -> int | None:
    """Find who stands there or rings, on an actor's ground: by the number of the card, else by the telephone registered.

    One query, one more for a section of the office. Two people under one number are nobody: the card tells them apart.
    """
    plain = "".join(words.split())
    rows = Eater.objects.filter(policies.reachable(actor), until=None)
    if len(plain) == CARD_DIGITS:
        rows = rows.filter(number=plain)
    else:
        try:
            phone = normalise_phone(plain)
        except ValueError:
            return None
        rows = rows.filter(resident__phone_print=fingerprint(phone, "phone"))
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def orders_of(*, canteen: Canteen, day: date, meal: str) -> list[OrderRow]:
    """List who ordered a meal, and who has had it. Two queries."""
    rows = Order.objects.filter(menu__canteen=canteen, menu__day=day, menu__meal=meal, cancelled_at=None)
    found = list(rows.select_related("eater__resident").order_by("eater__number"))
    served = set(
        Meal.objects.filter(
            canteen=canteen, day=day, meal=meal, corrects=None, corrected_by=None
        ).values_list("eater", flat=True)
    )
    return [
        OrderRow(
            o.pk,
            o.eater.number,
            mask_name(o.eater.resident.name),
            str(Order.Channel(o.channel).label),
            o.eater_id in served,
        )
        for o in found
    ]


def served_on(*, canteen: Canteen, day: date, size: int = 200) -> list[Meal]:
    """List the entries of a day, the latest first. One query."""
    rows = Meal.objects.filter(canteen=canteen, day=day).select_related("eater__resident", "corrected_by")
    return list(rows.order_by("-pk")[:size])


def stays_on(*, canteen: Canteen, day: date) -> list[StayRow]:
    """List who came to a day-care centre on a day, those still there first. One query."""
    return list(stay_rows(canteen=canteen, first=day, last=day))


def stay_rows(*, canteen: Canteen, first: date, last: date) -> Iterator[StayRow]:
    """Yield the attendance book of some days, both included: by day, those still there first."""
    rows = Stay.objects.filter(canteen=canteen, day__gte=first, day__lte=last)
    rows = rows.select_related("eater__resident").order_by("day", F("left_at").asc(nulls_first=True), "pk")
    for one in rows.iterator(chunk_size=500):
        done = tuple(str(Stay.What(code).label) for code in one.given.split())
        name = mask_name(one.eater.resident.name)
        yield StayRow(one.eater.number, name, one.day, one.came_at, one.left_at, done)


def centres_of(*, actor: Actor) -> list[Canteen]:
    """List the day-care centres an actor works for. One query, one more for a section of the office."""
    return [one for one in canteens_of(actor=actor) if one.kind == Canteen.Kind.DAY_CARE]


def rules_of(*, office: Unit) -> list[SubsidyRule]:
    """List the subsidies of an office, those in force last written first. One query."""
    return list(SubsidyRule.objects.filter(office=office).order_by("code", "-valid_from"))


def rules_in_force(*, office: Unit, day: date) -> list[SubsidyRule]:
    """List the subsidies of an office that hold on a day, for everybody's page. One query."""
    rows = SubsidyRule.objects.filter(office=office, valid_from__lte=day)
    return list(rows.exclude(valid_until__lte=day).order_by("code", "-valid_from"))


def month_of(*, canteen: Canteen, month: date) -> Month:
    """Add up the book of a month. Two queries."""
    rows = Meal.objects.filter(canteen=canteen, month=month)
    fields = ("rule", "payer", "price_fen", "subsidy_fen", "own_fen", "corrects")
    entries = [rules.Entry(c, p, a, s, o, k is not None) for c, p, a, s, o, k in rows.values_list(*fields)]
    return Month(month, rules.sums(entries), Settlement.objects.filter(canteen=canteen, month=month).first())


def book_rows(*, canteen: Canteen, month: date) -> Iterator[tuple[Any, ...]]:
    """Yield the entries of a month for its sheet, as they were written."""
    rows = Meal.objects.filter(canteen=canteen, month=month).select_related("eater").order_by("pk")
    for m in rows.iterator(chunk_size=500):
        yield (
            m.day, m.get_meal_display(), m.eater.number if m.eater else "", m.rule, m.payer, rules.yuan(m.price_fen),
            rules.yuan(m.subsidy_fen), rules.yuan(m.own_fen), m.at, m.reason,
        )  # fmt: skip


def missed(*, actor: Actor, at: datetime) -> list[Missed]:
    """List the elders of an actor's ground who agreed to be asked after, always come, and did not. Five queries."""
    today = local(at).date()
    agreed = Eater.objects.filter(policies.reachable(actor), alert_since__lte=at, until=None)
    people = list(agreed.select_related("resident"))
    if not people:
        return []
    since = today - LOOKED_BACK
    served = Meal.objects.filter(
        eater__in=people, day__gte=since, day__lt=today, corrects=None, corrected_by=None
    )
    came: dict[int, dict[date, int]] = defaultdict(dict)
    stays = Stay.objects.filter(day__gte=since, day__lt=today)
    came_days = stays.filter(eater__in=people, came_at__isnull=False)
    fields = ("eater", "canteen", "day")
    seen = served.values_list(*fields).union(came_days.values_list(*fields))
    for eater, canteen, day in sorted(seen, key=lambda one: one[2]):
        came[eater][day] = canteen
    cancelled = Order.objects.filter(eater__in=people, menu__day__gte=since, cancelled_at__isnull=False)
    excused: dict[int, set[date]] = defaultdict(set)
    for eater, day in cancelled.values_list("eater", "menu__day"):
        excused[eater].add(day)
    days: dict[int, list[date]] = defaultdict(list)
    meals = Meal.objects.filter(day__gte=since, day__lt=today)
    opened = meals.values_list("canteen", "day").union(stays.values_list("canteen", "day"))
    for canteen, day in sorted(opened, key=lambda one: one[1], reverse=True):
        days[canteen].append(day)
    heard = dict(
        AbsenceAnswer.objects.filter(eater__in=people, day__gte=since)
        .order_by("day")
        .values_list("eater", "day")
    )
    found = []
    for one in people:
        mine = came[one.pk]
        if not mine:
            continue
        last = max(mine)
        usual = max(set(mine.values()), key=list(mine.values()).count)
        if rules.is_missed(days[usual], set(mine), excused[one.pk]) and heard.get(one.pk, date.min) <= last:
            phone = mask_phone(one.resident.phone) if one.resident.phone else ""
            found.append(
                Missed(one.pk, one.community_id, one.number, mask_name(one.resident.name), phone, last)
            )
    return found


def find_eater(actor: Actor, id: int, field: str) -> Found | None:
    """Give a hidden value of somebody who eats on the actor's ground; None otherwise."""
    eater = Eater.objects.select_related("community", "resident").filter(pk=id).first()
    if eater is None or policies.ground_of(actor).isdisjoint(eater.community.line):
        return None
    value = eater.born if field == "born" else getattr(eater.resident, field)
    if not value:
        return None
    print_ = bytes(eater.resident.phone_print) if eater.resident.phone_print else None
    return Found(value, person_id=eater.resident.account_id, person_print=print_)


def collect(account: Account) -> dict[str, list[Mapping[str, Any]]]:
    """Give somebody what is kept about them here: number, class, what they agreed to, their meals."""
    people = list(Eater.objects.filter(resident__account=account).select_related("orders_by"))
    meals = Meal.objects.filter(eater__in=people).order_by("pk")
    return {
        "canteen": [
            {
                "number": e.number, "born": e.born, "subsidy": e.subsidy, "ground": e.ground,
                "alert": e.alert_since, "family": e.orders_by.name if e.orders_by else "", "since": e.since,
            }
            for e in people
        ],
        "meals": [
            {"day": m.day, "meal": str(m.get_meal_display()), "price": rules.yuan(m.price_fen), "own": rules.yuan(m.own_fen)}
            for m in meals
        ],
        "day_care": [
            {"day": s.day, "came": s.came_at, "left": s.left_at, "given": s.given}
            for s in Stay.objects.filter(eater__in=people).order_by("pk")
        ],
    }  # fmt: skip


def communities_of(*, actor: Actor) -> list[Unit]:
    """List the communities whose canteens an actor keeps. One query, one more for a section of the office."""
    found = Q(pk__in=[])
    for pk in sorted(policies.ground_of(actor)):
        found |= Q(path__contains=f"/{pk}/")
    return list(Unit.objects.filter(found, kind="community", is_active=True).order_by("path"))


def offices_of(communities: list[Unit]) -> list[Unit]:
    """List the offices above some communities. One query."""
    return list(
        Unit.objects.filter(pk__in={pk for one in communities for pk in one.line}, kind="subdistrict")
    )


def live_orders(*, canteen: Canteen) -> list[Order]:
    """List the orders of a canteen that stand. One query."""
    return list(Order.objects.filter(menu__canteen=canteen, cancelled_at=None))
