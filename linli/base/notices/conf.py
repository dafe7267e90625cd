"""The knobs of this app, read in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Conf:
    """What the installation chose."""

    public_url: str
    outbox: Path
    sms_url: str
    sms_secret: str
    hook_hosts: frozenset[str]
    has_mail: bool


def conf() -> Conf:
    """Return the knobs as they are now."""
    return Conf(
        public_url=settings.PUBLIC_URL,
        outbox=settings.DATA_DIR / "outbox",
        sms_url=settings.SMS_URL,
        sms_secret=settings.SMS_SECRET,
        hook_hosts=frozenset(settings.HOOK_HOSTS),
        has_mail=bool(settings.EMAIL_HOST),
    )
