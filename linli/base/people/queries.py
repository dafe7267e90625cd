"""Reads about accounts and posts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.actors import ANYONE, Actor, ActorKind, HeldPost
from linli.base.people.models import Account, Post
from linli.kernel import clock


def _held(prefix: str, day: object) -> Q:
    until = Q(**{f"{prefix}held_until__isnull": True}) | Q(**{f"{prefix}held_until__gt": day})
    return Q(**{f"{prefix}held_from__lte": day}) & until


def live_posts(at: datetime) -> QuerySet[Post]:
    """List posts held at `at` by accounts in use. One query when read."""
    day = clock.local(at).date()
    return Post.objects.filter(_held("", day), account__is_active=True, unit__is_active=True)


def actor_for(account: Account | None, at: datetime) -> Actor:
    """Build the actor for an account: its live posts and those it stands in for. One query, none for nobody."""
    if account is None or not account.is_active:
        return ANYONE
    if account.is_resident:
        return Actor(ActorKind.RESIDENT, account.pk, account.name)
    day = clock.local(at).date()
    own = Q(account=account) & _held("", day)
    lent = Q(deputies__account=account) & _held("deputies__", day) & _held("", day)
    rows = (
        Post.objects.filter(own | lent, unit__is_active=True)
        .distinct()
        .order_by("id")
        .values_list("id", "role", "unit_id", "unit__path", "unit__name", "unit__kind", "title", "account_id")
    )
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
        for pk, role, unit_id, path, name, kind, title, account_id in rows
    )
    return Actor(ActorKind.STAFF, account.pk, account.name, posts)


def members_of(unit: Unit, at: datetime) -> list[Post]:
    """List who holds which post at a unit now, for its page. One query."""
    return list(live_posts(at).filter(unit=unit).select_related("account", "unit"))
