"""Me: what this phone and this account know about their owner, and how to change it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.faces.resident.pages import page
from linli.faces.resident.placing import home_of
from linli.faces.resident.readers import reader_of
from linli.kernel import clock


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """This function will show what is kept here: my grid, my reports, my data."""
    reader = reader_of(request, clock.now())
    context = {"home": home_of(reader.grid_id), "remembered": len(reader.remembered)}
    return page(request, "account", reader, "account", context)
