"""The role switcher of the demo: play anybody of the cast, on this machine and in demo mode only.

Whoever can open the page can be anybody, so three things stand in its way: it does not exist outside demo mode,
the settings refuse demo mode under a public address, and a request that did not come over loopback is turned away.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.base.people.models import Account
from linli.demo import cast
from linli.faces.parts.shapes import RoleChoice, RoleSwitch

Handler = Callable[[HttpRequest], HttpResponse]
NOBODY = "-"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def is_loopback(address: str) -> bool:
    """Return whether an address or host name can only be this machine."""
    bare = address.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost"


def refuse_in_public() -> None:
    """Refuse to start when the demo would be served under an address that others can reach.

    :raises ImproperlyConfigured: demo mode is on and LINLI_PUBLIC_URL is not loopback
    """
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if settings.DEMO_MODE and not is_loopback(host):
        raise ImproperlyConfigured(
            f"LINLI_DEMO=1 lets anybody play anybody: only on this machine, not under {settings.PUBLIC_URL}"
        )


class Loopback:
    """Turns away whoever reaches a demo from another machine, through a tunnel or a proxy."""

    def __init__(self, get_response: Handler) -> None:
        refuse_in_public()
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO_MODE and not _is_near(request):
            return HttpResponseForbidden("demo: this machine only", content_type="text/plain")
        return self.get_response(request)


def _is_near(request: HttpRequest) -> bool:
    """Return whether a request came from this machine, asked for by a name of this machine."""
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    host = urlsplit(f"//{request.headers.get('Host', '')}").hostname or "localhost"
    return is_loopback(peer) and is_loopback(host)


@require_POST
def play(request: HttpRequest) -> HttpResponse:
    """Log in as the chosen one of the cast, and go where they begin."""
    if not settings.DEMO_MODE:
        raise Http404
    role = request.POST.get("role", "")
    logout(request)
    if role == NOBODY:
        return HttpResponseRedirect("/")
    part = next((part for part in cast.PARTS if part.username == role), None)
    account = Account.objects.filter(username=role, is_active=True).first() if part else None
    if part is None or account is None:
        raise Http404
    login(request, account, backend=_BACKEND)
    return HttpResponseRedirect(part.home)


def switch(request: HttpRequest) -> dict[str, Any]:
    """Give templates the switcher: nothing outside demo mode. No query: names are those of the cast."""
    if not settings.DEMO_MODE:
        return {}
    user = getattr(request, "user", None)
    now = user.get_username() if user is not None and user.is_authenticated else NOBODY
    names = {person.username: person.name for person in (*cast.PRINCIPALS, *cast.RESIDENTS)}
    nobody: tuple[RoleChoice, ...] = (RoleChoice(NOBODY, _("路过的居民"), "", now == NOBODY),)
    groups = [(_("没有登录"), nobody)]
    for key, words in cast.GROUPS.items():
        choices = tuple(
            RoleChoice(part.username, names[part.username], part.part, now == part.username)
            for part in cast.PARTS
            if part.group == key
        )
        groups.append((words, choices))
    current = names.get(now, _("路过的居民"))
    return {"role_switch": RoleSwitch(reverse("demo:play"), current, tuple(groups))}
