"""Small wishes: published without saying whose, taken, fulfilled, confirmed by the person who had them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from linli.base.people.actors import Actor
from linli.kernel.masking import find
from linli.kernel.refusals import Refusal
from linli.pillars.service.care import policies, rules
from linli.pillars.service.care.models import Wish
from linli.pillars.service.care.operations._people import locked

State = Wish.State


class WishNamesSomebody(Refusal):
    """The words of a wish say who it is, where they live or how to ring them."""


class WishGone(Refusal):
    """Somebody was faster, or it is over."""


class LogInToTake(Refusal):
    """A wish is taken by somebody who can be reached."""


def publish_wish(
    *, actor: Actor, at: datetime, person_id: int, words: str, skill: str = "", key: uuid.UUID | None = None
) -> Wish:
    """Publish a wish in words that do not say whose it is.

    :raises NoSuchPerson: :raises WishNamesSomebody:
    """
    words = " ".join(words.split())[:80]
    if not words or find(words):
        raise WishNamesSomebody
    if actor.account_id is None:
        raise LogInToTake
    with transaction.atomic():
        person = locked(actor, person_id)
        if person.resident.name and person.resident.name in words:
            raise WishNamesSomebody
        if key is not None and (made := Wish.objects.filter(key=key, person=person).first()):
            return made
        return Wish.objects.create(
            person=person,
            office_id=person.office_id,
            words=words,
            skill=skill,
            state=State.OPEN,
            published_at=at,
            published_by_id=actor.account_id,
            key=key,
        )


def take_wish(*, actor: Actor, at: datetime, wish_id: int) -> Wish:
    """Take a wish: one person does, and who was second is told. It comes back after two weeks.

    :raises LogInToTake: :raises WishGone:
    """
    if actor.account_id is None:
        raise LogInToTake
    with transaction.atomic():
        wish = Wish.objects.select_for_update().filter(pk=wish_id).first()
        if wish is None:
            raise WishGone
        if wish.state == State.TAKEN and wish.taken_by_id == actor.account_id:
            return wish
        if wish.state != State.OPEN:
            raise WishGone
        wish.state, wish.taken_by_id, wish.taken_at = State.TAKEN, actor.account_id, at
        wish.taken_until = at + rules.TAKEN_FOR
        wish.save()
    return wish


def give_back_wish(*, actor: Actor, at: datetime, wish_id: int) -> Wish:
    """Give a wish back, so that somebody else can take it.

    :raises WishGone:
    """
    with transaction.atomic():
        wish = _mine(actor, wish_id)
        _open_again(wish)
    return wish


def fulfil_wish(*, actor: Actor, at: datetime, wish_id: int) -> Wish:
    """Say that a wish one took is fulfilled; the person is asked.

    :raises WishGone:
    """
    with transaction.atomic():
        wish = _mine(actor, wish_id)
        wish.state, wish.fulfilled_at = State.FULFILLED, at
        wish.save(update_fields=["state", "fulfilled_at"])
    return wish


def confirm_wish(*, actor: Actor, at: datetime, wish_id: int, is_fulfilled: bool) -> Wish:
    """Write down what the person said: it is fulfilled, or it is not and somebody else may take it.

    :raises NoSuchPerson: :raises WishGone:
    """
    with transaction.atomic():
        wish = _theirs(actor, wish_id)
        if wish.state != State.FULFILLED or wish.taken_by_id == actor.account_id:
            raise WishGone
        if is_fulfilled:
            wish.state, wish.ended_at = State.CONFIRMED, at
            wish.save(update_fields=["state", "ended_at"])
        else:
            _open_again(wish)
    return wish


def withdraw_wish(*, actor: Actor, at: datetime, wish_id: int) -> Wish:
    """Take a wish back that is not wanted any more.

    :raises NoSuchPerson: :raises WishGone: it is over.
    """
    with transaction.atomic():
        wish = _theirs(actor, wish_id)
        if wish.state in (State.CONFIRMED, State.WITHDRAWN):
            raise WishGone
        wish.state, wish.ended_at = State.WITHDRAWN, at
        wish.save(update_fields=["state", "ended_at"])
    return wish


def free_wishes(*, at: datetime) -> int:
    """Open wishes again that were taken and not fulfilled in time."""
    late = Wish.objects.filter(state=State.TAKEN, taken_until__lte=at)
    return late.update(state=State.OPEN, taken_by=None, taken_at=None, taken_until=None)


def _open_again(wish: Wish) -> None:
    wish.state, wish.taken_by, wish.taken_at = State.OPEN, None, None
    wish.taken_until = wish.fulfilled_at = None
    wish.save()


def _mine(actor: Actor, wish_id: int) -> Wish:
    wish = Wish.objects.select_for_update().filter(pk=wish_id, state=State.TAKEN).first()
    if wish is None or actor.account_id is None or wish.taken_by_id != actor.account_id:
        raise WishGone
    return wish


def _theirs(actor: Actor, wish_id: int) -> Wish:
    wish = (
        Wish.objects.select_for_update(of=("self",)).select_related("person__grid").filter(pk=wish_id).first()
    )
    if wish is None or not policies.reaches(actor, wish.person):
        raise policies.NoSuchPerson
    return wish
