"""The grid page (公示), and finding one's own grid."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.base.orgs.models import Unit
from linli.base.orgs.roles import UnitKind
from linli.base.places import queries as places
from linli.faces.resident import gridcards
from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import choose_grid, reader_of
from linli.faces.resident.stale import kindly
from linli.kernel import clock
from linli.pillars.party.contacts import queries as contacts
from linli.pillars.party.venues import queries as venues

MOST_SHOWN = 8


@require_safe
def grid(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a grid: who serves it, how to reach them, who supervises."""
    at = clock.now()
    reader = reader_of(request, at)
    unit = _grid_or_404(unit_id)
    card = gridcards.card(unit, at, with_community=True)
    context = {
        "card": card,
        "brand": venues.brand_of(card.community),
        "is_mine": home_of(reader) == unit,
        "neighbour": contacts.neighbour_of(reader.account, grid=unit.pk) if reader.account else "",
        "report_url": reverse("resident:report"),
    }
    return page(request, "grid", reader, "home", context)


@require_safe
def find_grid(request: HttpRequest) -> HttpResponse:
    """Find the grid somebody lives in, by the name of the estate or by the phone's position."""
    reader = reader_of(request, clock.now())
    words = request.GET.get("q", "").strip()[:80]
    named = places.find_places(words, most=MOST_SHOWN) if words else []
    units = places.grids_at((place.lon, place.lat) for place in named) if named else []
    found = [(place.words, unit) for place, unit in zip(named, units, strict=True) if unit is not None]
    context = {"words": words, "found": found, "is_asked": bool(words)}
    return page(request, "find_grid", reader, "home", context)


@require_POST
@kindly
def choose(request: HttpRequest, unit_id: int, *, is_stale: bool) -> HttpResponse:
    """Have the phone remember (or forget) that this is its owner's grid."""
    unit = _grid_or_404(unit_id)
    response = redirect(reverse("resident:home") if "forget" not in request.POST else "resident:find-grid")
    if not is_stale:
        choose_grid(response, None if "forget" in request.POST else unit.pk)
    return response


def asked_to_come(value: str) -> Unit | None:
    """Give the grid that a form asks to send somebody; an odd value is none. One query."""
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return None
    return Unit.objects.filter(pk=int(value), kind=UnitKind.GRID, is_active=True).first()


def _grid_or_404(unit_id: int) -> Unit:
    rows = Unit.objects.select_related("parent", "grid")
    found = rows.filter(pk=unit_id, kind=UnitKind.GRID, is_active=True).first()
    if found is None:
        raise Http404(_("没有这个网格。"))
    return found
