"""What is counted and written down when somebody comes in, fails to, or leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.orgs.roles import Role
from linli.base.people.actors import Actor
from linli.base.people.journal import What, record
from linli.base.people.knocks import Door, TooOften, knock, minutes_left, open_again, shut_for
from linli.base.people.models import Account
from linli.base.people.refusals import LogInLocked, UnableToKeepAccounts

WRONG_PASSWORDS: Final = Door("log-in/name", 5, timedelta(minutes=15))
WRONG_FACTORS: Final = Door("log-in/factor", 5, timedelta(minutes=15))
WRONG_FROM_ADDRESS: Final = Door("log-in/address", 60, timedelta(minutes=15))  # an office shares one address


def check_lock(*, username: str, address: str, at: datetime) -> None:
    """Refuse to look at another password for a name, or from an address, that had too many wrong ones. Two reads.

    The same for names that do not exist, so that a lock tells nobody which do.

    :raises LogInLocked: with the minutes to wait
    """
    left = max(
        minutes_left(WRONG_PASSWORDS, username.strip().casefold(), at),
        minutes_left(WRONG_FROM_ADDRESS, address, at),
    )
    if left:
        raise LogInLocked(minutes=left)


def log_in_failed(*, username: str, address: str, at: datetime) -> None:
    """Count a wrong password and write it down; the one that locks is written down as that."""
    name = username.strip().casefold()
    account = Account.objects.filter(username__iexact=name[:60]).first()
    what = What.LOG_IN_FAILED
    for door, who in ((WRONG_PASSWORDS, name), (WRONG_FROM_ADDRESS, address)):
        try:
            knock(door, who, at)
        except TooOften:
            what = What.LOCKED
    if minutes_left(WRONG_PASSWORDS, name, at):
        what = What.LOCKED
    # The name itself is not kept: people type passwords into that field.
    record(
        what,
        at=at,
        is_success=False,
        subject="people.Account" if account else "",
        subject_id=account.pk if account else None,
        person_id=account.pk if account else None,
        address=address,
    )


def logged_in(*, account: Account, address: str, at: datetime) -> None:
    """Write down that somebody came in, and forget the wrong passwords before."""
    with transaction.atomic():
        open_again(WRONG_PASSWORDS, account.username.casefold())
        open_again(WRONG_FACTORS, str(account.pk))
        record(What.LOGGED_IN, at=at, actor_id=account.pk, person_id=account.pk, address=address)


def logged_out(*, account: Account, address: str, at: datetime) -> None:
    """Write down that somebody left."""
    record(What.LOGGED_OUT, at=at, actor_id=account.pk, person_id=account.pk, address=address)


def check_factor_lock(*, account: Account, at: datetime) -> None:
    """Refuse to look at another code of a second factor after too many wrong ones. One read.

    :raises LogInLocked: with the minutes to wait
    """
    if left := minutes_left(WRONG_FACTORS, str(account.pk), at):
        raise LogInLocked(minutes=left)


def factor_failed(*, account: Account, address: str, at: datetime) -> None:
    """Count a wrong code of a second factor and write it down."""
    what = What.LOG_IN_FAILED
    try:
        knock(WRONG_FACTORS, str(account.pk), at)
    except TooOften:
        what = What.LOCKED
    record(
        what,
        at=at,
        is_success=False,
        subject="mfa.Authenticator",
        subject_id=account.pk,
        person_id=account.pk,
        address=address,
    )


def locked_among(people: Sequence[Account], at: datetime) -> list[tuple[Account, int]]:
    """List who of these people is locked out by wrong passwords or codes, with the minutes left. One query."""
    shut = shut_for(
        {
            WRONG_PASSWORDS: [one.username.casefold() for one in people],
            WRONG_FACTORS: [str(one.pk) for one in people],
        },
        at,
    )
    waits = (
        max(
            shut.get((WRONG_PASSWORDS, one.username.casefold()), 0), shut.get((WRONG_FACTORS, str(one.pk)), 0)
        )
        for one in people
    )
    return [(one, left) for one, left in zip(people, waits, strict=True) if left]


def unlock(*, actor: Actor, account: Account, at: datetime) -> None:
    """Let somebody try again before the lock ends.

    :raises UnableToKeepAccounts: when `actor` is no security administrator
    """
    if not actor.is_system and Role.SECURITY_ADMIN not in actor.roles:
        raise UnableToKeepAccounts
    with transaction.atomic():
        open_again(WRONG_PASSWORDS, account.username.casefold())
        open_again(WRONG_FACTORS, str(account.pk))
        record(
            What.UNLOCKED,
            at=at,
            actor=actor,
            subject="people.Account",
            subject_id=account.pk,
            person_id=account.pk,
        )


def factor_changed(*, account: Account, deed: str, address: str, at: datetime) -> None:
    """Write down that somebody added a second factor of theirs (`totp`) or took it away (`-totp`)."""
    record(
        What.FACTOR_REMOVED if deed.startswith("-") else What.FACTOR_ADDED,
        at=at,
        actor_id=account.pk,
        subject="mfa.Authenticator",
        subject_id=account.pk,
        field=deed.removeprefix("-"),
        person_id=account.pk,
        address=address,
    )
