"""Files that crawlers, browsers and finders of weaknesses look for at a fixed address."""

from __future__ import annotations

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from linli.kernel import clock

# What a stranger may read without an account, and nothing with a secret in its address.
OPEN = ("/$", "/around/", "/p/", "/grid/", "/help/", "/privacy/", "/static/")
VALID = timedelta(days=180)
"""RFC 9116 2.5.5: less than a year ahead."""


@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Let crawlers read what is published and nothing else."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in OPEN), "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@cache_control(max_age=86_400, public=True)
def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116); nothing there until an office names somebody."""
    contacts = settings.SECURITY_CONTACT
    if not contacts:
        raise Http404
    until = (clock.now() + VALID).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.PUBLIC_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Send old browsers to the one mark."""
    return HttpResponseRedirect(static("parts/mark.svg"))


def manifest(request: HttpRequest) -> JsonResponse:
    """Let a grid worker put the desk on the phone's first screen: what waits there for signal is then kept for good."""
    return JsonResponse(
        {
            "name": _("邻里 工作台"),
            "short_name": _("邻里"),
            "start_url": "/d/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f6f4ee",
            "theme_color": "#0f5f5b",
            "icons": [{"src": static("parts/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
