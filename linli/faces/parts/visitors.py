"""Who is asking: as far as the network tells, and, once logged in, who acts in which posts at which moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest

from linli.base.people import queries as people
from linli.base.people.actors import Actor
from linli.kernel import clock

if TYPE_CHECKING:
    from linli.base.people.models import Account


class ActingRequest(HttpRequest):
    """A request of somebody logged in: who acts in which posts, and the one moment of this request."""

    if TYPE_CHECKING:
        user: Account
    actor: Actor
    at: datetime


def acting(request: HttpRequest) -> ActingRequest:
    """Read the clock once and settle in which posts somebody logged in acts. One query."""
    given = cast(ActingRequest, request)
    given.at = clock.now()
    given.actor = people.actor_for(given.user, given.at)
    return given


def address_of(request: HttpRequest) -> str:
    """Return the visitor's network address, past the proxies the settings know of."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    trusted: int = settings.TRUSTED_PROXIES
    if not trusted:
        return peer
    said = [
        part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()
    ]
    # Each trusted proxy appends whom it saw; anything further left was written by the visitor.
    return said[-trusted] if len(said) >= trusted else peer
