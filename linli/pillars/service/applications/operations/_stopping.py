"""A word against using papers again: said in one's own account, or at the window by who has none; heeded at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.base.people.journal import record
from linli.base.people.models import AccessLog
from linli.kernel.refusals import Refusal
from linli.pillars.service.applications import policies
from linli.pillars.service.applications.models import ReuseStop
from linli.pillars.service.applications.operations._submit import NotYoursToTakeIn, UnfitApplicant
from linli.pillars.service.applications.queries import is_reuse_stopped, print_of


class CardNotSeen(Refusal):
    """Nobody looked at the identity card of whoever asks."""


class StoppedAtHome(Refusal):
    """They stopped it in their own account, and only there it is lifted."""


def stop_reuse(*, actor: Actor, at: datetime) -> None:
    """Have no paper of whoever is logged in used again. What is in hand already keeps what it has."""
    ReuseStop.objects.get_or_create(account_id=actor.account_id or 0, defaults={"at": at})


def allow_reuse(*, actor: Actor, at: datetime) -> None:
    """Let papers handed in before be offered again."""
    ReuseStop.objects.filter(account_id=actor.account_id or 0).delete()


def stop_reuse_for(*, actor: Actor, at: datetime, place: Unit, id_number: str, has_seen_card: bool) -> bool:
    """Have no paper of whoever stands at the window used again, at every office; say whether that is new.

    They need no account: of the number a fingerprint is kept and nothing else. Who kept it is on record.

    :raises NotYoursToTakeIn: no window of the actor. :raises CardNotSeen: :raises UnfitApplicant: no such number.
    """
    print_ = _asked_by(actor, place, id_number, has_seen_card)
    with transaction.atomic():
        _row, is_new = ReuseStop.objects.get_or_create(id_print=print_, defaults={"at": at})
        if is_new:
            _keep(actor, at, print_, "本人在窗口说：以前交的材料不再用")
    return is_new


def allow_reuse_for(*, actor: Actor, at: datetime, place: Unit, id_number: str, has_seen_card: bool) -> bool:
    """Let papers of whoever stands at the window be offered again; say whether anything was lifted.

    What somebody stopped in their own account is not lifted for them by others.

    :raises StoppedAtHome: and as `stop_reuse_for`.
    """
    print_ = _asked_by(actor, place, id_number, has_seen_card)
    with transaction.atomic():
        gone, _by_table = ReuseStop.objects.filter(id_print=print_).delete()
        if gone:
            _keep(actor, at, print_, "本人在窗口说：以前交的材料可以再用")
    if not gone and is_reuse_stopped(id_print=print_):
        raise StoppedAtHome
    return bool(gone)


def _asked_by(actor: Actor, place: Unit, id_number: str, has_seen_card: bool) -> bytes:
    """Give the fingerprint of who asks for it at a window."""
    if not policies.takes_in_for(actor, place):
        raise NotYoursToTakeIn(unit=str(place))
    print_ = print_of(id_number)
    if print_ is None:
        raise UnfitApplicant(field="id_number")
    if not has_seen_card:
        raise CardNotSeen
    return print_


def _keep(actor: Actor, at: datetime, print_: bytes, words: str) -> None:
    record(
        AccessLog.What.WISH_KEPT,
        at=at,
        actor=actor,
        subject="applications.ReuseStop",
        person_print=print_,
        reason=words,
    )
