"""What every template may ask for. Add ``linli.faces.parts.context.look`` to the context processors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.look import look_of

SIZES = (("normal", _("标准字")), ("large", _("大字")), ("largest", _("特大字")))
THEMES = (("auto", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色")))


def sign_of(request: HttpRequest) -> str:
    """Give a sign by which a phone tells one logged-in reader's drafts from another's.

    It says nothing about the person and is the same on every device; empty for somebody who is not logged in.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("linli.drafts", str(user.pk), algorithm="sha256").hexdigest()[:20]


def look(request: HttpRequest) -> dict[str, Any]:
    """Give templates the reader's look and the few settings that pages need."""
    return {
        "look": look_of(request),
        "demo_mode": bool(getattr(settings, "DEMO_MODE", False)),
        "look_sizes": SIZES,
        "look_themes": THEMES,
        "here": request.get_full_path(),
        # A function: pages that do not ask leave the session unread.
        "reader_sign": lambda: sign_of(request),
    }
