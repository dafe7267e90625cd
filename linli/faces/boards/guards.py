"""The door of the boards: staff who see work, on the ground of their own posts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from linli.base.orgs.models import Unit
from linli.faces.parts.visitors import ActingRequest, acting
from linli.insight import coloured, queries
from linli.insight.cited import Cited
from linli.insight.indicators import Scope


class BoardRequest(ActingRequest):
    """What a view behind `board` is given."""

    unit: Unit
    scope: Scope


def area_in(request: HttpRequest, ground: Unit, figure: Cited) -> Unit:
    """Give the part of a ground whose rows are asked for, else the ground. :raises Http404: the figure is not told of it."""
    wanted = request.GET.get("area", "")
    if not wanted:
        return ground
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise Http404
    area = Unit.objects.filter(pk=int(wanted)).first()
    if area is None or not coloured.lies_in(figure, ground, area):
        raise Http404
    return area


def board(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who sees work, and settle whose ground is shown: `?unit=` below one's own posts.

    Everybody else finds nothing: absent and forbidden look the same.
    """
    return _guarded(view, is_around=False)


def board_around(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in like `board`, to a page that tells of a community or a street also who works in a grid of it.

    Its own addresses name the community, so `?unit=` may be what lies around one's posts.
    """
    return _guarded(view, is_around=True)


def _guarded(view: Callable[..., HttpResponseBase], *, is_around: bool) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        given = cast(BoardRequest, acting(request))
        wanted = request.GET.get("unit", "")
        if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
            raise Http404
        unit = queries.ground_for(given.actor.sight_ids, int(wanted) if wanted else None, is_around=is_around)
        if unit is None:
            raise Http404
        given.unit = unit
        given.scope = Scope(given.actor, unit.path)
        return view(given, *args, **kwargs)

    guarded.is_board = True  # type: ignore[attr-defined]
    return guarded
