"""What every template may ask for. Add ``linli.faces.parts.context.look`` to the context processors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linli.faces.parts.look import look_of

SIZES = (("normal", _("标准字")), ("large", _("大字")), ("largest", _("特大字")))
THEMES = (("auto", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色")))


def look(request: HttpRequest) -> dict[str, Any]:
    """This function will give templates the reader's look and the few settings that pages need."""
    return {
        "look": look_of(request),
        "demo_mode": bool(getattr(settings, "DEMO_MODE", False)),
        "look_sizes": SIZES,
        "look_themes": THEMES,
        "here": request.get_full_path(),
    }
