"""What a view of the desk is given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from linli.base.people.actors import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from linli.base.people.models import Account


class DeskRequest(HttpRequest):
    """A request behind the door of the desk: who acts in which posts, and the one moment of this request."""

    if TYPE_CHECKING:
        user: Account
        htmx: HtmxDetails
    actor: Actor
    at: datetime


def is_piece(request: DeskRequest) -> bool:
    """This function will say whether a piece of a page is asked for, to be put into one that stands already."""
    return bool(request.htmx) and not request.htmx.history_restore_request
