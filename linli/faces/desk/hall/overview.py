"""The hall as it is: who waits and how long, what each window has; and sitting down at one."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.faces.desk import furniture, rail
from linli.faces.desk.asking import DeskRequest
from linli.faces.desk.guards import desk_for
from linli.faces.desk.hall import shown
from linli.faces.desk.hall.doors import HallRequest, done, in_hall, unchanged
from linli.faces.parts import words
from linli.pillars.service.counters import operations, policies, queries
from linli.pillars.service.counters.models import Hall, Window

hall_people = desk_for(rail.sees_halls, gettext_lazy("大厅归接待员、社区和街道科室。您的岗位没有窗口要坐。"))


@hall_people
@require_GET
def halls(request: DeskRequest) -> HttpResponseBase:
    """List the halls; where there is one, open it."""
    found = queries.halls_of(actor=request.actor)
    if len(found) == 1:
        return redirect("desk:hall-now", found[0].pk)
    return furniture.page(request, "desk/hall/list.html", {"halls": found})


@in_hall
@require_GET
def hall(request: HallRequest) -> HttpResponseBase:
    """Show a hall as it is."""
    version = queries.version_of(hall=request.hall, at=request.at)
    is_piece = "seen" in request.GET
    if is_piece and (same := unchanged(request, version)):
        return same
    context = now_context(request)
    if is_piece:
        return furniture.fragment(request, "desk/hall/_now.html", context)
    return furniture.page(request, "desk/hall/hall.html", context)


def now_context(request: HallRequest) -> dict[str, Any]:
    """Return what every page of a hall shows of its line and windows. Eight queries."""
    now = queries.now(hall=request.hall, at=request.at)
    return {
        "hall": request.hall,
        "now": now,
        "line": shown.line_rows(now.line),
        "places": shown.place_rows(now, request.at),
        "longest": words.span(now.longest) if now.line else "",
        "serves": policies.serves(request.actor, request.hall),
        "mine": next((p for p in now.places if p.window.clerk_id == request.user.pk), None),
        "is_open": operations.is_open(request.hall, request.at),
        "live_url": reverse("desk:hall-now", args=[request.hall.pk]),
        "screen_url": reverse("resident:hall-screen", args=[request.hall.pk]),
    }


def window_of(hall: Hall, number: int) -> Window:
    """Give a window of a hall by its number.

    :raises Http404: there is none.
    """
    found = Window.objects.filter(hall=hall, number=number, is_active=True).select_related("clerk").first()
    if found is None:
        raise Http404
    return found


@in_hall
@require_POST
def sit(request: HallRequest, number: int) -> HttpResponseBase:
    """Sit down at a window."""
    window = window_of(request.hall, number)

    def act() -> object:
        return operations.sit_down(actor=request.actor, at=request.at, window=window)

    return done(request, act, "desk:hall-window", request.hall.pk, number)


@in_hall
@require_POST
def stand(request: HallRequest, number: int) -> HttpResponseBase:
    """Leave a window."""
    window = window_of(request.hall, number)

    def act() -> None:
        operations.stand_up(actor=request.actor, at=request.at, window=window)

    return done(request, act, "desk:hall-now", request.hall.pk, said=_("窗口关了，屏上不再往这里叫号。"))
