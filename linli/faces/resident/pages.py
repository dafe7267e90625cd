"""What every resident page has around it, and the few pages that only tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.orgs import queries as orgs
from linli.base.orgs.models import Unit
from linli.base.people.register import BASIS_WORDS, REGISTER, Basis
from linli.faces.parts.shapes import Tab
from linli.faces.resident.readers import Reader, reader_of
from linli.kernel import clock

HOTLINE = "12345"


def tabs(current: str) -> tuple[Tab, ...]:
    """Return the four tabs, with the present one marked."""
    return (
        Tab(_("首页"), reverse("resident:home"), "home", is_current=current == "home"),
        Tab(_("我的事"), reverse("resident:mine"), "list-check", is_current=current == "mine"),
        Tab(_("身边"), reverse("resident:around"), "map", is_current=current == "around"),
        Tab(_("我的"), reverse("resident:account"), "user", is_current=current == "account"),
    )


def only_office() -> Unit | None:
    """Return the office of an installation that serves one. One query."""
    found = list(orgs.offices()[:2])
    return found[0] if len(found) == 1 else None


def page(
    request: HttpRequest,
    template: str,
    reader: Reader,
    tab: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    office: Unit | None = None,
) -> HttpResponse:
    """Render a page with its tabs and the office's name. One query, none when `office` is given.

    A page that is for one thing only (filing) has no tabs: `tab` is empty.
    """
    office = office or only_office()
    around = {
        "reader": reader,
        "tabs": tabs(tab) if tab else (),
        "home_url": reverse("resident:home"),
        "office": office,
        "office_name": str(office or ""),
        "hotline": HOTLINE,
        "privacy_url": reverse("resident:privacy"),
    }
    response = render(request, f"resident/{template}.html", {**around, **(context or {})}, status=status)
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def purposes() -> list[dict[str, object]]:
    """Return the entries of the purpose register that concern residents, in words."""
    return [
        {
            "label": entry.label,
            "purpose": entry.purpose,
            "basis": BASIS_WORDS[entry.basis],
            "kept": entry.kept,
            "sees": entry.sees,
            "is_sealed": entry.is_sealed,
        }
        for entry in REGISTER
        if entry.basis is not Basis.STAFF
    ]


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about residents, why, by which law and for how long."""
    return page(request, "privacy", reader_of(request, clock.now()), "account", {"entries": purposes()})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how to report, how to follow, and whom to ring."""
    at = clock.now()
    return page(request, "help", reader_of(request, at), "account", {"is_demo": settings.DEMO_MODE})
