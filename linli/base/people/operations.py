"""Changes to who may log in and who holds which post."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import ADMIN, OFFERS, ROLE_WORDS, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Post
from linli.kernel import clock
from linli.kernel.refusals import Refusal

USERNAME = re.compile(r"[\w.@+-]{2,60}")


class UnableToKeepAccounts(Refusal):
    """Only a system administrator whose post reaches the unit opens accounts and gives posts."""


class UsernameUnfit(Refusal):
    """A user name has 2 to 60 letters, digits or . @ + - _."""


class UsernameTaken(Refusal):
    """Somebody already logs in by this name."""


class PasswordTooWeak(Refusal):
    """The password is too short, too common, or like the name."""


class RoleNotOffered(Refusal):
    """Units of this kind have no such post."""


class PostAlreadyHeld(Refusal):
    """The account already holds this post."""


class AdministratorsAreSeparate(Refusal):
    """System, security and audit are three people (GB/T 22239 level 3)."""


def open_account(*, actor: Actor, username: str, name: str, password: str, at: datetime) -> Account:
    """Open an account for a member of staff. It can do nothing until it holds a post.

    :raises UnableToKeepAccounts: when `actor` is no system administrator
    """
    _check_keeper(actor)
    if not USERNAME.fullmatch(username):
        raise UsernameUnfit(username=username)
    try:
        validate_password(password, Account(username=username, name=name))
    except ValidationError as error:
        raise PasswordTooWeak(reasons=" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            return Account.objects.create_user(username, password, name=name, joined_at=at)
    except IntegrityError as error:
        raise UsernameTaken(username=username) from error


def give_post(
    *, actor: Actor, account: Account, unit: Unit, role: Role, at: datetime, title: str = ""
) -> Post:
    """Give an account a post from the day of `at` on, in the zone of China.

    :raises UnableToKeepAccounts: when `actor` is no system administrator above `unit`
    """
    _check_keeper(actor, unit)
    words = {"role": ROLE_WORDS[role], "unit": unit.name, "name": account.name}
    if role not in OFFERS[UnitKind(unit.kind)]:
        raise RoleNotOffered(**words)
    with transaction.atomic():
        # Two administrators at once must not make one person both system and audit.
        Account.objects.select_for_update().get(pk=account.pk)
        held = set(account.posts.filter(held_until__isnull=True).values_list("unit_id", "role"))
        if (unit.pk, role) in held:
            raise PostAlreadyHeld(**words)
        if role in ADMIN and any(other in ADMIN and other != role for _unit, other in held):
            raise AdministratorsAreSeparate(**words)
        return Post.objects.create(
            account=account, unit=unit, role=role, title=title, held_from=clock.local(at).date()
        )


def _check_keeper(actor: Actor, unit: Unit | None = None) -> None:
    if actor.is_system:
        return
    keeps = [post for post in actor.posts if post.role == Role.SYSTEM_ADMIN]
    if not keeps or (unit and not any(post.unit_id in unit.line for post in keeps)):
        raise UnableToKeepAccounts()
