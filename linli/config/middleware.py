"""What every answer carries, and when a session ends."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import ngettext

from linli.config.errors import bad_request
from linli.faces.parts import unsent

Handler = Callable[[HttpRequest], HttpResponse]

#: A session's last use is written at most this often: one write a minute, not one a request.
TOUCH_SECONDS = 60
SEEN = "seen"


def content_policy(tile_hosts: Iterable[str]) -> str:
    """Return the Content-Security-Policy: own files only, no inline script or style, nobody may frame us."""
    tiles = "".join(f" {host}" for host in tile_hosts)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob:{tiles}",
            "font-src 'self'",
            f"connect-src 'self'{tiles}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "media-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


#: Addresses of other systems, which are told what is wrong in their own form.
MACHINES = ("/open311/", "/api/")


class NoNul:
    """Turns away addresses with a zero byte: no page has one, and PostgreSQL keeps none."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(MACHINES):
            return self.get_response(request)
        if "\x00" in request.path or "%00" in str(request.META.get("QUERY_STRING", "")):
            return bad_request(request)
        return self.get_response(request)


class ContentPolicy:
    """Adds the content policy and switches off what no page of ours needs."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = content_policy(settings.TILES.hosts)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
        )
        return response


class IdleTimeout:
    """Logs staff out who were away: a desk left open in a hall must not stay open."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            # Real seconds on purpose: a shifted clock of a demo must not log anybody out.
            now = int(time.time())
            seen = request.session.get(SEEN, now)
            if (
                not getattr(request.user, "is_resident", False)
                and now - seen > settings.STAFF_IDLE_MINUTES * 60
            ):
                request.timed_out = request.user.pk  # type: ignore[attr-defined]
                logout(request)
            elif SEEN not in request.session or now - seen >= TOUCH_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Say why they are out, and keep what they were about to send. Here the form's token has been checked."""
        whose = getattr(request, "timed_out", None)
        if whose is None:
            return None
        minutes = settings.STAFF_IDLE_MINUTES
        told = ngettext(
            "您离开超过 %(n)s 分钟，已经自动退出，免得别人用您的电脑。登录后接着办。",
            "您离开超过 %(n)s 分钟，已经自动退出，免得别人用您的电脑。登录后接着办。",
            minutes,
        )
        messages.warning(request, told % {"n": minutes})
        return unsent.keep(request, whose) if request.method == "POST" else None
