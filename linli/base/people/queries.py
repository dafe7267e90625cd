"""Reads about accounts and posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import ANYONE, Actor, ActorKind, HeldPost
from linli.base.people.models import AccessLog, Account, Deletion, Household, Post, Resident
from linli.base.people.vault import fingerprint
from linli.base.written import written
from linli.kernel import clock


def _held(prefix: str, day: object) -> Q:
    until = Q(**{f"{prefix}held_until__isnull": True}) | Q(**{f"{prefix}held_until__gt": day})
    return Q(**{f"{prefix}held_from__lte": day}) & until


def live_posts(at: datetime) -> QuerySet[Post]:
    """List posts held at `at` by accounts in use. One query when read."""
    day = clock.local(at).date()
    return Post.objects.filter(_held("", day), account__is_active=True, unit__is_active=True)


@written
def _posts_of(*, account: int, day: date) -> QuerySet[Post, Any]:
    """List the posts somebody holds or stands in for. Two parts, for each has its index; together they have none."""
    rows = Post.objects.filter(_held("", day), unit__is_active=True).values_list(
        "id", "role", "unit_id", "unit__path", "unit__name", "unit__kind", "title", "account_id"
    )
    lent = rows.filter(_held("deputies__", day), deputies__account=account)
    return rows.filter(account=account).union(lent).order_by("id")


def actor_for(account: Account | None, at: datetime) -> Actor:
    """Build the actor for an account: its live posts and those it stands in for. One query, none for nobody."""
    if account is None or not account.is_active:
        return ANYONE
    if account.is_resident:
        return Actor(ActorKind.RESIDENT, account.pk, account.name)
    posts = tuple(
        HeldPost(
            id=pk,
            role=Role(role),
            unit_id=unit_id,
            line=tuple(int(p) for p in path.split("/") if p),
            unit_name=name,
            unit_kind=kind,
            title=title,
            is_deputy=account_id != account.pk,
        )
        for pk, role, unit_id, path, name, kind, title, account_id in _posts_of(
            account=account.pk, day=clock.local(at).date()
        )
    )
    return Actor(ActorKind.STAFF, account.pk, account.name, posts)


def members_of(unit: Unit, at: datetime) -> list[Post]:
    """List who holds which post at a unit now, for its page. One query."""
    return _members(unit=unit.pk, day=clock.local(at).date())


@written
def _members(*, unit: int, day: date) -> QuerySet[Post]:
    held = Post.objects.filter(_held("", day), account__is_active=True, unit__is_active=True)
    return held.filter(unit=unit).select_related("account", "unit")


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One event as its reader sees it. `who` is a unit and a role for the person concerned, a name for the auditor."""

    at: datetime
    what: str
    is_success: bool
    who: str
    subject: str
    field: str
    reason: str


def accesses_of(
    *, account: Account, before: int | None = None, size: int = 50
) -> tuple[list[AccessRow], int | None]:
    """List who looked at somebody's data and how they logged in, for themselves, newest first. One query.

    Of those who looked the office and the post are shown, not the name: the office answers for them.
    """
    mine = Q(person=account)
    if account.phone_print:
        mine |= Q(person_print=bytes(account.phone_print))
    return _accesses(AccessLog.objects.filter(mine), before, size, named=False)


def audit_log(
    *, actor: Actor, what: str = "", account_id: int | None = None, before: int | None = None, size: int = 50
) -> tuple[list[AccessRow], int | None]:
    """List the access log for the audit administrator, newest first; nobody else gets a row. One query."""
    if not actor.has(frozenset({Role.AUDIT_ADMIN})):
        return [], None
    rows = AccessLog.objects.all()
    if what:
        rows = rows.filter(what=what)
    if account_id:
        rows = rows.filter(Q(actor_id=account_id) | Q(person_id=account_id))
    return _accesses(rows, before, size, named=True)


def _accesses(
    rows: QuerySet[AccessLog], before: int | None, size: int, *, named: bool
) -> tuple[list[AccessRow], int | None]:
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("actor", "post__unit").order_by("-id")[: size + 1])
    page = [
        AccessRow(
            at=r.at,
            what=str(r.get_what_display()),
            is_success=r.is_success,
            who=" ".join(p for p in (str(r.post or ""), r.actor.name if named and r.actor else "") if p),
            subject=r.subject,
            field=r.field,
            reason=r.reason,
        )
        for r in found[:size]
    ]
    return page, found[size - 1].pk if len(found) > size else None


def deletions(*, actor: Actor, before: int | None = None, size: int = 50) -> list[Deletion]:
    """List the register of deletions for the audit administrator, newest first. One query."""
    if not actor.has(frozenset({Role.AUDIT_ADMIN})):
        return []
    rows = Deletion.objects.filter(pk__lt=before) if before else Deletion.objects.all()
    return list(rows.select_related("actor").order_by("-id")[:size])


def factor_count(*, account: Account) -> int:
    """Count the second factors somebody has, recovery codes aside. One query."""
    from allauth.mfa.models import Authenticator

    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return int(Authenticator.objects.filter(user_id=account.pk, type__in=kinds).count())


def home_grid_of(account: Account) -> int | None:
    """Say which grid an account's household is in, as far as the office has written it down. One query."""
    return _homes(account).values_list("household__building__grid", flat=True).first()


def home_of_account(account: Account) -> Household | None:
    """Give the door of an account's household, as far as the office has written it down. One query."""
    found = (
        _homes(account).select_related("household__building__compound", "household__building__grid").first()
    )
    return found.household if found is not None else None


def home_address_of(account: Account) -> str:
    """Say where an account's household is, as far as the office has written it down. One query."""
    return str(home_of_account(account) or "")


def _homes(account: Account) -> QuerySet[Resident]:
    """Match the rows that say where somebody lives, the surest first.

    Whoever logged in has proven the number: a household that was noted with it is theirs.
    """
    same = Q(account=account)
    if account.phone_print:
        same |= Q(account=None, phone_print=bytes(account.phone_print))
    return Resident.objects.filter(same, erased_at=None, household__isnull=False).order_by("account", "-pk")


def resident_by_phone(*, phone: str) -> Account | None:
    """Return the resident's account that logs in with a number. One query."""
    print_ = fingerprint(phone, "phone")
    return Account.objects.filter(phone_print=print_, is_resident=True, is_active=True).first()
