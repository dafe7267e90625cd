"""Visits, changes that bring one within a day, and helpers paired with a household."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.base.flow.models import Case
from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.models import Account
from linli.kernel.clock import local
from linli.kernel.refusals import Refusal
from linli.pillars.service.care import policies, rules
from linli.pillars.service.care.models import CareNote, CarePerson, Pair, Visit
from linli.pillars.service.care.operations._alerts import tell_change
from linli.pillars.service.care.operations._people import CareReasonMissing, locked, reckon, whole
from linli.pillars.service.care.policies import NoSuchPerson


class NothingFound(Refusal):
    """Somebody is not well and nobody says what was seen."""


class NotVisited(Refusal):
    """Nobody visits them: no level was set."""


class PairedAlready(Refusal):
    """The unit is paired with them."""


class NoSuchPair(Refusal):
    """No such pair, parted, or somebody else's."""


def note_change(*, actor: Actor, at: datetime, person_id: int, words: str) -> CarePerson:
    """Note a change in somebody's life (out of hospital, a death in the family): a visit is owed within a day.

    :raises NoSuchPerson: :raises NotVisited: :raises CareReasonMissing: nothing said.
    """
    if not words.strip():
        raise CareReasonMissing
    with transaction.atomic():
        person = locked(actor, person_id)
        if not person.level:
            raise NotVisited
        person.changed_at = at
        before = person.due_at
        reckon(person)
        # A second change while the first still waits gives nobody another day.
        person.due_at = min(person.due_at, before) if person.due_at and before else person.due_at
        person.save(update_fields=["changed_at", "due_at"])
        note = CareNote.objects.create(
            person=person, what=CareNote.What.CHANGE, words=words.strip(), at=at, by_id=actor.account_id
        )
        tell_change(person, note, at)
    return person


def record_visit(
    *,
    actor: Actor,
    at: datetime,
    person_id: int,
    way: str,
    outcome: str,
    found: str = "",
    key: uuid.UUID | None = None,
    pair_id: int | None = None,
) -> Visit:
    """Write down that somebody was looked after, and when the next visit is owed. The same key twice is one visit.

    Not reached is written down and pays nothing off: the visit stays owed.

    :raises NoSuchPerson: :raises NothingFound: they need something and nobody says what.
    """
    with transaction.atomic():
        person = locked(actor, person_id)
        pair = Pair.objects.filter(pk=pair_id, person=person, until=None).first() if pair_id else None
        return _write(actor, at, person, pair, Told(way, outcome, found.strip(), key))


def record_pair_visit(
    *,
    actor: Actor,
    at: datetime,
    pair_id: int,
    way: str,
    outcome: str,
    found: str = "",
    key: uuid.UUID | None = None,
) -> Visit:
    """Write down that the household one is paired with was looked after: this month's duty is done.

    Who goes for a pair need have no post on the ground, and learns of nobody else.

    :raises NoSuchPair: :raises NothingFound:
    """
    with transaction.atomic():
        pair = Pair.objects.select_related("unit").filter(policies.helped(actor), pk=pair_id).first()
        if pair is None:
            raise NoSuchPair
        rows = CarePerson.objects.select_for_update(of=("self",)).select_related("grid", "resident")
        return _write(actor, at, rows.get(pk=pair.person_id), pair, Told(way, outcome, found.strip(), key))


@dataclass(frozen=True, slots=True)
class Told:
    """How somebody was looked after, as it was said."""

    way: str
    outcome: str
    found: str
    key: uuid.UUID | None


def _write(actor: Actor, at: datetime, person: CarePerson, pair: Pair | None, told: Told) -> Visit:
    if told.key is not None and (made := Visit.objects.filter(key=told.key).first()):
        if made.person_id != person.pk:
            raise NoSuchPerson
        return made
    if told.outcome in (rules.Outcome.WATCH, rules.Outcome.HELP) and not told.found:
        raise NothingFound
    made = Visit.objects.create(
        person=person,
        pair=pair,
        way=Visit.Way(told.way).value,
        outcome=Visit.Outcome(told.outcome).value,
        found=told.found,
        at=at,
        owed_at=person.due_at,
        by_id=actor.account_id,
        key=told.key,
    )
    if told.outcome == rules.Outcome.AWAY:
        return made
    person.seen_at = at if person.seen_at is None else max(person.seen_at, at)
    reckon(person)
    person.save(update_fields=["seen_at", "due_at"])
    if pair is not None:
        pair.due_on = rules.next_duty(local(at).date(), local(at).date())
        pair.save(update_fields=["due_on"])
    return made


def link_case(*, actor: Actor, visit: Visit, case: Case) -> None:
    """Tie a visit to the case it gave rise to, so that the next visitor sees what became of it. One statement."""
    if visit.by_id != actor.account_id:
        raise NoSuchPerson
    visit.case = case
    visit.save(update_fields=["case"])


def pair(*, actor: Actor, at: datetime, person_id: int, unit: Unit, account: Account | None = None) -> Pair:
    """Pair a household with a unit, or with somebody of it; once a month is owed from this month on.

    :raises NoSuchPerson: :raises PairedAlready:
    """
    with transaction.atomic():
        person = whole(actor, person_id)
        today = local(at).date()
        try:
            with transaction.atomic():
                return Pair.objects.create(
                    person=person,
                    unit=unit,
                    account=account,
                    since=today,
                    due_on=rules.next_duty(today, None),
                )
        except IntegrityError:
            raise PairedAlready(unit=str(unit)) from None


def end_pair(*, actor: Actor, at: datetime, person_id: int, pair_id: int) -> None:
    """Part a pair.

    :raises NoSuchPerson:
    """
    with transaction.atomic():
        person = whole(actor, person_id)
        if not Pair.objects.filter(pk=pair_id, person=person, until=None).update(until=local(at).date()):
            raise NoSuchPerson
