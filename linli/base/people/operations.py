"""Changes to who may log in and who holds which post."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import ADMIN, OFFERS, ROLE_WORDS, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.models import Account, Deputy, Post
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


class LastAdministrator(Refusal):
    """Without a system administrator nobody could give one back."""


class AwayNeedsDates(Refusal):
    """Standing in has a first and a last day, and they lie in order."""


def end_post(*, actor: Actor, post: Post, at: datetime) -> Post:
    """End a post from today on. What was done in it keeps its name.

    :raises UnableToKeepAccounts: when `actor` is no system administrator above the unit
    :raises LastAdministrator: when it is the last system administrator's
    """
    _check_keeper(actor, post.unit)
    today = clock.local(at).date()
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=post.pk)
        if post.role == Role.SYSTEM_ADMIN and not _other_keepers(post).exists():
            raise LastAdministrator()
        if post.held_from >= today:
            post.held_from = today - timedelta(days=1)
        post.held_until = today
        post.save(update_fields=["held_from", "held_until"])
    return post


def _other_keepers(post: Post) -> QuerySet[Post]:
    live = Post.objects.filter(role=Role.SYSTEM_ADMIN, held_until__isnull=True, account__is_active=True)
    return live.exclude(pk=post.pk)


def close_account(*, actor: Actor, account: Account, at: datetime) -> Account:
    """Take an account out of use and end its posts. The next request of anybody logged in by it is refused."""
    _check_keeper(actor)
    with transaction.atomic():
        for post in account.posts.filter(held_until__isnull=True).select_related("unit"):
            end_post(actor=actor, post=post, at=at)
        Account.objects.filter(pk=account.pk).update(is_active=False)
    account.is_active = False
    return account


def reopen_account(*, actor: Actor, account: Account) -> Account:
    """Put an account back in use. It can do nothing until it is given a post."""
    _check_keeper(actor)
    Account.objects.filter(pk=account.pk).update(is_active=True)
    account.is_active = True
    return account


def reset_password(*, actor: Actor, account: Account, password: str) -> None:
    """Set a first password, to be changed at the next log-in; sessions opened with the old one end.

    :raises PasswordTooWeak: too short, too common, or like the name
    """
    _check_keeper(actor)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordTooWeak(reasons=" ".join(error.messages)) from error
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])


def lend_post(
    *, actor: Actor, post: Post, account: Account, first: date, last: date, reason: str = ""
) -> Deputy:
    """Let somebody stand in for a post from the first to the last day. The holder does so, or an administrator.

    :raises AwayNeedsDates: the last day lies before the first. :raises UnableToKeepAccounts: somebody else's post.
    """
    if post.account_id != actor.account_id:
        _check_keeper(actor, post.unit)
    if last < first:
        raise AwayNeedsDates()
    return Deputy.objects.create(
        post=post, account=account, held_from=first, held_until=last + timedelta(days=1), reason=reason[:100]
    )


def take_post_back(*, actor: Actor, deputy: Deputy, at: datetime) -> None:
    """End standing in as of today."""
    if deputy.post.account_id != actor.account_id:
        _check_keeper(actor, deputy.post.unit)
    today = clock.local(at).date()
    if deputy.held_from >= today:
        deputy.delete()
        return
    deputy.held_until = today
    deputy.save(update_fields=["held_until"])
