"""Reads of what enterprises tell each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from linli.base.orgs.models import Unit
from linli.base.people.actors import Actor
from linli.kernel import clock
from linli.pillars.service.enterprises.models import Enterprise
from linli.pillars.service.exchange import policies
from linli.pillars.service.exchange.models import ExchangePost, ExchangeReply
from linli.pillars.service.exchange.policies import NoSuchPost

PAGE = 50
MOST = 1_000
State = ExchangePost.State


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line of the list at the desk."""

    id: int
    side: str
    what: str
    title: str
    words: str
    enterprise: str
    area: str
    state: str
    end_reason: str
    posted_at: datetime
    read_by: datetime
    until_date: date
    replies: int
    agreed: int


def posts_of(
    *, actor: Actor, view: str = "", before: int | None = None, size: int = PAGE
) -> tuple[tuple[PostRow, ...], int | None]:
    """List what enterprises one keeps have or need: waiting ones oldest first and whole, others newest first. One query."""
    rows = ExchangePost.objects.filter(policies.reachable(actor)).select_related("enterprise__area__parent")
    rows = rows.filter(state=view) if view in State.values else rows
    rows = rows.annotate(n=Count("replies"), ok=Count("replies", filter=Q(replies__state="agreed")))
    if view == State.WAITING:
        return tuple(map(_row, rows.order_by("read_by", "pk")[:MOST])), None
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return tuple(map(_row, found[:size])), found[size - 1].pk if len(found) > size else None


def _row(one: ExchangePost) -> PostRow:
    return PostRow(
        one.pk,
        one.side,
        one.what,
        one.title,
        one.words,
        one.enterprise.name,
        str(one.enterprise.area),
        one.state,
        one.end_reason,
        one.posted_at,
        one.read_by,
        one.until_date,
        one.n,  # type: ignore[attr-defined]
        one.ok,  # type: ignore[attr-defined]
    )


def get_post(*, actor: Actor, pk: int) -> ExchangePost:
    """Give what an enterprise one keeps has or needs. One query.

    :raises NoSuchPost:
    """
    rows = ExchangePost.objects.filter(policies.reachable(actor), pk=pk)
    found = rows.select_related("enterprise__area__parent", "office", "decided_by").first()
    if found is None:
        raise NoSuchPost
    return found


def replies_to(post: ExchangePost) -> list[ExchangeReply]:
    """List who answered, as they came. One query."""
    return list(post.replies.select_related("enterprise__area").order_by("pk"))


def _shown(at: datetime) -> QuerySet[ExchangePost]:
    rows = ExchangePost.objects.filter(
        state=State.SHOWN, until_date__gte=clock.local(at).date(), enterprise__ended_at=None
    )
    return rows.select_related("enterprise__area__parent", "office")


def shown_posts(*, at: datetime, office: Unit | None = None, side: str = "") -> list[ExchangePost]:
    """List what is offered and needed now, the newest first. One query."""
    rows = _shown(at)
    rows = rows.filter(office=office) if office is not None else rows
    rows = rows.filter(side=side) if side in ExchangePost.Side.values else rows
    return list(rows.order_by("-decided_at", "-pk")[:MOST])


def get_shown(*, pk: int, at: datetime) -> ExchangePost:
    """Give one for everybody's page. One query.

    :raises NoSuchPost: none, or no longer shown.
    """
    found = _shown(at).filter(pk=pk).first()
    if found is None:
        raise NoSuchPost
    return found


@dataclass(frozen=True, slots=True)
class Mine:
    """What an enterprise has or needs, with who answered."""

    post: ExchangePost
    replies: tuple[ExchangeReply, ...]


def posts_of_enterprise(enterprise: Enterprise) -> list[Mine]:
    """List an enterprise's own, newest first, with the answers. Two queries."""
    posts = list(enterprise.exchange_posts.order_by("-pk")[:PAGE])
    replies: dict[int, list[ExchangeReply]] = {}
    rows = ExchangeReply.objects.filter(post__in=posts).select_related("enterprise__area").order_by("pk")
    for one in rows:
        replies.setdefault(one.post_id, []).append(one)
    return [Mine(post, tuple(replies.get(post.pk, ()))) for post in posts]


def replies_of_enterprise(enterprise: Enterprise) -> dict[int, ExchangeReply]:
    """Give an enterprise's own answers by what they answer. One query."""
    return {one.post_id: one for one in enterprise.exchange_replies.all()}
