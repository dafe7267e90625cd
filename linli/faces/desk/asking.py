"""What a view of the desk is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linli.faces.parts.visitors import ActingRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class DeskRequest(ActingRequest):
    """A request behind the door of the desk."""

    if TYPE_CHECKING:
        htmx: HtmxDetails


def is_piece(request: DeskRequest) -> bool:
    """Say whether a piece of a page is asked for, to be put into one that stands already."""
    return bool(request.htmx) and not request.htmx.history_restore_request
