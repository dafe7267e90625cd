"""Keys of other systems: issued by the security administrator, shown once, kept as a digest, used under posts.

A key is `linli_` + eight characters that name it + `_` + 32 that prove it. Whoever holds it acts as the key's account in
its posts at the key's unit and below, and nowhere else; without an account a key can only file.

A machine has no second factor, so a key is made less than a person (docs/adr/0016): one unit, named abilities, posts of
work only, a last day within a year, and whoever issues it has just shown a second factor. Issuing and revoking are in
the access log.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import WORKING, Role
from linli.base.people import queries
from linli.base.people.actors import ANYONE, Actor
from linli.base.people.journal import What, record
from linli.base.people.models import Account, ApiKey
from linli.base.people.vault import fingerprint
from linli.kernel import clock
from linli.kernel.refusals import Refusal

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_WRITTEN = re.compile(rf"linli_([{_ALPHABET}]{{8}})_([{_ALPHABET}]{{32}})")

Ability = ApiKey.Ability

#: LOCAL: nobody remembers a key for longer; a system that is still there next year asks for a new one.
LONGEST: Final = timedelta(days=365)


class UnableToKeepApiKeys(Refusal):
    """Only a security administrator whose post reaches the unit issues and revokes keys."""


class ApiKeyNeedsAccount(Refusal):
    """A key that reads or acts needs an account in whose posts it does so, with a working post at the unit."""


class ApiKeyLifeUnfit(Refusal):
    """A key begins now and ends within `days`."""


class BadApiKey(Refusal):
    """No key, an unknown or revoked one, or one that may not do this."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key and its text, which nobody can show again."""

    key: ApiKey
    text: str


def issue_key(
    *,
    actor: Actor,
    at: datetime,
    unit: Unit,
    name: str,
    abilities: Collection[str],
    account: Account | None = None,
    expires_at: datetime | None = None,
) -> Issued:
    """Issue a key for a unit and what lies below it, for a year unless told otherwise. Four queries.

    :raises UnableToKeepApiKeys: `actor` is no security administrator above the unit.
    :raises ApiKeyLifeUnfit: it would never live, or for more than a year.
    :raises ApiKeyNeedsAccount: it is to read or act, and there is no account with a working post there.
    """
    _check_keeper(actor, unit)
    expires_at = expires_at or at + LONGEST
    if not at < expires_at <= at + LONGEST:
        raise ApiKeyLifeUnfit(days=LONGEST.days)
    wanted = [ability.value for ability in Ability if ability in abilities]
    if set(wanted) != {Ability.FILE}:
        if account is None or not _within(queries.actor_for(account, at), unit).posts:
            raise ApiKeyNeedsAccount(unit=str(unit))
    prefix, secret = ("".join(secrets.choice(_ALPHABET) for _ in range(n)) for n in (8, 32))
    with transaction.atomic():
        key = ApiKey.objects.create(
            unit=unit,
            account=account,
            name=name.strip()[:60],
            prefix=prefix,
            print=fingerprint(secret, "api-key"),
            abilities=wanted,
            issued_by_id=actor.account_id,
            issued_at=at,
            expires_at=expires_at,
        )
        told = f"{key}：{unit}，{'、'.join(wanted)}，{clock.local(expires_at):%Y-%m-%d} 止"
        _note(What.KEY_ISSUED, actor, key, at, told)
    return Issued(key, f"linli_{prefix}_{secret}")


def revoke_key(*, actor: Actor, at: datetime, key: ApiKey, reason: str = "") -> ApiKey:
    """Make a key dead from now on. What was done with it stays.

    :raises UnableToKeepApiKeys: `actor` is no security administrator above its unit.
    """
    _check_keeper(actor, key.unit)
    if key.revoked_at is None:
        with transaction.atomic():
            key.revoked_at = at
            key.save(update_fields=["revoked_at"])
            _note(
                What.KEY_REVOKED, actor, key, at, f"{key}：{reason.strip()}" if reason.strip() else str(key)
            )
    return key


def keys_of(*, actor: Actor, unit: Unit) -> list[ApiKey]:
    """List the keys of a unit and what lies below it, the newest first. One query.

    :raises UnableToKeepApiKeys: `actor` is no security administrator above the unit.
    """
    _check_keeper(actor, unit)
    rows = ApiKey.objects.filter(unit__path__startswith=unit.path)
    return list(rows.select_related("unit", "account", "issued_by"))


def open_with(text: str, *, at: datetime) -> ApiKey:
    """Find the living key that somebody shows. One query, two on its first use of a day.

    :raises BadApiKey: there is none like it.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise BadApiKey
    key = ApiKey.objects.select_related("unit", "account").filter(prefix=written[1]).first()
    if key is None or not hmac.compare_digest(bytes(key.print), fingerprint(written[2], "api-key")):
        raise BadApiKey
    if key.revoked_at is not None or key.expires_at <= at:
        raise BadApiKey
    today = clock.local(at).date()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key


def actor_of(key: ApiKey, at: datetime) -> Actor:
    """Give the actor a key stands for: its account in its posts at the key's unit. One query, none without account."""
    if key.account is None:
        return ANYONE
    return _within(queries.actor_for(key.account, at), key.unit)


def _within(actor: Actor, unit: Unit) -> Actor:
    # Administrators keep the house with their own hands: no key does it for them.
    posts = tuple(p for p in actor.posts if unit.pk in p.line and p.role in WORKING)
    return replace(actor, posts=posts)


def _check_keeper(actor: Actor, unit: Unit) -> None:
    keeps = (p for p in actor.posts if p.role == Role.SECURITY_ADMIN)
    if not actor.is_system and not any(p.unit_id in unit.line for p in keeps):
        raise UnableToKeepApiKeys(unit=str(unit))


def _note(what: What, actor: Actor, key: ApiKey, at: datetime, told: str) -> None:
    record(
        what,
        at=at,
        actor=actor,
        subject="people.ApiKey",
        subject_id=key.pk,
        person_id=key.account_id,
        reason=told,
    )
