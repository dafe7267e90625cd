"""The door of the house's pages: system administrators, on the ground of their own post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import Role
from linli.base.people.policies import keeps_house
from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk, said
from linli.faces.parts.refusals import status_of
from linli.kernel.refusals import Refusal


class KeeperRequest(DeskRequest):
    """A request of somebody who keeps a house: `ground` is the unit of the post."""

    ground: Unit


def keeper(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """This function will let system administrators in; everybody else finds nothing."""

    @desk
    @wraps(view)
    def guarded(request: KeeperRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        posts = [p for p in request.actor.posts if p.role == Role.SYSTEM_ADMIN]
        if not posts:
            raise Http404
        widest = min(posts, key=lambda p: len(p.line))
        request.ground = Unit.objects.get(pk=widest.unit_id)
        return view(request, *args, **kwargs)

    guarded.is_keeper = True  # type: ignore[attr-defined]
    return guarded


def unit_of(request: KeeperRequest, pk: int) -> Unit:
    """This function will return a unit on the keeper's ground; elsewhere there is none."""
    unit = Unit.objects.filter(pk=pk).select_related("parent").first()
    if unit is None or not keeps_house(request.actor, unit):
        raise Http404
    return unit


def tell(request: KeeperRequest, words: str) -> None:
    """This function will say on the next page what was done."""
    messages.success(request, words)


def refused_in(form: forms.BaseForm, refusal: Refusal, request: KeeperRequest) -> int:
    """This function will put a refusal into the form, beside what was typed, and return its status."""
    form.add_error(None, said(refusal, request.at))
    return status_of(refusal)


def show(
    request: KeeperRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """This function will render a page of the house."""
    return furniture.page(request, f"desk/house/{template}.html", dict(context), status=status)
