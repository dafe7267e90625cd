"""The door of a hall's pages: who may see the hall; and how a verb answers, with or without a script."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import View, desk
from linli.faces.parts.refusals import words_of
from linli.kernel.refusals import Refusal
from linli.pillars.service.counters import queries
from linli.pillars.service.counters.models import Hall


class HallRequest(DeskRequest):
    """A request about one hall that its sender may see."""

    hall: Hall


def in_hall(view: Callable[..., HttpResponseBase]) -> View:
    """Make a door for those who may see the hall named in the address; everybody else finds nothing."""

    @desk
    @wraps(view)
    def admitted(request: HallRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.hall = queries.get_hall(actor=request.actor, pk=pk)
        return view(request, *args, **kwargs)

    return admitted


def key_of(request: DeskRequest) -> uuid.UUID | None:
    """Return the key that a form was given, so that a press that is sent again does nothing twice."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def done(
    request: DeskRequest, act: Callable[[], object], to: str, *args: Any, said: str = ""
) -> HttpResponse:
    """Do something and go on to a page that says what came of it; a refusal is said there too."""
    try:
        act()
    except Refusal as refusal:
        messages.warning(request, words_of(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(to, *args)


def unchanged(request: DeskRequest, version: str) -> HttpResponse | None:
    """Answer a page that asks whether anything is new, when nothing is."""
    return HttpResponse(status=204) if request.GET.get("seen") == version else None
