"""Who may log in and who holds which post.

Three administrators, three people: the system administrator opens accounts and gives posts of work, the security
administrator gives the administrators' posts and resets second factors and locks, the audit administrator reads the
log. No one of them can take over an account alone: a password and a second factor are reset by two.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import ADMIN, OFFERS, ROLE_WORDS, Role, UnitKind
from linli.base.people.actors import Actor
from linli.base.people.journal import What, record
from linli.base.people.models import Account, Deputy, Post
from linli.base.people.refusals import (
    AdministratorsAreSeparate,
    AwayNeedsDates,
    LastAdministrator,
    NotYourself,
    PasswordTooWeak,
    PhoneUnfit,
    PostAlreadyHeld,
    PostNotHeld,
    RoleNotOffered,
    StandInUnfit,
    UnableToKeepAccounts,
    UsernameTaken,
    UsernameUnfit,
)
from linli.base.people.vault import fingerprint
from linli.kernel import clock
from linli.kernel.numbers import is_phone, normalise_phone

USERNAME: Final = re.compile(r"[\w.@+-]{2,60}")
LONGEST_STAND_IN: Final = timedelta(days=93)
_SUBJECT: Final = "people.Account"


def open_account(
    *,
    actor: Actor,
    username: str,
    name: str,
    password: str,
    at: datetime,
    must_change: bool | None = None,
) -> Account:
    """Open an account for a member of staff. It can do nothing until it holds a post.

    A password that somebody else chose must be changed at the first log-in; `must_change` says otherwise.

    :raises UnableToKeepAccounts: when `actor` is no system administrator
    :raises UsernameUnfit: or UsernameTaken, PasswordTooWeak
    """
    _check_keeper(actor)
    if not USERNAME.fullmatch(username):
        raise UsernameUnfit(username=username)
    _check_password(password, Account(username=username, name=name))
    try:
        with transaction.atomic():
            account = Account.objects.create_user(
                username,
                password,
                name=name,
                joined_at=at,
                password_set_at=at,
                must_change_password=not actor.is_system if must_change is None else must_change,
            )
            _note(What.ACCOUNT_OPENED, actor, account, at)
    except IntegrityError as error:
        raise UsernameTaken(username=username) from error
    return account


def change_account(
    *, actor: Actor, account: Account, name: str, phone: str, email: str, at: datetime
) -> Account:
    """Change how a member of staff is called and reached.

    :raises UnableToKeepAccounts: when `actor` is no system administrator. :raises PhoneUnfit: no telephone number.
    """
    _check_keeper(actor)
    phone = phone.strip()
    if phone and not is_phone(phone):
        raise PhoneUnfit
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk, is_resident=False)
        row.name, row.email = name.strip()[:40], email.strip()
        row.phone = normalise_phone(phone) if phone else ""
        row.phone_print = fingerprint(row.phone, "phone") if phone else None
        row.save(update_fields=["name", "email", "phone", "phone_print"])
        _note(What.ACCOUNT_CHANGED, actor, row, at)
    return row


def close_account(*, actor: Actor, account: Account, at: datetime, reason: str = "") -> Account:
    """Take an account out of use and end its posts. The next request of anybody logged in by it is refused.

    :raises UnableToKeepAccounts: when `actor` is no system administrator. :raises NotYourself: one's own.
    :raises LastAdministrator: the last system administrator's
    """
    _check_keeper(actor)
    if account.pk == actor.account_id:
        raise NotYourself
    today = clock.local(at).date()
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        for post in row.posts.filter(held_until__isnull=True):
            if post.role == Role.SYSTEM_ADMIN and not _other_keepers(post).exists():
                raise LastAdministrator
            Post.objects.filter(pk=post.pk).update(
                held_from=min(post.held_from, today - timedelta(days=1)), held_until=today
            )
        row.is_active = account.is_active = False
        row.save(update_fields=["is_active"])
        _note(What.ACCOUNT_CLOSED, actor, row, at, reason=reason)
    return row


def reopen_account(*, actor: Actor, account: Account, at: datetime) -> Account:
    """Put an account back in use, with a password of its own to choose. It can do nothing until it is given a post.

    :raises UnableToKeepAccounts: when `actor` is no system administrator
    """
    _check_keeper(actor)
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        row.is_active, row.must_change_password = True, not row.is_resident
        account.is_active = True
        row.save(update_fields=["is_active", "must_change_password"])
        _note(What.ACCOUNT_REOPENED, actor, row, at)
    return row


def reset_password(*, actor: Actor, account: Account, password: str, at: datetime) -> Account:
    """Set a first password, to be changed at the next log-in; sessions opened with the old one end.

    :raises UnableToKeepAccounts: when `actor` is no system administrator. :raises NotYourself: one's own.
    :raises PasswordTooWeak: too short, too common, or like the name
    """
    _check_keeper(actor)
    if account.pk == actor.account_id:
        raise NotYourself
    _check_password(password, account)

    with transaction.atomic():
        _set(account, password, at, must_change=True)
        _note(What.PASSWORD_RESET, actor, account, at)
    return account


def set_own_password(*, account: Account, password: str, at: datetime) -> Account:
    """Set the password that its owner chose. Every other session of the account ends.

    :raises PasswordTooWeak: too short, too common, or like the name
    """
    _check_password(password, account)
    with transaction.atomic():
        _set(account, password, at, must_change=False)
        record(
            What.PASSWORD_CHANGED,
            at=at,
            actor_id=account.pk,
            subject=_SUBJECT,
            subject_id=account.pk,
            person_id=account.pk,
        )
    return account


def reset_second_factor(*, actor: Actor, account: Account, reason: str, at: datetime) -> int:
    """Take away the second factors of somebody who lost theirs, and return how many; they make a new one.

    :raises UnableToKeepAccounts: when `actor` is no security administrator. :raises NotYourself: one's own.
    """
    from allauth.mfa.models import Authenticator

    _check_keeper(actor, by=Role.SECURITY_ADMIN)
    if account.pk == actor.account_id:
        raise NotYourself
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user_id=account.pk).delete()
        _note(What.FACTOR_RESET, actor, account, at, reason=reason)
    return int(gone)


def give_post(
    *, actor: Actor, account: Account, unit: Unit, role: Role, at: datetime, title: str = ""
) -> Post:
    """Give an account a post from the day of `at` on, in the zone of China.

    :raises UnableToKeepAccounts: a post of work is given by a system administrator above `unit`, an
        administrator's post by a security administrator
    :raises NotYourself: to one's own account
    """
    _check_keeper(actor, unit, by=_giver_of(role))
    if account.pk == actor.account_id:
        raise NotYourself
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
        post = Post.objects.create(
            account=account, unit=unit, role=role, title=title, held_from=clock.local(at).date()
        )
        _note(What.POST_GIVEN, actor, account, at, reason=f"{unit} {ROLE_WORDS[role]}")
    return post


def end_post(*, actor: Actor, post: Post, at: datetime) -> Post:
    """End a post from today on. What was done in it keeps its name.

    :raises UnableToKeepAccounts: as for `give_post`
    :raises LastAdministrator: when it is the last system administrator's. :raises PostNotHeld: it has ended already.
    """
    _check_keeper(actor, post.unit, by=_giver_of(Role(post.role)))
    today = clock.local(at).date()
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("account", "unit").get(pk=post.pk)
        if post.held_until is not None and post.held_until <= today:
            raise PostNotHeld
        if post.role == Role.SYSTEM_ADMIN and not _other_keepers(post).exists():
            raise LastAdministrator
        if post.held_from >= today:
            post.held_from = today - timedelta(days=1)
        post.held_until = today
        post.save(update_fields=["held_from", "held_until"])
        _note(What.POST_ENDED, actor, post.account, at, reason=str(post))
    return post


def lend_post(
    *,
    actor: Actor,
    post: Post,
    account: Account,
    first: date,
    last: date,
    reason: str = "",
    at: datetime,
) -> Deputy:
    """Let a colleague stand in for a post from the first to the last day. The holder does so, or an administrator.

    :raises AwayNeedsDates: the last day lies before the first. :raises UnableToKeepAccounts: somebody else's post.
    :raises StandInUnfit: the holder, a resident, a closed account, or more than three months
    :raises AdministratorsAreSeparate: an administrator's post is not lent
    """
    if post.account_id != actor.account_id:
        _check_keeper(actor, post.unit, by=_giver_of(Role(post.role)))
    if last < first:
        raise AwayNeedsDates
    if account.pk == post.account_id or account.is_resident or not account.is_active:
        raise StandInUnfit
    if last - first > LONGEST_STAND_IN:
        raise StandInUnfit
    if post.role in ADMIN:
        words = {"role": ROLE_WORDS[Role(post.role)], "unit": str(post.unit), "name": account.name}
        raise AdministratorsAreSeparate(**words)
    with transaction.atomic():
        row = Deputy.objects.create(
            post=post,
            account=account,
            held_from=first,
            held_until=last + timedelta(days=1),
            reason=reason.strip()[:100],
        )
        _note(What.STAND_IN, actor, account, at, reason=f"{post} {first} – {last}")
    return row


def take_post_back(*, actor: Actor, deputy: Deputy, at: datetime) -> None:
    """End standing in as of today."""
    if deputy.post.account_id != actor.account_id:
        _check_keeper(actor, deputy.post.unit, by=_giver_of(Role(deputy.post.role)))
    today = clock.local(at).date()
    with transaction.atomic():
        if deputy.held_from >= today:
            deputy.delete()
        else:
            deputy.held_until = today
            deputy.save(update_fields=["held_until"])
        _note(What.STAND_IN, actor, deputy.account, at, reason=f"{deputy.post} – {today}")


def _other_keepers(post: Post) -> QuerySet[Post]:
    live = Post.objects.filter(role=Role.SYSTEM_ADMIN, held_until__isnull=True, account__is_active=True)
    return live.exclude(pk=post.pk)


def _giver_of(role: Role) -> Role:
    return Role.SECURITY_ADMIN if role in ADMIN else Role.SYSTEM_ADMIN


def _check_keeper(actor: Actor, unit: Unit | None = None, *, by: Role = Role.SYSTEM_ADMIN) -> None:
    if actor.is_system:
        return
    keeps = [post for post in actor.posts if post.role == by and not post.is_deputy]
    if not keeps or (unit and not any(post.unit_id in unit.line for post in keeps)):
        raise UnableToKeepAccounts


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordTooWeak(reasons=" ".join(error.messages)) from error


def _set(account: Account, password: str, at: datetime, *, must_change: bool) -> None:
    account.set_password(password)
    account.must_change_password, account.password_set_at = must_change, at
    account.save(update_fields=["password", "must_change_password", "password_set_at"])


def _note(what: What, actor: Actor, account: Account, at: datetime, *, reason: str = "") -> None:
    record(
        what, at=at, actor=actor, subject=_SUBJECT, subject_id=account.pk, person_id=account.pk, reason=reason
    )
