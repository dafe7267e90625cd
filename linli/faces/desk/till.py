"""The till: a number, a meal, done. It opens and writes without signal, and what it writes is served once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.canteenforms import TillForm
from linli.faces.desk.canteens import cooking
from linli.faces.desk.guards import said
from linli.faces.parts.refusals import status_of
from linli.kernel import clock
from linli.kernel.refusals import Refusal
from linli.pillars.service.canteens import operations, queries, rules

DINNER_FROM = 15  # LOCAL: which meal the till proposes


def _form(request: DeskRequest) -> TillForm:
    hour = clock.local(request.at).hour
    initial = {
        "canteen": request.GET.get("canteen", ""),
        "meal": "dinner" if hour >= DINNER_FROM else "lunch",
        "idempotency_key": uuid.uuid4(),
    }
    return TillForm(canteens=queries.canteens_of(actor=request.actor), initial=initial)


@cooking
@require_GET
def till(request: DeskRequest) -> HttpResponseBase:
    """Show the till."""
    return _show(request, _form(request))


def _show(request: DeskRequest, form: TillForm, status: int = 200) -> HttpResponseBase:
    context = {"form": form, "asks_second": bool(form.data.get("is_second")) or status == 409}
    return furniture.page(request, "desk/canteens/till.html", context, status=status)


@cooking
@require_POST
def serve(request: DeskRequest) -> HttpResponseBase:
    """Serve a meal: the same key again is the same meal."""
    form = TillForm(request.POST, canteens=queries.canteens_of(actor=request.actor))
    if not form.is_valid():
        return _show(request, form, 422)
    given: dict[str, Any] = form.cleaned_data
    try:
        made = operations.serve_meal(
            actor=request.actor,
            at=request.at,
            canteen_id=given["canteen"],
            number=given["number"],
            meal=given["meal"],
            key=form.key,
            served_at=given["served_at"],
            is_second=given["is_second"],
        )
    except Refusal as refusal:
        form.add_error("number", said(refusal, request.at))
        # 404 would be the page's own: a number that nobody has is a mistake of the form.
        status = status_of(refusal)
        return _show(request, form, 422 if status == 404 else status)
    told = {
        "number": given["number"],
        "own": rules.yuan(made.own_fen),
        "subsidy": rules.yuan(made.subsidy_fen),
    }
    messages.success(request, _("%(number)s：收 %(own)s 元，补贴 %(subsidy)s 元。") % told)
    return redirect(f"{reverse('desk:till')}?canteen={given['canteen']}")


@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """Return the empty till that a tablet keeps for when there is no signal: nobody's name, no token."""
    form = TillForm(canteens=queries.open_canteens(), initial={"meal": "lunch"})
    return render(request, "desk/canteens/till.html", {"form": form, "is_shell": True})
