"""Who is asking, as far as the network tells."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """This function will return the visitor's network address, past the proxies the settings know of."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    trusted: int = settings.TRUSTED_PROXIES
    if not trusted:
        return peer
    said = [
        part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()
    ]
    # Each trusted proxy appends whom it saw; anything further left was written by the visitor.
    return said[-trusted] if len(said) >= trusted else peer
