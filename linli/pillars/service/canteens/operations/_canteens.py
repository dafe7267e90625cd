"""Canteens, menus, subsidy rules, who eats and what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people import operations as people
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import policies, rules
from linli.pillars.service.canteens.models import AbsenceAnswer, Canteen, Eater, Menu, SubsidyRule
from linli.pillars.service.canteens.policies import NoSuchCanteen


class NotYourCommunity(Refusal):
    """Somebody opens a canteen where they do not work."""


class TooYoung(Refusal):
    """Not yet sixty."""


class NoSuchEater(Refusal):
    """Nobody with this number, or not of this canteen's ground."""


class NoSuchRule(Refusal):
    """The office has no such subsidy."""


class ProofMissing(Refusal):
    """A class of subsidy without saying what proves it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a canteen is to be."""

    name: str
    place: str
    capacity: int
    price_fen: int
    order_until: time
    phone: str = ""
    kind: str = Canteen.Kind.CANTEEN.value


def open_canteen(*, actor: Actor, at: datetime, community: Unit, about: About) -> Canteen:
    """Open a canteen of a community.

    :raises NotYourCommunity:
    """
    office = orgs.office_of(orgs.line_up(community))
    if office is None or not (actor.is_system or not policies.ground_of(actor).isdisjoint(community.line)):
        raise NotYourCommunity
    return Canteen.objects.create(
        community=community, office=office, kind=about.kind, name=about.name, place=about.place,
        phone=about.phone, capacity=about.capacity, order_until=about.order_until, price_fen=about.price_fen,
    )  # fmt: skip


def set_menu(*, actor: Actor, at: datetime, canteen: Canteen, day: date, meal: str, dishes: str) -> Menu:
    """Say what there is on a day; what was ordered stays ordered.

    :raises NoSuchCanteen: not theirs.
    """
    _theirs(actor, canteen)
    with transaction.atomic():
        row = Menu.objects.select_for_update().filter(canteen=canteen, day=day, meal=meal).first()
        if row is not None:
            row.dishes = dishes
            row.save(update_fields=["dishes"])
            return row
        return Menu.objects.create(
            canteen=canteen, day=day, meal=meal, dishes=dishes, price_fen=canteen.price_fen,
            capacity=canteen.capacity,
        )  # fmt: skip


def set_rule(
    *, actor: Actor, at: datetime, office: Unit, rule: rules.Rule, name: str, basis: str
) -> SubsidyRule:
    """Write a subsidy of an office, from a day on; an older row of the same class ends where the new one begins.

    :raises NotYourCommunity: only the civil-affairs section writes them.
    """
    if not actor.is_system and office.pk not in policies.ground_of(actor):
        raise NotYourCommunity
    with transaction.atomic():
        same = SubsidyRule.objects.filter(office=office, code=rule.code)
        same.filter(valid_from__lt=rule.valid_from, valid_until=None).update(valid_until=rule.valid_from)
        made, _new = same.update_or_create(
            office=office,
            code=rule.code,
            valid_from=rule.valid_from,
            defaults={
                "name": name,
                "min_age": rule.min_age,
                "fen": rule.fen,
                "per_week": rule.per_week,
                "payer": rule.payer,
                "basis": basis,
                "valid_until": rule.valid_until,
            },
        )
    return made


def enrol_eater(
    *,
    actor: Actor,
    at: datetime,
    community: Unit,
    name: str,
    phone: str,
    born: date,
    subsidy: str = "",
    ground: str = "",
    wants_alert: bool = False,
) -> Eater:
    """Write an elder down and give them a number for the till. Who is there already gets the new class.

    :raises NotYourCommunity: :raises TooYoung: :raises NoSuchRule: :raises ProofMissing:
    """
    office = orgs.office_of(orgs.line_up(community))
    if office is None or not (actor.is_system or not policies.ground_of(actor).isdisjoint(community.line)):
        raise NotYourCommunity
    today = local(at).date()
    if not rules.may_eat(born, today):
        raise TooYoung(least=rules.LEAST_AGE)
    if subsidy and not SubsidyRule.objects.filter(office=office, code=subsidy).exists():
        raise NoSuchRule
    if subsidy and len(ground.strip()) < rules.LEAST_REASON:
        raise ProofMissing
    with transaction.atomic():
        # Numbers are given one after the other: the office's row is the queue.
        Unit.objects.select_for_update().get(pk=office.pk)
        resident = people.note_resident(name=name, phone=phone, source=f"食堂登记 {today:%Y-%m-%d}", at=at)
        eater = Eater.objects.filter(resident=resident).first()
        if eater is None:
            last = Eater.objects.filter(office=office).aggregate(most=Max("number"))["most"] or "100000"
            eater = Eater(office=office, resident=resident, number=f"{int(last) + 1:06d}", since=today)
        eater.community, eater.born, eater.until = community, born.isoformat(), None
        eater.subsidy, eater.ground = subsidy, ground.strip()
        eater.alert_since = (eater.alert_since or at) if wants_alert else None
        eater.save()
    return eater


def let_family_order(*, actor: Actor, at: datetime, eater_id: int, account: Account | None) -> Eater:
    """Write down that an elder lets somebody of the family order for them, or does not any more.

    :raises NoSuchEater:
    """
    eater = eater_of(actor, eater_id)
    eater.orders_by = account
    eater.orders_by_since = at if account is not None else None
    # Whoever is told is asked anew when it is somebody else.
    eater.family_told_since = None
    eater.save(update_fields=["orders_by", "orders_by_since", "family_told_since"])
    return eater


def end_eater(*, actor: Actor, at: datetime, eater_id: int) -> Eater:
    """Say that somebody does not eat there any more.

    :raises NoSuchEater:
    """
    eater = eater_of(actor, eater_id)
    eater.until = local(at).date()
    eater.alert_since = None
    eater.save(update_fields=["until", "alert_since"])
    return eater


def answer_absence(*, actor: Actor, at: datetime, eater_id: int, words: str) -> AbsenceAnswer:
    """Write down what came of ringing or going when an elder did not come.

    :raises NoSuchEater: :raises ProofMissing: nothing said.
    """
    eater = eater_of(actor, eater_id)
    if not words.strip():
        raise ProofMissing
    return AbsenceAnswer.objects.create(
        eater=eater, day=local(at).date(), words=words.strip(), at=at, by_id=actor.account_id
    )


def eater_of(actor: Actor, eater_id: int) -> Eater:
    """Return somebody whose community an actor works for.

    :raises NoSuchEater:
    """
    eater = Eater.objects.select_related("community", "resident").filter(pk=eater_id).first()
    if eater is None or not (
        actor.is_system or not policies.ground_of(actor).isdisjoint(eater.community.line)
    ):
        raise NoSuchEater
    return eater


def _theirs(actor: Actor, canteen: Canteen) -> None:
    if not policies.reaches(actor, canteen):
        raise NoSuchCanteen
